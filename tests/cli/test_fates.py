"""What a project's targets come to: the fates that rules decide, as the command tells them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from cli.command import Done, nerq
from contract.evidence_service import EvidenceService
from contract.preflight_service import PreflightService
from contract.published import advisory, publish_pypi

from nerq.rules import BY_ID

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = datetime.now(timezone.utc).date()
NOWHERE = "http://127.0.0.1:9"
VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


HEALTHY = {"1.0": ago(1500), "1.1": ago(900), "1.2": ago(400), "1.3": ago(60)}
LOCAL = 'sources = ["local"]\n'


@pytest.fixture
def evidence() -> Iterator[EvidenceService]:
    with EvidenceService() as running:
        publish_pypi(running, "tallies", HEALTHY)
        yield running


def settings(project: Path, evidence: EvidenceService | None, text: str = LOCAL) -> None:
    places = {"deps_dev": "deps"}
    names = ("index", "project", "npm", "osv", "hub", "github", "scorecard", "deps_dev")
    url = evidence.url if evidence else NOWHERE
    rows = [f'{name} = "{url}/{places.get(name, name)}"\n' for name in names]
    (project / "nerq.toml").write_text(
        text + "[local.endpoints]\n" + "".join(rows), encoding="utf-8"
    )


def known(evidence: EvidenceService, *documents: dict[str, Any]) -> None:
    """OSV knows these advisories, and no others."""
    evidence.advisories = list(documents)


def malware() -> dict[str, Any]:
    return advisory("MAL-2026-1", "PyPI", "tallies")


def hole(vector: str = VECTOR, **more: Any) -> dict[str, Any]:
    rated = [{"type": "CVSS_V3", "score": vector}]
    return advisory("GHSA-aaaa-bbbb-cccc", "PyPI", "tallies", severity=rated, **more)


LOW = ["--threshold", "50"]  # the mean of what is known weighs the hole too
CRACK = "CVSS:3.1/AV:L/AC:H/PR:H/UI:R/S:U/C:L/I:N/A:N"


def scan(project: Path, *options: str, needs: str = "tallies==1.2\n") -> Done:
    (project / "requirements.txt").write_text(needs, encoding="utf-8")
    return nerq("scan", *options, folder=project)


@pytest.mark.parametrize(
    ("document", "more", "options", "fate"),
    [
        (None, "", [], (0, None)),
        (malware(), "", [], (1, "malicious")),
        (malware(), 'allow = ["tallies"]\n', [], (1, "malicious")),
        (malware(), '[[ignore]]\ntarget = "tallies"\nreason = "ours"\n', [], (1, "malicious")),
        (malware(), '[[ignore]]\nadvisory = "MAL-2026-1"\nreason = "a mistake"\n', [], (0, "ignored")),
        (hole(), "", [], (1, "advisory-critical")),
        (hole(), "[rules]\nadvisory-critical = 'warn'\n", LOW, (0, "advisory-critical")),
        (hole(), "[rules]\nadvisory-critical = 'note'\n", LOW, (0, None)),
        (hole(), 'allow = ["tallies"]\n', [], (0, "advisory-critical")),
        (hole(), '[[ignore]]\nadvisory = "GHSA-aaaa-bbbb-cccc"\nreason = "not reached"\n', LOW, (0, "ignored")),
        (hole(), '[[ignore]]\nadvisory = "GHSA-other"\nreason = "not reached"\n', [], (1, "advisory-critical")),
        (hole(CRACK, fixed="1.3"), "", [], (0, "advisory-low")),
        (hole(CRACK, fixed="1.3"), "", ["--fail-on", "advisory-low"], (1, "advisory-low")),
        (hole(CRACK, fixed="1.3"), 'fail-on = ["active-advisory"]\n', [], (1, "advisory-low")),
        (hole(CRACK), 'fail-on = ["unknown"]\n', ["--fail-on", "advisory-low"], (1, "advisory-low")),
        (None, 'fail-on = ["active-advisory"]\n', ["--threshold", "99.9"], (1, "score-below-threshold")),
        (None, "[rules]\nscore-below-threshold = 'warn'\n", ["--threshold", "99.9"], (0, "score-below-threshold")),
    ],
)  # fmt: skip
def test_a_rule_decides_and_levels_say_how(
    project: Path,
    evidence: EvidenceService,
    document: dict[str, Any] | None,
    more: str,
    options: list[str],
    fate: tuple[int, str | None],
) -> None:
    code, rule = fate
    settings(project, evidence, LOCAL + more)
    known(evidence, *([document] if document else []))
    done = scan(project, "--json", *options)
    (finding,) = done.report["findings"]
    assert (done.code, [reason["rule"] for reason in finding["reasons"]][:1]) == (
        code,
        [rule] if rule else [],
    )
    if rule is not None and code == 0 and rule != "ignored":
        called_out = scan(project, *options).out
        assert "Passed with a warning: 1 target" in called_out
        assert finding["reasons"][0]["message"] in " ".join(called_out.split())


def test_a_cap_stands_exactly_where_the_rule_is_an_error(
    project: Path, evidence: EvidenceService
) -> None:
    settings(project, evidence)
    known(evidence)
    clean = scan(project, "--json").report["findings"][0]
    known(evidence, hole())
    capped = scan(project, "--json", "--no-cache").report["findings"][0]
    assert (capped["score"], capped["grade"]) == (49.0, "D")
    assert capped["recommendation"] == "CAUTION"
    assert 49 < capped["mean"] < clean["score"]
    settings(project, evidence, LOCAL + "[rules]\nadvisory-critical = 'warn'\n")
    lowered = scan(project, "--json", "--no-cache").report["findings"][0]
    assert (lowered["score"], lowered["mean"]) == (capped["mean"], None)


def test_every_report_names_the_rule_its_evidence_and_what_to_do(
    project: Path, evidence: EvidenceService
) -> None:
    settings(project, evidence)
    known(evidence, hole(fixed="1.3"))
    for report in ("table", "sarif", "markdown", "junit", "github", "gitlab", "html", "csv"):
        done = scan(project, "-f", report)
        assert done.code == 1
        text = " ".join(done.out.split())
        for word in ("advisory-critical", "GHSA-aaaa-bbbb-cccc", "update to 1.3"):
            assert word in text, (report, word)
        assert "PROCEED" not in text, report
    bill = json.loads(scan(project, "-f", "cyclonedx").out)
    assert "GHSA-aaaa-bbbb-cccc" in json.dumps(bill["vulnerabilities"])
    (alert,) = scan(project, "--json").report["findings"][0]["alerts"]
    assert {key: alert[key] for key in ("rule", "level", "severity", "fixed_in")} == {
        "rule": "advisory-critical",
        "level": "error",
        "severity": "critical",
        "fixed_in": "1.3",
    }


def test_a_name_that_nobody_has_stops(project: Path, evidence: EvidenceService) -> None:
    settings(project, evidence)
    done = nerq("check", "tallyes", folder=project)
    assert done.code == 1
    assert "not-in-registry" in done.out
    assert scan(project, needs="tallyes==1.0\n").code == 1


def test_a_baseline_accepts_an_advisory_and_not_the_next_one(
    project: Path, evidence: EvidenceService
) -> None:
    settings(project, evidence)
    known(evidence, hole())
    (project / "requirements.txt").write_text("tallies==1.2\n", encoding="utf-8")
    nerq("baseline", folder=project)
    assert scan(project, "--baseline", "nerq-baseline.json").code == 0
    another = {**hole(), "id": "GHSA-dddd-eeee-ffff"}
    known(evidence, hole(), another)
    done = scan(project, "--no-cache", "--baseline", "nerq-baseline.json")
    assert done.code == 1
    assert "GHSA-dddd-eeee-ffff" in done.out


BROKEN = "[[package]\n"


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        ({"uv.lock": BROKEN}, [], 3),
        ({"uv.lock": BROKEN}, ["--strict"], 1),
        ({"uv.lock": BROKEN}, ["--quiet"], 3),
        ({"tests/uv.lock": BROKEN}, [], 0),
        ({"tests/uv.lock": BROKEN}, ["tests/uv.lock"], 3),
        ({"docs/uv.lock": BROKEN, "nerq.toml": '[[ignore]]\npath = "docs"\nreason = "a sample"\n'}, [], 0),
        ({"docs/uv.lock": BROKEN, "nerq.toml": '[[ignore]]\npath = "docs"\nreason = "a sample"\n'}, ["--strict"], 0),
        ({"docs/uv.lock": BROKEN, "nerq.toml": '[[ignore]]\npath = "docs"\nreason = "x"\nexpires = 2020-01-01\n'}, [], 3),
        ({"requirements.txt": "-r missing.txt\n"}, [], 3),
        ({"setup.py": "from setuptools import setup\nsetup(install_requires=read())\n"}, [], 3),
        ({"setup.py": "from setuptools import setup\nsetup(install_requires=read())\n", "requirements.txt": "good\n"}, [], 0),
        ({"a/setup.py": "from setuptools import setup\nsetup(install_requires=read())\n", "requirements.txt": "good\n"}, [], 3),
        ({"pyproject.toml": '[project]\nname = "x"\ndynamic = ["version"]\n'}, [], 0),
        ({"pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n'}, [], 3),
        ({"pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n', "requirements/base.txt": "good\n"}, [], 0),
        ({"pyproject.toml": '[project]\nname = "x"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = {file = ["deps.txt"]}\n', "deps.txt": "good\n"}, [], 0),
        ({"Dockerfile": "FROM scratch\nRUN pip install $PACKAGES\n", "requirements.txt": "good\n"}, ["--strict"], 0),
        ({"app.ipynb": "{", "app.py": "def (:\n    from_pretrained("}, [], 0),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_not_a_pass(
    project: Path, files: dict[str, str], options: list[str], code: int
) -> None:
    with PreflightService() as service:
        service.know("good", 90.0, source="pypi")
        for name, text in files.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(text, encoding="utf-8")
        done = nerq("scan", *options, folder=project, NERQ_API_URL=service.url)
    assert done.code == code, done.out
    if code:
        name = next(name for name in files if name != "nerq.toml" and files[name] != "good\n")
        assert name in done.out
        assert "nerq explain not-read" in " ".join(done.out.split())


def test_files_of_kinds_that_are_not_read_are_counted(project: Path) -> None:
    for name in ("pom.xml", "app/pom.xml", "app/tool.csproj", "requirements.txt"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_text("", encoding="utf-8")
    done = nerq("scan", "--strict", "--json", folder=project, NERQ_API_URL=NOWHERE)
    assert done.code == 0
    assert done.report["unsupported"] == [
        {"kind": "Maven", "paths": ["app/pom.xml", "pom.xml"]},
        {"kind": "NuGet", "paths": ["app/tool.csproj"]},
    ]
    shown = nerq("scan", folder=project, NERQ_API_URL=NOWHERE).out
    assert "Maven (app/pom.xml and 1 more), NuGet (app/tool.csproj)" in " ".join(shown.split())


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no such permission")
def test_a_folder_that_may_not_be_entered_is_not_a_pass(project: Path) -> None:
    (project / "requirements.txt").write_text("good\n", encoding="utf-8")
    closed = project / "closed"
    closed.mkdir()
    closed.chmod(0o000)
    # Root may enter everything, unless that right is taken away.
    as_root = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        pytest.skip("root may enter every folder, and setpriv is not installed")
    prefix = as_root if os.geteuid() == 0 else []
    command = [*prefix, sys.executable, "-m", "nerq", "scan", "--dry-run", "--no-cache", "--json"]
    done = subprocess.run(command, cwd=project, capture_output=True, check=False)
    closed.chmod(0o755)
    assert done.returncode == 3
    (problem,) = json.loads(done.stdout)["problems"]
    assert (problem["path"], problem["level"]) == ("closed", "error")


def test_since_judges_the_problems_of_changed_files_only(project: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=project, check=True, capture_output=True)

    (project / "uv.lock").write_text(BROKEN, encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    assert nerq("scan", "--since", "HEAD", folder=project, NERQ_API_URL=NOWHERE).code == 0
    (project / "poetry.lock").write_text(BROKEN, encoding="utf-8")
    done = nerq("scan", "--since", "HEAD", folder=project, NERQ_API_URL=NOWHERE)
    assert done.code == 3
    assert "(poetry.lock:1)" in " ".join(done.out.split())


def test_since_does_not_hide_what_is_malicious(project: Path, evidence: EvidenceService) -> None:
    settings(project, evidence)
    known(evidence, malware())
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
    (project / "requirements.txt").write_text("tallies==1.2\n", encoding="utf-8")
    for command in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-q", "-m", "one"]):
        subprocess.run([*git, *command], cwd=project, check=True, capture_output=True)
    done = nerq("scan", "--since", "HEAD", "--json", folder=project)
    assert done.code == 1
    assert [f["reasons"][0]["rule"] for f in done.report["findings"]] == ["malicious"]
    known(evidence, hole())
    assert nerq("scan", "--since", "HEAD", "--refresh", folder=project).code == 0


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", 0),
        ("min-release-age = 7\n", 0),
        ("min-release-age = 90\n", 1),
        ("min-release-age = {npm = 90}\n", 0),
        ("min-release-age = {npm = 1, default = 90}\n", 1),
        ('min-release-age = 90\nmin-release-age-exempt = ["tall*"]\n', 0),
        ("min-release-age = 90\n[rules]\ntoo-new = 'warn'\n", 0),
        ("min-release-age = {pip = 7}\n", 2),
    ],
)
@pytest.mark.parametrize("source", ["nerq", "local"])
def test_a_release_younger_than_the_project_allows_fails(
    project: Path, evidence: EvidenceService, source: str, text: str, code: int
) -> None:
    known(evidence)
    settings(project, evidence, f'sources = ["{source}"]\n{text}')
    with PreflightService() as service:
        service.know("tallies", 90.0, source="pypi")
        done = scan(project, "--api-url", service.url, needs="tallies==1.3\n")
    assert done.code == code, done.out
    if code == 1:
        assert "too-new" in done.out


@pytest.mark.parametrize(
    ("document", "needs", "fate"),
    [
        (malware(), "tallies==1.2\n", (1, "malicious")),
        (hole(), "tallies==1.2\n", (1, "advisory-critical")),
        (hole(CRACK), "tallies==1.2\n", (0, "advisory-low")),
        (None, "tallyes==1.2\n", (1, "not-in-registry")),
    ],
)
def test_the_same_rules_decide_with_scores_of_the_service(
    project: Path,
    evidence: EvidenceService,
    document: dict[str, Any] | None,
    needs: str,
    fate: tuple[int, str],
) -> None:
    code, rule = fate
    settings(project, evidence, "")
    if document:
        known(evidence, document)
    with PreflightService() as service:
        service.know("tallies", 90.0, source="pypi")
        done = scan(project, "--api-url", service.url, "--json", needs=needs)
    (finding,) = done.report["findings"]
    assert (done.code, finding["reasons"][0]["rule"]) == (code, rule)
    if document:
        assert (finding["score"], finding["source"]) == (90.0, "nerq")


def test_the_second_source_answers_for_what_the_first_leaves_open(
    project: Path, evidence: EvidenceService
) -> None:
    known(evidence)
    settings(project, evidence, "")
    with PreflightService() as service:
        service.know("flask", 61.2, source="pypi")
        done = scan(
            project,
            "--source",
            "nerq,local",
            "--api-url",
            service.url,
            needs="flask\ntallies==1.2\n",
        )
        report = scan(
            project,
            *("--source", "nerq,local", "--api-url", service.url, "--json"),
            needs="flask\ntallies==1.2\n",
        ).report
    assert {f["target"]: f["source"] for f in report["findings"]} == {
        "flask": "nerq",
        "tallies": "local",
    }
    assert "flask (scored by nerq)" in done.out


def test_a_service_out_of_reach_is_open_or_answered_by_the_second(
    project: Path, evidence: EvidenceService
) -> None:
    known(evidence)
    settings(project, evidence, "")
    alone = scan(project, "--api-url", NOWHERE)
    assert alone.code == 3
    said = " ".join(alone.out.split())
    assert "nerq scan --source local" in said
    assert 'sources = ["nerq", "local"]' in said
    assert "--offline" not in said
    offline = " ".join(scan(project, "--offline").out.split())
    assert "nerq scan --source local" in offline
    assert "without --offline" not in offline
    both = scan(project, "--source", "nerq,local", "--api-url", NOWHERE, "--json")
    assert both.code == 0
    (finding,) = both.report["findings"]
    assert (finding["source"], finding["outcome"]) == ("local", "pass")


def test_what_the_second_source_has_no_score_for_stays_open(
    project: Path, evidence: EvidenceService
) -> None:
    settings(project, evidence, "")
    (project / "app.py").write_text(
        'import openai\nclient = openai.OpenAI()\nclient.chat.completions.create(model="gpt-4o")\n',
        encoding="utf-8",
    )
    done = nerq("scan", "--source", "nerq,local", "--api-url", NOWHERE, "--json", folder=project)
    assert [f["outcome"] for f in done.report["findings"]] == ["unavailable"]
    assert done.code == 3


@pytest.mark.parametrize("name", ["malicious", "advisory-medium", "not-looked-up", "unused-ignore"])
def test_a_rule_is_explained(project: Path, name: str) -> None:
    (project / "nerq.toml").write_text("[rules]\nunused-ignore = 'off'\n", encoding="utf-8")
    done = nerq("explain", name, folder=project)
    assert done.code == 0
    text, rule = " ".join(done.out.split()), BY_ID[name]
    for part in (rule.meaning, rule.remedy, rule.url):
        assert part in text
    assert (" cap " in text) == (rule.cap is not None)
    assert ("here off: it is left out" in text) == (name == "unused-ignore")


def test_an_alias_explains_all_its_rules_and_a_slip_names_the_nearest(project: Path) -> None:
    done = nerq("explain", "active-advisory", folder=project)
    for rule in ("advisory-critical", "advisory-low", "active-advisory"):
        assert f"{rule}: " in done.out
    slip = nerq("explain", "malicous", folder=project)
    assert slip.code == 2
    assert "did you mean 'malicious'?" in slip.err
    option = nerq("scan", "--fail-on", "malicous", folder=project)
    assert option.code == 2
    assert "did you mean 'malicious'?" in option.err
