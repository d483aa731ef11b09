"""Puts answers into the cache while they come, and tells how far the work is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.trust.service.cache import Kept
from nerq.trust.service.freshness import UNKNOWN_AGE

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.plugin import Progress
    from nerq.trust.service.freshness import Freshness
    from nerq.trust.service.plan import Heard, Outcome
    from nerq.trust.service.recall import Known

_FULL = 50
_PATIENCE = 0.25
"""Seconds that an answer may wait for others before it is written."""


class Keeper:
    """Listens to a run.

    Args:
        write: keeps answers; None keeps nothing.
        clock: seconds since the epoch.
    """

    def __init__(
        self,
        write: Callable[[list[Kept]], None] | None,
        known: Known,
        outcome: Outcome,
        progress: Progress,
        total: int,
        clock: Callable[[], float],
    ) -> None:
        self._write = write
        self._known = known
        self._outcome = outcome
        self._progress = progress
        self._total = total
        self._clock = clock
        self._waiting: list[Kept] = []
        self._flushed_at = clock()

    def keep(self, id_: str, heard: Heard) -> None:
        """Keeps a row that came."""
        kept = Kept(id_, heard.asked, heard.reading, heard.freshness.etag, 0.0, 0.0, 0.0)
        self._keep(kept, heard.freshness)

    def keep_unchanged(self, id_: str, freshness: Freshness) -> None:
        """Keeps the earlier answer for longer."""
        earlier = self._known.singles[id_]
        self._keep(replace(earlier, etag=freshness.etag or earlier.etag), freshness)

    def advance(self) -> None:
        """Says how far the work is, and writes what has gathered."""
        done = len(self._known.final) + len(self._outcome.settled)
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

    def _keep(self, kept: Kept, freshness: Freshness) -> None:
        if self._write is None or not freshness.is_storable:
            return
        now = self._clock()
        fresh_for = freshness.fresh_for
        if kept.reading.score is None:
            fresh_for = min(fresh_for, UNKNOWN_AGE)
        fresh_until = now + fresh_for
        stale_until = fresh_until + freshness.stale_for
        self._waiting.append(
            replace(kept, stored_at=now, fresh_until=fresh_until, stale_until=stale_until)
        )
