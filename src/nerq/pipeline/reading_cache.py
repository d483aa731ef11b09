"""What readers found in files of this content, kept between runs.

A reading is a function of the file's path and bytes, of what the reader asked for beside it, of
the words that the settings add, and of nerq's own code and the libraries around it. All of
these are part of the key or compared before a kept reading is used. Like the cache of answers,
this one only ever saves time: where it is damaged, locked or unwritable, files are read anew.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
import zlib
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.discovery.digests import digest
from nerq.errors import ManifestError
from nerq.pipeline.reading_codec import Rebuilder, to_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.discovery import FileSource, Tree
    from nerq.plugin import Item, Search

FILE_NAME = "readings.db"
_VERSION = 1
_SCHEMA = "CREATE TABLE readings (key BLOB PRIMARY KEY, day INTEGER, asked TEXT, items BLOB)"
_READ = "SELECT asked, items, day FROM readings WHERE key = ?"
_WRITE = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?)"
_AT_ONCE = 1000  # rows a commit
_DAY = 86_400
_TOUCHED_AFTER = 7  # days: a reading in use is written again so seldom
_KEPT_FOR = 30  # days without use
_LARGEST = 512 * 1024 * 1024  # bytes on disk, beyond which all is dropped


class KeptReadings:
    """The readings of one scan: looked up, or remembered for the next one.

    Args:
        folder: of the cache.
        search: what the settings let detectors look for besides.
    """

    def __init__(self, folder: Path, search: Search) -> None:
        self.path = folder / FILE_NAME
        self._salt = digest(f"{_code()}\0{search!r}".encode())
        self._today = int(time.time()) // _DAY
        self._rebuild = Rebuilder()
        self._new: list[tuple[object, ...]] = []
        self._touched: list[tuple[int, bytes]] = []
        self._connection: sqlite3.Connection | None = None
        self._is_unusable = False
        if self.path.exists():
            self._open()

    def key(self, source: FileSource, data: bytes, readers: Sequence[str]) -> bytes:
        """What the reading of a file by these readers is kept under."""
        about = json.dumps([source.path, source.is_named, *readers]).encode()
        content = source.tree.digest(source.real, data)
        return digest(b"\0".join((self._salt, content, about)))

    def find(self, key: bytes, tree: Tree) -> list[Item] | None:
        """The kept reading, if what was read beside the file is still the same."""
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(_READ, (key,)).fetchone()
            if row is None or not _is_same(json.loads(row[0]), tree):
                return None
            items = self._rebuild.from_text(zlib.decompress(row[1]))
        except (sqlite3.Error, ValueError, TypeError, zlib.error):
            return None
        if row[2] < self._today - _TOUCHED_AFTER:
            self._touched.append((self._today, key))
        return items

    def keep(self, key: bytes, items: Sequence[Item], asked: dict[str, str]) -> None:
        """Remembers a reading, and what its reader saw beside the file."""
        text = zlib.compress(to_text(items).encode(), 1)
        self._new.append((key, self._today, json.dumps(asked), text))
        if len(self._new) >= _AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Writes what is new, and closes the file."""
        self._flush()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _flush(self) -> None:
        if not (self._new or self._touched) or self._is_unusable:
            return
        try:
            if self._connection is None:
                from nerq.trust.private_file import ensure_private

                ensure_private(self.path)
                self._open()
            if self._connection is not None:
                self._write(self._connection)
        except (sqlite3.Error, OSError):
            self._is_unusable = True
        self._new.clear()
        self._touched.clear()

    def _write(self, connection: sqlite3.Connection) -> None:
        with connection:
            connection.executemany(_WRITE, self._new)
            connection.executemany("UPDATE readings SET day = ? WHERE key = ?", self._touched)
            oldest = self._today - _KEPT_FOR
            connection.execute("DELETE FROM readings WHERE day < ?", (oldest,))
        if self.path.stat().st_size > _LARGEST:
            with connection:
                connection.execute("DELETE FROM readings")
            connection.execute("VACUUM")

    def _open(self) -> None:
        try:
            self._connection = _connect(self.path)
        except sqlite3.OperationalError:
            self._is_unusable = True
        except sqlite3.DatabaseError:
            # Damaged: whatever it held can be read again.
            with suppress(OSError):
                forget(self.path.parent)
            self._is_unusable = True


def forget(folder: Path) -> None:
    """Drops every kept reading of a cache's folder.

    Raises:
        OSError: a file cannot be removed.
    """
    for ending in ("", "-wal", "-shm"):
        (folder / (FILE_NAME + ending)).unlink(missing_ok=True)


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=1)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
            connection.execute("PRAGMA journal_mode = WAL")
            with connection:
                connection.execute("DROP TABLE IF EXISTS readings")
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def watched(tree: Tree, asked: dict[str, str]) -> Iterator[None]:
    """Fills ``asked`` with what the block looked at in the tree: its state by path.

    The files looked at are released at the end, so that they do not fill memory.
    """
    seen: set[str] = set()
    tree.asked = seen
    try:
        yield
    finally:
        tree.asked = None
    for real in seen:
        path = os.path.relpath(real, tree.root)
        asked[path] = _state(tree, real)


def _is_same(asked: dict[str, str], tree: Tree) -> bool:
    root = tree.root
    return all(
        _state(tree, os.path.normpath(f"{root}/{path}")) == state for path, state in asked.items()
    )


def _state(tree: Tree, real: str) -> str:
    """What a reader that asks for this file gets: nothing, a refusal, or this content."""
    state = tree.states.get(real)
    if state is None:
        try:
            source = tree.open(real)
            state = "" if source is None else tree.digest(real, source.data).hex()
            if source is not None:
                source.release()
        except ManifestError as error:
            state = f"!{error}"
        tree.states[real] = state
    return state


def _code() -> str:
    """Which code reads: Python's and nerq's version, every module of nerq, all installed packages.

    Modules count by size and time of change, so that an edited nerq reads anew.
    """
    parts = [sys.version]
    for folder in sys.path:
        with suppress(OSError):
            names = os.listdir(folder or ".")  # noqa: PTH208 - pathlib takes ten times as long
            parts += sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))
    own = Path(__file__).parents[1]
    rooms = ("manifests", "detectors", "documents", "discovery", "pipeline")
    parts += _modules(str(own), is_deep=False)
    for room in rooms:
        parts += _modules(str(own / room), is_deep=True)
    return "\n".join(parts)


def _modules(folder: str, *, is_deep: bool) -> Iterator[str]:
    """The modules of a folder, and of those in it where asked: name, bytes, time of change."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.endswith(".py"):
                status = entry.stat()
                yield f"{entry.path} {status.st_size} {status.st_mtime_ns}"
            elif is_deep and entry.name != "__pycache__" and entry.is_dir():
                yield from _modules(entry.path, is_deep=True)
