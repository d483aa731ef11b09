"""INI-like settings: spaCy's ``config.cfg``, ``*.ini``, ``*.conf``, Java's ``*.properties``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.config.files import HINT
from nerq.detectors.mentions import by_key, links_in, reference
from nerq.detectors.vocabulary.keys import INNER_NAMES, is_strong, role_of
from nerq.documents.page import Page, in_order
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.detectors.vocabulary.keys import Role
    from nerq.model import Location
    from nerq.plugin import Item, Search, Source

# No interpolation and no values over several lines: the few formats that share this look differ
# in both, and an id needs neither.
_SECTION = regex(r"[ \t]*\[(?P<name>[^\]\n]{1,200})\]")
_PAIR = regex(
    r"[ \t]*(?P<key>[A-Za-z_][\w.-]{0,199})[ \t]*[=:][ \t]*"
    r"(?P<quote>[\"']?)(?P<value>[^\s\"'#;,]+)(?P=quote)[ \t]*(?:[#;].*)?\r?$"
)


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return in_order(_read(source, search))


def _read(source: Source, search: Search) -> Iterator[Item]:
    page = Page(source)
    section: Role | None = None
    for number, line in enumerate(page.lines, 1):
        header = _SECTION.match(line)
        if header:
            # spaCy: ``[components.transformer.model]``, and below it ``name = …``.
            section = role_of(header["name"].rpartition(".")[2], search)
            continue
        match = _PAIR.match(line)
        if match is None:
            continue
        key = match["key"]
        role = role_of(key.rpartition(".")[2], search)
        if role is None and key in INNER_NAMES:
            role = section
        bare = section == "model" or is_strong(key, search)
        place = page.at(number, match.start("value") + 1)
        yield from _value(match["value"], role, place, bare=bare)


def _value(text: str, role: Role | None, place: Location, *, bare: bool) -> Iterator[Item]:
    found = by_key(text, role, bare=bare) if role is not None else None
    if found is not None:
        yield reference(found, place, "ini-key")
    elif role != "output" and "://" in text:  # where a model is pushed to is nobody's source
        for _, linked in links_in(text):
            yield reference(linked, place, "huggingface-url")


DETECTOR = Detector(
    id="ini-config",
    title="INI and properties files",
    files=("*.cfg", "*.ini", "*.conf", "*.properties"),
    hint=HINT,
    detect=_detect,
    reads="keys that name models or datasets, also by the section they stand in; hub URLs",
)
