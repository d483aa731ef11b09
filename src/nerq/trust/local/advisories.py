"""A local database of advisories, filled from a dump in OSV's ``all.zip`` layout.

The dump is one archive per ecosystem with one JSON document per advisory
(https://google.github.io/osv.dev/data/). The database is a `nerq.store` file; an import replaces
what it holds of the ecosystems in the dump, in one step: a failed import changes nothing.

A package without advisories and a package whose advisories were damaged must not look alike. So
names lie in a fixed number of buckets, all of which are there, each with its checksum: what a
bucket does not name has no advisory, and whatever is missing or does not fit is damage.
"""

from __future__ import annotations

import json
import os
import zipfile
import zlib
from dataclasses import astuple, dataclass, field
from datetime import date, datetime, timezone
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from nerq.errors import UnfinishedError, UsageError
from nerq.store import StoreError, StoreKind, importing, reading, sealed, unsealed
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.json_fields import line, look, text
from nerq.trust.local.osv_document import Advisory, packages_of, parse_advisory

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator

FILE_NAME = "advisories.sqlite"
STALE_DAYS = 14
LARGEST_MEMBER = 32 * 1024 * 1024  # bytes of one advisory
LARGEST_DUMP = 20 * 1024 * 1024 * 1024  # bytes of all, unpacked
_BUCKETS = 256  # of an ecosystem
KIND = StoreKind(
    title="the database of advisories",
    number=4,
    version=1,
    layout=(
        "CREATE TABLE advisory (id TEXT PRIMARY KEY, document BLOB NOT NULL, seal INTEGER)",
        """CREATE TABLE bucket (
            ecosystem TEXT, number INTEGER, names BLOB NOT NULL, seal INTEGER,
            PRIMARY KEY (ecosystem, number))""",
        "CREATE TABLE dumps (one INTEGER PRIMARY KEY, rows TEXT NOT NULL, seal INTEGER)",
        "INSERT INTO dumps VALUES ({}, '{}', {})".format(*sealed((1, "[]"))),  # noqa: S608 -- ours
    ),
    unmarked=(
        "CREATE TABLE advisory (id TEXT PRIMARY KEY, document BLOB NOT NULL)",
        """CREATE TABLE affected (
            ecosystem TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
            PRIMARY KEY (ecosystem, name, id)) WITHOUT ROWID""",
        """CREATE TABLE dump (
            ecosystem TEXT PRIMARY KEY, file TEXT NOT NULL, imported TEXT NOT NULL, newest TEXT,
            advisories INTEGER NOT NULL, packages INTEGER NOT NULL)""",
    ),
    is_import=True,
)

Names: TypeAlias = dict[str, list[str]]
"""Ids of advisories by name of a package."""


@dataclass(frozen=True, slots=True)
class EcosystemStatus:
    """What the database holds of one ecosystem.

    Attributes:
        ecosystem: ``pypi`` or ``npm``.
        file: name of the imported file.
        imported: when, ISO 8601 UTC.
        newest: when the newest advisory was last changed, ISO 8601; the age of the data.
        advisories: how many name a package of the ecosystem, withdrawn ones included.
        packages: how many packages they name.
    """

    ecosystem: str
    file: str
    imported: str
    newest: str | None
    advisories: int
    packages: int

    def age(self, today: date) -> int | None:
        """Days since the newest advisory was last changed."""
        if self.newest is None:
            return None
        return (today - date.fromisoformat(self.newest[:10])).days


@dataclass(frozen=True, slots=True)
class AdvisoriesStatus:
    """What a database holds.

    Attributes:
        database: its path.
        ecosystems: sorted by name; empty where nothing was imported.
        skipped: documents that were not advisories, at an import.
    """

    database: str
    ecosystems: tuple[EcosystemStatus, ...] = ()
    skipped: int = 0


def import_advisories(path: str, database: str) -> AdvisoriesStatus:
    """Read a dump into the database and tell what it then holds.

    Args:
        path: of the archive.
        database: path of the SQLite file; made where missing.

    Raises:
        UsageError: the file is missing, no zip archive, or holds no advisory we can use.
        UnfinishedError: the database cannot be written.
    """
    try:
        with zipfile.ZipFile(path) as archive, importing(Path(database), KIND) as connection:
            skipped = _fill(connection, archive, Path(path).name)
            status = tuple(_dumps(connection).values())
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path}: not a usable zip archive ({error}); download it anew") from error
    except (StoreError, OSError) as error:
        raise UnfinishedError(f"{error}; nothing was imported") from error
    return AdvisoriesStatus(database, status, skipped)


def advisories_status(database: str) -> AdvisoriesStatus:
    """What the database holds; nothing where there is no file.

    Raises:
        UnfinishedError: the file is not such a database.
    """
    if not os.path.lexists(database):
        return AdvisoriesStatus(database)
    try:
        with reading(Path(database), KIND) as connection:
            return AdvisoriesStatus(database, tuple(_dumps(connection).values()))
    except StoreError as error:
        raise UnfinishedError(f"{error}; delete it, and import again") from error


@dataclass(frozen=True, slots=True)
class ImportedAdvisories:
    """What the database knows of a package.

    Attributes:
        advisories: by id.
        state: ISO day of the newest advisory of the ecosystem, or ``unknown``.
    """

    advisories: tuple[Advisory, ...]
    state: str

    def is_fresh(self, today: date) -> bool:
        """Whether the data is young enough to be relied on alone."""
        try:
            return (today - date.fromisoformat(self.state)).days <= STALE_DAYS
        except ValueError:
            return False


