"""Answers of earlier runs, in one file that several runs may share (see `nerq.store`)."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.store import Store, StoreKind, sealed, unsealed
from nerq.trust.service.rows import to_row
from nerq.trust.service.wire import Rating, RowError, read_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

_FILE = "answers.sqlite3"
_KEEP_FOR = 30 * 86_400.0
"""Seconds after which an answer past its time is dropped; until then ``offline`` can use it."""

_TABLE = """
CREATE TABLE answers (
    service TEXT NOT NULL, asked TEXT NOT NULL, target TEXT NOT NULL, row TEXT NOT NULL,
    etag TEXT, stored_at REAL NOT NULL, fresh_until REAL NOT NULL, stale_until REAL NOT NULL,{}
    PRIMARY KEY (service, asked, target)
)"""
KIND = StoreKind(
    title="the cache",
    number=1,
    version=1,
    # A rowid table: WITHOUT ROWID stores the rows in the key's tree, three times as large.
    layout=(_TABLE.format(" seal INTEGER,"),),
    unmarked=(_TABLE.format(""),),
)
_READ = """
SELECT a.service, a.asked, a.target, a.row, a.etag, a.stored_at, a.fresh_until, a.stale_until,
    a.seal
FROM json_each(?) AS wanted
CROSS JOIN json_each(?) AS kinds
CROSS JOIN answers AS a ON a.service = ? AND a.asked = kinds.value AND a.target = wanted.value"""
_WRITE = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Cached:
    """One answer in the cache.

    Attributes:
        target: the id that was asked.
        asked: ``batch``, ``single`` or ``history``.
        etag: of the answer, or None.
        stored_at: when the whole answer came, in seconds since the epoch, as are the next two;
            that it is unchanged says so of the score only.
        fresh_until: until then nothing needs to be asked.
        stale_until: until then it may stand in while the service cannot be asked.
    """

    target: str
    asked: str
    rating: Rating
    etag: str | None
    stored_at: float
    fresh_until: float
    stale_until: float

    def is_fresh(self, now: float) -> bool:
        """Whether it may be used without asking; one from the future is not trusted."""
        return self.stored_at <= now + 300 and now < self.fresh_until


@dataclass(frozen=True, slots=True)
class CacheInfo:
    """What a cache holds.

    Attributes:
        path: of its file.
        answers: how many.
        fresh: how many of them need not be asked now.
        size: bytes on disk.
        services: answers by service URL.
    """

    path: Path
    answers: int
    fresh: int
    size: int
    services: Mapping[str, int]


class Cache:
    """The answers in a folder; they only ever save time.

    Args:
        folder: made where it is missing.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self._store = Store(self.path, KIND)

    @property
    def notes(self) -> list[str]:
        """Lines for the person: that the file was started anew, or why nothing is kept."""
        return self._store.notes

    def read(
        self, service: str, targets: Sequence[str], kinds: Sequence[str]
    ) -> dict[tuple[str, str], Cached]:
        """Kept answers of a service by target and kind of question, in one query."""
        parameters = (json.dumps(targets), json.dumps(kinds), service)

        def select(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            return connection.execute(_READ, parameters).fetchall()

        cached = (_read(row) for row in self._store.read(select) or ())
        return {(entry.target, entry.asked): entry for entry in cached if entry is not None}

    def write(self, service: str, entries: Iterable[Cached]) -> None:
        """Keeps these answers, in one commit."""
        rows = [_row(service, entry) for entry in entries]
        if rows:
            self._store.write(lambda connection: connection.executemany(_WRITE, rows))

    def prune(self, now: float) -> None:
        """Drops what has been past its time for a month."""
        query, oldest = "DELETE FROM answers WHERE stale_until < ?", now - _KEEP_FOR
        self._store.write(lambda connection: connection.execute(query, (oldest,)))

    def info(self, now: float | None = None) -> CacheInfo:
        """What the cache holds; nothing, where there is none."""
        now = time.time() if now is None else now

        def count(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
            return connection.execute(
                "SELECT service, count(*), sum(fresh_until > ?) FROM answers GROUP BY service"
                " ORDER BY service",
                (now,),
            ).fetchall()

        rows = self._store.read(count) or []
        self.close()
        return CacheInfo(
            self.path,
            answers=sum(row[1] for row in rows),
            fresh=sum(row[2] for row in rows),
            size=self._store.size(),
            services={str(row[0]): row[1] for row in rows},
        )

    def clear(self) -> int:
        """Drops every answer; returns how many there were."""
        count = self._store.clear("answers")
        self.close()
        return count

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        self._store.close()


def _row(service: str, cached: Cached) -> tuple[object, ...]:
    row = json.dumps(to_row(cached.rating), ensure_ascii=False, separators=(",", ":"))
    times = (cached.stored_at, cached.fresh_until, cached.stale_until)
    return sealed((service, cached.asked, cached.target, row, cached.etag, *times))


def _read(columns: tuple[object, ...]) -> Cached | None:
    """The entry; None for one that damage, or another program, has written over."""
    whole = unsealed(columns)
    if whole is None:
        return None
    _, asked, target, row, etag, *times = whole
    try:
        rating = read_row(json.loads(str(row)))
    except (RowError, ValueError, RecursionError):
        return None
    return Cached(str(target), str(asked), rating, etag, *times)  # type: ignore[arg-type] # sealed by us
