"""A cache saves time, and costs at worst one line of warning."""

from __future__ import annotations

import json
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

from nerq import store
from nerq.model import Facts
from nerq.trust.service import cache as cache_module
from nerq.trust.service.cache import Cache, Cached
from nerq.trust.service.wire import Rating

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

NOW = 1_790_000_000.0
URL = "https://nerq.ai"


def kept(target: str, score: float | None = 80.0, asked: str = "batch", **times: float) -> Cached:
    at = times.get("at", NOW)
    return Cached(
        target,
        asked,
        Rating(score, Facts(grade="B", category="é")),
        '"tag"',
        at,
        at + times.get("fresh", 3600),
        at + times.get("stale", 86400),
    )


def test_what_was_written_is_read_by_another(tmp_path: Path) -> None:
    first, second = Cache(tmp_path), Cache(tmp_path)
    entries = [kept("a"), kept("b", None), kept("a", 61.2, "single"), kept("c", asked="history")]
    first.write(URL, entries)
    found = second.read(URL, ["a", "b", "c", "zz"], ["batch", "single"])
    assert found == {(entry.target, entry.asked): entry for entry in entries[:3]}
    assert second.read("https://other.invalid", ["a"], ["batch"]) == {}
    assert first.notes == second.notes == []
    first.close()
    second.close()


def test_the_file_is_private_to_the_user(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "new" / "folder")
    cache.write(URL, [kept("a")])
    for path in cache.path.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    cache.close()
    cache.path.chmod(0o644)
    cache.read(URL, ["a"], ["batch"])
    assert stat.S_IMODE(cache.path.stat().st_mode) == 0o600
    cache.close()


def test_an_answer_is_fresh_only_in_its_time(tmp_path: Path) -> None:
    assert kept("a").is_fresh(NOW + 3599)
    assert not kept("a").is_fresh(NOW + 3601)
    assert not kept("a").is_fresh(NOW - 3600)  # written by a clock that ran ahead


def test_nothing_is_made_by_reading(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "none")
    assert cache.read(URL, ["a"], ["batch"]) == {}
    assert cache.info().answers == 0
    assert cache.clear() == 0
    assert not (tmp_path / "none").exists()


def test_info_counts_and_clear_drops(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept("a"), kept("b", fresh=0.0)])
    cache.write("http://other.invalid", [kept("a")])
    info = cache.info(NOW + 1)
    assert (info.answers, info.fresh) == (3, 2)
    assert info.services == {URL: 2, "http://other.invalid": 1}
    assert info.size > 0
    assert cache.clear() == 3
    assert cache.info().answers == 0
    cache.close()


def test_what_is_long_past_its_time_is_dropped(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept("old", at=NOW - 40 * 86400), kept("new")])
    cache.prune(NOW)
    assert list(cache.read(URL, ["old", "new"], ["batch"])) == [("new", "batch")]
    cache.close()


def test_a_file_cut_in_the_middle_is_started_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept(f"p{number}") for number in range(500)])
    cache.close()
    data = cache.path.read_bytes()
    cache.path.write_bytes(data[: len(data) // 2])
    cache.read(URL, ["p1"], ["batch"])
    cache.write(URL, [kept("a")])
    assert len(cache.notes) <= 1
    assert len(cache.read(URL, ["a"], ["batch"])) == 1
    cache.close()


def test_a_lost_table_is_made_anew(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept("a")])
    cache.close()
    connection = sqlite3.connect(cache.path)
    connection.execute("DROP TABLE answers")
    connection.commit()
    connection.close()
    assert cache.read(URL, ["a"], ["batch"]) == {}
    cache.write(URL, [kept("a")])
    assert len(cache.notes) == 1
    cache.close()


def test_a_row_of_another_program_is_not_an_answer(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept("a"), kept("b"), kept("c"), kept("d")])
    cache.close()
    connection = sqlite3.connect(cache.path)
    connection.execute("UPDATE answers SET row = '{\"target_trust\": 900}' WHERE target = 'a'")
    connection.execute("UPDATE answers SET row = x'00' WHERE target = 'b'")
    connection.execute("UPDATE answers SET fresh_until = 9e99 WHERE target = 'c'")
    connection.commit()
    connection.close()
    assert list(cache.read(URL, ["a", "b", "c", "d"], ["batch"])) == [("d", "batch")]
    cache.close()


def test_an_unusable_place_is_one_note(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "below")
    cache.write(URL, [kept("a")])
    cache.write(URL, [kept("a")])
    assert cache.read(URL, ["a"], ["batch"]) == {}
    assert len(cache.notes) == 1
    assert "cannot be used" in cache.notes[0]


def test_a_locked_file_is_one_note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LOCK_TIMEOUT", 0.01)
    first = Cache(tmp_path)
    first.write(URL, [kept("a")])
    first.close()
    lock = sqlite3.connect(Cache(tmp_path).path, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    cache = Cache(tmp_path)
    assert len(cache.read(URL, ["a"], ["batch"])) == 1  # readers do not wait for writers
    cache.write(URL, [kept("b")])
    assert len(cache.notes) == 1
    assert "locked" in cache.notes[0]
    lock.close()


_WRITER = """
import sys
from pathlib import Path
from nerq.trust.service.cache import Cache, Cached
from nerq.trust.service.wire import Rating
cache = Cache(Path(sys.argv[1]))
for number in range(40):
    cache.write("https://nerq.ai", [
        Cached(f"{sys.argv[2]}-{number}-{i}", "batch", Rating(50.0), None, 1.0, 2.0, 3.0)
        for i in range(10)
    ])
print(cache.notes)
"""


def test_several_processes_share_it(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(tmp_path)]
    runs = [
        subprocess.Popen([*command, str(number)], stdout=subprocess.PIPE, text=True)
        for number in range(3)
    ]
    assert [run.communicate(timeout=60)[0].strip() for run in runs] == ["[]"] * 3
    cache = Cache(tmp_path)
    assert cache.info().answers == 1200
    assert cache.notes == []
    cache.close()


def test_a_thousand_targets_are_one_query(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.write(URL, [kept(f"p{number}") for number in range(2_000)])
    cache.close()
    queries: list[str] = []
    cache.read(URL, ["p1"], ["batch"])
    assert cache._store._connection is not None
    cache._store._connection.set_trace_callback(queries.append)
    found = cache.read(URL, [f"p{number}" for number in range(1_000)], ["single", "batch"])
    assert len(found) == 1_000
    assert len(queries) == 1
    plan = cache._store._connection.execute(
        "EXPLAIN QUERY PLAN " + cache_module._READ, (json.dumps(["a"]), '["batch"]', URL)
    ).fetchall()
    assert any("USING INDEX" in step[3] for step in plan)
    cache.close()
