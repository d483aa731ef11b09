"""Python that a command is given: ``python -c '…'`` and ``python <<EOF``. Found, not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.documents.shell import Command, Word
    from nerq.model import Location


@dataclass(frozen=True, slots=True)
class PythonPiece:
    """Python that stands in a file of another language, still to be read.

    Readers of commands yield it among what they find; whoever knows both languages reads it by
    `nerq.detectors.python.inline`.

    Attributes:
        text: the code.
        line: 1-based, of its first character.
        column: 1-based, of its first character.
        where: gives the place in the file of a line and column as these two count them.
    """

    text: str
    line: int
    column: int
    where: Callable[[int, int], Location]


def python_of(command: Command, where: Callable[[int, int], Location]) -> Iterator[PythonPiece]:
    """The code that a command gives to Python; ``where`` gives the place of a line and column."""
    for word in _words_of(command):
        yield PythonPiece(word.text, word.line, word.column, where)


def _words_of(command: Command) -> tuple[Word, ...]:
    """The code that a command gives to Python: after ``-c``, else what comes by standard input."""
    texts = [word.text.rsplit("/", 1)[-1] for word in command.words]
    python = next((n for n, text in enumerate(texts) if text.startswith("python")), None)
    if python is None:
        return ()
    for index in range(python + 1, len(texts) - 1):
        if texts[index] == "-c":
            return (command.words[index + 1],)
        if not texts[index].startswith("-"):
            break  # the program's own arguments begin
    return tuple(command.inputs)
