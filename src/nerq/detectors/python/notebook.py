"""Models, datasets and spaces that Jupyter notebooks name (nbformat 4 and 3).

Code cells are read as one program, in their order, so that a constant of one cell is known in
the next; lines that start with ``!`` or ``%`` are shell commands and magics. Outputs are not
read. A place is a cell (0-based, over all cells) and a line in it (1-based).
"""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING

from nerq.detectors.python import lexical as python_lexical
from nerq.detectors.python.calls import words_of
from nerq.detectors.python.comments import in_text
from nerq.detectors.python.inline import read_commands
from nerq.detectors.python.python_code import parse, read
from nerq.detectors.python.scope import Module
from nerq.detectors.python.visitor import Visitor
from nerq.documents.shell import commands
from nerq.errors import ManifestError
from nerq.model import Location, Problem
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.notes import Notes
    from nerq.plugin import Item, Search, Source

# ``?`` shows help, in front of a name or behind it.
_MAGIC = regex(r"\s*(?:[!%]|[\w.]+\?{1,2}\s*$|\?{1,2}[\w.]+)")
_CELL_MAGIC = regex(r"\s*%%(?P<name>\w+)")
_PYTHON_MAGICS = frozenset({"time", "timeit", "capture", "prun", "memit", "python", "python3"})
_SHELL_MAGICS = frozenset({"bash", "sh", "shell", "script", "system", "zsh"})
_ASSIGNED = regex(r"\s*[\w, ]+=\s*[!%]")


def detect(source: Source, search: Search) -> Iterator[Item]:
    """Yields what a notebook's code names, then what its commands name, by cell and line.

    Raises:
        ManifestError: it is not a notebook, or cut off.
    """
    cells = _cells(source)
    module = Module(source, [])
    visitor = Visitor(module, words_of(search))
    commands: list[tuple[int, str]] = []
    prose: list[tuple[int, str]] = []
    broken: list[tuple[int, int]] = []
    try:
        for number, (kind, text) in enumerate(cells):
            first = len(module.lines)
            module.cells.append((first, number))
            lines = text.split("\n")
            module.lines.extend(lines)
            if kind == "code":
                code = _python_of(lines, first + 1, commands)
                if not _visit_cell(visitor, code, first):
                    broken.append((first + 1, first + len(lines)))
            elif kind in {"markdown", "heading"}:
                prose.append((first + 1, text))
        yield from read(visitor.notes, search)
    except (RecursionError, MemoryError):
        yield Problem(
            Location(source.path),
            "nested too deeply to be understood: only its plainest calls were read",
        )
        broken = [(1, len(module.lines))]  # what the visitor left is not worth trusting
    for start, end in broken:
        yield from python_lexical.detect(module, start, end)
    yield from _commands(module, commands, search)
    if search.with_prose:
        yield from _prose(visitor.notes, prose)


def _cells(source: Source) -> list[tuple[str, str]]:
    """Kind and text of every cell."""
    try:
        document = json.loads(source.text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise ManifestError(f"not a notebook: {error.msg}", error.lineno) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise ManifestError("not a notebook: numbers too long or nested too deeply") from error
    cells = document.get("cells") if isinstance(document, dict) else None
    if cells is None and isinstance(document, dict):
        sheets = document.get("worksheets")
        first = sheets[0] if isinstance(sheets, list) and sheets else None
        # nbformat 3 kept cells in sheets, of which there was only ever one.
        cells = first.get("cells") if isinstance(first, dict) else None
    if not isinstance(cells, list):
        raise ManifestError("not a notebook: it has no list of cells")
    return [_cell(cell) for cell in cells]


def _cell(cell: object) -> tuple[str, str]:
    if not isinstance(cell, dict):
        return "", ""
    text = cell.get("source", cell.get("input", ""))
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    kind = cell.get("cell_type")
    return (kind if isinstance(kind, str) else "", text if isinstance(text, str) else "")


def _python_of(lines: list[str], first: int, commands: list[tuple[int, str]]) -> str:
    """The cell's Python, commands and magics emptied out and kept apart; lines stay in place."""
    cell_magic = next((_CELL_MAGIC.match(line) for line in lines if line.strip()), None)
    if cell_magic is not None and cell_magic["name"] not in _PYTHON_MAGICS:
        if cell_magic["name"] in _SHELL_MAGICS:
            start = next(index for index, line in enumerate(lines) if line.strip()) + 1
            commands.append((first + start, "\n".join(lines[start:])))
        return ""
    kept: list[str] = []
    continued = False
    for offset, line in enumerate(lines):
        if continued or _MAGIC.match(line) or _ASSIGNED.match(line):
            commands.append((first + offset, line if continued else _without_mark(line)))
            continued = line.rstrip().endswith("\\")
            indent = line[: len(line) - len(line.lstrip())]
            # Below ``if x:`` a command may be all there is, and an empty body is not Python.
            kept.append(f"{indent}pass")
        else:
            kept.append(line)
    return "\n".join(kept)


def _without_mark(line: str) -> str:
    """The command of a line, at its column: what leads to it is blanked."""
    before, mark, command = line.partition("!" if "!" in line else "%")
    return " " * len(before + mark) + command


def _visit_cell(visitor: Visitor, code: str, first: int) -> bool:
    tree = parse(code)
    if tree is None:
        return False
    ast.increment_lineno(tree, first)
    visitor.visit(tree)
    return True


def _commands(module: Module, found: list[tuple[int, str]], search: Search) -> Iterator[Item]:
    for first, text in found:
        yield from read_commands(commands(text, first), module.place, search)


def _prose(notes: Notes, found: list[tuple[int, str]]) -> Iterator[Item]:
    seen = {note.text.lower() for note in notes.texts.values()}
    for line, text in found:
        yield from in_text(notes.module, text, (line, 0), "markdown", seen)


NOTEBOOK = Detector(
    id="notebook",
    title="Jupyter notebooks",
    files=("*.ipynb",),
    hint=re.compile(rb'"cells"|"worksheets"'),
    detect=detect,
    reads="the code of all cells as one program, and their shell commands and magics",
)
