"""Progress that nobody watches, and progress of a part told as that of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.plugin import Progress


class Quiet:
    """Progress that nobody watches."""

    def advance(self, done: int, total: int) -> None:
        """Shows nothing: nobody looks."""

    def wait(self, seconds: float, reason: str) -> None:
        """Shows nothing, and does not wait: whoever tells of it does."""


QUIET = Quiet()


class PartOf:
    """Progress of one part, told as progress of the whole.

    Args:
        progress: who watches the whole.
        before: how many targets the parts before this one had.
        total: how many targets all parts have.
    """

    def __init__(self, progress: Progress, before: int, total: int) -> None:
        self._progress = progress
        self._before = before
        self._total = total

    def advance(self, done: int, total: int) -> None:  # noqa: ARG002 - the part's own total
        """Counts on from the parts before."""
        self._progress.advance(min(self._before + done, self._total), self._total)

    def wait(self, seconds: float, reason: str) -> None:
        """Passed on: a pause of the part is a pause of the whole."""
        self._progress.wait(seconds, reason)
