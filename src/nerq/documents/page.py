"""Places in a file: where a value stands, and what was found in their order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nerq.model import Location, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.plugin import Item, Source


def in_order(items: Iterable[Item]) -> list[Item]:
    """By place; what is named twice at the same place once, as it was found first."""
    first: dict[tuple[object, ...], Item] = {}
    for item in items:
        named = (item.kind, item.name) if isinstance(item, Reference) else item
        first.setdefault((item.location, named), item)
    return sorted(first.values(), key=lambda item: item.location.sort_key)


@dataclass(frozen=True)
class Page:
    """The lines of a file, to find the column that a value stands at."""

    source: Source

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines, without their ends."""
        return self.source.text.split("\n")

    def at(self, line: int, column: int | None = None) -> Location:
        """The place of a 1-based line and column in this file, past a quote that stands there."""
        if column is not None and 1 <= line <= len(self.lines):
            text = self.lines[line - 1]
            if text[column - 1 : column] in ('"', "'"):
                column += 1
        return Location(self.source.path, line, column)

    def find(self, line: int | None, text: str, *, within: int = 0) -> Location:
        """The place of a text that stands on this line, or on one of the next ``within``."""
        first = max(1, line or 1)
        for number in range(first, min(first + within, len(self.lines)) + 1):
            column = self.lines[number - 1].find(text)
            if column >= 0:
                return self.at(number, column + 1)
        return self.at(min(first, len(self.lines)), None)
