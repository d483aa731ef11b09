"""`nerq check` as a user meets it, against a service on real sockets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.evidence_service import EvidenceService
from contract.preflight_service import PreflightService, Reply, Request, always

import nerq as library
from nerq.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("requests", 92.5, source="pypi", grade="A")
        running.know("nose", 31.5, source="pypi", grade="E")
        yield running


@pytest.mark.parametrize("report", ["table", "json", "markdown", "html"])
def test_the_known_answer_is_in_every_format(
    project: Path, service: PreflightService, report: str
) -> None:
    done = nerq("check", "microsoft/phi-2", "-f", report, folder=project, NERQ_API_URL=service.url)
    assert done.code == 1
    assert done.err == ""
    names = ("awesome-scalability", "superpowers", "cs-video-courses")
    if report == "json":
        (found,) = done.report["findings"]
        assert (found["score"], found["grade"]) == (61.2, "C")
        assert found["recommendation"] == "CAUTION"
        assert (found["eu_ai_act"], found["jurisdictions"]) == ("minimal", 52)
        assert [item["name"] for item in found["alternatives"]] == list(names)
        return
    for part in ("61.2", "grade C", "caution", "minimal risk", "52 jurisdictions", *names):
        assert part in done.out


@pytest.mark.parametrize("columns", ["60", "80", "160"])
def test_a_card_fits_the_terminal(project: Path, service: PreflightService, columns: str) -> None:
    done = nerq(
        "check", "microsoft/phi-2", folder=project, NERQ_API_URL=service.url, COLUMNS=columns
    )
    assert max(len(line) for line in done.out.splitlines()) <= int(columns)
    assert "\x1b" not in done.out


def test_the_history_is_asked_for_and_drawn(project: Path, service: PreflightService) -> None:
    history = [{"date": "2026-01-01", "score": 90.0}, {"date": "2026-02-01", "score": 92.5}]
    service.know("requests", 92.5, source="pypi", history=history)
    done = nerq("check", "requests", folder=project, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "90.0 on 2026-01-01 to 92.5 on 2026-02-01: up 2.5" in done.out
    assert "▁█" in done.out
    assert [request.query.get("include") for request in service.requests] == ["history"]


def test_a_name_means_what_was_found_under_exactly_that_name(
    project: Path, service: PreflightService
) -> None:
    page = "https://nerq.example/safe/"
    service.know("left-pad", 81.0, source="npm", details_url=f"{page}left-pad")
    service.know("acme/tool", 75.0, source="github", details_url=f"{page}acme/tool")
    service.know("signal", 75.0, source="android", details_url=f"{page}signal")
    service.know("reqests", 75.0, source="pypi", details_url=f"{page}requests")
    texts = ("left-pad", "acme/tool", "awesome-scalability", "signal", "reqests", "pypi:left-pad")
    done = nerq("check", *texts, "--json", folder=project, NERQ_API_URL=service.url)
    found = {
        (item["target"], item["ecosystem"]): (item["kind"], item["outcome"])
        for item in done.report["findings"]
    }
    assert found == {
        ("left-pad", "npm"): ("package", "pass"),
        ("acme/tool", "github"): ("repository", "pass"),
        ("awesome-scalability", "github"): ("repository", "pass"),
        ("signal", "android"): ("package", "pass"),
        ("reqests", "pypi"): ("package", "unknown"),
        ("left-pad", "pypi"): ("package", "unknown"),
    }


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("pkg:huggingface/microsoft/phi-2", "microsoft/phi-2"),
        ("https://huggingface.co/microsoft/phi-2/tree/main", "microsoft/phi-2"),
        ("https://github.com/psf/requests", "psf/requests"),
        ("requests==2.31.0", "requests"),
        ("https://nerq.example/safe/superpowers", "superpowers"),
    ],
)
def test_purls_and_pages_name_their_targets(
    project: Path, service: PreflightService, text: str, asked: str
) -> None:
    nerq("check", text, folder=project, NERQ_API_URL=service.url)
    assert service.asked == [asked]


def test_a_service_that_is_down_is_not_an_answer(project: Path, service: PreflightService) -> None:
    service.behave(always(Reply(503)))
    done = nerq("check", "requests", "--timeout", "2", folder=project, NERQ_API_URL=service.url)
    assert done.code == 3
    assert "no answer" in done.out
    assert "not reported" not in done.out


@pytest.mark.parametrize("text", ["", "two words", "pkg:nuget/x", "https://example.org/"])
def test_what_names_nothing_is_a_usage_error(project: Path, text: str) -> None:
    done = nerq("check", text, folder=project)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_an_unknown_name_is_unknown_and_fails_only_when_strict(
    project: Path, service: PreflightService
) -> None:
    done = nerq("check", "zzz-nothing", folder=project, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "unknown" in done.out
    strict = nerq("check", "zzz-nothing", "--strict", folder=project, NERQ_API_URL=service.url)
    assert strict.code == 1


def searching(names: list[str]) -> object:
    def behave(request: Request) -> Reply | None:
        if request.path != "/v1/agent/search":
            return None
        return Reply(200, {"results": [{"name": name, "trust_score": 1} for name in names]})

    return behave


def test_near_names_are_offered(project: Path, service: PreflightService) -> None:
    known = ["microsoft/phi-2", "other/phi-22", "acme/unlike", "\x1b[31mmicrosoft/phi-1"]
    service.behave(searching(known))  # type: ignore[arg-type]
    done = nerq("check", "microsft/phi-2", "reqeusts", folder=project, NERQ_API_URL=service.url)
    shown = " ".join(done.out.split())
    assert "does not know reqeusts; did you mean requests?" in shown
    assert "did you mean microsoft/phi-2" in shown
    assert "unlike" not in shown
    assert "\x1b" not in done.out
    searched = [r.query["q"] for r in service.requests if r.path == "/v1/agent/search"]
    assert sorted(searched) == ["microsft/phi-2", "reqeusts"]


@pytest.mark.parametrize(
    "reply", [Reply(500), Reply(200, [None, 3, {"name": 4}]), Reply(200, b"no"), Reply(404)]
)
def test_a_search_that_fails_changes_nothing(
    project: Path, service: PreflightService, reply: Reply
) -> None:
    service.behave(lambda request: reply if request.path == "/v1/agent/search" else None)
    done = nerq("check", "zzz-nothing", folder=project, NERQ_API_URL=service.url)
    assert (done.code, done.err) == (0, "")
    assert "does not know zzz-nothing" in done.out


def test_a_long_list_is_read_from_stdin_and_shown_as_it_comes(project: Path) -> None:
    names = [f"package-{number}" for number in range(120)]
    with PreflightService(knows_all=True) as service:
        done = nerq(
            "check",
            "-",
            folder=project,
            stdin="# a list\n\n" + "\n".join(names) + "\npackage-0\n",
            NERQ_API_URL=service.url,
        )
    # Batches go out together, so that any of them may arrive first.
    assert sorted(len(batch) for batch in service.batches) == [20, 50, 50]
    assert sorted(name for batch in service.batches for name in batch) == sorted(names)
    listed = done.out.partition("120 targets")[0]
    rows = [line.split()[-1] for line in listed.splitlines() if "package-" in line]
    assert rows == names
    assert "120 targets" in done.out
    assert done.code == 1


def test_a_list_with_v_ends_in_cards(project: Path) -> None:
    names = [f"package-{number}" for number in range(11)]
    with PreflightService(knows_all=True) as service:
        done = nerq("check", *names, "-v", folder=project, NERQ_API_URL=service.url)
    assert done.out.count("What to do next") == 11
    assert done.out.count("11 targets") == 1
    assert (
        done.out.index("Grade") < done.out.index("What to do next") < done.out.index("11 targets")
    )


def test_a_bad_line_of_a_list_is_named_before_anything_is_asked(
    project: Path, service: PreflightService
) -> None:
    done = nerq(
        "check", "-", folder=project, stdin="flask\n\ntwo words\n", NERQ_API_URL=service.url
    )
    assert done.code == 2
    assert "standard input, line 3" in done.err
    assert service.requests == []
    assert nerq("check", "-", folder=project).code == 2


def test_private_names_are_never_sent(project: Path, service: PreflightService) -> None:
    (project / "nerq.toml").write_text('private = ["acme-*"]\n')
    done = nerq("check", "acme-secret", "--json", folder=project, NERQ_API_URL=service.url)
    assert done.report["findings"][0]["reasons"][0]["rule"] == "private"
    assert service.requests == []


def test_offline_answers_come_from_what_a_scan_or_a_check_kept(
    project: Path, service: PreflightService
) -> None:
    (project / "requirements.txt").write_text("requests\n")
    nerq("scan", folder=project, NERQ_API_URL=service.url)
    nerq("check", "nose", folder=project, NERQ_API_URL=service.url)
    asked = len(service.requests)
    done = nerq(
        "check", "requests", "nose", "flask", "--offline", "--json",
        folder=project, NERQ_API_URL=service.url,
    )  # fmt: skip
    outcomes = {item["target"]: item["outcome"] for item in done.report["findings"]}
    assert outcomes == {"requests": "pass", "nose": "fail", "flask": "unavailable"}
    assert done.code == 1
    assert len(service.requests) == asked


def test_a_snapshot_answers_without_a_network(project: Path, service: PreflightService) -> None:
    nerq(
        "snapshot", "export", "s.json", "--targets", "microsoft/phi-2,nose",
        folder=project, NERQ_API_URL=service.url,
    )  # fmt: skip
    done = nerq(
        "check", "microsoft/phi-2", "--snapshot", "s.json", "--offline", "--no-cache",
        folder=project, NERQ_API_URL=service.url,
    )  # fmt: skip
    assert done.code == 1
    assert "61.2 of 100 · grade C · caution" in done.out
    assert "from the snapshot" in done.out


def test_local_evidence_is_shown_signal_by_signal(project: Path) -> None:
    from dataclasses import asdict

    with EvidenceService() as evidence:
        lines = "".join(f"{k} = {json.dumps(v)}\n" for k, v in asdict(evidence.endpoints).items())
        (project / "nerq.toml").write_text(f"[local.endpoints]\n{lines}")
        done = nerq("check", "requests", "--source", "local", "-v", folder=project, COLUMNS="160")
    assert done.code in (0, 1)
    assert "nerq on this machine" in done.out
    assert "Evidence for security" in done.out
    assert "of 100, weight 40: known-vulnerabilities" in done.out


def test_files_are_written_beside_the_report(project: Path, service: PreflightService) -> None:
    done = nerq(
        "check", "requests", "-o", "html=card.html", "-o", "json=card.json", "-q",
        folder=project, NERQ_API_URL=service.url,
    )  # fmt: skip
    assert (done.code, done.out) == (0, "")
    assert "92.5" in (project / "card.html").read_text()
    assert json.loads((project / "card.json").read_text())["findings"][0]["score"] == 92.5
    assert nerq("check", "requests", "-o", "sarif=x", folder=project).code == 2


def test_the_library_checks_too(
    project: Path, service: PreflightService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NERQ_API_URL", service.url)
    result = library.check(["requests", "nose"])
    assert [finding.target.id for finding in result.findings] == ["nose", "requests"]
    assert result.exit_code == 1
    assert library.check("requests").exit_code == 0
    with pytest.raises(UsageError):
        library.check("two words")
