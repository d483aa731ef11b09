"""What the terminal can show, and what may be written to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

PIPED_WIDTH = 100
_CONTROL = regex(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text without control characters, those that turn its direction among them."""
    return _CONTROL.sub("", text.replace("\r\n", "\n"))


def width(stream: TextIO) -> int:
    """Columns to write for: the terminal's, ``COLUMNS``, or 100 for a pipe."""
    if os.environ.get("COLUMNS", "").isdigit():
        return int(os.environ["COLUMNS"])
    if not stream.isatty():
        return PIPED_WIDTH
    import shutil

    return shutil.get_terminal_size().columns


def has_color(stream: TextIO) -> bool:
    """Whether colour is wanted: https://no-color.org/, ``FORCE_COLOR``, else on terminals."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def has_unicode(stream: TextIO) -> bool:
    """Whether the stream can carry more than ASCII."""
    encoding = (getattr(stream, "encoding", None) or "ascii").lower()
    return encoding.replace("-", "").startswith("utf")


def write(text: str) -> None:
    """Writes a report to standard output, whatever its encoding can carry."""
    write_all([text])


def write_all(pieces: Iterable[str]) -> None:
    """Writes a text that comes in pieces; see `write`."""
    stream = sys.stdout
    encoding = None if has_unicode(stream) else stream.encoding or "ascii"
    for piece in pieces:
        shown = piece.encode(encoding, "backslashreplace").decode(encoding) if encoding else piece
        stream.write(shown)
    stream.flush()
