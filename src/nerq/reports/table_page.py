"""The page that the table is written on: headings, rows, blocks and lists, folded to a width."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text

_BREAKS = regex(r"(?<=[/@_-])")
_TARGET = 44
_PLACE = 36
_LABEL = 9
_INDENT = 7
_NARROWEST = 2  # a wide character
_COMMAND = regex(r"(?m)^( *:)(?=:)")  # a line that a build service would take as an order


@dataclass(frozen=True, slots=True)
class Row:
    """One target as the table shows it; every text is one line."""

    score: str
    style: str
    grade: str
    advice: str
    target: str
    kind: str
    why: Sequence[str]
    where: Sequence[str]
    via: str
    instead: str


def fold(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken at spaces.

    A word that is too long by itself is broken after ``/``, ``@``, ``_`` or ``-`` where
    one fits, so that no id is cut in the middle of a name.
    """
    from rich.cells import cell_len

    width = max(width, _NARROWEST)
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _pieces(word, width)
        lines.extend(full)
    return [*lines, line]


def _pieces(word: str, width: int) -> list[str]:
    """A word cut into pieces of at most ``width`` columns, at its own joints where possible."""
    from rich.cells import cell_len, chop_cells

    if cell_len(word) <= width:
        return [word]
    pieces = [""]
    for part in _BREAKS.split(word):
        for bit in chop_cells(part, width) or [""]:
            if cell_len(pieces[-1] + bit) <= width:
                pieces[-1] += bit
            else:
                pieces.append(bit)
    return [piece for piece in pieces if piece]


class Page:
    """Collects what is written and renders it once, with or without colour."""

    def __init__(self, width: int, *, color: bool, unicode: bool) -> None:
        from io import StringIO

        from rich.console import Console

        self.width = width
        self.unicode = unicode
        self._color = color
        self._file = StringIO()
        self._console = Console(
            file=self._file,
            width=width,
            color_system="standard" if color else None,
            force_terminal=color,
            no_color=not color,
            legacy_windows=False,
            force_jupyter=False,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={},
        )

    def text(self) -> str:
        """All that was written, without blanks at line ends where no colour is used."""
        text = _COMMAND.sub(r"\1 ", self._file.getvalue().lstrip("\n"))
        if self._color:
            return text
        return "".join(f"{line.rstrip()}\n" for line in text.splitlines())

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """A paragraph, folded, every line indented."""
        for part in fold(text, self.width - indent):
            self._print(_text(" " * indent + part, style))

    def heading(self, text: str, style: str = "bold") -> None:
        """An empty line and a title."""
        self._print(_text(""))
        self.line(text, style)

    def entry(self, text: str, indent: int) -> None:
        """One entry of a list, its further lines indented deeper."""
        first, *rest = fold(text, self.width - indent - 2)
        self._print(_text(" " * indent + first))
        for part in rest:
            self._print(_text(" " * (indent + 2) + part))

    def block(self, row: Row) -> None:
        """A target below 120 columns: a first line, then what is to say about it."""
        head = f"{row.score:>6}  {row.grade:<2}  {row.advice:<7}  "
        name = f"{row.target} ({row.kind})" if row.kind else row.target
        if self._is_short(row, head, name):
            line = _text("")
            line.append(head, row.style)
            line.append(name, "bold")
            line.append(f"  {row.where[0]}")
            self._print(line)
            return
        for part in fold(name, self.width - len(head)):
            line = _text("")
            line.append(head, row.style)
            line.append(part, "bold")
            self._print(line)
            head = " " * len(head)
        for label, texts in (
            ("why", row.why),
            ("where", row.where),
            ("via", [row.via]),
            ("instead", [row.instead]),
        ):
            self._labelled(label, [text for text in texts if text])

    def _is_short(self, row: Row, head: str, name: str) -> bool:
        """Whether there is no more to say than one place, and it fits on the first line."""
        from rich.cells import cell_len

        if len(row.where) != 1 or row.why or row.via or row.instead:
            return False
        return cell_len(f"{head}{name}  {row.where[0]}") <= self.width

    def _labelled(self, label: str, texts: Sequence[str]) -> None:
        """``label  text``, every further line below the text; nothing where there is no text."""
        head = " " * _INDENT + label.ljust(_LABEL)
        for text in texts:
            for part in fold(text, self.width - len(head)):
                line = _text(head, "dim")
                line.append(part, "not dim")
                self._print(line)
                head = " " * len(head)

    def rows(self, rows: Sequence[Row]) -> None:
        """Targets from 120 columns on: one table, columns left out that would be empty."""
        table = self._table()
        columns = {"Why": any(row.why for row in rows), "Instead": any(row.instead for row in rows)}
        table.add_column("Score", justify="right", no_wrap=True)
        table.add_column("Grade", no_wrap=True)
        table.add_column("Advice", no_wrap=True)
        table.add_column("Target", no_wrap=True)
        table.add_column("Where", no_wrap=True)
        for name, is_shown in columns.items():
            if is_shown:
                table.add_column(name, ratio=1, overflow="fold")
        for row in rows:
            cells = [_text(row.score, row.style), _text(row.grade), _text(row.advice)]
            cells += [_target(row), _text("\n".join(_places(row)))]
            if columns["Why"]:
                cells.append(_text("\n".join(row.why)))
            if columns["Instead"]:
                cells.append(_text(row.instead))
            table.add_row(*cells)
        self._print(table)

    def _table(self) -> Table:
        from rich import box
        from rich.table import Table

        return Table(
            box=box.SIMPLE_HEAD if self.unicode else box.ASCII2,
            expand=False,
            pad_edge=False,
            show_edge=False,
            header_style="dim",
        )

    def _print(self, item: Text | Table) -> None:
        self._console.print(item, no_wrap=True, crop=False, overflow="ignore")


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(text, style=style, end="\n", no_wrap=False)


def _target(row: Row) -> Text:
    text = _text("\n".join(fold(row.target, _TARGET)), "bold")
    via = f"via {row.via}" if row.via else ""
    for note in (row.kind, via):
        if note:
            text.append("\n" + "\n".join(fold(note, _TARGET)), "not bold dim")
    return text


def _places(row: Row) -> list[str]:
    return [line for place in row.where for line in fold(place, _PLACE)]
