"""The composite action: what it runs, with friendly and with hostile inputs."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService
from integrations import action_steps, package_registry
from integrations.action_steps import ACTION, ROOT, STEPS
from integrations.checkers import checked, tool

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="runs bash")

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
EXAMPLE = ROOT / "examples" / "ci" / "github-workflow.yml"
HOSTILE = (
    "70; touch pwned",
    "$(touch pwned) `touch pwned` ' \" || touch pwned #",
    "70\ntouch pwned\nexit-code=0",
    "--config=pwned.toml",
)


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("flask", 90.0, source="pypi")
        running.know("nose", 45.0, source="pypi")
        yield running


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    folder = tmp_path / "runner"
    folder.mkdir()
    action_steps.pretend_installed(folder)
    return folder


@pytest.fixture
def app(project: Path) -> Path:
    (project / "requirements.txt").write_text("flask\nnose\n")
    return project


def test_the_scan_step_fails_annotates_and_leaves_its_reports(
    app: Path, runner: Path, service: PreflightService
) -> None:
    ended = action_steps.run("Scan", app, runner, api_url=service.url)
    assert ended.code == 1
    assert "::error title=nerq,file=requirements.txt,line=2" in ended.log
    assert ended.outputs["exit-code"] == "1"
    sarif = json.loads(Path(ended.outputs["sarif"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    report = json.loads(Path(ended.outputs["json"]).read_text(encoding="utf-8"))
    assert report["summary"]["failed"] == 1
    assert ended.summary.count("nose") >= 1


def test_inputs_reach_the_scan(app: Path, runner: Path, service: PreflightService) -> None:
    (app / "two words").mkdir()
    (app / "two words" / "requirements.txt").write_text("flask\nunknown-thing\n")
    ended = action_steps.run(
        "Scan",
        app,
        runner,
        api_url=service.url,
        paths="two words\r\nrequirements.txt\n",
        threshold="30",
        strict="true",
        format="json",
        args="--verbose\n\n--exclude=a b",
    )
    assert ended.code == 1
    report = json.loads(Path(ended.outputs["json"]).read_text(encoding="utf-8"))
    assert {f["target"]: f["outcome"] for f in report["findings"]} == {
        "unknown-thing": "fail",
        "nose": "pass",
        "flask": "pass",
    }
    assert ended.summary.count("unknown-thing") >= 1


def test_a_baseline_and_a_passing_scan(app: Path, runner: Path, service: PreflightService) -> None:
    first = action_steps.run("Scan", app, runner, api_url=service.url)
    (app / "baseline.json").write_text(Path(first.outputs["json"]).read_text(encoding="utf-8"))
    again = action_steps.run("Scan", app, runner, api_url=service.url, baseline="baseline.json")
    assert again.code == 0
    assert again.outputs["exit-code"] == "0"


def test_what_cannot_be_asked_never_passes(app: Path, runner: Path) -> None:
    ended = action_steps.run("Scan", app, runner, api_url="http://127.0.0.1:9")
    assert ended.code == 3
    assert ended.outputs["exit-code"] == "3"


def test_the_project_is_never_imported(app: Path, runner: Path, service: PreflightService) -> None:
    for name in ("nerq", "typer", "yaml", "json", "venv", "pip"):
        (app / f"{name}.py").write_text("open('pwned', 'w')\nraise SystemExit(0)\n")
    assert action_steps.run("Scan", app, runner, api_url=service.url).code == 1
    refused = action_steps.run("Install nerq", app, runner, version="x", python=sys.executable)
    assert refused.code == 2
    assert not (app / "pwned").exists()


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize(
    "name", ["threshold", "source", "format", "baseline", "since", "paths", "args", "api-url"]
)
def test_no_input_runs_or_writes_anything(
    app: Path, runner: Path, service: PreflightService, name: str, value: str
) -> None:
    ended = action_steps.run("Scan", app, runner, **{"api-url": service.url, name: value})
    assert not list(app.rglob("pwned*"))
    assert not list(runner.rglob("pwned*"))
    assert ended.outputs == {"exit-code": "2"}
    assert ended.code == 2


@pytest.mark.parametrize(
    "value", [*HOSTILE, "--index-url=x", "./evil", "2.0 -r evil.txt", "a[$(touch pwned)]"]
)
def test_no_version_installs_anything_else(project: Path, runner: Path, value: str) -> None:
    ended = action_steps.run("Install nerq", project, runner, version=value, python=sys.executable)
    assert ended.code == 2
    assert "::error title=nerq::the input version is not a version number" in ended.log
    assert not list(project.iterdir())


@pytest.mark.registry
def test_the_action_installs_itself(
    app: Path, tmp_path: Path, service: PreflightService, monkeypatch: pytest.MonkeyPatch
) -> None:
    package_registry.needed()
    for key, value in package_registry.ENVIRONMENT.items():
        if key not in {"HOME", "NERQ_CACHE_DIR", "NERQ_API_URL"}:
            monkeypatch.setenv(key, value)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    (app / "venv.py").write_text("open('pwned', 'w')\n")
    (app / "pip.py").write_text("open('pwned', 'w')\n")
    installed = action_steps.run("Install nerq", app, fresh, python=sys.executable)
    assert installed.code == 0, installed.log
    assert not (app / "pwned").exists()
    assert action_steps.run("Scan", app, fresh, api_url=service.url).code == 1


def test_inputs_stand_in_no_script() -> None:
    for item in STEPS:
        assert "${{" not in item.get("run", "")


def test_every_input_is_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8").partition("\nruns:")[2]
    assert [name for name in ACTION["inputs"] if f"inputs.{name}" not in text] == []


def test_the_steps_satisfy_shellcheck(tmp_path: Path) -> None:
    for number, item in enumerate(STEPS):
        if "run" in item:
            script = tmp_path / f"{number}.sh"
            script.write_text(item["run"])
            checked(tool("shellcheck"), "--shell=bash", "--severity=style", script)


def test_zizmor_finds_nothing() -> None:
    checked(
        tool("zizmor"),
        *("--offline", "--no-progress", "--persona=auditor"),
        *(ROOT / "action.yml", EXAMPLE, *WORKFLOWS),
    )


def test_actionlint_accepts_every_workflow() -> None:
    tool("shellcheck")
    checked(tool("actionlint"), EXAMPLE, *WORKFLOWS)


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-actions", [ROOT / "action.yml"]),
        ("vendor.github-workflows", [EXAMPLE, *WORKFLOWS]),
    ],
)
def test_the_schemas_agree(schema: str, files: list[Path]) -> None:
    checked(tool("check-jsonschema"), "--builtin-schema", schema, *files)


def test_the_example_uses_inputs_that_exist() -> None:
    import yaml

    jobs = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["jobs"]
    (use,) = [s for s in jobs["scan"]["steps"] if s["uses"].startswith("OWNER/nerq@")]
    assert set(use["with"]) <= set(ACTION["inputs"])
