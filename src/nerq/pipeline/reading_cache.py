"""What readers found in files of this content, kept between runs.

A reading is a function of the file's path and bytes, of what the reader asked for beside it, of
the words that the settings add, and of nerq's own code and the libraries around it. All of
these are part of the key or compared before a kept reading is used. The file that holds them is a
`nerq.store.Store`: where it is damaged, locked or unwritable, files are read anew.
"""

from __future__ import annotations

import json
import os
import sys
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nerq.errors import ManifestError
from nerq.pipeline.digests import digest
from nerq.pipeline.reading_codec import Rebuilder, to_text
from nerq.store import Store, StoreKind, sealed, unsealed

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence

    from nerq.discovery import FileSource, Tree
    from nerq.plugin import Item, Search

FILE_NAME = "readings.db"
KIND = StoreKind(
    title="the cache of readings",
    number=3,
    version=1,
    layout=(
        "CREATE TABLE readings (key BLOB PRIMARY KEY, asked TEXT, items BLOB, seal, day INTEGER)",
    ),
    unmarked=("CREATE TABLE readings (key BLOB PRIMARY KEY, day INTEGER, asked TEXT, items BLOB)",),
)
_READ = "SELECT key, asked, items, seal, day FROM readings WHERE key = ?"
_WRITE = "INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)"
_TOUCH = "UPDATE readings SET day = ? WHERE key = ?"
_FORGET = "DELETE FROM readings WHERE day < ?"
_AT_ONCE = 1000  # rows a commit
_DAY = 86_400
_TOUCHED_AFTER = 7  # days: a reading in use is written again so seldom
_KEPT_FOR = 30  # days without use
_LARGEST = 512 * 1024 * 1024  # bytes on disk, beyond which all is dropped


class WatchedSource:
    """A file as its readers see it, while it is noted which files beside it they ask for.

    Attributes:
        asked: absolute path of every file asked for, whether or not there is one.
    """

    __slots__ = ("_source", "asked")

    def __init__(self, source: FileSource, asked: set[str] | None = None) -> None:
        self._source = source
        self.asked: set[str] = set() if asked is None else asked

    @property
    def path(self) -> str:
        """See `nerq.plugin.Source`, as for the others."""
        return self._source.path

    @property
    def is_named(self) -> bool:
        """Whether the user named the file."""
        return self._source.is_named

    @property
    def data(self) -> bytes:
        """The bytes, which need not be watched: what is kept is found by their digest."""
        return self._source.data

    @property
    def text(self) -> str:
        """The bytes decoded, as in `nerq.plugin.Source`."""
        return self._source.text

    @property
    def encoding(self) -> str:
        """What it was decoded with."""
        return self._source.encoding

    def sibling(self, relative: str) -> WatchedSource | None:
        """The file at this path, watched too."""
        beside = os.path.join(os.path.dirname(self._source.real), relative)  # noqa: PTH118, PTH120 - paths are text here
        self.asked.add(os.path.normpath(beside))
        found = self._source.sibling(relative)
        return None if found is None else WatchedSource(found, self.asked)


class _States:
    """What a reader that asks for a file of one tree gets, each file looked at once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._digests: dict[str, bytes] = {}
        self._states: dict[str, str] = {}

    def digest(self, real: str, data: bytes) -> bytes:
        known = self._digests.get(real)
        if known is None:
            known = self._digests[real] = digest(data)
        return known

    def is_same(self, asked: dict[str, str]) -> bool:
        root = self._tree.root
        return all(
            self._of(os.path.normpath(f"{root}/{path}")) == state for path, state in asked.items()
        )

    def of_all(self, asked: set[str]) -> dict[str, str]:
        """The states by path, relative to the root."""
        return {os.path.relpath(real, self._tree.root): self._of(real) for real in asked}

    def _of(self, real: str) -> str:
        """Nothing, a refusal, or this content; the content is released again."""
        state = self._states.get(real)
        if state is None:
            try:
                source = self._tree.open(real)
                state = "" if source is None else self.digest(real, source.data).hex()
                if source is not None:
                    source.release()
            except ManifestError as error:
                state = f"!{error}"
            self._states[real] = state
        return state


class ReadingCache:
    """The readings of one scan: looked up, or remembered for the next one.

    Args:
        folder: of the cache.
        search: what the settings let detectors look for besides.
    """

    def __init__(self, folder: Path, search: Search) -> None:
        self._store = Store(folder / FILE_NAME, KIND)
        self._salt = digest(f"{_code()}\0{search!r}".encode())
        self._today = int(time.time()) // _DAY
        self._rebuild = Rebuilder()
        self._new: list[tuple[object, ...]] = []
        self._touched: list[tuple[int, bytes]] = []
        self._states: dict[int, tuple[Tree, _States]] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """Lines for the person: that the file was started anew, or why nothing is kept."""
        return tuple(self._store.notes)

    def key(self, source: FileSource, data: bytes, readers: Sequence[str]) -> bytes:
        """What the reading of a file by these readers is kept under."""
        about = json.dumps([source.path, source.is_named, *readers]).encode()
        content = self._of(source.tree).digest(source.real, data)
        return digest(b"\0".join((self._salt, content, about)))

    def find(self, key: bytes, tree: Tree) -> list[Item] | None:
        """The kept reading, if what was read beside the file is still the same."""
        row: tuple[Any, ...] | None = self._store.read(
            lambda connection: connection.execute(_READ, (key,)).fetchone()
        )
        if row is None or unsealed(row[:4]) is None:
            return None
        _, asked, items, _, day = row
        try:
            if not self._of(tree).is_same(json.loads(asked)):
                return None
            found = self._rebuild.from_text(zlib.decompress(items))
        except (ValueError, TypeError, AttributeError, zlib.error):
            return None
        if not isinstance(day, int) or day < self._today - _TOUCHED_AFTER:
            self._touched.append((self._today, key))
        return found

    def keep(self, key: bytes, items: Sequence[Item], watched: WatchedSource, tree: Tree) -> None:
        """Remembers a reading, and what its reader saw beside the file."""
        text = zlib.compress(to_text(items).encode(), 1)
        asked = json.dumps(self._of(tree).of_all(watched.asked))
        self._new.append((*sealed((key, asked, text)), self._today))
        if len(self._new) >= _AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Writes what is new, and closes the file."""
        self._flush()
        self._store.close()

    def _of(self, tree: Tree) -> _States:
        # The tree is kept beside its states, so that no other one gets its identity.
        return self._states.setdefault(id(tree), (tree, _States(tree)))[1]

    def _flush(self) -> None:
        if not (self._new or self._touched):
            return
        self._store.write(self._write)
        self._new.clear()
        self._touched.clear()
        if self._store.size() > _LARGEST:
            self._store.clear("readings")

    def _write(self, connection: sqlite3.Connection) -> None:
        connection.executemany(_WRITE, self._new)
        connection.executemany(_TOUCH, self._touched)
        connection.execute(_FORGET, (self._today - _KEPT_FOR,))


def forget(folder: Path) -> tuple[str, ...]:
    """Drops every kept reading of a cache's folder; returns notes for the person."""
    store = Store(folder / FILE_NAME, KIND)
    store.clear("readings")
    store.close()
    return tuple(store.notes)


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
