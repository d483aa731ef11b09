"""Python that stands in a command: ``python -c '…'`` and ``python <<EOF``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.embedded import Part

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.documents.shell import Command, Word
    from nerq.model import Location
    from nerq.plugin import Item, Search


def read_inline_python(
    command: Command, where: Callable[[int, int], Location], search: Search
) -> Iterator[Item]:
    """What the code names that a command hands to Python, at its place around the command."""
    texts = [word.text.rsplit("/", 1)[-1] for word in command.words]
    python = next((n for n, text in enumerate(texts) if text.startswith("python")), None)
    if python is None:
        return
    code: list[Word] = list(command.inputs)
    for index in range(python + 1, len(texts) - 1):
        if texts[index] == "-c":
            code = [command.words[index + 1]]
            break
        if not texts[index].startswith("-"):
            break
    for word in code:
        yield from _read(word, where, search)


def _read(word: Word, where: Callable[[int, int], Location], search: Search) -> Iterator[Item]:
    from nerq.detectors.python.python_code import PYTHON_CODE

    part = Part(where(word.line, word.column).path, word.text)
    if PYTHON_CODE.hint.search(part.data) is None:
        return
    for item in PYTHON_CODE.detect(part, search):
        line, column = item.location.line or 1, item.location.column or 1
        shift = word.column - 1 if line == 1 else 0
        yield replace(item, location=where(word.line + line - 1, column + shift))
