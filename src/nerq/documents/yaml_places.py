"""Where the values of a YAML document stand, looked up without a list of every key path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from nerq.documents.node import KeyPath

if TYPE_CHECKING:
    from collections.abc import Iterator

Container: TypeAlias = "dict[str, object] | list[object]"
Lines: TypeAlias = "dict[str, int] | list[int]"


class Places(Mapping[KeyPath, int]):
    """Lines by key path, found by walking the document itself.

    The line of a value inside what an alias stands for is the line where it is written out.

    Attributes:
        root: the document's value.
        root_line: where it begins, 1-based.
        starts: by the identity of the parent and the key, where the text of a scalar begins
            if that is not the line of its key or item; ``(0, 0)`` stands for the root.
    """

    __slots__ = ("_lines", "root", "root_line", "starts")

    def __init__(self) -> None:
        self.root: object = None
        self.root_line = 1
        self.starts: dict[tuple[int, str | int], int] = {}
        self._lines: dict[int, Lines] = {}

    def keep(self, value: Container, lines: Lines) -> None:
        """Remembers the lines of one table or array, which must stay part of the document."""
        self._lines[id(value)] = lines

    def lines_of(self, value: Container) -> Lines:
        """The lines of one table's keys or one array's items."""
        return self._lines[id(value)]

    def start(self, path: KeyPath) -> int | None:
        """The line where the text of the scalar at this path begins."""
        if not path:
            return self.starts.get((0, 0), self.root_line)
        line = self.get(path)
        if line is None:
            return None
        return self.starts.get((id(self._parent(path)), path[-1]), line)

    def _parent(self, path: KeyPath) -> object:
        value: Any = self.root
        for part in path[:-1]:
            value = value[part]
        return value

    def __getitem__(self, path: KeyPath) -> int:
        """The line of the value at this path."""
        if not path:
            return self.root_line
        try:
            lines: Any = self._lines[id(self._parent(path))]
            return int(lines[path[-1]])
        except (TypeError, LookupError):
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[KeyPath]:
        """Every key path of the document, in no particular order."""
        pending: list[tuple[KeyPath, object]] = [((), self.root)]
        while pending:
            path, value = pending.pop()
            yield path
            if isinstance(value, dict):
                pending.extend(((*path, key), child) for key, child in value.items())
            elif isinstance(value, list):
                pending.extend(((*path, index), child) for index, child in enumerate(value))

    def __len__(self) -> int:
        """How many key paths there are, aliases written out."""
        return sum(1 for _ in self)
