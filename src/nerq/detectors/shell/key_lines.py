"""Reads ``key: value`` pairs without a parser: templates, request bodies, here-documents.

Only values that stand whole on their key's line are read; what surrounds them is not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_pair, reference
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.model import Location, Reference
    from nerq.plugin import Search

# The look-behind keeps a long word from being tried at each of its characters.
_PAIR = regex(
    r"(?<![\w.-])(?P<quote>\\?[\"']?)(?P<key>[A-Za-z_][\w.-]{0,79})(?P=quote)"
    r"[ \t]{0,20}[:=][ \t]{0,20}"
    r"(?:\\?\"(?P<double>[^\"\\\n]{1,300})\\?\"|'(?P<single>[^'\n]{1,300})'|(?P<plain>[\w./:@+-]{1,300})(?![\w{}$%(<*/]))"
)


def read_pairs(  # noqa: PLR0913 - where the text comes from is told in full
    text: str,
    first_line: int,
    where: Callable[[int, int], Location],
    search: Search,
    *,
    shape: str,
    context: str | None = None,
    first_column: int = 1,
) -> Iterator[Reference]:
    """References in the values of keys that name models or datasets, in the text's order.

    Args:
        text: any text.
        first_line: the line its first character stands on.
        where: gives the location of a 1-based line and column.
        search: the project's own keys.
        shape: `Reference.found_by` of what is found.
        context: as `model_id.read_model_id` takes it.
        first_column: the column its first character stands at.
    """
    line, begin = first_line, -(first_column - 1)
    position = 0
    for match in _PAIR.finditer(text):
        group = match.lastgroup or "plain"
        start = match.start(group)
        newlines = text.count("\n", position, start)
        if newlines:
            line += newlines
            begin = text.rfind("\n", position, start) + 1
        position = start
        found = by_pair(match["key"], match[group], search, context)
        if found is not None:
            yield reference(found, where(line, start - begin + 1), shape)
