"""YAML to nodes with lines, through libyaml, aliases bounded and tags never constructed.

Plain scalars are resolved by YAML 1.2's core schema, except that what looks like a number or a
date stays text, so that ``1.10`` keeps its digits: ``true`` and ``false`` are booleans, ``null``,
``~`` and nothing are None, all else is text (https://yaml.org/spec/1.2.2/, chapter 10.3). Keys
are always text as written. ``<<`` merges as YAML 1.1 says (https://yaml.org/type/merge.html).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from nerq.documents.node import KeyPath, Node
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from yaml.events import Event

    from nerq.plugin import Source

MAX_NODES = 2_000_000
MAX_DEPTH = 200

_Container: TypeAlias = "dict[str, object] | list[object]"
_Lines: TypeAlias = "dict[str, int] | list[int]"

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
_STANDARD_TAG = "tag:yaml.org,2002:"
_RESOLVING_TAGS = frozenset({_STANDARD_TAG + "bool", _STANDARD_TAG + "null"})


def load(source: Source) -> Node:
    """The first document of a YAML file; an empty file is None at the root.

    Raises:
        ManifestError: with the line, for anything libyaml refuses, for a key that stands twice
            in one table or is no text, and for documents whose aliases expand beyond
            `MAX_NODES` values or that nest beyond `MAX_DEPTH` levels.
    """
    for node in load_all(source):
        return node
    return Node(None, (), _NO_LINES.itself)


def load_all(source: Source) -> Iterator[Node]:
    """Every document of a YAML stream, in order.

    Raises:
        ManifestError: as `load`.
    """
    import yaml
    from yaml import events

    document: _Document | None = None
    for event in _events(source.text):
        if type(event) is events.DocumentStartEvent:
            document = _Document(yaml)
        elif type(event) is events.DocumentEndEvent:
            assert document is not None
            places = document.places
            places.root = document.root
            yield Node(document.root, (), places.itself)
            document = None
        elif document is not None:
            document.add(event)


def block_line(node: Node) -> int | None:
    """The 1-based line where the text of a scalar begins; None where it is not known.

    For a block scalar (``run: |``) that is the line after the indicator, so that line n of a
    literal one's text stands at ``block_line(node) + n``; for others the line of the value,
    which may be below that of its key.
    """
    places = node.lines()
    if isinstance(places, _Places):
        return places.start(node.path)
    return node.line


class _Places(Mapping[KeyPath, int]):
    """Lines by key path, looked up by walking the document itself.

    The line of what an alias stands for is the line where it is written out.
    """

    __slots__ = ("lines", "root", "root_line", "starts")

    def __init__(self) -> None:
        self.root: object = None
        self.root_line = 1
        self.lines: dict[int, _Lines] = {}
        self.starts: dict[tuple[int, str | int], int] = {}

    def itself(self) -> _Places:
        return self

    def _parent(self, path: KeyPath) -> object:
        value: object = self.root
        for part in path[:-1]:
            value = value[part]  # type: ignore[index]  # a wrong path raises as a mapping does
        return value

    def __getitem__(self, path: KeyPath) -> int:
        if not path:
            return self.root_line
        try:
            return self.lines[id(self._parent(path))][path[-1]]  # type: ignore[index]  # as above
        except (TypeError, LookupError):
            raise KeyError(path) from None

    def start(self, path: KeyPath) -> int | None:
        """The line where the text of the scalar at this path begins."""
        if not path:
            return self.starts.get((0, 0), self.root_line)
        line = self.get(path)
        return line and self.starts.get((id(self._parent(path)), path[-1]), line)

    def __iter__(self) -> Iterator[KeyPath]:
        pending: list[tuple[KeyPath, object]] = [((), self.root)]
        while pending:
            path, value = pending.pop()
            yield path
            pairs: Iterable[tuple[str | int, object]] = ()
            if isinstance(value, dict):
                pairs = value.items()
            elif isinstance(value, list):
                pairs = enumerate(value)
            pending.extend(((*path, key), child) for key, child in pairs)

    def __len__(self) -> int:
        return sum(1 for _ in self)


_NO_LINES = _Places()


class _Open:
    """A table or array whose end has not been read yet."""

    __slots__ = ("anchor", "count", "height", "key", "key_line", "lines", "merged", "value")

    def __init__(self, value: _Container, lines: _Lines, anchor: str | None) -> None:
        self.value = value
        self.lines = lines
        self.anchor = anchor
        self.key: str | None = None
        self.key_line = 0
        self.count = 1
        self.height = 1
        self.merged: list[tuple[object, int]] | None = None


class _Anchored:
    """A finished value that has a name; ``count`` values when written out in full."""

    __slots__ = ("count", "height", "value")

    def __init__(self, value: object, count: int = 1, height: int = 0) -> None:
        self.value = value
        self.count = count
        self.height = height


class _Document:
    """Builds one document from events, without recursion."""

    def __init__(self, yaml: object) -> None:
        from yaml import events

        self.root: object = None
        self.places = _Places()
        self._stack: list[_Open] = []
        self._anchors: dict[str, _Anchored | None] = {}
        self._expanded = 0
        self._actions = {
            events.ScalarEvent: self._scalar,
            events.AliasEvent: self._alias,
            events.MappingStartEvent: self._table,
            events.SequenceStartEvent: self._array,
            events.MappingEndEvent: self._end,
            events.SequenceEndEvent: self._end,
        }

    def add(self, event: Event) -> None:
        self._actions[type(event)](event)  # type: ignore[index]  # exactly these classes occur

    def _scalar(self, event: Event) -> None:
        value: object = event.value  # type: ignore[attr-defined]  # a ScalarEvent
        tag: str | None = event.tag  # type: ignore[attr-defined]  # as above
        line = event.start_mark.line + 1
        is_plain: bool = event.implicit[0]  # type: ignore[attr-defined]  # as above
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None and type(frame.value) is dict:
            self._name(frame, str(value), line, is_merge=is_plain and value == "<<")
        else:
            start = line + 1 if event.style in ("|", ">") else line  # type: ignore[attr-defined]
            if is_plain or tag in _RESOLVING_TAGS:
                value = _WORDS.get(value, value)  # type: ignore[call-overload]  # text
            self._put(value, line, start)
        anchor: str | None = event.anchor  # type: ignore[attr-defined]  # as above
        if anchor is not None:
            self._anchors[anchor] = _Anchored(value)

    def _name(self, frame: _Open, key: str, line: int, *, is_merge: bool) -> None:
        frame.key = key
        frame.key_line = line
        if is_merge and frame.merged is None:
            frame.merged = []
        if is_merge:
            frame.key_line = -line
        elif key in frame.value:
            raise ManifestError(f"the key {_shown(key)} stands twice in one table", line)

    def _put(self, value: object, line: int, start: int) -> None:
        if not self._stack:
            self.root = value
            self.places.root_line = line
            self.places.starts[0, 0] = start
            return
        frame = self._stack[-1]
        frame.count += 1
        container = frame.value
        if isinstance(container, list):
            place: str | int = len(container)
            container.append(value)
            frame.lines.append(line)  # type: ignore[union-attr]  # goes with the list
        else:
            assert frame.key is not None
            place, frame.key = frame.key, None
            if frame.key_line < 0:
                frame.merged.append((value, -frame.key_line))  # type: ignore[union-attr]
                return
            container[place] = value
            line = frame.key_line
            frame.lines[place] = line  # type: ignore[index]  # goes with the table
        if start != line:
            self.places.starts[id(container), place] = start

    def _alias(self, event: Event) -> None:
        anchor: str = event.anchor  # type: ignore[attr-defined]  # an AliasEvent
        line = event.start_mark.line + 1
        if anchor not in self._anchors:
            raise ManifestError(f"the alias *{_shown(anchor)} names nothing above it", line)
        known = self._anchors[anchor]
        if known is None:
            raise ManifestError(f"the alias *{_shown(anchor)} contains itself", line)
        self._expanded += known.count
        if self._expanded > MAX_NODES:
            raise ManifestError(f"aliases expand to more than {MAX_NODES:,} values", line)
        if len(self._stack) + known.height > MAX_DEPTH:
            raise _too_deep(line)
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.key is None and type(frame.value) is dict:
            if not isinstance(known.value, str):
                raise ManifestError("a key is no text", line)
            self._name(frame, known.value, line, is_merge=False)
            return
        self._put(known.value, line, line)
        if frame is not None:
            frame.count += known.count - 1
            frame.height = max(frame.height, known.height + 1)

    def _table(self, event: Event) -> None:
        self._open(event, {}, {})

    def _array(self, event: Event) -> None:
        self._open(event, [], [])

    def _open(self, event: Event, value: _Container, lines: _Lines) -> None:
        line = event.start_mark.line + 1
        if len(self._stack) >= MAX_DEPTH:
            raise _too_deep(line)
        if self._stack and self._stack[-1].key is None and type(self._stack[-1].value) is dict:
            raise ManifestError("a key is no text", line)
        anchor: str | None = event.anchor  # type: ignore[attr-defined]  # a start event
        self.places.lines[id(value)] = lines
        self._put(value, line, line)
        self._stack.append(_Open(value, lines, anchor))
        if anchor is not None:
            self._anchors[anchor] = None

    def _end(self, _: Event) -> None:
        frame = self._stack.pop()
        if frame.merged:
            self._merge(frame)
        if frame.anchor is not None:
            self._anchors[frame.anchor] = _Anchored(frame.value, frame.count, frame.height)
        if self._stack:
            parent = self._stack[-1]
            parent.count += frame.count - 1
            parent.height = max(parent.height, frame.height + 1)

    def _merge(self, frame: _Open) -> None:
        """Adds what ``<<`` brings in; own keys win, then the earlier of several tables."""
        for value, line in frame.merged or ():
            for table in value if isinstance(value, list) else [value]:
                if not isinstance(table, dict):
                    raise ManifestError("<< merges something that is no table", line)
                places = self.places.lines[id(table)]
                for key, child in table.items():
                    if key not in frame.value:
                        frame.value[key] = child  # type: ignore[call-overload]  # a table
                        frame.lines[key] = places[key]  # type: ignore[call-overload]


def _events(text: str) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = text.removeprefix("\ufeff")
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        raise ManifestError(f"not YAML: {_shown(what)}", mark and mark.line + 1) from error
    except yaml.YAMLError as error:
        raise ManifestError("not YAML: a control character", _control_line(text)) from error
    except (RecursionError, ValueError, MemoryError, OverflowError) as error:
        raise ManifestError("not YAML that can be read") from error


def _control_line(text: str) -> int | None:
    from re import search

    found = search("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
    return found and text.count("\n", 0, found.start()) + 1


def _too_deep(line: int) -> ManifestError:
    return ManifestError(f"nested more than {MAX_DEPTH} levels deep", line)


def _shown(text: str) -> str:
    """Text from a file, short and without control characters."""
    text = "".join(c if c.isprintable() else "\ufffd" for c in text[:80])
    return text
