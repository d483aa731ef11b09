"""What pip's own parser makes of a requirements file, line by line, and what nerq does."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from packaging.markers import Marker
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from sources import source

from nerq.manifests.python.requirements import requirements_txt as requirements
from nerq.model import Problem, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

REFUSED = "refused"
NAMELESS = "nameless"
NOTHING = "nothing"


@dataclass(frozen=True, order=True)
class Reading:
    """What a requirement on one line names, in normal form; or a word above as its name."""

    line: int
    name: str
    specifier: str = ""
    extras: tuple[str, ...] = ()
    marker: str = ""
    is_reported: bool = field(default=False, compare=False)
    """Whether a problem says that the line cannot be read."""


def by_pip(text: str) -> dict[int, Reading]:
    """By line: what pip 26 reads there. Lines with options only are left out."""
    from pip._internal.req.req_file import OptionParsingError, get_line_parser, preprocess

    logging.getLogger("pip").setLevel(logging.CRITICAL)
    parse = get_line_parser(None)
    found: dict[int, Reading] = {}
    for number, line in preprocess(text):
        try:
            arguments, options = parse(line)
        except OptionParsingError:
            found[number] = Reading(number, REFUSED)
            continue
        if arguments or options.editables:
            found[number] = _read_by_pip(number, arguments, options)
        elif options.requirements or options.constraints:
            found[number] = Reading(number, REFUSED)  # there are no files beside it
    return found


def _read_by_pip(number: int, arguments: str, options: Any) -> Reading:
    from pip._internal.exceptions import PipError
    from pip._internal.req.constructors import install_req_from_editable, install_req_from_line
    from pip._vendor.packaging.utils import InvalidName

    try:
        if arguments:
            found = install_req_from_line(arguments)
        else:
            found = install_req_from_editable(options.editables[0])
    except (PipError, ValueError, InvalidName):
        return Reading(number, REFUSED)
    if found.req is None:
        return Reading(number, NAMELESS)
    return Reading(
        number,
        canonicalize_name(found.req.name),
        str(found.req.specifier),
        _extras({*found.extras, *found.req.extras}),
        str(found.markers or found.req.marker or ""),
    )


def by_nerq(text: str) -> dict[int, Reading]:
    """By line: what nerq reads there."""
    readings: dict[int, Reading] = {}
    reported: set[int] = set()
    for item in requirements.parse(source("requirements.txt", text.encode())):
        line = item.location.line or 0
        if isinstance(item, Problem):
            readings.setdefault(line, Reading(line, REFUSED))
            reported.add(line)
        elif isinstance(item, Reference):
            readings[line] = _read_by_nerq(item, line)
    return {n: replace(r, is_reported=n in reported) for n, r in readings.items()}


def _read_by_nerq(item: Reference, line: int) -> Reading:
    if item.kind == "repository":
        return Reading(line, NAMELESS)
    return Reading(
        line,
        canonicalize_name(item.name),
        str(SpecifierSet(item.specifier or "")),
        _extras(item.extras),
        str(Marker(item.marker)) if item.marker else "",
    )


def _extras(extras: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({canonicalize_name(extra) for extra in extras}))


def differences(text: str) -> Iterator[tuple[Reading, Reading, str]]:
    """Where the two do not agree: pip's reading, nerq's, and the logical line."""
    from pip._internal.req.req_file import preprocess

    lines = dict(preprocess(text))
    pip, nerq = by_pip(text), by_nerq(text)
    for number in sorted({*pip, *nerq}):
        theirs = pip.get(number, Reading(number, NOTHING))
        ours = nerq.get(number, Reading(number, NOTHING))
        if theirs != ours and not (theirs.name == REFUSED and ours.is_reported):
            yield theirs, ours, lines.get(number, "")
