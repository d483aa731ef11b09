"""When the next request may go out: one pause for all workers, and one deadline."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from nerq.trust.service.failures import OutOfTimeError
from nerq.trust.transport.retry_after import backoff

if TYPE_CHECKING:
    from nerq.plugin import Progress
    from nerq.trust.service.failures import Failure

_SAME_PAUSE = 0.5
"""Seconds; several workers told to wait within this time are one pause to a person."""


LONGEST_PAUSE = 600.0
"""Seconds; who is told to wait longer has met a limit of the hour or the day."""


class Pace:
    """Holds all workers back together, and ends them together.

    Args:
        timeout: seconds from now in which everything must be done.
        progress: told about pauses.
    """

    def __init__(self, timeout: float, progress: Progress) -> None:
        self._loop = asyncio.get_running_loop()
        self._timeout = timeout
        self._deadline = self._loop.time() + timeout
        self._resume_at = 0.0
        self._progress = progress
        self._stopped = asyncio.Event()

    @property
    def remaining(self) -> float:
        """Seconds left, never negative."""
        return max(0.0, self._deadline - self._loop.time())

    def hold(self, failure: Failure, times: int) -> None:
        """Holds all workers back for as long as the service asks, or as `backoff` says.

        Args:
            failure: what the service answered.
            times: how often it did so to this request; from the second time on the wait is
                never shorter than the back-off, whatever the service says.

        Raises:
            OutOfTimeError: the pause would pass the deadline, or is longer than anybody waits.
        """
        asked = failure.retry_after
        least = backoff(times) if asked is None or times > 1 else 0.0
        seconds = max(asked or 0.0, least)
        if seconds >= self.remaining or seconds > LONGEST_PAUSE:
            raise OutOfTimeError(str(failure), asked)
        resume_at = self._loop.time() + seconds
        is_news = resume_at > self._resume_at + _SAME_PAUSE
        self._resume_at = max(self._resume_at, resume_at)
        if is_news:
            self._progress.wait(seconds, str(failure))

    async def turn(self) -> None:
        """Returns when a request may be sent.

        Raises:
            OutOfTimeError: the deadline has passed, or the run was stopped.
        """
        while (wait := self._resume_at - self._loop.time()) > 0 and await self.sleep(wait):
            pass
        if self.remaining <= 0 or self._stopped.is_set():
            raise self.expired()

    def expired(self, why: str = "") -> OutOfTimeError:
        """The error that says that the deadline has passed, and what happened before."""
        limit = f"the time limit of {self._timeout:g} s has passed"
        return OutOfTimeError(f"{why}, and {limit}" if why else limit)

    async def sleep(self, seconds: float) -> bool:
        """Waits; False at once where the deadline would pass, or when the run is stopped."""
        if seconds >= self.remaining:
            return False
        try:
            await asyncio.wait_for(self._stopped.wait(), seconds)
        except asyncio.TimeoutError:
            return True
        return False

    def stop(self) -> None:
        """Wakes everybody who waits: nothing more is asked."""
        self._stopped.set()
