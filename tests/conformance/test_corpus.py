"""Every case of the conformance corpus, read in process and scored by the corpus's own rules."""

from __future__ import annotations

import importlib.util
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from nerq.errors import NerqError
from nerq.pipeline.collect import collect
from nerq.settings import Settings

CORPUS = Path(__file__).parents[2].parent / "shared" / "conformance"
CHECK = CORPUS / "check.py"
CASES = CORPUS / "dev"

pytestmark = pytest.mark.skipif(not CHECK.is_file(), reason="the conformance corpus is not here")

SCORING = SimpleNamespace(ecosystem="")
PACKAGE_KINDS = {"package", "action", "repository", "mcp-server"}
GOAL = 0.995
HOSTILE_SECONDS = 5.0
"""Two on the machine that the limit was set for; this one may be busy."""

_REPOSITORY = "a Git URL without a name still names its repository, which can be asked about"
_ARCHIVE = "the file name of a source archive says which project and version it is (PEP 625)"
_RUN = "what a run step installs is a dependency of the workflow; the expectation has uses: only"
_MEMBER = "a member of the project's own workspace, or a link of its own, is not a dependency"
DISAGREEMENTS: dict[tuple[str, str], str] = {
    ("conda-environment", "conda-lock-test-git-environment"): _REPOSITORY,
    ("conda-environment", "conda-lock-test-git-tag-environment"): _REPOSITORY,
    ("github-workflow", "dependabot-workflow"): _RUN,
    ("github-workflow", "dependabot-workflow_monorepo"): _RUN,
    ("github-workflow", "pip-audit-release"): _RUN,
    (
        "package-lock",
        "syft-pkg-lock-package-lock",
    ): "the lock itself says version 3.2.4; that there is none is"
    " what the expectation's own loader makes of it",
    ("package-lock", "trivy-package-lock_v3_with_workspace"): _MEMBER,
    ("package-lock", "trivy-package-lock_v3_without_root_deps_field"): _MEMBER,
    ("pixi-lock", "pixi-pypi-missing-version-pixi"): "the lock has no version; 0a0.dev0 is what"
    " the oracle's library fills in",
    ("pnpm-lock", "osv-scalibr-exotic"): "github.com/kevva/is-positive is a repository and bar a"
    " peer suffix; neither is a package and version of npm",
    ("requirements", "dependabot-vcs_url"): _REPOSITORY,
    ("requirements", "dependabot-with_local_model_archive"): _ARCHIVE,
    ("requirements", "prp-TechAtNYU-overlord-requirements"): _REPOSITORY,
    ("requirements", "prp-pamfilos-invenio-requirements"): _ARCHIVE,
    ("requirements", "prp-req-detector-requirements"): _REPOSITORY,
    ("requirements", "prp-requirementslib-tests"): _REPOSITORY,
    ("requirements", "prp-rustyrazorblade-machete-requirements"): _ARCHIVE,
    ("requirements", "prp-urls_wth_checksums-requirements"): _ARCHIVE,
    ("requirements", "prp-vladikoff-loop-server-loadtests-requirements"): _REPOSITORY,
}
"""Cases whose expectation is not met, each with the reason; they do not count for the goal."""


@dataclass(frozen=True)
class Outcome:
    """What came of one case."""

    name: str
    score: dict[str, Any]
    must_error: bool | None
    is_diagnosed: bool
    seconds: float
    leaks: tuple[str, ...]

    @property
    def is_met(self) -> bool:
        if self.leaks:
            return False
        if self.must_error:
            return self.is_diagnosed
        return not self.score["missing"] and not self.score["extra"]

    def __str__(self) -> str:
        missing, extra = self.score["missing"][:4], self.score["extra"][:4]
        silent = "not diagnosed " if self.must_error and not self.is_diagnosed else ""
        return f"{self.name}: {silent}{missing=} {extra=} {self.leaks or ''}"


def _check() -> ModuleType:
    spec = importlib.util.spec_from_file_location("conformance_check", CHECK)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _formats() -> list[str]:
    return sorted(folder.name for folder in CASES.iterdir()) if CASES.is_dir() else []


