"""A store never ends a run, never gives what was not put in, and never touches what is not ours."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import stat
import subprocess
import sys
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Protocol

import pytest
from cli.command import nerq

from nerq import store as store_module
from nerq.errors import UnfinishedError
from nerq.model import Facts
from nerq.pipeline import reading_cache
from nerq.pipeline.collect import collect
from nerq.settings import Settings
from nerq.store import MARK, Store, StoreKind, sealed, unsealed
from nerq.trust.local import advisories, http_cache
from nerq.trust.local.advisories import advisories_status, find_advisories, import_advisories
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.http_cache import CachedReply, HttpCache
from nerq.trust.service import cache
from nerq.trust.service.cache import Cache, Cached
from nerq.trust.service.wire import Rating

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

URL = "https://nerq.ai"
NOW = 1_790_000_000.0
TABLE = StoreKind("the test store", 900, 1, ("CREATE TABLE t (key TEXT, value, seal INTEGER)",))


class Gate(Protocol):
    """What a command does with one of the stores."""

    name: str
    kind: StoreKind

    def use(self, folder: Path) -> tuple[object, list[str]]:
        """Reads what was put in, puts it in again; returns whether it was read, and any notes."""
        ...


class Answers:
    name = "answers.sqlite3"
    kind = cache.KIND

    def use(self, folder: Path) -> tuple[object, list[str]]:
        kept = [
            Cached(f"p{n}", "batch", Rating(61.2, Facts(category="é")), "tag", NOW, NOW, NOW)
            for n in range(40)
        ]
        used = Cache(folder)
        found = list(used.read(URL, [entry.target for entry in kept], ["batch"]).values())
        assert [entry for entry in found if entry not in kept] == []
        used.write(URL, kept)
        used.info()
        used.close()
        return bool(found), used.notes


class Evidence:
    name = http_cache.FILE_NAME
    kind = http_cache.KIND

    def use(self, folder: Path) -> tuple[object, list[str]]:
        used = HttpCache(str(folder))
        kept = {f"k{n}": CachedReply(200, {"a": "é"}, b"x" * 500, NOW, NOW) for n in range(20)}
        found = {key: used.get(key) for key in kept}
        assert all(entry in (None, kept[key]) for key, entry in found.items())
        for key, entry in kept.items():
            used.put(key, entry)
        used.count()
        used.close()
        return any(found.values()), used.notes


class Readings:
    name = reading_cache.FILE_NAME
    kind = reading_cache.KIND

    def use(self, folder: Path) -> tuple[object, list[str]]:
        project = folder.parent / "project"
        project.mkdir(exist_ok=True)
        for number in range(8):
            text = "".join(f"package-{number}-{line}==1.0\n" for line in range(20))
            (project / f"requirements-{number}.txt").write_text(text)
        collected = collect([str(project)], Settings().replace(cache_dir=str(folder)))
        assert len(collected.targets) == 160
        assert not collected.problems
        return True, [note for note in collected.notes if "cache" in note]


class Advisories:
    name = "advisories.db"
    kind = advisories.KIND

    def use(self, folder: Path) -> tuple[object, list[str]]:
        database = str(folder / self.name)
        notes: list[str] = []
        if not os.path.lexists(database):
            import_advisories(str(_dump(folder.parent / "all.zip")), database)
        for number in range(0, 60, 7):
            try:
                found = find_advisories(database, "pypi", f"p{number}")
            except SourceError as error:
                notes.append(str(error))
                continue
            assert found is not None
            assert [entry.id for entry in found.advisories] == [f"A-{number}"]
        try:
            assert advisories_status(database).ecosystems[0].advisories == 60
        except UnfinishedError as error:
            notes.append(str(error))
        return True, notes


GATES: tuple[Gate, ...] = (Answers(), Evidence(), Readings(), Advisories())
CACHES = GATES[:3]
each_gate = pytest.mark.parametrize("gate", GATES, ids=lambda gate: gate.name)


def _dump(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(60):
            events = [{"introduced": "0"}, {"fixed": "2.0"}]
            package = {"ecosystem": "PyPI", "name": f"p{number}"}
            ranges = [{"type": "ECOSYSTEM", "events": events}]
            affected = [{"package": package, "ranges": ranges}]
            entry = {"id": f"A-{number}", "modified": "2026-01-02T03:04:05Z", "affected": affected}
            archive.writestr(f"{number}.json", json.dumps(entry))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "cache"
    made.mkdir()
    return made


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection, connection:
        return connection.execute(query).fetchall()


def test_each_store_has_a_number_of_its_own() -> None:
    numbers = {gate.kind.number for gate in GATES}
    assert len(numbers) == len(GATES)


@each_gate
def test_a_store_bears_its_mark_and_is_private(gate: Gate, tmp_path: Path) -> None:
    gate.use(tmp_path / "new")
    file = tmp_path / "new" / gate.name
    assert rows(file, "PRAGMA application_id") == [(MARK,)]
    assert rows(file, "PRAGMA user_version") == [(gate.kind.user_version,)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert gate.use(tmp_path / "new") == (True, [])


def _another_database(path: Path, mark: int = 0, version: int = 0) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for table in ("answers", "answer", "readings", "advisory"):
            connection.execute(f"CREATE TABLE {table} (x)")
            connection.execute(f"INSERT INTO {table} VALUES (1)")
        connection.execute(f"PRAGMA application_id = {mark}")
        connection.execute(f"PRAGMA user_version = {version}")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_bytes(b"the readings of my gas meter\n" * 99),
    "short": lambda path: path.write_bytes(b"SQLite format 3\x00"),
    "no-table": lambda path: path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000),
    "unmarked": _another_database,
    "another-mark": lambda path: _another_database(path, 42, 1001),
    "another-kind": lambda path: _another_database(path, MARK, 999_001),
}


@each_gate
@pytest.mark.parametrize("thing", FOREIGN)
@pytest.mark.parametrize("is_linked", [False, True], ids=["in-place", "behind-a-link"])
def test_what_is_not_ours_is_left_as_it_is(
    gate: Gate, folder: Path, thing: str, *, is_linked: bool
) -> None:
    place = folder / gate.name
    file = folder.parent / "theirs" if is_linked else place
    FOREIGN[thing](file)
    file.chmod(0o644)
    if is_linked:
        place.symlink_to(file)
    before = file.read_bytes(), file.stat().st_mode, file.stat().st_mtime_ns
    _, notes = gate.use(folder)
    assert "cannot be used" in str(notes)
    assert nerq("cache", "clear", folder=folder, NERQ_CACHE_DIR=str(folder)).code == 0
    assert (file.read_bytes(), file.stat().st_mode, file.stat().st_mtime_ns) == before
    assert place.is_symlink() == is_linked
    assert [entry.name for entry in folder.iterdir()] == [gate.name]


@each_gate
def test_a_link_to_a_store_of_ours_is_not_followed(gate: Gate, folder: Path) -> None:
    gate.use(folder)
    (folder / gate.name).rename(folder.parent / "moved")
    before = (folder.parent / "moved").read_bytes()
    (folder / gate.name).symlink_to(folder.parent / "moved")
    assert "symbolic link" in str(gate.use(folder))
    assert (folder.parent / "moved").read_bytes() == before


IN_THE_WAY: dict[str, Callable[[Path], object]] = {
    "folder": lambda path: path.mkdir(),
    "fifo": lambda path: os.mkfifo(path),  # noqa: PLW0108 -- of another signature
    "dangling": lambda path: path.symlink_to("nowhere"),
}


@each_gate
@pytest.mark.parametrize("thing", IN_THE_WAY)
def test_what_is_not_a_file_is_told_and_left(gate: Gate, folder: Path, thing: str) -> None:
    IN_THE_WAY[thing](folder / gate.name)
    assert "cannot be used" in str(gate.use(folder))
    assert os.path.lexists(folder / gate.name)
    assert not (folder / "nowhere").exists()
    for command in ("info", "clear"):
        assert nerq("cache", command, folder=folder, NERQ_CACHE_DIR=str(folder)).code == 0


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can give files away")
@pytest.mark.parametrize("gate", CACHES, ids=lambda gate: gate.name)
def test_a_cache_of_another_user_is_not_read(gate: Gate, folder: Path) -> None:
    gate.use(folder)
    os.chown(folder / gate.name, 12345, 12345)
    assert "another user" in str(gate.use(folder))


@pytest.mark.parametrize("gate", CACHES, ids=lambda gate: gate.name)
def test_another_version_is_started_anew_without_a_word(gate: Gate, folder: Path) -> None:
    gate.use(folder)
    rows(folder / gate.name, f"PRAGMA user_version = {gate.kind.user_version + 1}")
    assert gate.use(folder)[1] == []
    assert gate.use(folder) == (True, [])
    assert rows(folder / gate.name, "PRAGMA user_version") == [(gate.kind.user_version,)]


@pytest.mark.parametrize("gate", CACHES, ids=lambda gate: gate.name)
def test_a_cache_of_nerq_2_is_started_anew_without_a_word(gate: Gate, folder: Path) -> None:
    for statement in gate.kind.unmarked:
        rows(folder / gate.name, statement)
    rows(folder / gate.name, "PRAGMA user_version = 1")
    assert gate.use(folder)[1] == []
    assert gate.use(folder) == (True, [])


def _damaged(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one of the damages that disks, editors and crashes do."""
    changed = bytearray(data)
    kind = chance.randrange(5)
    at = chance.randrange(len(data))
    if kind == 0:
        return bytes(changed[:at])
    if kind == 1:
        end = at + chance.choice((1, 16, 512, 4096))
        changed[at:end] = bytes(len(changed[at:end]))
    elif kind == 2:
        del changed[at : at + chance.choice((1, 100, 4096))]
    else:
        for _ in range(chance.choice((1, 1, 8, 64))):
            place = chance.randrange(min(len(data), 4096) if kind == 3 else len(data))
            changed[place] = chance.randrange(256)
    return bytes(changed)


