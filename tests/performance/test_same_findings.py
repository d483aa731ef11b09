"""What is fast finds what is slow: kept readings against reading anew, on every shared case."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import corpus
from nerq.pipeline.collect import collect
from nerq.pipeline.reading import Reader
from nerq.settings import Settings

CASES = Path(__file__).parents[2].parent / "shared" / "conformance" / "dev"
FORMATS = sorted(path.name for path in CASES.iterdir()) if CASES.exists() else []


def same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = collect([str(folder)], Settings().replace(cache=False))
    first = collect([str(folder)], Settings())
    with monkeypatch.context() as patch:
        patch.setattr(Reader, "_read", None)  # nothing is left to read anew
        second = collect([str(folder)], Settings())
    assert slow == first == second


@pytest.mark.skipif(not FORMATS, reason="the shared conformance cases are not here")
@pytest.mark.parametrize("form", FORMATS)
def test_kept_readings_are_what_reading_gives(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    same(CASES / form, monkeypatch)


def test_kept_readings_of_a_monorepo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    same(corpus.monorepo(tmp_path / "repository", 4), monkeypatch)
