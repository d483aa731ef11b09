"""Answers of the sources, kept on disk as their own HTTP rules allow (see `nerq.store`).

RFC 9111 (HTTP Caching, 2022) as far as a private cache needs it: ``max-age``, ``Expires``,
``no-store``, ``no-cache`` and validators.
"""

from __future__ import annotations

import json
import time
import zlib
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.store import Store, StoreKind, sealed, unsealed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

FILE_NAME = "evidence.sqlite"
HEURISTIC_SECONDS = 600.0  # for an answer without rules of its own, as RFC 9111 4.2.2 allows
_KEPT_SECONDS = 30 * 86400.0
_TABLE = """
CREATE TABLE answer (
    key TEXT PRIMARY KEY, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
    stored REAL NOT NULL, fresh_until REAL NOT NULL{})"""
KIND = StoreKind(
    title="the evidence cache",
    number=2,
    version=1,
    layout=(_TABLE.format(", seal INTEGER"),),
    unmarked=(_TABLE.format(""),),
)
_READ = "SELECT * FROM answer WHERE key = ?"
_WRITE = "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class CachedReply:
    """A kept answer; times are seconds since 1970."""

    status: int
    headers: dict[str, str]
    body: bytes
    stored: float
    fresh_until: float

    @property
    def validators(self) -> dict[str, str]:
        """Request headers that ask whether it still holds."""
        pairs = (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
        return {ask: self.headers[given] for given, ask in pairs if given in self.headers}


class HttpCache:
    """A file of kept answers; safe to use from several threads."""

    def __init__(self, folder: str) -> None:
        self._store = Store(Path(folder) / FILE_NAME, KIND)

    @property
    def notes(self) -> list[str]:
        """Lines for the person: that the file was started anew, or why nothing is kept."""
        return self._store.notes

    def get(self, key: str) -> CachedReply | None:
        """The answer kept under this key, fresh or not."""

        def select(connection: sqlite3.Connection) -> tuple[object, ...] | None:
            row: tuple[object, ...] | None = connection.execute(_READ, (key,)).fetchone()
            return row

        row = self._store.read(select)
        return None if row is None else _read(row)

    def put(self, key: str, kept: CachedReply) -> None:
        """Keep an answer in place of any older one."""
        body = zlib.compress(kept.body, 3)
        times = (kept.stored, kept.fresh_until)
        row = sealed((key, kept.status, json.dumps(kept.headers), body, *times))
        self._store.write(lambda connection: connection.execute(_WRITE, row))

    def prune(self) -> None:
        """Drops what was stored more than a month ago."""
        query, limit = "DELETE FROM answer WHERE stored < ?", time.time() - _KEPT_SECONDS
        self._store.write(lambda connection: connection.execute(query, (limit,)))

    def count(self) -> int:
        """How many answers are kept; 0 where the file cannot be used."""

        def select(connection: sqlite3.Connection) -> int:
            return int(connection.execute("SELECT count(*) FROM answer").fetchone()[0])

        return self._store.read(select) or 0

    def clear(self) -> int:
        """Forget every answer; how many there were."""
        return self._store.clear("answer")

    def close(self) -> None:
        """Let go of the file."""
        self._store.close()


def _read(row: tuple[object, ...]) -> CachedReply | None:
    """The answer; None for one that damage, or another program, has written over."""
    whole = unsealed(row)
    if whole is None:
        return None
    _, status, headers, body, *times = whole
    try:
        return CachedReply(status, json.loads(str(headers)), zlib.decompress(body), *times)  # type: ignore[arg-type] # sealed by us
    except (ValueError, TypeError, RecursionError, zlib.error):
        return None


def lifetime(headers: Mapping[str, str], *, is_safe: bool) -> float | None:
    """For how many seconds an answer may be used unasked; None = must not be kept.

    Args:
        headers: of the answer, names in lower case.
        is_safe: whether it answers a GET; others are kept only where the answer says so.
    """
    rules = _rules(headers.get("cache-control", ""))
    if "no-store" in rules:
        return None
    if "no-cache" in rules:
        return 0.0
    age = _seconds(headers.get("age", "")) or 0.0
    if "max-age" in rules:
        return max((_seconds(rules["max-age"]) or 0.0) - age, 0.0)
    if "expires" in headers:
        return _until(headers["expires"], headers.get("date"))
    if not is_safe:
        return None
    return HEURISTIC_SECONDS


def _rules(value: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in value.lower().split(","))
    return {name.strip(): rest.strip().strip('"') for name, _, rest in pairs}


def _seconds(value: str) -> float | None:
    return float(value) if value.isascii() and value.isdigit() and len(value) < 12 else None


def _until(expires: str, date: str | None) -> float:
    try:
        start = parsedate_to_datetime(date).timestamp() if date else time.time()
        return max(parsedate_to_datetime(expires).timestamp() - start, 0.0)
    except (ValueError, OverflowError, TypeError):
        return 0.0  # an unreadable date means: already stale (RFC 9111 5.3)
