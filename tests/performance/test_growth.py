"""Cost grows with size and not faster, told by calls made and bytes read; memory stays small."""

from __future__ import annotations

import gc
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from performance.counting import assert_linear, calls
from sources import source

from benchmarks import corpus
from nerq.discovery import source as source_module
from nerq.manifests import FORMATS
from nerq.pipeline.collect import collect
from nerq.pipeline.scan import scan
from nerq.reports import json_v1
from nerq.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from nerq.model import ScanResult

PLAIN = Settings().replace(cache=False, dry_run=True)


def report(result: ScanResult) -> str:
    return json_v1.render(result)


def test_twice_the_packages_are_twice_the_work(tmp_path: Path) -> None:
    folders = [corpus.monorepo(tmp_path / str(count), count) for count in (2, 4, 8)]
    collect([str(folders[0])], PLAIN)
    assert_linear([calls(lambda at=at: report(scan([str(at)], PLAIN))) for at in folders])  # type: ignore[misc]


def test_twice_the_kept_files_are_twice_the_work(tmp_path: Path) -> None:
    folders = [corpus.monorepo(tmp_path / str(count), count) for count in (2, 4, 8)]
    for at in folders:
        collect([str(at)], Settings())
    assert_linear([calls(lambda at=at: collect([str(at)], Settings())) for at in folders])  # type: ignore[misc]


def test_every_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = corpus.monorepo(tmp_path / "some", 3)
    read: list[str] = []
    real = source_module.read_bytes

    def noting(path: str) -> bytes:
        read.append(path)
        return real(path)

    monkeypatch.setattr(source_module, "read_bytes", noting)
    collect([str(folder)], Settings())
    files = [path for path in folder.rglob("*") if path.is_file()]
    # A manifest that explains the lock beside it is looked at once more, for every lock.
    assert len(read) <= len(files) + 3 * 3


@pytest.mark.parametrize("form", ["uv.lock", "hashed-requirements.txt", "plain-requirements.txt"])
def test_twice_the_entries_are_twice_the_work(tmp_path: Path, form: str) -> None:
    id_ = "uv-lock" if form == "uv.lock" else "requirements"
    parse = next(part for part in FORMATS if part.id == id_).parse
    costs = []
    for count in (400, 800, 1600):
        text = (corpus.large(tmp_path / str(count), count) / form).read_text("utf-8")
        list(parse(source(form, text)))
        costs.append(calls(lambda text=text: list(parse(source(form, text)))))  # type: ignore[misc]
    assert_linear(costs)


def test_content_is_forgotten_once_read(tmp_path: Path) -> None:
    """Peak memory grows with what is found, not with what is read."""

    def peak(count: int) -> int:
        folder = tmp_path / str(count)
        folder.mkdir()
        for number in range(count):
            text = f"# {number}\n" + "value = compute(1, 2)  # nothing to find\n" * 25_000
            (folder / f"part_{number}.py").write_text(text)
        gc.collect()
        tracemalloc.start()
        assert collect([str(folder)], PLAIN).files == count
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(1)
    assert peak(24) < 2 * peak(3)
