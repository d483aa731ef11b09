"""Held against files of real packages in which every reference was labelled by hand.

The files are not part of this repository. ``NERQ_TEST_MODELREFS`` names the folder that holds
them; labels and the scorer lie beside the repository. Without them, nothing is tested here.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from sources import source

from nerq.detectors import DETECTORS
from nerq.errors import ManifestError
from nerq.model import Reference
from nerq.plugin import Detector, Search

LABELS = Path(__file__).parents[2].parent / "shared" / "modelrefs" / "labels-dev.jsonl"
FILES = Path(os.environ.get("NERQ_TEST_MODELREFS") or "absent")
PREFIXES = ("ollama", "openai", "anthropic", "azure", "openrouter", "bedrock", "hosted_vllm")
MODELS = ("model", "api-model", "ollama-model")

pytestmark = pytest.mark.skipif(
    not LABELS.is_file() or not FILES.is_dir(),
    reason="the labelled files are not here: set NERQ_TEST_MODELREFS to their folder",
)

Pairs = set[tuple[str, str]]


def normal(name: str) -> str:
    lowered = name.strip().lower().removeprefix("hf://")
    head, slash, rest = lowered.partition("/")
    return (
        rest if slash and head in PREFIXES and not rest.startswith(("whisper", "clip")) else lowered
    )


def labels() -> dict[str, Pairs]:
    """(file, id) pairs of live labels by kind; ``neutral`` for aliases and prose."""
    found: dict[str, Pairs] = defaultdict(set)
    for line in LABELS.read_text("utf-8").splitlines():
        row = json.loads(line)
        path = f"{row['sdist'].replace('==', '-')}/{row['path']}"
        kind = row["kind"] if row["live"] else "prose"
        found[kind].add((path, normal(row["id"])))
    return found


def takes(detector: Detector, path: str) -> bool:
    return any(
        fnmatchcase(f"/{path}", f"*/{glob}") if "/" in glob else fnmatchcase(Path(path).name, glob)
        for glob in detector.files
    )


def reported() -> dict[str, Pairs]:
    found: dict[str, Pairs] = defaultdict(set)
    for path in sorted(FILES.rglob("*")):
        if not path.is_file():
            continue
        relative = path.relative_to(FILES).as_posix()
        page = source(relative, path.read_bytes())
        for detector in DETECTORS:
            if takes(detector, relative) and detector.hint.search(page.data):
                for item in safely(detector, page):
                    if item.scope != "prose":
                        found[item.kind].add((item.location.path, normal(item.name)))
    return found


def safely(detector: Detector, page: object) -> list[Reference]:
    try:
        items = list(detector.detect(page, Search()))  # type: ignore[arg-type]  # stands in for a Source
    except ManifestError:
        return []
    return [item for item in items if isinstance(item, Reference)]


@pytest.fixture(scope="module")
def known() -> dict[str, Pairs]:
    return labels()


@pytest.fixture(scope="module")
def seen() -> dict[str, Pairs]:
    return reported()


@pytest.mark.parametrize(
    ("kind", "least"), [("model", 0.97), ("api-model", 0.9), ("ollama-model", 0.9)]
)
def test_finds_what_people_found(
    known: dict[str, Pairs], seen: dict[str, Pairs], kind: str, least: float
) -> None:
    """Recall over (file, id) pairs of live references."""
    everything = seen["model"] | seen["api-model"]
    missed = known[kind] - everything
    assert 1 - len(missed) / len(known[kind]) >= least, sorted(missed)


def test_reports_hardly_anything_else(known: dict[str, Pairs], seen: dict[str, Pairs]) -> None:
    """Strict precision: prose counts as wrong, names that are aliases do not count."""
    right = set().union(*(known[kind] for kind in MODELS))
    everything = (seen["model"] | seen["api-model"]) - (known["alias"] - right)
    wrong = everything - right
    assert 1 - len(wrong) / len(everything) >= 0.97, sorted(wrong)


def test_datasets_are_told_from_models(known: dict[str, Pairs], seen: dict[str, Pairs]) -> None:
    """A labelled dataset is reported as one, and as no model."""
    models = seen["model"] | seen["api-model"]
    told = {pair for pair in known["dataset"] if pair in seen["dataset"] and pair not in models}
    assert len(told) / len(known["dataset"]) >= 0.97, sorted(known["dataset"] - told)
