"""Checks beside the scores of the service: advisories and registries, over real sockets."""

from __future__ import annotations

import json
import zipfile
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.evidence_service import Asked, EvidenceService, Reply
from contract.preflight_service import PreflightService
from contract.published import advisory, publish_npm, publish_pypi

import nerq as library
from nerq.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from nerq.model import Alert, ScanResult

TODAY = datetime.now(timezone.utc).date()
RELEASES = {f"1.{n}": TODAY - timedelta(days=1000 - 200 * n) for n in range(5)}


class World:
    """A project, the service and the sources, wired by its settings file."""

    def __init__(self, folder: Path, service: PreflightService, sources: EvidenceService) -> None:
        self.folder = folder
        self.service = service
        self.sources = sources
        self.set()

    def set(self, *lines: str) -> None:
        places = {"deps_dev": "deps"}
        names = ("index", "project", "npm", "osv", "hub", "github", "scorecard", "deps_dev")
        rows = [f'{name} = "{self.sources.url}/{places.get(name, name)}"' for name in names]
        own = [f'api-url = "{self.service.url}"', *lines, "[local.endpoints]", *rows]
        (self.folder / "nerq.toml").write_text("\n".join(own) + "\n", encoding="utf-8")

    def require(self, *lines: str) -> None:
        (self.folder / "requirements.txt").write_text("\n".join(lines), encoding="utf-8")

    def scan(self) -> ScanResult:
        return library.scan(str(self.folder), load(str(self.folder)))


@pytest.fixture
def world(project: Path) -> Iterator[World]:
    with PreflightService() as service, EvidenceService() as sources:
        for name in ("tallies", "sums"):
            service.know(name, 91.0, source="pypi", grade="A+")
        yield World(project, service, sources)


def alerts(result: ScanResult, target: str = "tallies") -> dict[str, Alert]:
    found = next(finding for finding in result.findings if finding.target.id == target)
    return {alert.rule: alert for alert in found.alerts}


VECTOR = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"
MALWARE = advisory("MAL-2026-1", "PyPI", "tallies", versions=["1.2"])
CRITICAL = advisory(
    "GHSA-aaaa-bbbb-cccc",
    "PyPI",
    "tallies",
    fixed="1.3",
    severity=[{"type": "CVSS_V3", "score": VECTOR}],
)


@pytest.mark.parametrize(
    ("document", "rule"), [(MALWARE, "malicious"), (CRITICAL, "advisory-critical")]
)
def test_what_osv_knows_stops_what_the_service_trusts(
    world: World, document: dict[str, object], rule: str
) -> None:
    world.sources.advisories.append(document)
    world.require("tallies==1.2", "sums==1.0")
    result = world.scan()
    assert result.exit_code == 1
    assert alerts(result)[rule].evidence == document["id"]
    assert alerts(result, "sums") == {}
    world.require("tallies==1.4")
    assert world.scan().exit_code == 0


def test_without_a_pin_only_what_covers_every_version_counts(world: World) -> None:
    world.sources.advisories += [MALWARE, CRITICAL]
    world.require("tallies>=1")
    assert alerts(world.scan()) == {}
    world.sources.advisories.append(advisory("MAL-2026-2", "PyPI", "tallies"))
    world.sources.advisories.append(advisory("PYSEC-2026-3", "PyPI", "tallies"))
    result = library.scan(str(world.folder), load(str(world.folder), flags={"refresh": True}))
    assert set(alerts(result)) == {"malicious", "advisory-high"}


def test_a_thousand_packages_are_screened_by_two_requests_and_kept(world: World) -> None:
    names = [f"package-{number}" for number in range(1000)]
    for name in names:
        world.service.know(name, 91.0, source="pypi")
    world.require("tallies==1.2", *(f"{name}==1.0" for name in names))
    world.sources.advisories.append(CRITICAL)
    assert world.scan().exit_code == 1
    assert world.sources.paths.count("/osv/v1/querybatch") <= 2
    assert len(world.sources.paths) <= 3  # and the one document
    asked = len(world.sources.asked)
    assert world.scan().exit_code == 1
    assert len(world.sources.asked) == asked


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, {}),
        Reply(200, {"results": []}),
        Reply(200, b"<html>"),
        Reply(302, {}, {"Location": "https://elsewhere.example/"}),
        Reply(404, {}),
    ],
    ids=["down", "partial", "wrong", "elsewhere", "no such endpoint"],
)
def test_osv_out_of_reach_is_one_note_and_changes_nothing(world: World, reply: Reply) -> None:
    world.sources.fail("osv", reply)
    world.require("tallies==1.2", "sums==1.0")
    result = world.scan()
    assert result.exit_code == 0
    told = [note for note in result.notes if "OSV" in note]
    assert len(told) == 1
    assert "known vulnerabilities" in told[0]


def test_an_import_counts_where_osv_is_out_of_reach(world: World) -> None:
    dump = world.folder / "all.zip"
    with zipfile.ZipFile(dump, "w") as archive:
        archive.writestr("GHSA.json", json.dumps(CRITICAL))
    assert nerq("advisories", "import", str(dump), folder=world.folder).code == 0
    world.sources.fail("osv", Reply(503, {}))
    world.require("tallies==1.2")
    assert world.scan().exit_code == 1


def test_private_names_are_never_sent(world: World) -> None:
    world.set('private = ["acme-*"]', 'checks = ["advisories", "registry"]')
    world.require("acme-secret==1.0", "tallies==1.2", "./local-thing")
    publish_pypi(world.sources, "tallies", RELEASES)
    world.scan()
    told = "".join(asked.path + asked.body.decode() for asked in world.sources.asked)
    assert "tallies" in told
    assert "acme" not in told
    assert "local" not in told


