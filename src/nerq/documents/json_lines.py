"""Where each key and each item of a JSON text stands, found in one pass when first asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.documents.node import KeyPath, Node

# A place is a line, or for tables and arrays a line and the places within.
_Place: TypeAlias = "int | tuple[int, _Within]"
_Within: TypeAlias = "dict[str, _Place] | list[_Place]"

# One match takes a table's key together with a plain value, so that a file written by a
# machine costs about one step a line. The text has no escapes any more, see `plain`.
_TOKEN = regex(
    r'"([^"]*)"\s*:\s*("[^"]*"|[^\s"{}\[\],]+)?'
    r"|([{\[])"
    r'|("[^"]*"|[^\s"{}\[\],:]+)'
    r"|([}\]])"
)
_CLOSING = 5


def plain(text: str) -> str:
    """The text with escaped quotes and backslashes blanked and every line end a line feed.

    Positions stay what they were, and a string is what stands between two quotes: patterns
    need no repeated groups, whose memory would grow with a hostile string.
    """
    if "\\" in text:
        text = text.replace("\\\\", "  ").replace('\\"', "  ")
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text


class DocumentLines:
    """What `Node.lines` calls: the line map of one valid JSON text, made once."""

    __slots__ = ("_map", "_repeated", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._map: _PlaceMap | None = None
        self._repeated: tuple[tuple[KeyPath, int], ...] = ()

    def __call__(self) -> Mapping[KeyPath, int]:
        """1-based line by key path: a table entry's key, an array's item, 1 at the root."""
        return self._read()

    @property
    def repeated(self) -> tuple[tuple[KeyPath, int], ...]:
        """Key paths written again in the same table, with the line of the later one."""
        self._read()
        return self._repeated

    def _read(self) -> _PlaceMap:
        if self._map is None:
            reading = _Reading(self._text)
            self._map = _PlaceMap(reading.read())
            self._repeated = tuple(reading.repeated)
            self._text = ""
        return self._map


def repeated_keys(node: Node) -> tuple[tuple[KeyPath, int], ...]:
    """Key paths that a JSON document's tables hold more than once, by line of the later one.

    Empty for a document of another syntax. Asking costs the line map of the whole file.
    """
    return node.lines.repeated if isinstance(node.lines, DocumentLines) else ()


class _Reading:
    """One pass over a text that `json` accepts."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.repeated: list[tuple[KeyPath, int]] = []
        self.within: list[_Within] = [[]]
        self.path: list[str | int] = []

    def read(self) -> _Place:
        root = self.within[0]
        key: str | None = None
        line, seen = 1, 0
        text = plain(self.text)
        for match in _TOKEN.finditer(text):
            if match.lastindex == _CLOSING:
                self.within.pop()
                self.path.pop()
                continue
            start = match.start()
            if key is None:
                line += text.count("\n", seen, start)
                seen = start
            raw, scalar, opening = match.group(1, 2, 3)
            if raw is not None:
                key = self._key(raw, start + 1)
                if scalar is None:
                    continue
            self._put(key, line, opening)
            key = None
        return root[0] if isinstance(root, list) else 1

    def _key(self, raw: str, start: int) -> str:
        original = self.text[start : start + len(raw)]
        return str(json.loads(f'"{original}"')) if "\\" in original else original

    def _put(self, key: str | None, line: int, opening: str | None) -> None:
        within = self.within[-1]
        place: _Place = line if opening is None else (line, {} if opening == "{" else [])
        if isinstance(within, list):
            within.append(place)
        elif key is not None:
            if key in within:
                self.repeated.append(((*self.path[1:], key), line))
            within[key] = place
        if not isinstance(place, int):
            self.path.append(len(within) - 1 if key is None else key)
            self.within.append(place[1])


class _PlaceMap(Mapping["KeyPath", int]):
    """Lines by key path, kept as a tree: its size is the document's, however deep it nests."""

    __slots__ = ("_root",)

    def __init__(self, root: _Place) -> None:
        self._root = root

    def __getitem__(self, path: KeyPath) -> int:
        place: _Place | None = self._root
        for part in path:
            place = _inner(place, part)
        if place is None:
            raise KeyError(path)
        return place if isinstance(place, int) else place[0]

    def __iter__(self) -> Iterator[KeyPath]:
        waiting: list[tuple[KeyPath, _Place]] = [((), self._root)]
        while waiting:
            path, place = waiting.pop()
            yield path
            if isinstance(place, int):
                continue
            within = place[1]
            pairs = within.items() if isinstance(within, dict) else enumerate(within)
            waiting.extend(((*path, key), inner) for key, inner in pairs)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _inner(place: _Place | None, part: str | int) -> _Place | None:
    within = place[1] if isinstance(place, tuple) else None
    if isinstance(within, dict):
        return within.get(part) if isinstance(part, str) else None
    if within is None or isinstance(part, str) or part >= len(within):
        return None
    return within[part]
