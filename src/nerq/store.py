"""SQLite files that nerq keeps between runs: private, versioned, and never somebody else's.

One file a store, all handled alike:

- closed to others (0600, in a folder of 0700 where nerq makes it) and opened without following a
  symbolic link;
- known as nerq's by its ``application_id``, as of one kind and version by its ``user_version``
  (https://www.sqlite.org/fileformat2.html, 1.3). Whatever else stands in its place is left as it
  is: nothing of it is read, changed or removed;
- each row bears a checksum, so that a damaged one reads as nothing, and never as something else.

A `Store` holds what can be had again: it is started anew where it is damaged, and does without
where it cannot be used; either is one note. What a user imported (`reading`, `importing`) cannot:
there, damage is an error.
"""

from __future__ import annotations

import marshal
import os
import sqlite3
import stat
import threading
import zlib
from collections import Counter
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

T = TypeVar("T")

MARK = int.from_bytes(b"nerq", "big")
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes; ``user_version`` stands at 60, ``application_id`` at 68
_VERSIONS = 1_000  # of one kind, before they would reach into the next

_TRIES = 4
_LOCK_TIMEOUT = 0.5
"""Seconds that SQLite waits for a lock in one try; between tries an interrupt gets through."""

_WANTING = ("locked", "disk I/O", "disk is full", "unable to open", "out of memory")
"""What SQLite says where the file is sound, and the machine or another program is in the way."""

_FAULTS = (sqlite3.Error, UnicodeError, OverflowError, MemoryError, SystemError)
"""What sqlite3 raises over a damaged file; not its own errors only, where a text cannot be read."""

_OPEN: Counter[tuple[int, int]] = Counter()
"""Open connections of this process by device and inode.

POSIX drops every lock that a process holds on a file as soon as the process closes any descriptor
of it (https://www.sqlite.org/howtocorrupt.html, 2.2): a file that is open already is not looked at
again.
"""
_OPEN_LOCK = threading.Lock()


class StoreKind(NamedTuple):  # made at every start, in a third of the time of a dataclass
    """The shape of one store.

    Attributes:
        title: how people call the store, with its article.
        number: which of nerq's stores it is; no two share one.
        version: raised with every change of ``layout``; from 1 to 999.
        layout: the statements that make its tables, and rows that must always be there.
        unmarked: one ``CREATE TABLE`` a table of nerq 2, whose files bore no mark.
        is_import: whether it holds what a user imported, and not what can be had again.
    """

    title: str
    number: int
    version: int
    layout: tuple[str, ...]
    unmarked: tuple[str, ...] = ()
    is_import: bool = False

    @property
    def user_version(self) -> int:
        """What the file's ``user_version`` says."""
        return self.number * _VERSIONS + self.version


class StoreError(Exception):
    """A file cannot be used as this store; the text says why, and ends without a full stop."""


_State: TypeAlias = Literal[
    "new",  # nothing is there, or an empty file
    "current",  # a file of this kind and version
    "outdated",  # a file of this kind, of another version
]


def sealed(row: tuple[object, ...]) -> tuple[object, ...]:
    """The row with its checksum as last column."""
    return (*row, _checksum(row))


def unsealed(row: tuple[object, ...]) -> tuple[object, ...] | None:
    """The row without its checksum; None where the two do not fit."""
    return row[:-1] if row[-1] == _checksum(row[:-1]) else None


def _checksum(row: tuple[object, ...]) -> int:
    # Version 2 of marshal writes equal values as equal bytes; later ones write references.
    return zlib.crc32(marshal.dumps(row, 2))  # type: ignore[arg-type] # numbers, texts, bytes


