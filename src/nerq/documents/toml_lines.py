"""The line of every key and array item of a TOML document, in one pass over its text.

It reads only as much of the grammar (https://toml.io/en/v1.0.0, and the inline tables over
several lines of 1.1) as is needed to know where keys and values begin; that the document is
valid is for tomli to say. On an invalid one it stops where it no longer understands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from nerq.documents.toml_strings import after_blanks, string_end, unquoted
from nerq.errors import ManifestError
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import KeyPath

MAX_KEY_PARTS = 64
"""A dotted key of more parts is refused: reading it costs the square of their number."""

MAX_DEPTH = 16
"""Values deeper than this have no line of their own; their nearest known parent has."""

_SPACE = regex(r"[ \t\r\n]*(?:#[^\n]*[ \t\r\n]*)*")
_BARE_PART = regex(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*")
_SCALAR = regex(r"[^,\]}\n#]+")
_BRACKET = regex(r"[\[\]{}]")

# Values whose inside is looked at only when somebody asks for it: arrays and inline tables
# without comments and escapes, three levels deep. The many in machine-written locks are such.
_TEXT = r"""(?:"(?!"")[^"\\\n]*"|'(?!'')[^'\n]*')"""
_PLAIN = r"""[^\[\]{}"'#]*"""
_FLAT = rf"{_PLAIN}(?:{_TEXT}{_PLAIN}){{0,2000}}"
_NESTED = rf"{_PLAIN}(?:(?:{_TEXT}|\[{_FLAT}\]|\{{{_FLAT}\}}){_PLAIN}){{0,2000}}"
_WHOLE = regex(
    rf"[\[{{]{_PLAIN}(?:(?:{_TEXT}|\[{_NESTED}\]|\{{{_NESTED}\}}){_PLAIN}){{0,2000}}[\]}}]"
)
_SIMPLE = regex(
    r"""([A-Za-z0-9_-]+)[ \t]*=[ \t]*(?:"(?!"")[^"\\\n]*"|true|false|[0-9]+)[ \t]*(?=\n)"""
)


def scan(text: str, first_line: int = 1) -> dict[KeyPath, int]:
    """The 1-based line of each key path; that of a table is its header's or first mention's.

    Raises:
        ManifestError: a key has more than `MAX_KEY_PARTS` parts.
    """
    return dict(LineMap(text, first_line))


def check_keys(text: str, first_line: int = 1) -> None:
    """Refuse a document with keys of too many parts, before anything is built from it.

    Raises:
        ManifestError: with the line of such a key.
    """
    if any(line.count(".") >= MAX_KEY_PARTS for line in text.split("\n")):
        scan(text, first_line)


def deepest_line(text: str) -> int:
    """The 1-based line where brackets nest deepest, strings and comments not told apart."""
    depth = deepest = place = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > deepest:
            deepest, place = depth, bracket.start()
    return text.count("\n", 0, place) + 1


class LineMap(Mapping["KeyPath", int]):
    """What `scan` gives, without looking into arrays and inline tables before it has to.

    Raises:
        ManifestError: as `scan`.
    """

    __slots__ = ("_scanner",)

    def __init__(self, text: str, first_line: int = 1) -> None:
        self._scanner = _Scanner(text, first_line)
        self._scanner.run()

    def __getitem__(self, path: KeyPath) -> int:
        """The line; KeyError where the document has no such path."""
        lines, later = self._scanner.lines, self._scanner.later
        found = lines.get(path)
        if found is not None:
            return found
        for length in range(1, len(path)):
            if path[:length] in later:
                self._scanner.look_into(path[:length])
                return lines[path]
        raise KeyError(path)

    def __iter__(self) -> Iterator[KeyPath]:
        """Every path of the document, those inside values that were left for later too."""
        for path in list(self._scanner.later):
            self._scanner.look_into(path)
        return iter(self._scanner.lines)

    def __len__(self) -> int:
        """How many paths there are."""
        return sum(1 for _ in self)


