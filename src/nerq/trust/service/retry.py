"""One question, tried again where that may help, and the run ended where nothing would."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nerq.trust.service.failures import Failure, OutOfTimeError
from nerq.trust.service.replies import BodyError
from nerq.trust.transport.addresses import shown
from nerq.trust.transport.retry_after import backoff

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nerq.trust.service.pacing import Pace
    from nerq.trust.service.plan import RunResult

ATTEMPTS = 4
NO_ENDPOINT = (404, 405, 410, 501)
_FEW_FAILURES = 4

_WAYS_OUT = "raise the limit by a key (NERQ_API_KEY), or do without: --snapshot, --source local"

T = TypeVar("T")


class Retry:
    """Shared by all workers of a run: counts what fails, and stops the run.

    Args:
        url: of the service, for messages.
        concurrency: requests under way at once.
    """

    def __init__(self, url: str, pace: Pace, result: RunResult, concurrency: int) -> None:
        self._url = url
        self._pace = pace
        self._result = result
        self._failures = 0
        self._concurrency = concurrency

    @property
    def has_stopped(self) -> bool:
        """Whether nothing more is asked."""
        return self._result.stopped is not None

    @property
    def attempts(self) -> int:
        """How often to try a question: once where the last one of all failed."""
        return 1 if self._failures else ATTEMPTS

    async def patiently(self, ask: Callable[[float], Awaitable[T]], path: str, attempts: int) -> T:
        """What ``ask`` returns, given the seconds that are left; tried again where that may help.

        Raises:
            Failure: the last attempt's.
            OutOfTimeError: there is no time for another attempt.
        """
        attempt = limited = 0
        while True:
            await self._pace.turn()
            try:
                result = await self._once(ask, path)
            except Failure as failure:
                if failure.status == 429:
                    limited += 1
                    self._pace.hold(failure, limited)
                    continue
                attempt += 1
                if not failure.is_transient or attempt >= attempts or self.has_stopped:
                    raise
                await self._back_off(failure, attempt)
            else:
                self._failures = 0
                return result

    async def _back_off(self, failure: Failure, attempt: int) -> None:
        if failure.retry_after is not None:
            self._pace.hold(failure, attempt)
        elif not await self._pace.sleep(backoff(attempt)):
            raise self._pace.expired(str(failure))

    async def _once(self, ask: Callable[[float], Awaitable[T]], path: str) -> T:
        try:
            return await ask(self._pace.remaining)
        except BodyError as error:
            raise Failure(
                f"{shown(self._url + path)} answered with {error} instead of the documented JSON",
                "try again; check --api-url if it stays",
                is_transient=True,
            ) from error

    def count(self, failure: Failure) -> None:
        """Stops the run where others would fail alike, or nothing has worked for long."""
        self._failures += 1
        is_down = failure.is_unwell or failure.status in NO_ENDPOINT
        most = _FEW_FAILURES if is_down else _FEW_FAILURES + 2 * self._concurrency
        if failure.ends_run or self._failures >= most:
            self.stop(failure.text)

    def stop(self, why: str | OutOfTimeError) -> None:
        """Ends the run, for a reason that a person can read; the first reason stands."""
        if isinstance(why, OutOfTimeError):
            why = _out_of_time(why)
        if self._result.stopped is None:
            self._result.stopped = why
            self._pace.stop()


def _out_of_time(error: OutOfTimeError) -> str:
    if error.come_back is None:
        return f"{error.reason}; run again, or raise --timeout"
    return f"{error.reason}; come back in {_duration(error.come_back)}, or {_WAYS_OUT}"


def _duration(seconds: float) -> str:
    """Seconds for a person: ``45 s``, ``12 min``, ``3 h``."""
    minute, hour = 60, 3_600
    if seconds < 2 * minute:
        return f"{seconds:.0f} s"
    return f"{seconds / minute:.0f} min" if seconds < 2 * hour else f"{seconds / hour:.0f} h"