@each_gate
def test_random_damage_ends_no_run_and_changes_no_answer(gate: Gate, folder: Path) -> None:
    """Each gate asserts that what it gets is what was put in, or nothing, or is told."""
    gate.use(folder)
    for end in ("-wal", "-shm"):
        assert not (folder / (gate.name + end)).exists()
    whole = (folder / gate.name).read_bytes()
    chance = random.Random(gate.name)
    for _ in range(120):
        shutil.rmtree(folder)
        folder.mkdir()
        (folder / gate.name).write_bytes(_damaged(whole, chance))
        gate.use(folder)


def test_random_damage_ends_no_command(folder: Path) -> None:
    for gate in GATES:
        gate.use(folder)
    whole = {gate.name: (folder / gate.name).read_bytes() for gate in GATES}
    chance = random.Random(1)
    (folder.parent / "requirements.txt").write_text("flask==3.0.0\n")
    commands = (
        ("cache", "info"),
        ("scan", "--offline", "--source", "local", "-q", "requirements.txt"),
        ("advisories", "status"),
        ("cache", "clear"),
    )
    for _ in range(6):
        for name, data in whole.items():
            (folder / name).write_bytes(_damaged(data, chance))
        for command in commands:
            done = nerq(*command, folder=folder.parent, NERQ_CACHE_DIR=str(folder))
            assert done.code in {0, 1, 3}, done