def find_advisories(database: str, ecosystem: str, name: str) -> ImportedAdvisories | None:
    """All advisories on a package; None where the ecosystem was never imported.

    Raises:
        SourceError: the database cannot be read.
    """
    try:
        with reading(Path(database), KIND) as connection:
            dump = _dumps(connection).get(ecosystem)
            if dump is None:
                return None
            names = _bucket(connection, ecosystem, _number(name))
            documents = [_document(connection, identity) for identity in names.get(name, ())]
    except StoreError as error:
        raise SourceError(f"{error}; delete it, and import again") from error
    parsed = (parse_advisory(document, ecosystem, name) for document in documents)
    found = tuple(advisory for advisory in parsed if advisory is not None)
    return ImportedAdvisories(found, (dump.newest or "unknown")[:10])


def _number(name: str) -> int:
    """The bucket of a name."""
    return zlib.crc32(name.encode()) % _BUCKETS


def _whole(row: tuple[Any, ...] | None) -> tuple[Any, ...]:
    """The row without its checksum.

    Raises:
        StoreError: it is missing or damaged.
    """
    whole = None if row is None else unsealed(row)
    if whole is None:
        raise StoreError("it is damaged")
    return whole


def _dumps(connection: sqlite3.Connection) -> dict[str, EcosystemStatus]:
    """What was imported, by ecosystem, sorted."""
    rows = json.loads(_whole(connection.execute("SELECT * FROM dumps").fetchone())[1])
    return {row[0]: EcosystemStatus(*row) for row in rows}


def _bucket(connection: sqlite3.Connection, ecosystem: str, number: int) -> Names:
    query = "SELECT * FROM bucket WHERE ecosystem = ? AND number = ?"
    row = _whole(connection.execute(query, (ecosystem, number)).fetchone())
    names: Names = json.loads(zlib.decompress(row[2]))
    return names


def _document(connection: sqlite3.Connection, identity: str) -> object:
    query = "SELECT * FROM advisory WHERE id = ?"
    row = _whole(connection.execute(query, (identity,)).fetchone())
    return json.loads(zlib.decompress(row[1]))


def _pack(value: object) -> bytes:
    return zlib.compress(json.dumps(value).encode())


@dataclass(slots=True)
class _Dump:
    """What one archive holds of one ecosystem, as it adds up."""

    names: Names = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    newest: str = ""

    def add(self, identity: str, name: str, modified: str) -> None:
        self.names.setdefault(name, []).append(identity)
        self.ids.add(identity)
        self.newest = max(self.newest, modified)


def _fill(connection: sqlite3.Connection, archive: zipfile.ZipFile, file: str) -> int:
    dumps: dict[str, _Dump] = {}
    skipped = 0
    for document in _documents(archive):
        named, identity = packages_of(document), line(document, "id")
        if identity is None or not named:
            skipped += 1
            continue
        row = sealed((identity, _pack(document)))
        connection.execute("INSERT OR REPLACE INTO advisory VALUES (?, ?, ?)", row)
        for ecosystem, name in named:
            dump = dumps.setdefault(ecosystem, _Dump())
            dump.add(identity, name, text(document, "modified") or "")
    if not dumps:
        raise UsageError(f"{file}: holds no advisory on PyPI or npm packages")
    _write(connection, dumps, file)
    return skipped


def _write(connection: sqlite3.Connection, dumps: dict[str, _Dump], file: str) -> None:
    """Puts the ecosystems in place of what was there of them."""
    known = _dumps(connection)
    imported = datetime.now(tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for ecosystem, dump in dumps.items():
        counts = (len(dump.ids), len(dump.names))
        known[ecosystem] = EcosystemStatus(ecosystem, file, imported, _time(dump.newest), *counts)
        buckets: list[Names] = [{} for _ in range(_BUCKETS)]
        for name, ids in dump.names.items():
            buckets[_number(name)][name] = sorted(set(ids))
        packed = (sealed((ecosystem, at, _pack(names))) for at, names in enumerate(buckets))
        connection.executemany("INSERT OR REPLACE INTO bucket VALUES (?, ?, ?, ?)", packed)
    row = sealed((1, json.dumps([astuple(known[ecosystem]) for ecosystem in sorted(known)])))
    connection.execute("INSERT OR REPLACE INTO dumps VALUES (?, ?, ?)", row)
    _drop_unnamed(connection, known)


def _drop_unnamed(connection: sqlite3.Connection, ecosystems: Iterable[str]) -> None:
    """Drops the advisories that no bucket names any more."""
    used: set[str] = set()
    for ecosystem in ecosystems:
        for number in range(_BUCKETS):
            used.update(chain.from_iterable(_bucket(connection, ecosystem, number).values()))
    ids = {identity for (identity,) in connection.execute("SELECT id FROM advisory")}
    gone = [(identity,) for identity in ids - used]
    connection.executemany("DELETE FROM advisory WHERE id = ?", gone)


def _time(written: str) -> str | None:
    try:
        date.fromisoformat(written[:10])
    except ValueError:
        return None
    return written[:30]


def _documents(archive: zipfile.ZipFile) -> Iterator[object]:
    """Every JSON member, one in memory at a time; the name of a member is never a path here."""
    total = 0
    for member in archive.infolist():
        total += member.file_size
        if total > LARGEST_DUMP:
            raise zipfile.BadZipFile("it unpacks to more than any dump holds")
        if not member.filename.endswith(".json") or member.file_size > LARGEST_MEMBER:
            continue
        try:
            document = json.loads(archive.read(member))
        except (ValueError, RecursionError):
            document = None
        yield document if look(document, "id") is not None else None
