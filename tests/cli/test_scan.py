"""`nerq scan` as a user meets it, against a service on real sockets."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.preflight_service import PreflightService, Reply, always

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PHI = 'from transformers import AutoModel\n\nAutoModel.from_pretrained("microsoft/phi-2")\n'


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        for name, score in (("fastapi", 88.1), ("jinja2", 71.0), ("nose", 31.5)):
            running.know(name, score, source="pypi")
        yield running


@pytest.fixture
def app(project: Path) -> Path:
    (project / "requirements.txt").write_text("fastapi==0.115.0\njinja2\nnose==1.3.7\n")
    (project / "app.py").write_text(PHI)
    return project


def test_model_below_the_threshold_fails_the_build(app: Path, service: PreflightService) -> None:
    done = nerq("scan", "--only", "models", folder=app, NERQ_API_URL=service.url)
    assert done.code == 1
    assert "microsoft/phi-2" in done.out
    assert "61.2 is below 70" in done.out
    assert "app.py:3" in done.out
    assert done.err == ""


def test_json_has_every_finding_worst_first(app: Path, service: PreflightService) -> None:
    done = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    assert done.code == 1
    report = done.report
    assert [(f["target"], f["outcome"], f["score"]) for f in report["findings"]] == [
        ("nose", "fail", 31.5),
        ("microsoft/phi-2", "fail", 61.2),
        ("jinja2", "pass", 71.0),
        ("fastapi", "pass", 88.1),
    ]
    assert report["summary"]["exit_code"] == 1
    phi = report["findings"][1]
    assert phi["matched"]["source"] == "huggingface_model"
    assert [alternative["score"] for alternative in phi["alternatives"]] == [71.8, 71.8, 69.3]
    assert phi["references"][0]["path"] == "app.py"
    assert phi["references"][0]["line"] == 3


def test_same_input_gives_the_same_bytes(app: Path, service: PreflightService) -> None:
    runs = [
        nerq("scan", "--json", "--no-cache", folder=app, NERQ_API_URL=service.url) for _ in "ab"
    ]
    documents = [{**run.report, "scanned_at": None} for run in runs]
    assert documents[0] == documents[1]
    assert list(documents[0]) == list(documents[1])


def test_everything_passes(app: Path, service: PreflightService) -> None:
    (app / "requirements.txt").write_text("fastapi==0.115.0\njinja2\n")
    done = nerq("scan", "--threshold", "30", folder=app, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "3 targets" in done.out


def test_quiet_says_nothing_when_clean(app: Path, service: PreflightService) -> None:
    (app / "requirements.txt").write_text("fastapi==0.115.0\njinja2\n")
    done = nerq("scan", "-q", "--threshold", "30", folder=app, NERQ_API_URL=service.url)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_unknown_fails_under_strict_only(app: Path, service: PreflightService) -> None:
    (app / "requirements.txt").write_text("nobody-knows-me\n")
    (app / "app.py").unlink()
    assert nerq("scan", folder=app, NERQ_API_URL=service.url).code == 0
    assert nerq("scan", "--strict", folder=app, NERQ_API_URL=service.url).code == 1


def test_namesake_of_another_registry_is_not_an_answer(
    app: Path, service: PreflightService
) -> None:
    service.know("fastapi", 95.0, source="npm")
    done = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    fastapi = next(f for f in done.report["findings"] if f["target"] == "fastapi")
    # Screening rows do not name their source; only what the service shows can be compared.
    assert fastapi["outcome"] in {"pass", "unknown"}
    service.know("nose", 20.0, source="npm")
    done = nerq("scan", "--json", "--refresh", folder=app, NERQ_API_URL=service.url)
    nose = next(f for f in done.report["findings"] if f["target"] == "nose")
    assert nose["outcome"] == "unknown"
    assert nose["reasons"][0]["rule"] == "identity-mismatch"


def test_dry_run_asks_nothing_and_lists_everything(app: Path, service: PreflightService) -> None:
    (app / "requirements.txt").write_text("fastapi\n-e ./local-thing\nacme-secret\n")
    (app / "local-thing").mkdir()
    (app / "local-thing/pyproject.toml").write_text('[project]\nname = "local-thing"\n')
    (app / "nerq.toml").write_text('private = ["acme-*"]\n')
    done = nerq("scan", "--dry-run", "--json", folder=app, NERQ_API_URL=service.url)
    assert done.code == 0
    assert service.requests == []
    rules = {f["target"]: f["reasons"][0]["rule"] for f in done.report["findings"]}
    assert rules["fastapi"] == "not-asked"
    assert rules["acme-secret"] == "private"


def test_private_names_never_arrive(app: Path, service: PreflightService) -> None:
    (app / "requirements.txt").write_text(
        "--index-url https://user:s3cret@pypi.corp.example/simple\nacme-core\nour-ledger\nfastapi\n"
    )
    (app / "pyproject.toml").write_text(
        '[project]\nname = "x"\ndependencies = ["acme-billing", "jinja2", '
        '"secret @ git+https://git.corp.example/team/secret.git"]\n'
        '[tool.nerq]\nprivate = ["acme-*"]\n'
    )
    done = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    # Everybody knows the last one: its name tells nothing, whichever index serves it.
    assert set(service.asked) == {"jinja2", "microsoft/phi-2", "fastapi"}
    assert "s3cret" not in done.out + done.err
    private = {
        f["target"]
        for f in done.report["findings"]
        if f["reasons"] and f["reasons"][0]["rule"] == "private"
    }
    assert {"acme-core", "acme-billing", "our-ledger", "secret"} <= private


def test_missing_path_is_a_usage_error(project: Path) -> None:
    done = nerq("scan", "nope.txt", folder=project)
    assert (done.code, done.out) == (2, "")
    assert done.err == "nerq: nope.txt: no such file or folder\n"


@pytest.mark.parametrize("option", [["--format", "pdf"], ["--threshold", "101"], ["--only", "cars"], ["--bogus"], ["-o", "json"]])  # fmt: skip
def test_wrong_option_is_a_usage_error(project: Path, option: list[str]) -> None:
    done = nerq("scan", *option, folder=project)
    assert done.code == 2
    assert done.err.startswith("nerq: ")
    assert len(done.err.splitlines()) == 1


def test_broken_manifest_is_a_problem_and_the_rest_is_scanned(
    app: Path, service: PreflightService
) -> None:
    (app / "requirements.txt").write_text("fastapi==0.115.0\n")
    (app / "poetry.lock").write_text("[[package]\n")
    done = nerq("scan", "--threshold", "1", "--json", folder=app, NERQ_API_URL=service.url)
    assert done.code == 3
    (problem,) = done.report["problems"]
    assert (problem["path"], problem["line"], problem["level"]) == ("poetry.lock", 1, "error")
    assert {finding["outcome"] for finding in done.report["findings"]} == {"pass"}
    named = nerq("scan", "--threshold", "1", "poetry.lock", folder=app, NERQ_API_URL=service.url)
    assert named.code == 3
    assert "poetry.lock:1" in named.out


def test_nothing_to_scan_is_loud_and_clean(project: Path) -> None:
    done = nerq("scan", folder=project)
    assert done.code == 0
    assert "no dependency or model was found" in done.out


def test_stdin_is_read_as_requirements(project: Path, service: PreflightService) -> None:
    done = nerq(
        "scan", "-", "--json", folder=project, stdin="fastapi\nnose\n", NERQ_API_URL=service.url
    )
    assert done.code == 1
    assert [f["target"] for f in done.report["findings"]] == ["nose", "fastapi"]
    assert done.report["findings"][0]["references"][0]["line"] == 2


def test_service_that_is_down_is_not_a_pass(app: Path) -> None:
    done = nerq("scan", "--timeout", "3", folder=app, NERQ_API_URL="http://127.0.0.1:9")
    assert done.code == 3
    assert "127.0.0.1" in done.out


def test_html_instead_of_json_is_not_a_pass(app: Path, service: PreflightService) -> None:
    service.behave(always(Reply(200, b"<html>hello</html>", {"content-type": "text/html"})))
    done = nerq("scan", "--timeout", "3", folder=app, NERQ_API_URL=service.url)
    assert done.code == 3
    assert "<html>" not in done.out


def test_hostile_answers_reach_no_terminal(app: Path, service: PreflightService) -> None:
    evil = "\x1b[31m[red]evil[/red]\x07\u202e"
    service.know(
        "nose", 10.0, source="pypi", grade=evil, alternatives=[{"name": evil, "trust_score": 99}]
    )
    done = nerq("scan", "-v", folder=app, FORCE_COLOR="1", NERQ_API_URL=service.url)
    assert done.code == 1
    assert "\x07" not in done.out
    assert "\u202e" not in done.out
    assert "\x1b[31m[red]" not in done.out


def test_further_reports_are_written_whole(app: Path, service: PreflightService) -> None:
    done = nerq("scan", "-o", "json=out.json", folder=app, NERQ_API_URL=service.url)
    assert "microsoft/phi-2" in done.out
    assert json.loads((app / "out.json").read_text())["summary"]["failed"] == 2
    assert not [path for path in app.iterdir() if path.name.startswith(".out")]
    missing = nerq("scan", "-o", "json=no/such/out.json", folder=app, NERQ_API_URL=service.url)
    assert missing.code == 2
    assert "no/such/out.json: cannot be written" in missing.err


def test_ignore_in_settings_and_in_a_comment(app: Path, service: PreflightService) -> None:
    (app / "nerq.toml").write_text(
        '[[ignore]]\ntarget = "microsoft/phi-2"\nreason = "frozen demo"\n'
    )
    (app / "requirements.txt").write_text(
        "nose  # nerq: ignore[score-below-threshold, denied-by-source] one old test\n"
    )
    done = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    assert done.code == 0
    assert done.report["summary"]["ignored"] == 2
    (app / "nerq.toml").write_text(
        'fail-on = ["score", "unused-ignore"]\n[[ignore]]\ntarget = "gone"\nreason = "x"\n'
    )
    (app / "app.py").unlink()
    done = nerq("scan", folder=app, NERQ_API_URL=service.url)
    assert done.code == 1
    assert "the ignore of gone (x) is not needed" in done.out


def test_baseline_lets_old_failures_pass(app: Path, service: PreflightService) -> None:
    nerq("scan", "-o", "json=base.json", folder=app, NERQ_API_URL=service.url)
    assert nerq("scan", "--baseline", "base.json", folder=app, NERQ_API_URL=service.url).code == 0
    (app / "new.py").write_text(
        PHI.replace("microsoft/phi-2", "microsoft/Phi-4-multimodal-instruct")
    )
    assert nerq("scan", "--baseline", "base.json", folder=app, NERQ_API_URL=service.url).code == 1
    (app / "base.json").write_text("{}")
    broken = nerq("scan", "--baseline", "base.json", folder=app, NERQ_API_URL=service.url)
    assert broken.code == 2
    assert "base.json: not a JSON report" in broken.err


@pytest.mark.parametrize("width", ["60", "80", "160"])
def test_table_fits_the_terminal(app: Path, service: PreflightService, width: str) -> None:
    done = nerq("scan", folder=app, NERQ_API_URL=service.url, COLUMNS=width)
    assert max(len(line) for line in done.out.splitlines()) <= int(width)


def test_no_color_and_pipes_get_plain_text(app: Path, service: PreflightService) -> None:
    assert "\x1b" not in nerq("scan", folder=app, NERQ_API_URL=service.url).out
    assert "\x1b" in nerq("scan", folder=app, NERQ_API_URL=service.url, FORCE_COLOR="1").out
    both = nerq("scan", folder=app, NERQ_API_URL=service.url, FORCE_COLOR="1", NO_COLOR="1")
    assert "\x1b" not in both.out


@pytest.mark.parametrize("flag", ["--version", "-V"])
def test_version(project: Path, flag: str) -> None:
    done = nerq(flag, folder=project)
    assert done.code == 0
    assert done.out.startswith("nerq ")


def test_example_project_is_read(project: Path, service: PreflightService) -> None:
    copy = project / "chat-service"
    shutil.copytree(ROOT / "examples" / "chat-service", copy)
    done = nerq("scan", "chat-service", "--json", folder=project, NERQ_API_URL=service.url)
    assert done.report["root"] == "chat-service"
    found = {finding["target"] for finding in done.report["findings"]}
    assert {
        "microsoft/phi-2",
        "sentence-transformers/all-MiniLM-L6-v2",
        "gunicorn",
        "jinja2",
    } <= found
    assert done.code == 1


def test_prose_and_own_words_are_read_on_request(app: Path) -> None:
    (app / "app.py").write_text("# see https://huggingface.co/BAAI/bge-m3\n")
    (app / "own.py").write_text('start_worker("neuml/language-id")\n')

    def found(*arguments: str) -> set[str]:
        done = nerq("scan", "--dry-run", "--json", "--only", "models", *arguments, folder=app)
        return {finding["target"] for finding in done.report["findings"]}

    assert found() == set()
    assert "BAAI/bge-m3" in found("--include-prose")
    (app / "nerq.toml").write_text('[models]\ncallables = ["start_worker"]\n')
    assert found() == {"neuml/language-id"}


def test_members_mentioned_by_plain_name_never_arrive(app: Path, service: PreflightService) -> None:
    (app / "package.json").write_text('{"name": "acme-root", "workspaces": ["p/*"]}')
    (app / "p").mkdir()
    (app / "p/package.json").write_text(
        '{"name": "acme-ui", "dependencies": {"acme-root": "*", "left-pad": "1"}}'
    )
    (app / "pyproject.toml").write_text('[project]\nname = "acme-api"\ndependencies = ["jinja2"]\n')
    (app / "requirements.txt").write_text("acme-api\nfastapi\n")
    nerq("scan", folder=app, NERQ_API_URL=service.url)
    assert set(service.asked) == {"left-pad", "jinja2", "fastapi", "microsoft/phi-2"}