@pytest.fixture(scope="module")
def check() -> ModuleType:
    return _check()


def _prepared(check: ModuleType, folder: str, expected: dict[str, Any], work: Path) -> Path:
    """A copy of the case as the corpus's runner makes it; the path to scan."""
    shutil.copytree(folder, work, symlinks=True, ignore=shutil.ignore_patterns("expected.json"))
    check.put_hosts(work)
    if expected.get("generate"):
        check.materialize(expected["generate"], work)
    return work if expected.get("scan") == "dir" else work / expected["entry"]


def _run(
    check: ModuleType, form: str, name: str, folder: str, expected: dict[str, Any], work: Path
) -> Outcome:
    path = _prepared(check, folder, expected, work)
    kinds = {"package"} if expected.get("format") == "pre-commit" else PACKAGE_KINDS
    started = time.monotonic()
    got: list[tuple[str, str | None, int | None]] = []
    text = ""
    try:
        collected = collect([str(path)], Settings())
    except NerqError as error:
        text, is_diagnosed = str(error), True
    else:
        references = [ref for entry in collected.targets for ref in entry.references]
        got = [(r.name, r.version, r.location.line) for r in references if r.kind in kinds]
        is_diagnosed = bool(collected.problems)
        text = f"{references} {[problem.message for problem in collected.problems]}"
    seconds = time.monotonic() - started
    leaks = tuple(word for word in expected.get("forbid_text", ()) if word in text)
    leaks += tuple(str(f) for name in expected.get("forbid_files", ()) for f in work.rglob(name))
    score = check.score(form, expected, got, SCORING)
    return Outcome(name, score, expected["must_error"], is_diagnosed, seconds, leaks)


def _outcomes(check: ModuleType, form: str, tmp_path: Path) -> list[Outcome]:
    cases = check.load_cases(str(CASES), {form}, "")
    return [
        _run(check, form, name, folder, expected, tmp_path / str(number) / name)
        for number, (_, name, folder, expected) in enumerate(cases)
    ]


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _table(outcomes: list[Outcome], count: Counter[str]) -> str:
    bad = [str(outcome) for outcome in outcomes if not outcome.is_met]
    precision = _ratio(count["tp"], count["tp"] + count["extra"])
    recall = _ratio(count["tp"], count["n_req"])
    head = (
        f"cases {len(outcomes)} failed {len(bad)} precision {precision:.3f} recall {recall:.3f}"
        f" lines {count['lines_ok']}/{count['lines_n']}"
        f" diagnosed {count['diagnosed']}/{count['must_error']}"
    )
    return "\n".join([head, *bad])


def _counted(outcomes: list[Outcome]) -> Counter[str]:
    count: Counter[str] = Counter()
    for outcome in outcomes:
        if outcome.must_error:
            count["must_error"] += 1
            count["diagnosed"] += outcome.is_diagnosed
            continue
        for key in ("n_req", "tp", "lines_ok", "lines_n"):
            count[key] += outcome.score[key]
        count["extra"] += len(outcome.score["extra"])
    return count


@pytest.mark.parametrize("form", _formats())
def test_format_reaches_the_goal(check: ModuleType, form: str, tmp_path: Path) -> None:
    """Precision and recall reach the goal, lines are right, and every error is reported."""
    outcomes = _outcomes(check, form, tmp_path)
    count = _counted([o for o in outcomes if (form, o.name) not in DISAGREEMENTS])
    table = _table(outcomes, count)
    assert _ratio(count["tp"], count["tp"] + count["extra"]) >= GOAL, table
    assert _ratio(count["tp"], count["n_req"]) >= GOAL, table
    assert count["lines_ok"] == count["lines_n"], table
    assert count["diagnosed"] == count["must_error"], table
    unmet = {(form, outcome.name) for outcome in outcomes if not outcome.is_met}
    assert unmet == {case for case in DISAGREEMENTS if case[0] == form}, table
    assert not [o for o in outcomes if o.leaks], table
    limit = HOSTILE_SECONDS if form == "hostile" else 4 * HOSTILE_SECONDS
    assert max(outcome.seconds for outcome in outcomes) < limit, table
