"""A value inside a structured document, with the key path and line it stands at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from nerq.errors import ManifestError
from nerq.patterns import regex

KeyPath = tuple[str | int, ...]
# Control characters, and what stands before @ in a URL: a lock's key can be one.
_UNSHOWN = regex(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+|(?<=//)[^\s]*@")
_SHOWN = 120
LineMap = Mapping[KeyPath, int]


@dataclass(frozen=True, slots=True)
class Node:
    """A cursor into a parsed document: typed access that names the place when it fails.

    Attributes:
        value: plain ``dict``, ``list``, ``str``, ``int``, ``float``, ``bool``, ``None`` (and
            date types from TOML).
        path: keys and 0-based indexes from the document's root.
        lines: gives the 1-based line of every key path, computed when first called. The line
            of a table entry is its key's line, that of an array item is the item's own.
    """

    value: object
    path: KeyPath
    lines: Callable[[], LineMap]

    @property
    def line(self) -> int | None:
        """1-based line of this value, or of the nearest parent whose line is known."""
        lines = self.lines()
        for length in range(len(self.path), -1, -1):
            found = lines.get(self.path[:length])
            if found is not None:
                return found
        return None

    @property
    def key(self) -> str:
        """The last key as text; empty at the root."""
        return str(self.path[-1]) if self.path else ""

    @property
    def dotted(self) -> str:
        """The key path for messages: ``tool.poetry.source[0].url``.

        Keys come from the file: long ones are cut, credentials and what cannot be printed left
        out.
        """
        text = ""
        for part in self.path:
            if isinstance(part, int):
                text += f"[{part}]"
            else:
                text += ("." if text else "") + _UNSHOWN.sub("", part[: 10 * _SHOWN])[:_SHOWN]
        return "".join(filter(str.isprintable, text)) or "the document"

    def _child(self, key: str | int, value: object) -> Node:
        return Node(value, (*self.path, key), self.lines)

    def at(self, *keys: str) -> Node | None:
        """The value below these table keys, or None where a key is missing or no table is."""
        node: Node | None = self
        for key in keys:
            node = node.get(key) if node is not None else None
        return node

    def get(self, key: str) -> Node | None:
        """The value under a key; None where this is not a table or the key is missing."""
        if isinstance(self.value, dict) and key in self.value:
            return self._child(key, self.value[key])
        return None

    def entries(self) -> Iterator[tuple[str, Node]]:
        """Keys and values of a table, in the document's order.

        Raises:
            ManifestError: this is not a table.
        """
        if not isinstance(self.value, dict):
            raise self.wrong("a table")
        for key, value in self.value.items():
            yield str(key), self._child(key, value)

    def items(self) -> Iterator[Node]:
        """Values of an array, in order.

        Raises:
            ManifestError: this is not an array.
        """
        if not isinstance(self.value, list):
            raise self.wrong("an array")
        for index, value in enumerate(self.value):
            yield self._child(index, value)

    def text(self) -> str:
        """The value where it is text.

        Raises:
            ManifestError: it is not.
        """
        if not isinstance(self.value, str):
            raise self.wrong("text")
        return self.value

    def text_at(self, *keys: str) -> str | None:
        """The text below these keys; None where it is missing or no text."""
        node = self.at(*keys)
        return node.value if node is not None and isinstance(node.value, str) else None

    @property
    def is_table(self) -> bool:
        """Whether this is a table."""
        return isinstance(self.value, dict)

    @property
    def is_array(self) -> bool:
        """Whether this is an array."""
        return isinstance(self.value, list)

    def wrong(self, expected: str) -> ManifestError:
        """An error that says what stands here instead of what should."""
        return ManifestError(
            f"{self.dotted} should be {expected}, not {_kind(self.value)}", self.line
        )


def _kind(value: object) -> str:
    names: dict[type, str] = {dict: "a table", list: "an array", str: "text", bool: "a boolean"}
    if value is None:
        return "null"
    return names.get(type(value), "a number" if isinstance(value, (int, float)) else "a date")
