"""Leaves out of a Python file what holds no hint, so that its parser has less to read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    import re

    from nerq.detectors.python.hints import Hints

_LONGEST = 2_000_000
_DEEPEST = 16  # so that no line is looked at more often than that
_BEFORE = 1000
# The line that opens a function or class, or all lines of a signature with one argument a line.
_HEAD = regex(
    r"\n(?P<indent>[ \t]{0,16})(?:async[ \t]+)?(?:def|class)[ \t]+\w+[ \t]*"
    r"(?:\([ \t\r]*(?:\n(?P=indent)[ \t][^\n]*)+\n(?P=indent)\)[^\n]*|[^\n]*):[ \t\r]*(?=\n)"
)


def outline(text: str, hints: Hints) -> str:
    """The text with the bodies of functions and classes without a hint made empty.

    Every line that is left stands where it stood. Lines are told by how they are indented, not
    by the grammar: what is indented as no body is may leave something that is not Python, though
    the text itself is; nothing with a hint is ever left out.
    """
    if len(text) > _LONGEST or text.count("\r") != text.count("\r\n"):
        return text
    parts: list[str] = []
    kept = at = 0
    line = 1
    quotes = [0, 0]
    while (head := _HEAD.search(text, at)) is not None:
        start, end = head.span()
        line += text.count("\n", at, end)
        is_in_text = _is_open(text, at, end, quotes)
        at = end
        if is_in_text:
            continue
        after = _ending(len(head["indent"])).search(text, end)
        last = after.start() if after is not None else len(text)
        count = text.count("\n", end, last)
        first = line - text.count("\n", _paragraph(text, start), end)
        is_empty = count == 0
        if is_empty or hints.within(first, line + count) or _is_open(text, end, last, [0, 0]):
            continue
        parts += text[kept:end], "\n", head["indent"], " pass", "\n" * (count - 1)
        kept = at = last
        line += count
    return "".join((*parts, text[kept:]))


def _is_open(text: str, start: int, end: int, quotes: list[int]) -> bool:
    """Whether a long text goes on at ``end``; ``quotes`` counts those of each kind so far."""
    quotes[0] += text.count('"""', start, end)
    quotes[1] += text.count("'''", start, end)
    return bool(quotes[0] % 2 or quotes[1] % 2)


def _paragraph(text: str, start: int) -> int:
    """Where the lines right above begin: decorators belong to what follows them."""
    earliest = max(start - _BEFORE, 0)
    return max(text.rfind("\n\n", earliest, start), earliest)


@lru_cache(maxsize=_DEEPEST + 1)
def _ending(indent: int) -> re.Pattern[str]:
    """What begins a line behind a body; comments may stand anywhere."""
    return regex(rf"\n[ \t]{{0,{indent}}}[^ \t\r\n#]")