class _Scanner:
    """Walks the text once; positions only grow, so that lines are counted once."""

    __slots__ = ("_counted", "_line", "_sizes", "_table", "_text", "later", "lines")

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._line = first_line
        self._counted = 0
        self._table: KeyPath | None = ()
        self._sizes: dict[KeyPath, int] = {}
        self.lines: dict[KeyPath, int] = {}
        self.later: dict[KeyPath, tuple[int, int]] = {}

    def run(self) -> None:
        """Fill `lines` with the line of every table and key, in the text's order."""
        position, end = self._skip_space(0), len(self._text)
        while position < end:
            if self._text[position] == "[":
                position = self._header(position)
            elif simple := _SIMPLE.match(self._text, position):
                self._note((*(self._table or ()), simple[1]), self._line_of(position))
                position = simple.end()
            else:
                path, position = self._assignment(position, self._table)
                position = self._whole(position, path) if position < end else end
            position = self._skip_space(position)

    def _whole(self, position: int, path: KeyPath | None) -> int:
        """The position after a value, whose inside may be left for `look_into`."""
        found = _WHOLE.match(self._text, position)
        if found is None or path is None:
            return self._value(position, path)
        self.later[path] = (position, self._line_of(position))
        return found.end()

    def look_into(self, path: KeyPath) -> None:
        """Note what is inside a value that was passed over."""
        self._counted, self._line = self.later.pop(path)
        self._value(self._counted, path)

    def _skip_space(self, position: int) -> int:
        found = _SPACE.match(self._text, position)
        return found.end() if found else position

    def _line_of(self, position: int) -> int:
        self._line += self._text.count("\n", self._counted, position)
        self._counted = position
        return self._line

    def _header(self, position: int) -> int:
        line = self._line_of(position)
        is_array = self._text.startswith("[[", position)
        parts, position = self._key(position + (2 if is_array else 1), line)
        path: KeyPath = ()
        for part in parts[:-1]:
            path = self._last_item((*path, part))
            self._note(path, line)
        path = (*path, *parts[-1:])
        if is_array:
            self._note(path, line)
            size = self._sizes.get(path, 0)
            self._sizes[path] = size + 1
            path = (*path, size)
        else:
            path = self._last_item(path)
        if len(path) <= MAX_DEPTH:
            self.lines[path] = line
        self._table = path
        newline = self._text.find("\n", position)
        return len(self._text) if newline < 0 else newline

    def _last_item(self, path: KeyPath) -> KeyPath:
        size = self._sizes.get(path)
        return path if size is None else (*path, size - 1)

    def _note(self, path: KeyPath, line: int) -> None:
        if len(path) <= MAX_DEPTH:
            self.lines.setdefault(path, line)

    def _assignment(self, position: int, table: KeyPath | None) -> tuple[KeyPath | None, int]:
        """The path that a ``key =`` in a table names, and where its value begins."""
        line = self._line_of(position)
        parts, after = self._key(position, line)
        if not parts or not self._text.startswith("=", after):
            return None, len(self._text)
        after = self._skip_space(after + 1)
        if table is None:
            return None, after
        for length in range(1, min(len(parts), MAX_DEPTH - len(table)) + 1):
            self.lines.setdefault((*table, *parts[:length]), line)
        path = (*table, *parts)
        return (path if len(path) < MAX_DEPTH else None), after

    def _key(self, position: int, line: int) -> tuple[list[str], int]:
        """The parts of a dotted key, and the position after it and its blanks."""
        parts: list[str] = []
        while True:
            found = _BARE_PART.match(self._text, position)
            if found:
                parts.append(found[1])
                position = found.end()
            else:
                start = after_blanks(self._text, position)
                if self._text[start : start + 1] not in {'"', "'"}:
                    return [], start
                end = string_end(self._text, start)
                parts.append(unquoted(self._text[start:end]))
                position = after_blanks(self._text, end)
            if len(parts) > MAX_KEY_PARTS:
                raise ManifestError(f"a key has more than {MAX_KEY_PARTS} parts", line)
            if not self._text.startswith(".", position):
                return parts, position
            position += 1

    def _value(self, position: int, path: KeyPath | None) -> int:
        """The position after a value; notes the lines of all that is inside it."""
        text, end = self._text, len(self._text)
        open_values: list[_Open] = []
        while position < end:
            char = text[position]
            if char in "[{":
                open_values.append(_Open("]" if char == "[" else "}", path))
                position += 1
            elif char in "\"'":
                position = string_end(text, position)
            else:
                scalar = _SCALAR.match(text, position)
                position = scalar.end() if scalar else end
            position = self._close(position, open_values)
            if not open_values:
                return position
            if position < end:
                path, position = self._entry(position, open_values[-1])
        return end

    def _close(self, position: int, open_values: list[_Open]) -> int:
        """Skip what ends values; stops where the next entry of the innermost one begins."""
        while open_values:
            position = self._skip_space(position)
            if self._text.startswith(open_values[-1].closing, position):
                open_values.pop()
            elif not self._text.startswith(",", position):
                break
            position += 1
        return position

    def _entry(self, position: int, parent: _Open) -> tuple[KeyPath | None, int]:
        if parent.closing == "}":
            return self._assignment(position, parent.path)
        index = parent.size
        parent.size += 1
        if parent.path is None:
            return None, position
        path = (*parent.path, index)
        self.lines[path] = self._line_of(position)
        return (path if len(path) < MAX_DEPTH else None), position


class _Open:
    """An array or inline table whose end is not reached yet; path None where too deep."""

    __slots__ = ("closing", "path", "size")

    def __init__(self, closing: str, path: KeyPath | None) -> None:
        self.closing = closing
        self.path = path
        self.size = 0
