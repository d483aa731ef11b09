"""The local database of advisories."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

from nerq.errors import UnfinishedError, UsageError
from nerq.trust.local.advisories import (
    KIND,
    advisories_status,
    find_advisories,
    import_advisories,
)
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.osv_document import match

DUMP = Path(__file__).parents[5] / "shared" / "osv" / "PyPI-all.zip"


def advisory(identity: str, ecosystem: str = "PyPI", name: str = "Foo.Bar") -> dict[str, object]:
    ranges = [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.0"}]}]
    affected = [{"package": {"ecosystem": ecosystem, "name": name}, "ranges": ranges}]
    return {"id": identity, "modified": "2026-01-02T03:04:05Z", "affected": affected}


def dump(path: Path, *documents: object) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for number, document in enumerate(documents):
            text = document if isinstance(document, str) else json.dumps(document)
            archive.writestr(f"{number}.json", text)
        archive.writestr("README.txt", "not an advisory")
    return str(path)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "data" / "advisories.sqlite")


def test_a_dump_is_found_again_under_the_normalised_name(tmp_path: Path, database: str) -> None:
    status = import_advisories(dump(tmp_path / "all.zip", advisory("A-1")), database)
    (entry,) = status.ecosystems
    assert (entry.ecosystem, entry.file, entry.advisories, entry.packages) == (
        "pypi",
        "all.zip",
        1,
        1,
    )
    assert entry.newest == "2026-01-02T03:04:05Z"
    assert entry.age(date(2026, 1, 12)) == 10
    found = find_advisories(database, "pypi", "foo-bar")
    assert found is not None
    assert [a.id for a in found.advisories] == ["A-1"]
    other = find_advisories(database, "pypi", "other")
    assert other is not None
    assert other.advisories == ()
    assert other.state == "2026-01-02"
    assert other.is_fresh(date(2026, 1, 9))
    assert not other.is_fresh(date(2026, 3, 1))
    assert find_advisories(database, "npm", "foo-bar") is None
    assert advisories_status(database).ecosystems == status.ecosystems


def test_an_import_replaces_its_ecosystem_and_leaves_others(tmp_path: Path, database: str) -> None:
    import_advisories(dump(tmp_path / "a.zip", advisory("A-1")), database)
    import_advisories(dump(tmp_path / "n.zip", advisory("N-1", "npm", "left-pad")), database)
    import_advisories(dump(tmp_path / "b.zip", advisory("A-2")), database)
    found = find_advisories(database, "pypi", "foo-bar")
    assert found is not None
    assert [a.id for a in found.advisories] == ["A-2"]
    assert [e.ecosystem for e in advisories_status(database).ecosystems] == ["npm", "pypi"]


def test_documents_that_are_not_an_advisory_are_counted(tmp_path: Path, database: str) -> None:
    broken = ("{", "[" * 100_000, "[]", json.dumps({"id": "X"}), advisory("G-1", "Go"))
    status = import_advisories(dump(tmp_path / "a.zip", advisory("A-1"), *broken), database)
    assert status.skipped == 5


def test_a_failed_import_changes_nothing(tmp_path: Path, database: str) -> None:
    import_advisories(dump(tmp_path / "a.zip", advisory("A-1")), database)
    before = advisories_status(database)
    with pytest.raises(UsageError, match="no advisory"):
        import_advisories(dump(tmp_path / "b.zip", {"id": "X"}), database)
    assert advisories_status(database) == before


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_what_is_not_an_archive_is_a_usage_error(
    tmp_path: Path, database: str, content: bytes
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"x\.zip"):
        import_advisories(str(path), database)
    with pytest.raises(UsageError, match=r"none\.zip"):
        import_advisories(str(tmp_path / "none.zip"), database)
    with pytest.raises(UsageError):
        import_advisories(str(tmp_path), database)


def test_a_truncated_archive_is_a_usage_error(tmp_path: Path, database: str) -> None:
    whole = Path(dump(tmp_path / "a.zip", *(advisory(f"A-{n}") for n in range(50)))).read_bytes()
    damaged = bytearray(whole)
    damaged[60:90] = b"\xff" * 30
    (tmp_path / "a.zip").write_bytes(bytes(damaged))
    with pytest.raises(UsageError):
        import_advisories(str(tmp_path / "a.zip"), database)


def test_a_database_that_is_none_is_told(tmp_path: Path) -> None:
    path = tmp_path / "advisories.sqlite"
    assert advisories_status(str(path)).ecosystems == ()
    path.write_bytes(b"something else" * 200)
    with pytest.raises(UnfinishedError, match="delete it"):
        advisories_status(str(path))
    with pytest.raises(SourceError, match="cannot be used"):
        find_advisories(str(path), "pypi", "x")
    with pytest.raises(UnfinishedError, match="nothing was imported"):
        import_advisories(dump(tmp_path / "a.zip", advisory("A-1")), str(path))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE advisory SET document = x'00'",
        "DELETE FROM advisory",
        "DELETE FROM bucket",
        "UPDATE bucket SET names = (SELECT names FROM bucket WHERE length(names) < 20)",
        "DELETE FROM dumps",
        "UPDATE dumps SET rows = '[]'",
        "DROP TABLE bucket",
    ],
)
def test_damage_is_never_taken_for_a_package_without_advisories(
    tmp_path: Path, database: str, damage: str
) -> None:
    import_advisories(dump(tmp_path / "a.zip", advisory("A-1")), database)
    with sqlite3.connect(database) as connection:
        connection.execute(damage)
    connection.close()
    with pytest.raises(SourceError, match="cannot be used"):
        find_advisories(database, "pypi", "foo-bar")


def test_an_import_of_nerq_2_is_told_and_then_replaced(tmp_path: Path, database: str) -> None:
    Path(database).parent.mkdir()
    with sqlite3.connect(database) as connection:
        for statement in KIND.unmarked:
            connection.execute(statement)
    connection.close()
    with pytest.raises(SourceError, match="import again"):
        find_advisories(database, "pypi", "foo-bar")
    import_advisories(dump(tmp_path / "a.zip", advisory("A-1")), database)
    assert find_advisories(database, "pypi", "foo-bar") is not None


def test_a_first_import_that_fails_leaves_nothing_imported(tmp_path: Path, database: str) -> None:
    with pytest.raises(UsageError, match="no advisory"):
        import_advisories(dump(tmp_path / "b.zip", {"id": "X"}), database)
    assert advisories_status(database).ecosystems == ()
    assert find_advisories(database, "pypi", "foo-bar") is None


@pytest.mark.skipif(
    not DUMP.is_file(), reason="the dump of advisories is not beside the repository"
)
def test_a_real_dump_is_read_and_evaluated(database: str) -> None:
    (entry,) = import_advisories(str(DUMP), database).ecosystems
    assert entry.advisories == 2661
    found = find_advisories(database, "pypi", "requests")
    assert found is not None

    def affecting(version: str) -> dict[str, str | None]:
        matched = (match(known, "pypi", version) for known in found.advisories)
        return {known.id: known.fixed_in for known in matched if known is not None}

    assert affecting("2.19.1") == {"PYSEC-2018-28": "2.20.0", "PYSEC-2023-74": "2.31.0"}
    assert affecting("2.20.0") == {"PYSEC-2023-74": "2.31.0"}
    assert affecting("2.32.0") == {}
