"""The rules' facts as a user meets them: the command, real sockets, replayed documents."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.evidence_service import EvidenceService, Reply
from contract.published import Json, advisory, publish_model, publish_npm, publish_pypi

import nerq as library
from nerq.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from nerq.model import Alert, ScanResult

TODAY = datetime.now(timezone.utc).date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


# A project in good health, released over years and last some weeks ago.
HEALTHY = {"1.0": ago(1500), "1.1": ago(900), "1.2": ago(400), "1.3": ago(60)}


@pytest.fixture
def service(project: Path) -> Iterator[EvidenceService]:
    with EvidenceService() as running:
        places = {"deps_dev": "deps"}
        names = ("index", "project", "npm", "osv", "hub", "github", "scorecard", "deps_dev")
        rows = [f'{name} = "{running.url}/{places.get(name, name)}"' for name in names]
        text = 'sources = ["local"]\n[local.endpoints]\n' + "\n".join(rows) + "\n"
        (project / "nerq.toml").write_text(text, encoding="utf-8")
        yield running


def check(project: Path, *targets: str) -> ScanResult:
    return library.check(targets, load(str(project)))


def alerts(result: ScanResult) -> dict[str, Alert]:
    """The alerts on the only target, by rule."""
    (finding,) = result.findings
    return {alert.rule: alert for alert in finding.alerts}


def known(service: EvidenceService, *documents: Json) -> None:
    """OSV knows these advisories."""
    service.advisories += documents


def test_a_healthy_package_raises_no_alert(project: Path, service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY)
    publish_npm(service, "tallies", HEALTHY)
    for target in ("pypi:tallies", "pypi:tallies@1.2", "npm:tallies"):
        done = check(project, target)
        assert (done.exit_code, alerts(done)) == (0, {}), target


NPM_HEALTHY = {f"{v}.0": day for v, day in HEALTHY.items()}


def _malware_of_a_version(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY)
    known(service, advisory("MAL-2026-1", "PyPI", "tallies", versions=["1.2"]))


def _malware_of_every_version(service: EvidenceService) -> None:
    publish_npm(service, "tallies", NPM_HEALTHY)
    known(service, advisory("MAL-2026-1", "npm", "tallies"))


def _malware_that_is_gone(service: EvidenceService) -> None:
    known(service, advisory("MAL-2026-1", "PyPI", "tallies", versions=["0.1"]))


def _quarantine(service: EvidenceService) -> None:
    # Served without files, and the project document not at all.
    page = {"meta": {"api-version": "1.4"}, "name": "tallies", "files": [], "versions": []}
    page["project-status"] = {"status": "quarantined"}
    service.answer("/index/tallies/", 200, page)


def _holder(service: EvidenceService) -> None:
    held = {"0.0.1-security": ago(300)}
    publish_npm(
        service,
        "tallies",
        held,
        description="security holding package",
        repository="npm/security-holder",
    )


def _unsafe_file(service: EvidenceService) -> None:
    status = {
        "scansDone": False,
        "filesWithIssues": [{"path": "model.bin", "level": "unsafe"}],
    }
    files = ("model.safetensors", "model.bin")
    publish_model(service, "acme/tally", files, securityRepoStatus=status)


def _disabled(service: EvidenceService) -> None:
    publish_model(service, "acme/tally", ("model.safetensors",), disabled=True)


def _missing(_: EvidenceService) -> None:
    """Nobody has it."""


def _missing_version(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY)


def _critical(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY)
    vector = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
    known(
        service,
        advisory("PYSEC-2026-7", "PyPI", "tallies", fixed="1.3", aliases=["CVE-2026-1"]),
        advisory(
            "GHSA-aaaa-bbbb-cccc",
            "PyPI",
            "tallies",
            fixed="1.3",
            aliases=["CVE-2026-1"],
            severity=[{"type": "CVSS_V3", "score": vector}],
            database_specific={"cisa_kev": True, "epss": {"percentage": 0.42}},
        ),
    )


def _unrated(service: EvidenceService) -> None:
    publish_npm(service, "tallies", NPM_HEALTHY)
    known(service, advisory("GHSA-aaaa-bbbb-cccc", "npm", "tallies", fixed="1.3.0"))


def _yanked(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY, yanked={"1.2": "counts backwards"})


def _archived(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY, status="archived")


def _deprecated(service: EvidenceService) -> None:
    publish_npm(service, "tallies", NPM_HEALTHY, deprecated="use counters")


def _said_to_be_over(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", HEALTHY, summary="[DEPRECATED] use counters instead")


def _reserved(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", {"0.0.1": ago(700)}, summary="Reserved package name")


def _newborn(service: EvidenceService) -> None:
    publish_pypi(service, "tallies", {"0.0.1": ago(5)})


def _lookalike(service: EvidenceService) -> None:
    uploads = {f"0.{n}": ago(400 - n * 20) for n in range(12)}
    publish_pypi(service, "reqeusts", uploads)


def _pickles(service: EvidenceService) -> None:
    status = {"scansDone": False, "filesWithIssues": []}
    publish_model(service, "acme/tally", ("pytorch_model.bin",), securityRepoStatus=status)


def _custom_code(service: EvidenceService) -> None:
    config = {"auto_map": {"AutoModel": "modeling.Tally"}}
    publish_model(service, "acme/tally", ("model.safetensors",), config=config)


FATES: list[tuple[str, str, Callable[[EvidenceService], None], str, str]] = [
    ("malicious", "pypi:tallies@1.2", _malware_of_a_version, "MAL-2026-1", "MAL-2026-1"),
    ("malicious", "npm:tallies", _malware_of_every_version, "MAL-2026-1", "malicious"),
    ("malicious", "pypi:tallies", _malware_that_is_gone, "MAL-2026-1", "malicious"),
    ("malicious", "pypi:tallies", _quarantine, "/index/tallies/", "quarantined"),
    ("malicious", "npm:tallies", _holder, "/npm/tallies", "security holding package"),
    ("malicious", "hf:acme/tally", _unsafe_file, "#model.bin", "model.bin unsafe"),
    ("malicious", "hf:acme/tally", _disabled, "acme/tally", "disabled"),
    ("not-in-registry", "pypi:tallies", _missing, "tallies", 'private = ["tallies"]'),
    ("not-in-registry", "npm:tallies", _missing, "tallies", 'private = ["tallies"]'),
    ("not-in-registry", "pypi:reqeusts", _missing, "reqeusts", "did you mean requests?"),
    ("not-in-registry", "pypi:tallies@9.9", _missing_version, "tallies@9.9", "does not list"),
    ("advisory-critical", "pypi:tallies@1.2", _critical, "CVE-2026-1", "fixed in 1.3"),
    ("advisory-critical", "pypi:tallies@1.2", _critical, "CVE-2026-1", "exploited, EPSS 42.0%"),
    ("advisory-high", "npm:tallies@1.2.0", _unrated, "GHSA-aaaa-bbbb-cccc", "unrated"),
    ("yanked", "pypi:tallies@1.2", _yanked, "/index/tallies/", "counts backwards"),
    ("ended", "pypi:tallies", _archived, "/index/tallies/", "archived"),
    ("ended", "npm:tallies", _deprecated, "/npm/tallies", "use counters"),
    ("ended", "pypi:tallies", _said_to_be_over, "/project/tallies/json", "use counters"),
    ("placeholder", "pypi:tallies", _reserved, "/project/tallies/json", "Reserved"),
    ("no-record", "pypi:tallies", _newborn, "/index/tallies/", "5 days"),
    ("lookalike", "pypi:reqeusts", _lookalike, "requests", "one letter from requests"),
    ("unsafe-format", "hf:acme/tally", _pickles, "acme/tally", ".bin"),
    ("custom-code", "hf:acme/tally", _custom_code, "acme/tally", "revision"),
]


@pytest.mark.parametrize("fate", FATES, ids=lambda fate: f"{fate[0]} {fate[1]}{fate[2].__name__}")
def test_each_fact_stops_the_build(
    project: Path,
    service: EvidenceService,
    fate: tuple[str, str, Callable[[EvidenceService], None], str, str],
) -> None:
    rule, target, prepare, evidence, says = fate
    prepare(service)
    done = check(project, target)
    found = alerts(done)
    assert rule in found, found
    assert done.exit_code == 1
    assert found[rule].level == "error"
    assert evidence in (found[rule].evidence or "")
    assert says in found[rule].message
    assert done.findings[0].outcome == "fail"


@pytest.mark.parametrize("target", ["pypi:tallies@1.3", "pypi:tallies@1.3+cu121"])
def test_what_does_not_concern_the_pin_is_not_told(
    project: Path, service: EvidenceService, target: str
) -> None:
    publish_pypi(service, "tallies", HEALTHY, yanked={"1.2": "counts backwards"})
    known(
        service,
        advisory("MAL-2026-1", "PyPI", "tallies", versions=["1.2"]),
        advisory("GHSA-aaaa-bbbb-cccc", "PyPI", "tallies", fixed="1.3"),
        advisory("GHSA-aaaa-bbbb-dddd", "PyPI", "tallies", withdrawn="2026-01-01T00:00:00Z"),
    )
    done = check(project, target)
    assert (done.exit_code, alerts(done)) == (0, {})


def test_a_typing_error_stops_a_bare_name_too(project: Path, service: EvidenceService) -> None:
    done = check(project, "reqeusts")
    assert done.exit_code == 1
    assert "did you mean requests?" in alerts(done)["not-in-registry"].message


def test_names_that_the_registry_does_not_have_are_looked_up_in_an_import(
    project: Path, service: EvidenceService
) -> None:
    service.fail("osv", Reply(503, {}))
    dump = project / "all.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        document = advisory("MAL-2026-1", "PyPI", "tallies", versions=["0.1"])
        archive.writestr("MAL-2026-1.json", json.dumps(document))
    assert nerq("advisories", "import", str(dump), folder=project).code == 0
    done = check(project, "pypi:tallies")
    assert done.exit_code == 1
    assert alerts(done)["malicious"].evidence == "MAL-2026-1"


OLD = {"1.0": ago(900), "1.1": ago(400), "1.2": ago(250), "1.3": ago(60)}


@pytest.mark.parametrize("broken", [Reply(503, {}), Reply(404, {}), Reply(200, [])])
def test_an_old_pin_that_nobody_could_look_up_is_no_pass(
    project: Path, service: EvidenceService, broken: Reply
) -> None:
    publish_pypi(service, "tallies", OLD)
    service.fail("osv", broken)
    done = check(project, "pypi:tallies@1.0")
    assert done.exit_code == 3
    assert "nerq advisories update" in alerts(done)["not-looked-up"].message
    assert done.findings[0].outcome == "unavailable"


@pytest.mark.parametrize("target", ["pypi:tallies@1.2", "pypi:tallies"])
def test_a_pin_one_release_behind_needs_no_looking_up(
    project: Path, service: EvidenceService, target: str
) -> None:
    publish_pypi(service, "tallies", OLD)
    service.fail("osv", Reply(503, {}))
    assert check(project, target).exit_code == 0


def test_npm_without_dates_is_still_judged_by_the_rules(
    project: Path, service: EvidenceService
) -> None:
    uploads = {f"1.{n}.0": ago(1000 - n) for n in range(9)}
    publish_npm(service, "tallies", uploads, with_dates=False)
    service.fail("osv", Reply(503, {}))
    done = check(project, "npm:tallies@1.0.0")
    assert done.exit_code == 3
    assert set(alerts(done)) == {"not-looked-up"}
    assert check(project, "npm:tallies@9.0.0").exit_code == 1
    assert check(project, "npm:tallies").exit_code == 0


FAULTS = {
    "down": Reply(503, {}),
    "forbidden": Reply(403, {}),
    "elsewhere": Reply(302, {}, {"Location": "http://127.0.0.1:9/elsewhere"}),
    "html": Reply(200, b"<html>"),
    "a list": Reply(200, []),
    "nothing": Reply(200, {}),
    "deep": Reply(200, b"[" * 200_000),
    "cut off": Reply(200, b'{"files": [{"filename"'),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("target", ["pypi:tallies@1.2", "pypi:tallies", "npm:tallies@1.2.0"])
def test_what_could_not_be_judged_is_no_pass(
    project: Path, service: EvidenceService, fault: Reply, target: str
) -> None:
    """OSV knows nothing bad of it: that is not enough to let it through."""
    for place in ("index", "project", "npm"):
        service.fail(place, fault)
    done = check(project, target)
    assert done.exit_code == 3, done.findings
    assert done.findings[0].outcome == "unavailable"


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_malware_is_known_whatever_the_registry_answers(
    project: Path, service: EvidenceService, fault: Reply
) -> None:
    known(service, advisory("MAL-2026-1", "PyPI", "tallies", versions=["1.2"]))
    for place in ("index", "project"):
        service.fail(place, fault)
    done = check(project, "pypi:tallies@1.2")
    assert done.exit_code == 1
    assert "malicious" in alerts(done)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_an_old_pin_is_no_pass_whatever_osv_answers(
    project: Path, service: EvidenceService, fault: Reply
) -> None:
    publish_pypi(service, "tallies", OLD)
    service.fail("osv", fault)
    assert check(project, "pypi:tallies@1.0").exit_code == 3
    assert check(project, "pypi:tallies").exit_code == 0


def test_downloads_tell_that_a_new_npm_package_is_used(
    project: Path, service: EvidenceService
) -> None:
    settings = project / "nerq.toml"
    address = f'npm_downloads = "{service.url}/counts"\n'
    settings.write_text(settings.read_text(encoding="utf-8") + address, encoding="utf-8")
    counts = "/counts/downloads/point/last-week/@acme"
    for name, counted in (("sums", 3), ("tallies", 90_000), ("adds", "many")):
        publish_npm(service, f"@acme/{name}", {"1.0.0": ago(9)})
        service.answer(f"{counts}/{name}", 200, {"downloads": counted})
    assert "no-record" in alerts(check(project, "npm:@acme/sums"))
    assert "no-record" not in alerts(check(project, "npm:@acme/tallies"))
    assert any("npm downloads API" in note for note in check(project, "npm:@acme/adds").notes)