def test_checks_can_be_switched_off(world: World) -> None:
    world.set("checks = []")
    world.sources.advisories.append(MALWARE)
    world.require("tallies==1.2", "unheard-of==1.0")
    assert world.scan().exit_code == 0
    assert world.sources.asked == []


def test_a_name_that_the_service_does_not_know_is_looked_up_once(world: World) -> None:
    publish_pypi(world.sources, "unheard-of", RELEASES)
    publish_npm(world.sources, "@acme/unheard-of", {"1.0.0": TODAY - timedelta(days=900)})
    world.require("unheard-of==1.2", "tallies==1.2")
    (world.folder / "package.json").write_text(
        json.dumps({"dependencies": {"@acme/unheard-of": "^1.0.0"}}), encoding="utf-8"
    )
    result = world.scan()
    asked = [path for path in world.sources.paths if not path.startswith("/osv/")]
    assert sorted(asked) == ["/index/unheard-of/", "/npm/@acme/unheard-of"]
    assert result.exit_code == 0


@pytest.mark.parametrize("line", ["unheard-of==1.0", "unheard-of", "reqeusts"])
def test_a_name_that_is_nowhere_fails(world: World, line: str) -> None:
    world.require(line)
    result = world.scan()
    name = line.partition("=")[0]
    assert result.exit_code == 1
    assert f'private = ["{name}"]' in alerts(result, name)["not-in-registry"].message


def test_a_typing_error_on_the_command_line_fails(world: World) -> None:
    result = library.check("reqeusts", load(str(world.folder)))
    assert result.exit_code == 1
    assert "did you mean requests?" in alerts(result, "reqeusts")["not-in-registry"].message


def test_a_bare_name_may_be_one_of_the_next_registry(world: World) -> None:
    publish_npm(world.sources, "unheard-of", {"1.0.0": TODAY - timedelta(days=900)})
    result = library.check("unheard-of", load(str(world.folder)))
    assert result.exit_code == 0
    assert library.check("pypi:unheard-of", load(str(world.folder))).exit_code == 1


def test_a_registry_out_of_reach_is_one_note_and_leaves_it_unknown(world: World) -> None:
    for place in ("index", "project"):
        world.sources.fail(place, Reply(503, {}))
    world.require("unheard-of==1.0", "unheard-of-too==1.0")
    result = world.scan()
    assert result.exit_code == 0
    assert [finding.outcome for finding in result.findings] == ["unknown", "unknown"]
    assert sum("package index" in note for note in result.notes) == 1


def test_the_registry_is_asked_about_everything_where_settings_say_so(world: World) -> None:
    publish_pypi(world.sources, "tallies", RELEASES, status="archived")
    publish_pypi(world.sources, "sums", RELEASES, yanked={"1.2": "adds up wrongly"})
    world.require("tallies==1.4", "sums==1.2")
    assert world.scan().exit_code == 0
    world.set('checks = ["advisories", "registry"]')
    result = world.scan()
    assert result.exit_code == 1
    assert set(alerts(result)) == {"ended"}
    assert set(alerts(result, "sums")) == {"yanked"}


def test_what_was_scored_here_is_not_looked_up_twice(world: World) -> None:
    world.set('sources = ["nerq", "local"]')
    publish_pypi(world.sources, "unheard-of", RELEASES)
    world.require("unheard-of==1.4", "tallies==1.2")
    world.scan()
    screened = [
        json.loads(asked.body)["queries"]
        for asked in world.sources.asked
        if asked.path == "/osv/v1/querybatch"
    ]
    names = [query["package"]["name"] for queries in screened for query in queries]
    assert sorted(names) == ["tallies", "unheard-of"]
    assert world.sources.paths.count("/index/unheard-of/") == 1


def test_a_slow_osv_does_not_hold_up_the_scan(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from nerq.trust.checks import check

    monkeypatch.setattr(check, "SHORTEST_WAIT", 0.3)
    world.sources.replies["/osv/v1/querybatch"] = lambda _: Reply(200, {}, delay=1.0)
    world.require("tallies==1.2")
    result = world.scan()
    assert result.exit_code == 0
    assert [note.partition(":")[0] for note in result.notes if "OSV" in note] == ["OSV"], (
        result.notes
    )
    assert sum(isinstance(asked, Asked) for asked in world.sources.asked) == 1


def test_a_release_younger_than_the_settings_ask_fails_with_either_source(world: World) -> None:
    uploads = {"1.0": TODAY - timedelta(days=900), "1.1": TODAY - timedelta(days=3)}
    publish_pypi(world.sources, "tallies", uploads)
    publish_pypi(world.sources, "sums", uploads)
    world.require("tallies==1.1", "sums==1.1")
    assert world.scan().exit_code == 0
    for sources in ('["nerq"]', '["local"]'):
        world.set(f"sources = {sources}", "min-release-age = 7", 'min-release-age-exempt = ["su*"]')
        result = world.scan()
        assert result.exit_code == 1
        assert "3 days old" in alerts(result)["too-new"].message
        assert "too-new" not in alerts(result, "sums")
    world.set("[min-release-age]", "npm = 7")
    assert world.scan().exit_code == 0


def test_a_package_may_be_mentioned_with_and_without_a_version(world: World) -> None:
    world.sources.advisories.append(CRITICAL)
    world.require("tallies==1.2")
    servers = {"mcpServers": {"tallies": {"command": "uvx", "args": ["tallies"]}}}
    (world.folder / ".mcp.json").write_text(json.dumps(servers), encoding="utf-8")
    result = world.scan()
    found = {finding.target.kind: {a.rule for a in finding.alerts} for finding in result.findings}
    assert found == {"package": {"advisory-critical"}, "mcp-server": set()}
