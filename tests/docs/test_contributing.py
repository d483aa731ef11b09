"""What the page for contributors shows works: its blocks are applied to a copy of the tree."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from docs.pages import DOCS, ROOT, Block, blocks, links

if TYPE_CHECKING:
    from pathlib import Path

PAGE = DOCS / "contributing.md"
BLOCKS = blocks(PAGE)


def apply(block: Block, tree: Path) -> None:
    """Writes a new file, or puts a diff's lines where its context stands, which is once."""
    kind, _, path = block.note.partition(": ")
    target = tree / path
    if kind == "new":
        assert not target.exists(), path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(block.text, encoding="utf-8")
    elif kind == "edit":
        lines = block.text.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if line[0] in " -")
        after = "".join(line[1:] for line in lines if line[0] in " +")
        text = target.read_text(encoding="utf-8")
        assert text.count(before) == 1, f"{path} holds this {text.count(before)} times:\n{before}"
        target.write_text(text.replace(before, after), encoding="utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree with everything that the page adds."""
    copy = tmp_path_factory.mktemp("contributed") / "nerq"
    for name in ("src", "tests", "docs", "benchmarks", "examples"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and path.name != ".git":
            shutil.copy(path, copy)
    for block in BLOCKS:
        apply(block, copy)
    return copy


def run(tree: Path, *words: str, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    paths = os.pathsep.join((str(tree / "src"), str(tree / "tests")))
    return subprocess.run(
        [sys.executable, *words],
        cwd=folder or tree,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


def found(tree: Path, folder: Path) -> list[tuple[str, str, str]]:
    """Kind, ecosystem and name of all that a scan of the folder would ask about, or keeps back."""
    done = run(tree, "-m", "nerq", "scan", "--dry-run", "--no-cache", "--json", ".", folder=folder)
    assert done.returncode == 0, done.stderr
    findings = json.loads(done.stdout)["findings"]
    return sorted((one["kind"], one["ecosystem"], one["target"]) for one in findings)


def test_the_package_of_the_format_is_found(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "Godeps.json").write_text('{"Deps": [{"ImportPath": "github.com/pkg/errors"}]}')
    assert found(tree, tmp_path) == [("package", "golang", "github.com/pkg/errors")]


def test_the_model_of_the_detector_is_found(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "Procfile").write_text("web: vllm serve acme-labs/thing-7b\n")
    assert found(tree, tmp_path) == [("model", "huggingface", "acme-labs/thing-7b")]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("app.py", 'import litellm\nlitellm.completion(model="rocketry/comet-1")\n'),
        ("app.py", 'from rocketry import ChatRocketry\nChatRocketry(model="comet-1")\n'),
        ("app.yaml", "model: rocketry/comet-1\n"),
    ],
)
def test_the_model_of_the_provider_is_told(
    tree: Path, tmp_path: Path, path: str, code: str
) -> None:
    (tmp_path / path).write_text(code)
    assert found(tree, tmp_path) == [("api-model", "rocketry", "comet-1")]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("app.py", 'load_rocket(engine, "acme-labs/thing-7b")\n'),
        ("app.py", 'load_rocket(rocket="acme-labs/thing-7b")\n'),
        ("app.js", 'const model = loadRocket("acme-labs/thing-7b");\n'),
    ],
)
def test_the_id_that_the_callable_takes_is_found(
    tree: Path, tmp_path: Path, path: str, code: str
) -> None:
    (tmp_path / path).write_text(code)
    assert found(tree, tmp_path) == [("model", "huggingface", "acme-labs/thing-7b")]


