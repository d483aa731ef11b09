"""Progress on a terminal's standard error; nothing anywhere else."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from nerq.pipeline.progress import QUIET

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from nerq.plugin import Progress

_BETWEEN = 0.1  # seconds: often enough to look alive, seldom enough to cost nothing


class Line:
    """One line that is written over as the work goes on, and wiped at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = 0
        self._last = 0.0

    def advance(self, done: int, total: int) -> None:
        """Shows how many are answered."""
        now = time.monotonic()
        if now - self._last >= _BETWEEN or done == total:
            self._last = now
            self._show(f"asked {done} of {total}")

    def wait(self, seconds: float, reason: str) -> None:
        """Shows how long the pause still lasts."""
        self._last = time.monotonic()
        self._show(f"waiting {max(0, round(seconds))} s: {reason}")

    def wipe(self) -> None:
        """Leaves the line empty, for what is written next."""
        self._show("")
        self._stream.write("\r")
        self._stream.flush()

    def _show(self, text: str) -> None:
        padding = " " * max(0, self._shown - len(text))
        self._stream.write(f"\r{text}{padding}")
        self._stream.flush()
        self._shown = len(text)


@contextmanager
def progress_on(stream: TextIO, *, hidden: bool) -> Iterator[Progress]:
    """Progress while the block runs, where ``stream`` is a terminal and nobody minds."""
    if hidden or not stream.isatty():
        yield QUIET
        return
    line = Line(stream)
    try:
        yield line
    finally:
        line.wipe()
