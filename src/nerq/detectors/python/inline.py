"""Python that stands in a command: ``python -c '…'`` and ``python <<EOF``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.embedded import Part, PythonPiece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item, Search


def with_python(found: Iterable[Item | PythonPiece], search: Search) -> Iterator[Item]:
    """What commands name, and in its turn what the Python names that they are given."""
    for one in found:
        if isinstance(one, PythonPiece):
            yield from _read(one, search)
        else:
            yield one


def _read(piece: PythonPiece, search: Search) -> Iterator[Item]:
    # Late, because most scripts hold no Python and its reader takes long to import.
    from nerq.detectors.python.python_code import PYTHON_CODE

    part = Part(piece.where(piece.line, piece.column).path, piece.text)
    if PYTHON_CODE.hint.search(part.data) is None:
        return
    for item in PYTHON_CODE.detect(part, search):
        line, column = item.location.line or 1, item.location.column or 1
        # Only the first line begins where the piece does; the others begin at the left.
        shift = piece.column - 1 if line == 1 else 0
        yield replace(item, location=piece.where(piece.line + line - 1, column + shift))