REPORT = """
import sample_results
from nerq.pipeline.plugins import report
assert report("names").render(sample_results.typical()).splitlines()[0] == "old-http"
"""
RULE = """
from datetime import date
from nerq.model import Rated, Target
from nerq.policy import Policy, judge
from nerq.trust.local.alerts import find_alerts
from nerq.trust.local.evidence import Evidence, Release, Releases

def alerts(has_wheel):
    release = Release("1.0", has_wheel=has_wheel)
    releases = Releases("https://index.example/thing", (release,))
    target = Target("thing", "package", "pypi")
    evidence = Evidence(target, "pypi", date(2026, 1, 1), "1.0", releases)
    return target, [one for one in find_alerts([evidence]) if one.rule == "source-only"]

target, known = alerts(False)
finding = judge(target, (), Rated(90.0), known, Policy())
assert [(one.rule, one.level) for one in finding.reasons] == [("source-only", "warn")], finding
assert finding.outcome == "pass"
assert alerts(True)[1] == alerts(None)[1] == []
"""
SOURCE = """
from datetime import date
from types import SimpleNamespace
from nerq.model import Target
from nerq.plugin import Question
from nerq.trust.local.endpoints import Endpoints
from nerq.trust.local.evidence import Dossier, Metadata
from nerq.trust.local.sources import SOURCES, Access

class Fetcher:
    def fetch(self, request):
        self.url = request.url
        data = {"full_name": "team/thing", "stars_count": 7, "archived": True}
        return SimpleNamespace(url=request.url, data=data, seen=date(2026, 1, 1))

target = Target("thing", "package", "pypi")
urls = (("Source", "https://forge.example/team/thing"),)
dossier = Dossier(target, "pypi", date(2026, 1, 1), metadata=Metadata("", urls=urls))
fetcher = Fetcher()
(source,) = [source for source in SOURCES if source.id == "forge"]
source.collect(Access(fetcher, Endpoints(forge="https://forge.example")), Question(target), dossier)
assert fetcher.url == "https://forge.example/api/v1/repos/team/thing"
assert (dossier.repository.stars, dossier.repository.is_archived) == (7, True)
"""


@pytest.mark.parametrize(
    "code", [REPORT, RULE, SOURCE], ids=["report", "rule", "source of evidence"]
)
def test_what_is_added_does_what_it_says(tree: Path, code: str) -> None:
    done = run(tree, "-c", code)
    assert done.returncode == 0, done.stderr


def test_the_command_runs_and_is_listed(tree: Path) -> None:
    done = run(tree, "-m", "nerq", "formats")
    assert "Godeps.json" in done.stdout, done.stderr
    code = "from nerq.cli.app import command_line; command_line()(['--help'])"
    assert "formats" in run(tree, "-c", code).stdout


def test_the_tests_over_the_lists_try_what_is_added(tree: Path) -> None:
    done = run(
        tree, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "godeps or procfile or test_registry",
        "tests/unit/manifests/test_cases.py", "tests/unit/detectors/test_cases.py",
        "tests/property/test_parts.py", "tests/unit/reports/test_registry.py",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    assert int(done.stdout.rpartition(" passed")[0].split()[-1]) > 40, done.stdout


def test_a_format_without_a_case_fails_them(tree: Path, tmp_path: Path) -> None:
    """What the page promises: nobody can forget."""
    copy = tmp_path / "nerq"
    shutil.copytree(tree, copy)
    shutil.rmtree(copy / "tests" / "cases" / "godeps")
    tests = ("tests/unit/manifests/test_cases.py", "tests/property/test_parts.py")
    done = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", "-k", "godeps", *tests)
    assert done.returncode == 1, done.stdout
    assert "no case in" in done.stdout


def test_the_examples_are_written_as_everything_else_is(tree: Path) -> None:
    ruff = shutil.which("ruff")
    if ruff is None:
        pytest.skip("ruff is not here")
    paths = [block.note.partition(": ")[2] for block in BLOCKS if block.language == "python"]
    for words in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [ruff, *words, "--no-cache", *paths],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout


def test_pages_of_the_new_tree_can_be_written(tree: Path) -> None:
    done = run(tree, "docs/generate.py")
    assert done.returncode == 0, done.stderr
    for page, word in (("formats.md", "Godeps.json"), ("models.md", "Procfile"),
                       ("rules.md", "source-only"), ("reference/reports.md", "names")):  # fmt: skip
        assert word in (tree / "docs" / page).read_text(encoding="utf-8")


def test_the_short_page_leads_to_what_there_is() -> None:
    page = ROOT / "CONTRIBUTING.md"
    assert [link for link in links(page) if not (ROOT / link).exists()] == []
