"""Answers of the sources, kept on disk as their own HTTP rules allow.

RFC 9111 (HTTP Caching, 2022) as far as a private cache needs it: ``max-age``, ``Expires``,
``no-store``, ``no-cache`` and validators. A broken file never stops a run: the cache is then
off, and says so.
"""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.trust.private_file import ensure_private

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "evidence.sqlite"
HEURISTIC_SECONDS = 600.0  # for an answer without rules of its own, as RFC 9111 4.2.2 allows
_KEPT_SECONDS = 30 * 86400.0
_SCHEMA = """CREATE TABLE IF NOT EXISTS answer (
    key TEXT PRIMARY KEY, status INTEGER NOT NULL, headers TEXT NOT NULL, body BLOB NOT NULL,
    stored REAL NOT NULL, fresh_until REAL NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Kept:
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
    """A file of kept answers; safe to use from several threads.

    Attributes:
        fault: why the cache is off, or None.
    """

    def __init__(self, folder: str) -> None:
        self.fault: str | None = None
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        path = Path(folder) / FILE_NAME
        try:
            ensure_private(path)
            self._connection = sqlite3.connect(path, check_same_thread=False, timeout=5)
            self._connection.execute(_SCHEMA)
            limit = time.time() - _KEPT_SECONDS
            self._connection.execute("DELETE FROM answer WHERE stored < ?", (limit,))
            self._connection.commit()
        except (sqlite3.Error, OSError) as error:
            self._switch_off(f"the evidence cache {path} cannot be used ({error}); delete it")

    def get(self, key: str) -> Kept | None:
        """The answer kept under this key, fresh or not."""
        with self._lock:
            if self._connection is None:
                return None
            try:
                row = self._connection.execute(
                    "SELECT status, headers, body, stored, fresh_until FROM answer WHERE key = ?",
                    (key,),
                ).fetchone()
                if row is None:
                    return None
                return Kept(row[0], json.loads(row[1]), zlib.decompress(row[2]), row[3], row[4])
            except (sqlite3.Error, ValueError, TypeError, zlib.error) as error:
                self._switch_off(f"the evidence cache cannot be read ({error})")
                return None

    def put(self, key: str, kept: Kept) -> None:
        """Keep an answer in place of any older one."""
        row = (key, kept.status, json.dumps(kept.headers), zlib.compress(kept.body, 3))
        with self._lock:
            if self._connection is None:
                return
            try:
                self._connection.execute(
                    "INSERT OR REPLACE INTO answer VALUES (?, ?, ?, ?, ?, ?)",
                    (*row, kept.stored, kept.fresh_until),
                )
                self._connection.commit()
            except sqlite3.Error as error:
                self._switch_off(f"the evidence cache cannot be written ({error})")

    def count(self) -> int:
        """How many answers are kept; 0 where the file cannot be used."""
        with self._lock:
            if self._connection is None:
                return 0
            (count,) = self._connection.execute("SELECT count(*) FROM answer").fetchone()
            return int(count)

    def clear(self) -> int:
        """Forget every answer; how many there were."""
        count = self.count()
        with self._lock:
            if self._connection is not None:
                self._connection.execute("DELETE FROM answer")
                self._connection.commit()
                self._connection.execute("VACUUM")
        return count

    def close(self) -> None:
        """Let go of the file."""
        with self._lock, suppress(sqlite3.Error):
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _switch_off(self, reason: str) -> None:
        self.fault = reason
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
        self._connection = None


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
