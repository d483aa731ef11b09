"""A local database of advisories, filled from a dump in OSV's ``all.zip`` layout.

The dump is one archive per ecosystem with one JSON document per advisory
(https://google.github.io/osv.dev/data/). The database is a SQLite file; an import replaces
what it holds of the ecosystems in the dump, in one step: a failed import changes nothing.
"""

from __future__ import annotations

import json
import sqlite3
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError, UsageError
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.json_fields import line, look, text
from nerq.trust.local.osv_document import Advisory, packages_of, parse_advisory

if TYPE_CHECKING:
    from collections.abc import Iterator

FILE_NAME = "advisories.sqlite"
STALE_DAYS = 14
LARGEST_MEMBER = 32 * 1024 * 1024  # bytes of one advisory
LARGEST_DUMP = 20 * 1024 * 1024 * 1024  # bytes of all, unpacked
_SCHEMA = """
CREATE TABLE IF NOT EXISTS advisory (id TEXT PRIMARY KEY, document BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS affected (
    ecosystem TEXT NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL,
    PRIMARY KEY (ecosystem, name, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS dump (
    ecosystem TEXT PRIMARY KEY, file TEXT NOT NULL, imported TEXT NOT NULL, newest TEXT,
    advisories INTEGER NOT NULL, packages INTEGER NOT NULL);
"""


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
        with zipfile.ZipFile(path) as archive, closing(_create(database)) as connection:
            with connection:
                skipped = _fill(connection, archive, Path(path).name)
            status = _status(connection)
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror})") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise UsageError(f"{path}: not a usable zip archive ({error}); download it anew") from error
    except (sqlite3.Error, OSError) as error:
        raise UnfinishedError(f"{database}: cannot be written ({error})") from error
    return AdvisoriesStatus(database, status, skipped)


def advisories_status(database: str) -> AdvisoriesStatus:
    """What the database holds; nothing where there is no file.

    Raises:
        UnfinishedError: the file is not such a database.
    """
    if not Path(database).is_file():
        return AdvisoriesStatus(database)
    try:
        with closing(_open(database)) as connection:
            return AdvisoriesStatus(database, _status(connection))
    except sqlite3.Error as error:
        message = f"{database}: not a database of advisories ({error}); delete it, import again"
        raise UnfinishedError(message) from error


@dataclass(frozen=True, slots=True)
class Found:
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


def find_advisories(database: str, ecosystem: str, name: str) -> Found | None:
    """All advisories on a package; None where the ecosystem was never imported.

    Raises:
        SourceError: the database cannot be read.
    """
    query = """SELECT document FROM affected JOIN advisory USING (id)
        WHERE ecosystem = ? AND name = ? ORDER BY id"""
    try:
        with closing(_open(database)) as connection:
            known = connection.execute("SELECT newest FROM dump WHERE ecosystem = ?", (ecosystem,))
            dump = known.fetchone()
            if dump is None:
                return None
            documents = [_unpack(row[0]) for row in connection.execute(query, (ecosystem, name))]
    except (sqlite3.Error, ValueError, RecursionError, zlib.error, TypeError) as error:
        raise SourceError(f"the database of advisories cannot be read ({error})") from error
    parsed = (parse_advisory(document, ecosystem, name) for document in documents)
    found = tuple(advisory for advisory in parsed if advisory is not None)
    return Found(found, str(dump[0] or "unknown")[:10])


def _open(database: str) -> sqlite3.Connection:
    return sqlite3.connect(f"{Path(database).absolute().as_uri()}?mode=ro", uri=True, timeout=5)


def _create(database: str) -> sqlite3.Connection:
    Path(database).parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(database, timeout=5)
    try:
        connection.executescript(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _unpack(blob: bytes) -> object:
    return json.loads(zlib.decompress(blob))


def _fill(connection: sqlite3.Connection, archive: zipfile.ZipFile, file: str) -> int:
    newest: dict[str, str] = {}
    seen: dict[str, set[str]] = {}
    packages: dict[str, set[str]] = {}
    skipped = 0
    for document in _documents(archive):
        named, identity = packages_of(document), line(document, "id")
        if identity is None or not named:
            skipped += 1
            continue
        for ecosystem in {ecosystem for ecosystem, _ in named} - seen.keys():
            connection.execute("DELETE FROM affected WHERE ecosystem = ?", (ecosystem,))
            seen[ecosystem], packages[ecosystem], newest[ecosystem] = set(), set(), ""
        packed = zlib.compress(json.dumps(document).encode())
        connection.execute("INSERT OR REPLACE INTO advisory VALUES (?, ?)", (identity, packed))
        rows = [(ecosystem, name, identity) for ecosystem, name in named]
        connection.executemany("INSERT OR REPLACE INTO affected VALUES (?, ?, ?)", rows)
        for ecosystem, name in named:
            seen[ecosystem].add(identity)
            packages[ecosystem].add(name)
            newest[ecosystem] = max(newest[ecosystem], text(document, "modified") or "")
    if not seen:
        raise UsageError(f"{file}: holds no advisory on PyPI or npm packages")
    connection.execute("DELETE FROM advisory WHERE id NOT IN (SELECT id FROM affected)")
    imported = datetime.now(tz=timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    for ecosystem in sorted(seen):
        counts = (len(seen[ecosystem]), len(packages[ecosystem]))
        row = (ecosystem, file, imported, _time(newest[ecosystem]), *counts)
        connection.execute("INSERT OR REPLACE INTO dump VALUES (?, ?, ?, ?, ?, ?)", row)
    return skipped


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


def _status(connection: sqlite3.Connection) -> tuple[EcosystemStatus, ...]:
    query = "SELECT ecosystem, file, imported, newest, advisories, packages FROM dump ORDER BY 1"
    return tuple(EcosystemStatus(*row) for row in connection.execute(query))
