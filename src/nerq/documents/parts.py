"""Parts of a file that are read as files of their own: front matter, code in another language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
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
        """Always utf-8: a part is cut out of text that was decoded already."""
        return "utf-8"

    def sibling(self, relative: str) -> Source | None:
        """Never anything: a part stands alone."""
        del relative
        return None


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
