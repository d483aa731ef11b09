"""`nerq advisories update` against published archives, over real sockets."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.evidence_service import Asked, EvidenceService, Reply
from contract.published import advisory

from nerq.errors import UnfinishedError
from nerq.trust.local import dumps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Archive:
    """An archive that is served in ranges, as object stores do; it can end early or change."""

    def __init__(self, *names: str) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as dump:
            for name in names:
                document = advisory(f"PYSEC-{name}", "PyPI", name, summary="x" * 4000)
                dump.writestr(f"PYSEC-{name}.json", json.dumps(document))
        self.data = packed.getvalue()
        self.etag = f'"{len(self.data)}-{names[0]}"'
        self.left: int | None = None  # answers before it breaks down

    def __call__(self, asked: Asked) -> Reply:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                return Reply(503, {})
        if asked.headers.get("if-none-match") == self.etag:
            return Reply(304, b"", {"ETag": self.etag})
        start, _, end = asked.headers["range"].removeprefix("bytes=").partition("-")
        piece = self.data[int(start) : int(end) + 1]
        span = f"bytes {start}-{int(start) + len(piece) - 1}/{len(self.data)}"
        return Reply(206, piece, {"Content-Range": span, "ETag": self.etag})


@pytest.fixture
def service(project: Path) -> Iterator[EvidenceService]:
    with EvidenceService() as running:
        text = f'[local.endpoints]\ndumps = "{running.url}/dumps"\nosv = ""\n'
        (project / "nerq.toml").write_text(text, encoding="utf-8")
        (project / "requirements.txt").write_text("tallies==1.0\n", encoding="utf-8")
        yield running


def test_the_archives_of_the_ecosystems_in_use_are_imported(
    project: Path, service: EvidenceService
) -> None:
    service.replies["/dumps/PyPI/all.zip"] = Archive("tallies", "sums")
    done = nerq("advisories", "update", folder=project)
    assert (done.code, done.err) == (0, "")
    assert "pypi: 2 advisories on 2 packages" in done.out
    assert set(service.paths) == {"/dumps/PyPI/all.zip"}
    status = nerq("advisories", "status", folder=project)
    assert "imported today" in status.out


def test_what_is_the_newest_is_not_fetched_again(project: Path, service: EvidenceService) -> None:
    archive = Archive("tallies")
    service.replies["/dumps/PyPI/all.zip"] = archive
    assert nerq("advisories", "update", folder=project).code == 0
    done = nerq("advisories", "update", folder=project)
    assert "pypi: what was imported is the newest" in done.out
    newer = Archive("sums", "tallies")
    service.replies["/dumps/PyPI/all.zip"] = newer
    assert "pypi: 2 advisories" in nerq("advisories", "update", "pypi", folder=project).out


def fetch(service: EvidenceService, folder: Path) -> Path | None:
    return dumps.fetch_dump(f"{service.url}/dumps", "pypi", folder, lambda *_: None)


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(dumps, "PIECE", 1000)
    return 1000


def test_a_download_that_broke_off_goes_on_where_it_ended(
    service: EvidenceService, tmp_path: Path, pieces: int
) -> None:
    archive = Archive("tallies", "sums")
    service.replies["/dumps/PyPI/all.zip"] = archive
    archive.left = 3
    with pytest.raises(UnfinishedError, match="503"):
        fetch(service, tmp_path)
    archive.left = None
    got = fetch(service, tmp_path)
    assert got is not None
    assert got.read_bytes() == archive.data
    asked = [asked.headers["range"] for asked in service.asked]
    assert len(set(asked)) == -(-len(archive.data) // pieces)
    assert len(asked) == len(set(asked)) + 1  # the one that failed was asked for again


def test_another_edition_starts_it_anew(
    service: EvidenceService, tmp_path: Path, pieces: int
) -> None:
    first, second = Archive("tallies", "sums"), Archive("counts", "sums", "tallies")
    answers = iter([first, first])

    def answer(asked: Asked) -> Reply:
        return next(answers, second)(asked)

    service.replies["/dumps/PyPI/all.zip"] = answer
    got = fetch(service, tmp_path)
    assert got is not None
    assert got.read_bytes() == second.data
    assert pieces < len(first.data)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, {}),
        Reply(206, b"abc", {"Content-Range": "bytes 5-7/8"}),
        Reply(206, b"abc", {"Content-Range": "bytes 0-2/999999999999999"}),
        Reply(206, b"abc"),
        Reply(302, b"", {"Location": "http://127.0.0.1:9/all.zip"}),
    ],
    ids=["missing", "another piece", "endless", "no range", "elsewhere"],
)
def test_what_is_not_the_archive_is_unfinished(
    project: Path, service: EvidenceService, reply: Reply
) -> None:
    service.replies["/dumps/PyPI/all.zip"] = reply
    done = nerq("advisories", "update", folder=project)
    assert done.code == 3
    assert "all.zip" in done.err
    assert nerq("advisories", "status", folder=project).out.startswith("no advisories")


def test_a_damaged_archive_is_not_imported(project: Path, service: EvidenceService) -> None:
    archive = Archive("tallies")
    archive.data = archive.data[:200] + b"\x00" * 50 + archive.data[250:]
    service.replies["/dumps/PyPI/all.zip"] = archive
    done = nerq("advisories", "update", folder=project)
    assert done.code == 3
    service.replies["/dumps/PyPI/all.zip"] = Archive("tallies")
    assert nerq("advisories", "update", folder=project).code == 0


def test_an_ecosystem_without_an_archive_is_a_usage_error(
    project: Path, service: EvidenceService
) -> None:
    done = nerq("advisories", "update", "cargo", folder=project)
    assert done.code == 2
    assert "npm, pypi" in done.err
    assert service.asked == []
