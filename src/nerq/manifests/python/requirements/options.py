"""The options on a line of a requirements file, read with pip's own option table of 2022.

That table still has the per-requirement options that pip dropped later and old files use; the
options that pip gained since are added here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from optparse import OptionParser

MAX_LENGTH = 100_000

_HASH = r"sha(?:256|384|512):"
_HASHES = regex(rf"(?:\s*--hash[= ]{_HASH}[0-9a-fA-F]+)+\s*")
_OPTION = regex(r"(?:^| )-")
_LATER = (("-C", "--config-settings"), ("--all-releases",), ("--only-final",))


@dataclass(frozen=True, slots=True)
class Options:
    """What the options of one line say, as far as it matters for what is installed.

    Attributes:
        editable: the value of ``-e``.
        requirements: the file that ``-r`` includes.
        constraints: the file that ``-c`` names.
        index_url: the index that replaces the public one.
        extra_index_urls: indexes beside it.
        find_links: pages, archives or folders beside the index.
    """

    editable: str | None = None
    requirements: str | None = None
    constraints: str | None = None
    index_url: str | None = None
    extra_index_urls: tuple[str, ...] = ()
    find_links: tuple[str, ...] = ()


NO_OPTIONS = Options()


def split_options(line: str) -> tuple[str, str]:
    """The requirement at the start of a logical line, and the options behind it."""
    found = _OPTION.search(line)
    if found is None:
        return line, ""
    start = found.end() - 1
    return line[:start].rstrip(), line[start:]


def parse_options(text: str) -> Options:
    """The options in a text that begins with one.

    Raises:
        ManifestError: pip has no such option, it lacks its value, or a quote is open.
    """
    if _HASHES.fullmatch(text):
        return NO_OPTIONS
    if len(text) > MAX_LENGTH:
        raise ManifestError(f"not read: options of {len(text):,} characters")
    import shlex

    from pip_requirements_parser import OptionParsingError

    parser = _parser()
    try:
        values, _ = parser.parse_args(shlex.split(text), parser.get_default_values())
    except OptionParsingError as error:
        reason = shown(error.msg.strip().partition("error: ")[2] or error.msg.strip())
        raise ManifestError(f"not an option of pip: {shown(text)}: {reason}") from error
    except ValueError as error:
        raise ManifestError(f"options that cannot be split: {shown(text)}: {error}") from error
    for value in values.hashes or ():
        if not re.match(_HASH, value):
            raise ManifestError(f"not a hash that pip accepts: {shown(value)}")
    return Options(
        editable=_first(values.editables),
        requirements=_first(values.requirements),
        constraints=_first(values.constraints),
        index_url=values.index_url,
        extra_index_urls=tuple(values.extra_index_urls or ()),
        find_links=tuple(values.find_links or ()),
    )


def _first(values: list[str] | None) -> str | None:
    return values[0] if values else None


@lru_cache(maxsize=1)
def _parser() -> OptionParser:
    from pip_requirements_parser import build_parser

    parser: OptionParser = build_parser()
    for names in _LATER:
        parser.add_option(*names, action="append")
    parser.add_option("--no-require-hashes", action="store_true")
    # A default list would be shared by all lines: the parser appends to it.
    lists = (name for name, value in parser.defaults.items() if isinstance(value, list))
    parser.set_defaults(**dict.fromkeys(lists))
    return parser
