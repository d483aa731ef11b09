"""YAML events to plain values with the line of each, without recursion.

An alias shares the value it names and is never copied; what it would amount to when written
out is counted, so that a small file cannot stand for a huge document.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nerq.documents.node import Node
from nerq.documents.yaml_places import Places
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml.events import (
        AliasEvent,
        CollectionEndEvent,
        CollectionStartEvent,
        Event,
        ScalarEvent,
    )

MAX_NODES = 2_000_000
MAX_DEPTH = 200

_WORDS: dict[str, bool | None] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_RESOLVING_TAGS = frozenset({"tag:yaml.org,2002:bool", "tag:yaml.org,2002:null"})


class _Array:
    """An array, the lines of its items, and how large it is when aliases are written out."""

    __slots__ = ("anchor", "count", "height", "lines", "value")

    def __init__(self, anchor: str | None) -> None:
        self.value: list[object] = []
        self.lines: list[int] = []
        self.anchor = anchor
        self.count = 1
        self.height = 1

    def put(self, value: object, line: int) -> tuple[int | str, int]:
        """Adds a value; returns its index and line."""
        self.value.append(value)
        self.lines.append(line)
        return len(self.value) - 1, line


class _Table:
    """A table, the lines of its keys, the key whose value comes next, and what is merged."""

    __slots__ = ("anchor", "count", "height", "key", "key_line", "lines", "merged", "value")

    def __init__(self, anchor: str | None) -> None:
        self.value: dict[str, object] = {}
        self.lines: dict[str, int] = {}
        self.anchor = anchor
        self.count = 1
        self.height = 1
        self.key: str | None = None
        self.key_line = 0
        self.merged: list[tuple[object, int]] = []

    def name(self, key: str, line: int, *, is_merge: bool) -> None:
        """Takes the key that the next value belongs to.

        Raises:
            ManifestError: the table has it already; ``<<`` may stand several times.
        """
        if not is_merge and key in self.value:
            raise ManifestError(f"the key {_shown(key)} stands twice in one table", line)
        self.key = key
        self.key_line = 0 if is_merge else line

    def put(self, value: object, line: int) -> tuple[int | str, int]:
        """Adds a value under the key taken before; returns that key and its line."""
        key = self.key or ""
        self.key = None
        if not self.key_line:
            self.merged.append((value, line))
            return key, line
        self.value[key] = value
        self.lines[key] = self.key_line
        return key, self.key_line

    def merge(self, places: Places) -> None:
        """Adds what ``<<`` brings in; own keys win, then the earlier of several tables."""
        for merged, line in self.merged:
            for value in merged if isinstance(merged, list) else [merged]:
                if not isinstance(value, dict):
                    raise ManifestError("<< merges something that is not a table", line)
                lines: Any = places.lines_of(value)
                for key, child in value.items():
                    if key not in self.value:
                        self.value[key] = child
                        self.lines[key] = lines[key]


class _Scalar:
    """A scalar that has a name."""

    __slots__ = ("value",)
    count = 1
    height = 0

    def __init__(self, value: object) -> None:
        self.value = value


class Composer:
    """Builds one document of the parser's events, with the line of each value; runs no tags."""

    def __init__(self) -> None:
        from yaml import events

        self._places = Places()
        self._stack: list[_Table | _Array] = []
        self._anchors: dict[str, _Table | _Array | _Scalar | None] = {}
        self._count = 0
        self._actions: dict[type, Callable[[Any], None]] = {
            events.ScalarEvent: self._scalar,
            events.AliasEvent: self._alias,
            events.MappingStartEvent: lambda event: self._open(event, _Table(event.anchor)),
            events.SequenceStartEvent: lambda event: self._open(event, _Array(event.anchor)),
            events.MappingEndEvent: self._close,
            events.SequenceEndEvent: self._close,
        }

    def document(self) -> Node:
        """The document, once all its events are added."""
        places = self._places
        return Node(places.root, (), lambda: places)

    def add(self, event: Event) -> None:
        """Takes the next event.

        Raises:
            ManifestError: with the line; see `nerq.documents.yaml_nodes.load`.
        """
        self._actions[type(event)](event)

    def _table_at_key(self) -> _Table | None:
        """The innermost table if it expects a key now."""
        frame = self._stack[-1] if self._stack else None
        return frame if isinstance(frame, _Table) and frame.key is None else None

    def _scalar(self, event: ScalarEvent) -> None:
        line = _line(event)
        is_plain = event.implicit[0]
        value: object = event.value
        table = self._table_at_key()
        if table is not None:
            table.name(event.value, line, is_merge=is_plain and event.value == "<<")
        else:
            if is_plain or event.tag in _RESOLVING_TAGS:
                value = _WORDS.get(event.value, value)
            self._put(value, line, line + (event.style in ("|", ">")))
        if event.anchor is not None:
            self._anchors[event.anchor] = _Scalar(value)

    def _put(self, value: object, line: int, start: int | None = None) -> None:
        self._grow(1, line)
        if self._stack:
            parent = self._stack[-1]
            key, known = parent.put(value, line)
            if start is not None and start != known:
                self._places.starts[id(parent.value), key] = start
        else:
            self._places.root = value
            self._places.root_line = line
            self._places.starts[0, 0] = start or line

    def _grow(self, count: int, line: int) -> None:
        self._count += count
        if self._stack:
            self._stack[-1].count += count
        if self._count > MAX_NODES:
            raise ManifestError(f"more than {MAX_NODES:,} values, aliases written out", line)

    def _alias(self, event: AliasEvent) -> None:
        line = _line(event)
        name = event.anchor or ""
        if name not in self._anchors:
            raise ManifestError(f"the alias *{_shown(name)} names nothing above it", line)
        known = self._anchors[name]
        if known is None:
            raise ManifestError(f"the alias *{_shown(name)} contains itself", line)
        if len(self._stack) + known.height > MAX_DEPTH:
            raise _too_deep(line)
        table = self._table_at_key()
        if table is None:
            self._put(known.value, line)
            self._grow(known.count - 1, line)
            self._raise_height(known.height)
        elif isinstance(known.value, str):
            table.name(known.value, line, is_merge=False)
        else:
            raise _no_key(line)

    def _open(self, event: CollectionStartEvent, frame: _Table | _Array) -> None:
        line = _line(event)
        if len(self._stack) >= MAX_DEPTH:
            raise _too_deep(line)
        if self._table_at_key() is not None:
            raise _no_key(line)
        self._places.keep(frame.value, frame.lines)
        self._put(frame.value, line)
        self._stack.append(frame)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = None

    def _close(self, _: CollectionEndEvent) -> None:
        frame = self._stack.pop()
        if isinstance(frame, _Table) and frame.merged:
            frame.merge(self._places)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = frame
        self._raise_height(frame.height)
        if self._stack:
            self._stack[-1].count += frame.count - 1

    def _raise_height(self, height: int) -> None:
        if self._stack:
            self._stack[-1].height = max(self._stack[-1].height, height + 1)


def _line(event: Event) -> int:
    return event.start_mark.line + 1 if event.start_mark is not None else 1


def _too_deep(line: int) -> ManifestError:
    return ManifestError(f"nested more than {MAX_DEPTH} levels deep", line)


def _no_key(line: int) -> ManifestError:
    return ManifestError("a key is not text", line)


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:80])
