"""Answers in a file: whole, dated and checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from nerq.errors import UnfinishedError
from nerq.model import Answer, Facts, Rated, Target, Unavailable, Unrated
from nerq.trust.service.snapshot import read_snapshot, write_snapshot
from nerq.trust.service.wire import Rating

if TYPE_CHECKING:
    from pathlib import Path

NOW = 1_790_000_000.0
URL = "https://nerq.ai"
ANSWERS: dict[Target, Answer] = {
    Target("b", "package", "pypi"): Rated(61.2, Facts(grade="C"), is_confirmed=False),
    Target("a", "package", "pypi"): Unrated("not-in-index", "x"),
    Target("private", "package", "pypi"): Unrated("private", "x"),
    Target("local", "package", "pypi"): Rated(50.0, source="local"),
    Target("gone", "package", "pypi"): Unavailable("x"),
    Target("pinned", "package", "pypi"): Rated(90.0),
}


def written(tmp_path: Path) -> Path:
    path = tmp_path / "answers.jsonl"
    assert write_snapshot(path, URL, ANSWERS, {"pypi:pinned": "org/pinned"}, NOW) == 3
    return path


def test_what_was_exported_is_read(tmp_path: Path) -> None:
    snapshot = read_snapshot(written(tmp_path), now=NOW + 3600)
    assert (snapshot.service, snapshot.created_at) == (URL, "2026-09-21T14:13:20Z")
    assert snapshot.age == 3600
    assert snapshot.find("b") == (Rating(61.2, Facts(grade="C")), False)
    assert snapshot.find("a") == (Rating(None), True)
    assert list(snapshot.rows) == ["a", "b", "org/pinned"]
    for name in ("private", "local", "gone", "pinned"):
        assert snapshot.find(name) is None


def test_the_same_answers_give_the_same_bytes(tmp_path: Path) -> None:
    first = written(tmp_path).read_bytes()
    assert written(tmp_path).read_bytes() == first
    assert [path.name for path in tmp_path.iterdir()] == ["answers.jsonl"]


def test_an_old_one_is_refused_where_an_age_is_set(tmp_path: Path) -> None:
    path = written(tmp_path)
    read_snapshot(path, max_age=7 * 86400, now=NOW + 6 * 86400)
    with pytest.raises(UnfinishedError, match=r"8 days old .* allows 7; export"):
        read_snapshot(path, max_age=7 * 86400, now=NOW + 8 * 86400)


@pytest.mark.parametrize(
    ("pattern", "change", "says"),
    [
        (rb"61\.2", b"91.2", "checksum"),
        (rb"\n[^\n]*\n\Z", b"\n", "checksum"),
        (rb"\A.*\n", b"", "not a snapshot"),
        (rb"\A", b"<html>", "not a snapshot"),
        (rb"\A\{", b"[", "not a snapshot"),
        (rb'"nerq-snapshot": 1', b'"nerq-snapshot": 2', "version 2"),
        (rb'"nerq-snapshot": 1', b'"nerq-snapshot": "x"', "not a snapshot"),
        (rb"2026-09-21T", b"yesterday-", "date"),
    ],
)
def test_a_damaged_one_is_refused(tmp_path: Path, pattern: bytes, change: bytes, says: str) -> None:
    path = written(tmp_path)
    path.write_bytes(re.sub(pattern, change, path.read_bytes(), count=1))
    with pytest.raises(UnfinishedError, match=says):
        read_snapshot(path)


def test_rows_are_checked_as_the_service_s_are(tmp_path: Path) -> None:
    import hashlib

    path = written(tmp_path)
    head, body = path.read_bytes().split(b"\n", 1)
    for old, new, says in ((b"61.2", b"612", "unusable"), (b'"target"', b'"t"', "not an answer")):
        changed = body.replace(old, new)
        digest = hashlib.sha256(changed).hexdigest().encode()
        path.write_bytes(re.sub(rb"[0-9a-f]{64}", digest, head) + b"\n" + changed)
        with pytest.raises(UnfinishedError, match=says):
            read_snapshot(path).find("b")


def test_a_missing_file_and_a_bad_place_are_said(tmp_path: Path) -> None:
    with pytest.raises(UnfinishedError, match=r"none.*cannot be read"):
        read_snapshot(tmp_path / "none")
    with pytest.raises(UnfinishedError, match="cannot be written"):
        write_snapshot(tmp_path / "none" / "x", URL, ANSWERS)
