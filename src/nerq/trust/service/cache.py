"""Answers of earlier runs, in one SQLite file that several runs may share.

A cache only ever saves time: a damaged, locked or unwritable one is said once, in `notes`,
and then everything is asked anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from nerq.trust.private_file import ensure_private
from nerq.trust.service.rows import to_row
from nerq.trust.service.wire import Reading, RowError, read_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

T = TypeVar("T")

_VERSION = 1
_FILE = "answers.sqlite3"
_KEEP_FOR = 30 * 86_400.0
"""Seconds after which an answer past its time is dropped; until then ``offline`` can use it."""

_TRIES = 4
_LOCK_TIMEOUT = 0.5
"""Seconds that SQLite waits for a lock in one try; between tries an interrupt gets through."""

# A rowid table: WITHOUT ROWID stores the rows in the key's tree, three times as large.
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (
    service TEXT NOT NULL, asked TEXT NOT NULL, target TEXT NOT NULL, row TEXT NOT NULL,
    etag TEXT, stored_at REAL NOT NULL, fresh_until REAL NOT NULL, stale_until REAL NOT NULL,
    PRIMARY KEY (service, asked, target)
)"""
_READ = """
SELECT a.target, a.asked, a.row, a.etag, a.stored_at, a.fresh_until, a.stale_until
FROM json_each(?) AS wanted
CROSS JOIN json_each(?) AS kinds
CROSS JOIN answers AS a ON a.service = ? AND a.asked = kinds.value AND a.target = wanted.value"""
_WRITE = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer in the cache.

    Attributes:
        target: the id that was asked.
        asked: ``batch``, ``single`` or ``history``.
        etag: of the answer, or None.
        stored_at: seconds since the epoch, as are the next two.
        fresh_until: until then nothing needs to be asked.
        stale_until: until then it may stand in while the service cannot be asked.
    """

    target: str
    asked: str
    reading: Reading
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


def default_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder of the cache: ``NERQ_CACHE_DIR``, else the user's cache folder."""
    from pathlib import Path

    named = (os.environ if environment is None else environment).get("NERQ_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("nerq", appauthor=False)


class Cache:
    """The answers in a folder.

    Args:
        folder: made where it is missing; the file in it is private to the user (0600).
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / _FILE
        self.notes: list[str] = []
        self._connection: sqlite3.Connection | None = None
        self._is_broken = False
        self._is_anew = False

    def read(
        self, service: str, targets: Sequence[str], kinds: Sequence[str]
    ) -> dict[tuple[str, str], Kept]:
        """Kept answers of a service by target and kind of question, in one query."""
        parameters = (json.dumps(targets), json.dumps(kinds), service)

        def select(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
            return connection.execute(_READ, parameters).fetchall()

        rows = self._use(select, must_exist=True) or []
        kept = (_read(row) for row in rows)
        return {(entry.target, entry.asked): entry for entry in kept if entry is not None}

    def write(self, service: str, entries: Iterable[Kept]) -> None:
        """Keeps these answers, in one commit."""
        rows = [_row(service, entry) for entry in entries]

        def insert(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(_WRITE, rows)

        if rows:
            self._use(insert)

    def prune(self, now: float) -> None:
        """Drops what has been past its time for a month."""
        oldest = now - _KEEP_FOR

        def delete(connection: sqlite3.Connection) -> None:
            with connection:
                connection.execute("DELETE FROM answers WHERE stale_until < ?", (oldest,))

        self._use(delete)

    def info(self, now: float | None = None) -> CacheInfo:
        """What the cache holds; nothing, where there is none."""
        now = time.time() if now is None else now

        def count(connection: sqlite3.Connection) -> list[tuple[str, int, int]]:
            return connection.execute(
                "SELECT service, count(*), sum(fresh_until > ?) FROM answers GROUP BY service"
                " ORDER BY service",
                (now,),
            ).fetchall()

        rows = self._use(count, must_exist=True) or []
        self.close()
        return CacheInfo(
            self.path,
            answers=sum(row[1] for row in rows),
            fresh=sum(row[2] for row in rows),
            size=sum(path.stat().st_size for path in self._files() if path.exists()),
            services={row[0]: row[1] for row in rows},
        )

    def clear(self) -> int:
        """Drops every answer; returns how many there were."""

        def delete(connection: sqlite3.Connection) -> int:
            with connection:
                count = connection.execute("DELETE FROM answers").rowcount
            # The file shrinks, and stays: other runs may have it open.
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return count

        count = self._use(delete, must_exist=True) or 0
        self.close()
        return count

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _files(self) -> tuple[Path, ...]:
        name = self.path.name
        return (self.path, *(self.path.with_name(name + end) for end in ("-wal", "-shm")))

    def _use(
        self, action: Callable[[sqlite3.Connection], T], *, must_exist: bool = False
    ) -> T | None:
        """What the action returns; None where the cache cannot be used (which is noted)."""
        for attempt in range(1, _TRIES + 1):
            if self._is_broken or (must_exist and not self._exists()):
                return None
            try:
                return action(self._connect())
            except sqlite3.OperationalError as error:
                # Locked: another run writes. Everything else will not pass by waiting.
                if "no such" in str(error):
                    self._start_anew(error)
                elif "locked" not in str(error) or attempt == _TRIES:
                    self._give_up(error)
            except sqlite3.DatabaseError as error:
                self._start_anew(error)
            except OSError as error:
                self._give_up(error)
        return None

    def _exists(self) -> bool:
        return self._connection is not None or self.path.exists()

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            ensure_private(self.path)
            connection = sqlite3.connect(self.path, timeout=_LOCK_TIMEOUT, check_same_thread=False)
            try:
                _prepare(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
        return self._connection

    def _start_anew(self, error: Exception) -> None:
        self.close()
        if self._is_anew:
            self._give_up(error)
            return
        self._is_anew = True
        self.notes.append(f"the cache {self.path} was damaged and has been started anew")
        try:
            for path in self._files():
                path.unlink(missing_ok=True)
        except OSError as failure:
            self._give_up(failure)

    def _give_up(self, error: Exception) -> None:
        self._is_broken = True
        self.notes.append(f"the cache {self.path} cannot be used ({error}); nothing is kept")
        self.close()


def _prepare(connection: sqlite3.Connection) -> None:
    """Makes the table; one of another version, kept by another nerq, is dropped."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    # Nobody waits for the disk: what a power cut damages is found out and asked anew.
    connection.execute("PRAGMA synchronous = OFF")
    if version == _VERSION:
        return
    connection.execute("PRAGMA journal_mode = WAL")
    with closing(connection.cursor()) as cursor, connection:
        cursor.execute("BEGIN IMMEDIATE")
        if cursor.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            cursor.execute("DROP TABLE IF EXISTS answers")
            cursor.execute(_SCHEMA)
            cursor.execute(f"PRAGMA user_version = {_VERSION}")


def _row(service: str, kept: Kept) -> tuple[object, ...]:
    row = json.dumps(to_row(kept.reading), ensure_ascii=False, separators=(",", ":"))
    times = (kept.stored_at, kept.fresh_until, kept.stale_until)
    return (service, kept.asked, kept.target, row, kept.etag, *times)


def _read(columns: tuple[object, ...]) -> Kept | None:
    """The entry; None for one that another program has written over."""
    target, asked, row, etag, stored_at, fresh_until, stale_until = columns
    if not (isinstance(target, str) and isinstance(asked, str) and isinstance(row, str)):
        return None
    if not (isinstance(stored_at, float) and isinstance(fresh_until, float)):
        return None
    if not isinstance(stale_until, float):
        return None
    try:
        reading = read_row(json.loads(row))
    except (RowError, ValueError, RecursionError):
        return None
    tag = etag if isinstance(etag, str) else None
    return Kept(target, asked, reading, tag, stored_at, fresh_until, stale_until)