def test_a_sealed_row_reads_as_itself_or_as_nothing() -> None:
    row = ("a", 1, 2.5, None, b"x")
    assert unsealed(sealed(row)) == row
    assert unsealed((*row, 7)) is None
    assert unsealed(("b", *sealed(row)[1:])) is None


def _insert(connection: sqlite3.Connection) -> None:
    connection.execute("INSERT INTO t VALUES ('a', 1, 0)")


def _count(connection: sqlite3.Connection) -> int:
    return int(connection.execute("SELECT count(*) FROM t").fetchone()[0])


def test_two_in_one_process_keep_each_others_locks(tmp_path: Path) -> None:
    """POSIX locks of a process go with the first descriptor closed: a second store opens none."""
    first, second = Store(tmp_path / "t", TABLE), Store(tmp_path / "t", TABLE)
    first.write(_insert)
    assert second.read(_count) == 1
    second.close()
    assert store_module._OPEN[(tmp_path / "t").stat().st_dev, (tmp_path / "t").stat().st_ino] == 1
    assert first.read(_count) == 1
    first.close()
    assert sum(store_module._OPEN.values()) == 0


def test_a_file_that_another_run_started_anew_is_opened_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "t", TABLE)
    store.write(_insert)
    for file in tmp_path.iterdir():
        file.unlink()
    Store(tmp_path / "t", TABLE).write(_insert)
    store.write(_insert)
    assert store.notes == []
    store.close()


_RUN = """
import sys
from pathlib import Path
from nerq.trust.service.cache import Cache, Cached
from nerq.trust.service.wire import Rating
cache = Cache(Path(sys.argv[1]))
for number in range(15):
    names = [f"{sys.argv[2]}-{number}-{n}" for n in range(10)]
    cache.write("u", [Cached(name, "batch", Rating(50.0), None, 1.0, 2.0, 3.0) for name in names])
    found = cache.read("u", names, ["batch"])
    assert {entry.rating.score for entry in found.values()} <= {50.0}
"""


def test_several_runs_meet_a_damaged_store_at_once(folder: Path) -> None:
    Answers().use(folder)
    damaged = bytearray((folder / Answers.name).read_bytes())
    damaged[100:] = b"\xff" * (len(damaged) - 100)
    (folder / Answers.name).write_bytes(damaged)
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _RUN, str(folder), str(number)], stderr=subprocess.PIPE
        )
        for number in range(3)
    ]
    said = [run.communicate(timeout=60)[1] for run in runs]
    assert [(run.returncode, text) for run, text in zip(runs, said, strict=True)] == [(0, b"")] * 3
    assert Answers().use(folder)[1] == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_note(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    store = Store(tmp_path / "t", TABLE)
    store.write(_insert)
    store.write(_insert)
    assert len(store.notes) == 1
    tmp_path.chmod(0o700)


def test_a_full_disk_is_one_note(tmp_path: Path) -> None:
    store = Store(tmp_path / "t", TABLE)
    store.write(_insert)
    store.write(lambda connection: connection.execute("PRAGMA max_page_count = 3"))
    big = "x" * 100_000
    for _ in range(2):
        store.write(lambda connection: connection.execute("INSERT INTO t VALUES (?, 1, 0)", (big,)))
    assert len(store.notes) == 1
    assert "full" in store.notes[0]
    assert (tmp_path / "t").exists()


def test_clearing_counts_and_leaves_a_small_file(tmp_path: Path) -> None:
    store = Store(tmp_path / "t", TABLE)
    assert store.clear("t") == 0
    assert not (tmp_path / "t").exists()
    store.write(lambda c: c.executemany("INSERT INTO t VALUES (?, 1, 0)", [("x" * 99,)] * 2000))
    large = store.size()
    assert store.clear("t") == 2000
    assert store.size() < large / 4
    store.close()
