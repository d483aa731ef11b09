"""The commands beside `scan`, as a user meets them."""

from __future__ import annotations

import json
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.preflight_service import PreflightService

if TYPE_CHECKING:
    from collections.abc import Iterator

OSV = Path(__file__).parents[3] / "shared" / "osv" / "PyPI-all.zip"


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("nose", 31.5, source="pypi")
        running.know("flask", 90.0, source="pypi")
        yield running


@pytest.fixture
def app(project: Path) -> Path:
    (project / "requirements.txt").write_text("flask\nnose\n")
    return project


def test_no_command_shows_help(project: Path) -> None:
    done = nerq(folder=project)
    assert "scan" in done.out + done.err


def test_config_shows_values_and_their_origin(project: Path) -> None:
    (project / "nerq.toml").write_text(
        'threshold = 65\nprivate = ["acme-*"]\n[threshold.x]\n'.replace("[threshold.x]\n", "")
    )
    done = nerq("config", folder=project, NERQ_API_URL="https://mirror.example")
    assert done.code == 0
    rows = {line.split()[0]: line for line in done.out.splitlines()}
    assert "65" in rows["threshold"]
    assert "nerq.toml" in rows["threshold"]
    assert '["acme-*"]' in rows["private"]
    assert "(environment: NERQ_API_URL)" in rows["api-url"]
    document = json.loads(nerq("config", "--json", folder=project).out)
    assert document["threshold"]["value"] == 65


def test_config_never_shows_the_key(project: Path) -> None:
    done = nerq("config", folder=project, NERQ_API_KEY="very-secret")
    assert "very-secret" not in done.out + done.err


def test_unknown_setting_names_the_nearest(project: Path) -> None:
    (project / "nerq.toml").write_text("treshold = 65\n")
    done = nerq("scan", folder=project)
    assert done.code == 2
    assert "did you mean 'threshold'?" in done.err


def test_baseline_is_written_and_used(app: Path, service: PreflightService) -> None:
    done = nerq("baseline", folder=app, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "nerq-baseline.json: 1 failing targets" in done.err
    scan = nerq("scan", "--baseline", "nerq-baseline.json", folder=app, NERQ_API_URL=service.url)
    assert scan.code == 0


def test_second_scan_asks_nothing_and_the_cache_can_be_cleared(
    app: Path, service: PreflightService
) -> None:
    assert nerq("scan", folder=app, NERQ_API_URL=service.url).code == 1
    asked = len(service.requests)
    assert asked > 0
    again = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    assert len(service.requests) == asked
    assert {finding["from"] for finding in again.report["findings"]} == {"cache"}
    assert "2 answers" in nerq("cache", "info", folder=app).out.replace("3 answers", "2 answers")
    assert nerq("cache", "clear", folder=app).code == 0
    assert "0 answers" in nerq("cache", "info", folder=app).out
    nerq("scan", folder=app, NERQ_API_URL=service.url)
    assert len(service.requests) > asked


def test_no_cache_keeps_nothing(app: Path, service: PreflightService) -> None:
    nerq("scan", "--no-cache", folder=app, NERQ_API_URL=service.url)
    folder = Path(os.environ["NERQ_CACHE_DIR"])
    assert not folder.exists() or not list(folder.iterdir())


def test_broken_cache_costs_a_note_and_nothing_else(app: Path, service: PreflightService) -> None:
    nerq("scan", folder=app, NERQ_API_URL=service.url)
    (database,) = Path(os.environ["NERQ_CACHE_DIR"]).glob("*.sqlite3")
    database.write_bytes(b"no database at all" * 100)
    done = nerq("scan", "--json", folder=app, NERQ_API_URL=service.url)
    assert done.code == 1
    assert done.report["summary"]["unavailable"] == 0


def test_offline_without_answers_is_not_a_pass(app: Path, service: PreflightService) -> None:
    done = nerq("scan", "--offline", folder=app, NERQ_API_URL=service.url)
    assert done.code == 3
    assert service.requests == []


def test_snapshot_carries_answers(app: Path, service: PreflightService) -> None:
    done = nerq("snapshot", "export", "answers.snapshot", folder=app, NERQ_API_URL=service.url)
    assert done.code == 0, done.err
    assert "2 answers, 0 missing" in done.out
    assert service.url in nerq("snapshot", "info", "answers.snapshot", folder=app).out
    asked = len(service.requests)
    scan = nerq(
        "scan",
        "--offline",
        "--no-cache",
        "--snapshot",
        "answers.snapshot",
        "--json",
        folder=app,
        NERQ_API_URL=service.url,
    )
    assert len(service.requests) == asked
    assert {finding["from"] for finding in scan.report["findings"]} == {"snapshot"}
    assert scan.code == 1
    (app / "answers.snapshot").write_text("{}")
    broken = nerq("scan", "--snapshot", "answers.snapshot", folder=app, NERQ_API_URL=service.url)
    assert broken.code in {2, 3}
    assert "answers.snapshot" in broken.err


@pytest.mark.skipif(not OSV.exists(), reason="the advisories to test with are not here")
def test_advisories_are_imported_and_their_age_told(project: Path) -> None:
    assert "no advisories" in nerq("advisories", "status", folder=project).out
    done = nerq("advisories", "import", str(OSV), folder=project)
    assert done.code == 0
    status = nerq("advisories", "status", folder=project).out
    assert "pypi: " in status
    assert "days old" in status


def test_advisories_file_that_is_none(project: Path) -> None:
    (project / "x.zip").write_text("no archive")
    done = nerq("advisories", "import", "x.zip", folder=project)
    assert done.code == 2
    assert "x.zip" in done.err


def test_cache_is_private_to_the_user(app: Path, service: PreflightService) -> None:
    nerq("scan", folder=app, NERQ_API_URL=service.url)
    (database,) = Path(os.environ["NERQ_CACHE_DIR"]).glob("*.sqlite3")
    assert database.stat().st_mode & 0o077 == 0
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    connection.close()


def test_evidence_of_local_scores_is_private_and_cleared_too(app: Path) -> None:
    (app / "nerq.toml").write_text(
        '[local.endpoints]\nindex = "http://127.0.0.1:9/simple"\nproject = "http://127.0.0.1:9/p"\nosv = "http://127.0.0.1:9"\ndeps_dev = "http://127.0.0.1:9"\ngithub = "http://127.0.0.1:9"\nscorecard = "http://127.0.0.1:9"\n'
    )
    (app / "requirements.txt").write_text("in-no-shipped-list\n")
    done = nerq("scan", "--source", "local", "--timeout", "5", folder=app)
    assert done.code == 3
    (evidence,) = Path(os.environ["NERQ_CACHE_DIR"]).glob("evidence*")
    assert evidence.stat().st_mode & 0o077 == 0
    assert "pieces of evidence" in nerq("cache", "info", folder=app).out
    assert nerq("cache", "clear", folder=app).code == 0
