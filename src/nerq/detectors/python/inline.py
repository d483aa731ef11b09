"""Commands of a shell with the Python that they are given: ``python -c '…'``, ``python <<EOF``.

Whoever reads files that hold commands asks here rather than the shell's own readers, which know
no Python and only hand it on.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.shell import script
from nerq.detectors.shell.python_piece import PythonPiece
from nerq.documents.parts import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nerq.documents.shell import Command
    from nerq.model import Location
    from nerq.plugin import Item, Search


def read_script(
    text: str, first_line: int, where: Callable[[int, int], Location], search: Search
) -> Iterator[Item]:
    """References and unresolved places of a script; see `shell.script.read_script`."""
    return _with_python(script.read_script(text, first_line, where, search), search)


def read_commands(
    given: Iterable[Command], where: Callable[[int, int], Location], search: Search
) -> Iterator[Item]:
    """References and unresolved places of commands; see `shell.script.read_commands`."""
    return _with_python(script.read_commands(given, where, search), search)


def _with_python(found: Iterable[Item | PythonPiece], search: Search) -> Iterator[Item]:
    for one in found:
        if isinstance(one, PythonPiece):
            yield from _read(one, search)
        else:
            yield one


def _read(piece: PythonPiece, search: Search) -> Iterator[Item]:
    # Late, because most scripts hold no Python and its reader takes long to import.
    from nerq.detectors.python.python_code import PYTHON_CODE

    part = Part(piece.where(piece.line, piece.column).path, piece.text)
    if not PYTHON_CODE.hint.search(part.data):
        return
    for item in PYTHON_CODE.detect(part, search):
        line, column = item.location.line or 1, item.location.column or 1
        # Only the first line begins where the piece does; the others begin at the left.
        shift = piece.column - 1 if line == 1 else 0
        yield replace(item, location=piece.where(piece.line + line - 1, column + shift))
