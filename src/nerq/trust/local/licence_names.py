"""Licence names as people write them, read as SPDX identifiers.

``GPL v3``, ``Apache Software License 2.0`` and ``BSD 3-Clause OR Apache-2.0`` are not SPDX
expressions, and everybody knows what they mean. What is not sure stays unread.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST = 120  # characters of one name
_NOISE = regex(
    r"\b(?:the|gnu|licen[sc]es?|licen[sc]ed|version|software|foundation|public|general|style"
    r"|under|released|approved|osi|classifier)\b|[\"'`,;:]|\([^()]{0,60}\)"
)
_LONG_GPL = regex(r"general\s+public\s+licen[sc]e")
_OPERATORS = regex(r"\s+(and|or)\s+|\s*([/|&])\s*", re.IGNORECASE)
_LATER = r"(?P<later>\s*\+|\s*(?:or|and)\s*(?:any\s*)?(?:later|newer|greater|above).*)?"


def _gnu(match: re.Match[str]) -> str:
    family = {"a": "AGPL", "l": "LGPL", "lesser": "LGPL", "library": "LGPL", "affero": "AGPL"}.get(
        (match["kind"] or "").strip(), "GPL"
    )
    written = match["number"] or {"GPL": "1", "LGPL": "2", "AGPL": "3"}[family]
    number = written if "." in written else f"{written}.0"
    # Without a number, the texts themselves allow any version.
    is_open = match["later"] is not None or match["number"] is None
    return f"{family}-{number}-{'or-later' if is_open else 'only'}"


def _bsd(match: re.Match[str]) -> str:
    number = match["before"] or match["after"] or {"simplified": "2"}.get(match["word"] or "", "3")
    return f"BSD-{number}-Clause"


def _numbered(spdx: str, usual: str) -> Callable[[re.Match[str]], str]:
    def name(match: re.Match[str]) -> str:
        number = match["number"] or usual
        return f"{spdx}-{number if '.' in number else f'{number}.0'}"

    return name


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        regex(
            r"(?P<kind>a|l|affero\s*|lesser\s*|library\s*)?gpl\s*-?\s*v?\s*(?P<number>[123](?:\.[01])?)?"
            + _LATER
        ),
        _gnu,
    ),
    (
        regex(
            r"(?:(?P<word>new|modified|revised|simplified)\s*)?(?:(?P<before>[234])\s*-?\s*clause\s*)?"
            r"bsd(?:\s*-?\s*(?P<after>[234])(?:\s*-?\s*clause)?)?"
        ),
        _bsd,
    ),
    (regex(r"apache\s*-?\s*v?\s*(?P<number>1\.1|2(?:\.0)?)?"), _numbered("Apache", "2.0")),
    (regex(r"(?:mpl|mozilla)\s*-?\s*v?\s*(?P<number>1\.[01]|2(?:\.0)?)?"), _numbered("MPL", "2.0")),
    (regex(r"(?:epl|eclipse)\s*-?\s*v?\s*(?P<number>[12](?:\.0)?)"), _numbered("EPL", "2.0")),
    (regex(r"eupl\s*-?\s*v?\s*(?P<number>1\.[12])"), _numbered("EUPL", "1.2")),
    (regex(r"cc\s*-?\s*by\s*-?\s*(?P<number>[34]\.0)"), _numbered("CC-BY", "4.0")),
    (regex(r"(?:mit|expat|mit\s*/\s*x11|x11)"), lambda _: "MIT"),
    (regex(r"isc"), lambda _: "ISC"),
    (regex(r"(?:psf|python(?:\s*psf)?)\s*-?(?:2(?:\.0)?)?"), lambda _: "PSF-2.0"),
    (regex(r"unlicen[sc]e"), lambda _: "Unlicense"),
    (regex(r"zlib(?:\s*/\s*libpng)?"), lambda _: "Zlib"),
    (regex(r"boost\s*-?\s*(?:1\.0)?"), lambda _: "BSL-1.0"),
    (regex(r"wtfpl"), lambda _: "WTFPL"),
    (regex(r"cc0\s*-?\s*(?:1\.0)?(?:\s*universal)?"), lambda _: "CC0-1.0"),
)
_IN_WORDS = regex(
    r"\b(?:released|licensed|distributed|available|provided|published)\s+under\s+(?:the\s+)?"
    r"(?:terms\s+of\s+the\s+)?(?P<name>[A-Za-z0-9 .+\-()/]{2,60}?)\s+licen[sc]e\b",
    re.IGNORECASE,
)


def spdx_of_words(written: str) -> str | None:
    """The SPDX expression that these words mean; None where any part of them is not known."""
    if len(written) > _LONGEST * 3:
        return None
    whole = _name(written)
    if whole is not None:
        return whole
    parts = _OPERATORS.split(written)
    names = [_name(part) for part in parts[::3]]
    if len(names) < 2 or any(name is None for name in names):
        return None
    # A slash or comma leaves open which holds; people mean a choice.
    signs = [(word or "").upper() for word in parts[1::3]]
    words = [sign if sign in {"AND", "OR"} else "OR" for sign in signs]
    words = ["AND" if amp == "&" else word for word, amp in zip(words, parts[2::3], strict=True)]
    joined = str(names[0])
    for word, name in zip(words, names[1:], strict=True):
        joined += f" {word} {name}"
    return joined


def licence_in_words(text: str) -> str | None:
    """The licence that a description says it is released under, where it names one we know."""
    for match in _IN_WORDS.finditer(text[:200_000]):
        found = spdx_of_words(match["name"])
        if found is not None:
            return found
    return None


def _name(written: str) -> str | None:
    lower = _LONG_GPL.sub("gpl", written.lower())
    bare = " ".join(_NOISE.sub(" ", lower).split()).strip(" .-")
    for pattern, spell in _SHAPES:
        match = pattern.fullmatch(bare) if 0 < len(bare) <= _LONGEST else None
        if match is not None:
            return spell(match)
    return None
