"""A piece of a file, read as a file of its own: front matter, code that a command is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.model import Location
    from nerq.plugin import Source


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file; lines before it are empty, so that its lines keep their numbers."""

    path: str
    text: str

    @property
    def data(self) -> bytes:
        """The text as UTF-8."""
        return self.text.encode("utf-8", "surrogatepass")

    @property
    def encoding(self) -> str:
        """Always utf-8."""
        return "utf-8"

    def sibling(self, relative: str) -> Source | None:
        """Never anything: a part stands alone."""
        del relative
        return None


@dataclass(frozen=True, slots=True)
class PythonPiece:
    """Python that stands in a file of another language, still to be read.

    Readers of commands yield it among what they find; whoever knows both languages reads it with
    `nerq.detectors.python.inline.with_python`.

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


def front_matter(source: Source) -> Part | None:
    """The YAML between the ``---`` lines that a Markdown file begins with, or None."""
    text = source.text.removeprefix("\ufeff")
    if not text.startswith(("---\n", "---\r\n")):
        return None
    begin = text.index("\n") + 1
    end = begin
    while end < len(text):
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        if text[end:stop].rstrip() in ("---", "..."):
            return Part(source.path, "\n" + text[begin:end])
        end = stop + 1
    return None