class Store:
    """One file of rows that save time; usable from several threads and processes.

    Args:
        path: of the file; it and its folder are made by the first `write`.

    Attributes:
        notes: lines for the person: that it was started anew, or why nothing is kept.
    """

    def __init__(self, path: Path, kind: StoreKind) -> None:
        self.path = path
        self.notes: list[str] = []
        self._kind = kind
        self._lock = threading.RLock()
        self._connection: _Connection | None = None
        self._is_off = False
        self._is_anew = False

    def read(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """What the action returns; None where there is no file, or no use in it."""
        return self._use(action, must_exist=True)

    def write(self, action: Callable[[sqlite3.Connection], T]) -> T | None:
        """The same in one commit; the file is made where it is missing."""

        def commit(connection: sqlite3.Connection) -> T:
            with connection:
                return action(connection)

        return self._use(commit)

    def clear(self, table: str) -> int:
        """Drops every row of a table; returns how many there were."""

        def delete(connection: sqlite3.Connection) -> int:
            with connection:
                count = connection.execute(f"DELETE FROM {table}").rowcount  # noqa: S608 -- a constant of ours
            # The file shrinks, and stays: other runs may have it open.
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return count

        return self.read(delete) or 0

    def size(self) -> int:
        """Bytes on disk of the database and the files beside it, 0 where there is none."""
        return sum(os.lstat(file).st_size for file in _files(self.path) if os.path.lexists(file))

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _use(
        self, action: Callable[[sqlite3.Connection], T], *, must_exist: bool = False
    ) -> T | None:
        with self._lock:
            for attempt in range(1, _TRIES + 1):
                if self._is_off or (must_exist and not self._exists()):
                    return None
                try:
                    return action(self._opened())
                except (StoreError, OSError) as error:
                    self._give_up(error)
                except _FAULTS as error:
                    self._meet(error, attempt)
        return None

    def _exists(self) -> bool:
        # A link that leads nowhere exists: it is told, and not taken for an empty store.
        return self._connection is not None or os.path.lexists(self.path)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = _connect(self.path, self._kind)
        return self._connection

    def _meet(self, error: Exception, attempt: int) -> None:
        """Waits for another run, gives up, or starts anew: by what SQLite says."""
        said = str(error)
        is_refused = "readonly" in said
        is_wanting = isinstance(error, sqlite3.OperationalError) and any(
            word in said for word in _WANTING
        )
        if attempt == 1 and (is_refused or "disk I/O" in said or self._is_replaced()):
            self.close()  # another run started the file anew while this one had it open
        elif is_wanting or (is_refused and not os.access(self.path, os.W_OK)):
            if "locked" not in said or attempt == _TRIES:
                self._give_up(error)
        elif self._is_anew:
            self._give_up(error)
        else:
            self._start_anew()

    def _is_replaced(self) -> bool:
        """Whether another file stands where the open one stood."""
        inode = None if self._connection is None else self._connection.inode
        try:
            status = os.lstat(self.path)
        except OSError:
            return inode is not None
        return inode is not None and inode != (status.st_dev, status.st_ino)

    def _start_anew(self) -> None:
        self.close()
        self._is_anew = True
        try:
            for file in _files(self.path):
                file.unlink(missing_ok=True)
        except OSError as failure:
            self._give_up(failure)
        else:
            title = self._kind.title
            self.notes.append(f"{title} {self.path} was damaged and has been started anew")

    def _give_up(self, error: Exception) -> None:
        self._is_off = True
        why = str(error) or type(error).__name__
        self.notes.append(f"{self._kind.title} {self.path} cannot be used ({why}); nothing is kept")
        self.close()


@contextmanager
def reading(path: Path, kind: StoreKind) -> Iterator[sqlite3.Connection]:
    """An import, open to be read.

    Raises:
        StoreError: it is missing, damaged, of another version, or not nerq's. Whatever sqlite3
            raises in the block becomes one too.
    """
    with _told(path, kind):
        if _state(path, kind) != "current":
            raise StoreError("it is of another version of nerq, or empty; import again")
        with closing(_connect(path, kind, "ro")) as connection:
            yield connection


@contextmanager
def importing(path: Path, kind: StoreKind) -> Iterator[sqlite3.Connection]:
    """An import, made where it is missing, open to be changed in one commit.

    Raises:
        StoreError: as for `reading`; a file of another version is emptied.
    """
    with _told(path, kind), closing(_connect(path, kind)) as connection, connection:
        yield connection


@contextmanager
def _told(path: Path, kind: StoreKind) -> Iterator[None]:
    try:
        yield
    except (StoreError, OSError, *_FAULTS) as error:
        why = str(error) or type(error).__name__
        raise StoreError(f"{kind.title} {path} cannot be used ({why})") from error


class _Connection(sqlite3.Connection):
    """A connection that is counted while it is open."""

    inode: tuple[int, int] | None = None

    def close(self) -> None:
        with _OPEN_LOCK:
            with suppress(*_FAULTS):
                super().close()
            if self.inode is not None:
                _OPEN[self.inode] -= 1
                self.inode = None


def _connect(path: Path, kind: StoreKind, mode: str = "rw") -> _Connection:
    with _OPEN_LOCK:
        state = _state(path, kind)
        if state == "new":
            _make(path)
        before = os.lstat(path)
        address = f"{path.absolute().as_uri()}?mode={mode}"
        connection = sqlite3.connect(
            address, uri=True, timeout=_LOCK_TIMEOUT, check_same_thread=False, factory=_Connection
        )
        connection.inode = (before.st_dev, before.st_ino)
        _OPEN[connection.inode] += 1
    try:
        _check_same(path, before)
        _prepare(connection, kind, state, is_read_only=mode == "ro")
    except BaseException:
        connection.close()
        raise
    return connection


def _check_same(path: Path, before: os.stat_result) -> None:
    if not os.path.samestat(before, os.lstat(path)):
        raise StoreError("it was replaced while it was opened")


def _state(path: Path, kind: StoreKind) -> _State:
    """What stands at a path.

    Raises:
        StoreError: something that is not this store, and is left alone.
        OSError: it cannot be looked at.
    """
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return "new"
    if stat.S_ISLNK(status.st_mode):
        raise StoreError("it is a symbolic link, and links are not followed")
    if not stat.S_ISREG(status.st_mode):
        raise StoreError("it is not a regular file")
    if os.name == "posix" and not kind.is_import and status.st_uid != os.geteuid():
        raise StoreError("it belongs to another user")
    if _OPEN[status.st_dev, status.st_ino] > 0:
        return "current"
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with closing(os.fdopen(descriptor, "rb")) as file:
        state = _recognised(path, file.read(_HEADER), kind)
        if os.name == "posix" and not kind.is_import and status.st_mode & 0o077:
            os.fchmod(descriptor, 0o600)
    return state


def _recognised(path: Path, header: bytes, kind: StoreKind) -> _State:
    if not header:
        return "new"
    if len(header) == _HEADER and header.startswith(_MAGIC):
        version, mark = (int.from_bytes(header[at : at + 4], "big") for at in (60, 68))
        if mark == MARK and version // _VERSIONS == kind.number:
            return "current" if version == kind.user_version else "outdated"
        if mark == 0 and kind.unmarked and _tables(path) == sorted(map(_plain, kind.unmarked)):
            return "outdated"
    raise StoreError(
        "it is not a file of this kind, or damaged beyond recognition; if nothing else needs it, "
        "delete it"
    )


def _tables(path: Path) -> list[str]:
    """The statements that made a file's tables; the file is not touched in any way."""
    # Immutable: neither lock nor journal is looked at, so that no other program's is played back.
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    query = "SELECT sql FROM sqlite_master WHERE type = 'table'"
    try:
        with closing(sqlite3.connect(address, uri=True)) as connection:
            return sorted(_plain(str(sql)) for (sql,) in connection.execute(query))
    except _FAULTS:
        return []


def _plain(statement: str) -> str:
    return " ".join(statement.replace("(", "( ").split())


def _make(path: Path) -> None:
    """Makes an empty file: here and not by SQLite, so that nobody else can ever read it."""
    if not os.path.lexists(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # another run was faster
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare(
    connection: sqlite3.Connection, kind: StoreKind, state: _State, *, is_read_only: bool
) -> None:
    if is_read_only:
        return
    if not kind.is_import:
        # Nobody waits for the disk: what a power cut damages is found out and had again.
        connection.execute("PRAGMA synchronous = OFF")
    if state != "current":
        with connection:
            connection.execute("BEGIN IMMEDIATE")
            _lay_out(connection, kind)
        if not kind.is_import:
            # Readers then do not wait for writers. After the tables, whose mark must stand in the
            # file itself and not in its log; refused while another run has the file open.
            with suppress(sqlite3.OperationalError):
                connection.execute("PRAGMA journal_mode = WAL")


def _lay_out(connection: sqlite3.Connection, kind: StoreKind) -> None:
    """Makes the tables in place of whatever there is, if no other run did so meanwhile."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if (mark, version) == (MARK, kind.user_version):
        return
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (name,) in tables:
        if not str(name).startswith("sqlite_"):
            connection.execute('DROP TABLE "{}"'.format(str(name).replace('"', '""')))
    for statement in kind.layout:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {MARK}")
    connection.execute(f"PRAGMA user_version = {kind.user_version}")


def _files(path: Path) -> tuple[Path, ...]:
    """The file and what SQLite puts beside it."""
    return (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")))
