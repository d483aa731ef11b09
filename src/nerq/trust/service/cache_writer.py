"""Puts answers into the cache while they come, and tells how far the work is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.trust.service.cache import Cached
from nerq.trust.service.freshness import UNKNOWN_AGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.plugin import Progress
    from nerq.trust.service.freshness import Freshness
    from nerq.trust.service.plan import Received, RunResult
    from nerq.trust.service.recall import Recall

_FULL = 50
_PATIENCE = 0.25
"""Seconds that an answer may wait for others before it is written."""


class CacheWriter:
    """Listens to a run.

    Args:
        write: keeps answers; None keeps nothing.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        write: Callable[[list[Cached]], None] | None,
        known: Recall,
        result: RunResult,
        progress: Progress,
        total: int,
        clock: Callable[[], float],
    ) -> None:
        self._write = write
        self._known = known
        self._result = result
        self._progress = progress
        self._total = total
        self._clock = clock
        self._waiting: list[Cached] = []
        self._flushed_at = clock()

    def keep(self, id_: str, received: Received) -> None:
        """Keeps a row that came."""
        cached = Cached(
            id_, received.asked, received.rating, received.freshness.etag, 0.0, 0.0, 0.0
        )
        self._keep(cached, received.freshness)

    def keep_unchanged(self, id_: str, freshness: Freshness) -> None:
        """Keeps the earlier answer for longer; its facts are as old as they were."""
        earlier = self._known.singles[id_]
        same = replace(earlier, etag=freshness.etag or earlier.etag)
        self._keep(same, freshness, earlier.stored_at)

    def advance(self) -> None:
        """Says how far the work is, and writes what has gathered."""
        done = len(self._known.final) + len(self._result.settled)
        self._progress.advance(done, self._total)
        is_late = abs(self._clock() - self._flushed_at) >= _PATIENCE
        if len(self._waiting) >= _FULL or is_late:
            self.flush()

    def flush(self) -> None:
        """Writes everything that waits."""
        if self._write is not None and self._waiting:
            self._write(self._waiting)
        self._waiting = []
        self._flushed_at = self._clock()

    def _keep(self, cached: Cached, freshness: Freshness, stored_at: float | None = None) -> None:
        if self._write is None or not freshness.is_storable:
            return
        now = self._clock()
        fresh_for = freshness.fresh_for
        if cached.rating.score is None:
            fresh_for = min(fresh_for, UNKNOWN_AGE)
        fresh_until = now + fresh_for
        stale_until = fresh_until + freshness.stale_for
        self._waiting.append(
            replace(
                cached,
                stored_at=now if stored_at is None else stored_at,
                fresh_until=fresh_until,
                stale_until=stale_until,
            )
        )
