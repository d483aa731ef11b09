"""The service as its public source answers: each fact of it has a test that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cli.command import Done, nerq
from contract.preflight_service import PreflightService, Reply, Request
from contract.source_index import Entry, SourceIndex, dash_slug, details_slug, page_slug

from nerq.trust.service.screening import CONFIRMATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHI = Entry("microsoft/phi-2", "huggingface_model", 61.2)


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService(index=SourceIndex([PHI])) as running:
        yield running


def scan(project: Path, service: PreflightService, *options: str) -> Done:
    return nerq("scan", "--json", *options, folder=project, NERQ_API_URL=service.url)


@pytest.mark.parametrize("write", ["answer", "page", "dash"])
def test_details_url_is_any_slug_of_the_name(
    project: Path, service: PreflightService, write: str
) -> None:
    written = {
        "answer": details_slug(PHI.name, PHI.source),
        "page": page_slug(PHI.name),
        "dash": dash_slug(PHI.name),
    }
    service.index = SourceIndex([Entry(PHI.name, PHI.source, PHI.score, slug=written[write])])
    (project / "app.py").write_text(
        "from transformers import pipeline\npipeline('text-generation', 'microsoft/phi-2')\n"
    )
    (project / "nerq.toml").write_text("checks = []\n")
    done = scan(project, service)
    (found,) = done.report["findings"]
    assert (done.code, found["outcome"], found["score"]) == (1, "fail", 61.2)
    assert (found["identity"], found["identity_basis"]) == ("exact", "slug")


def test_a_card_says_that_the_slug_told(project: Path, service: PreflightService) -> None:
    done = nerq("check", "microsoft/phi-2", folder=project, NERQ_API_URL=service.url)
    assert done.code == 1
    shown = " ".join(done.out.split())
    assert "exactly what was named, going by the slug of the page" in shown


@pytest.mark.parametrize(
    ("line", "name", "source"),
    [
        ('"@babel/core": "7.0.0"', "@babel/core", "npm"),
        ('"lodash": "4.0.0"', "lodash", "npm"),
    ],
)
def test_a_package_is_itself_by_its_slug(
    project: Path, service: PreflightService, line: str, name: str, source: str
) -> None:
    service.index = SourceIndex([Entry(name, source, 55.0)])
    (project / "package.json").write_text(f'{{"dependencies": {{{line}}}}}')
    (project / "nerq.toml").write_text("checks = []\n")
    done = scan(project, service)
    (found,) = done.report["findings"]
    assert (done.code, found["identity"]) == (1, "exact")


def require(project: Path, *lines: str) -> None:
    (project / "requirements.txt").write_text("\n".join(lines))
    (project / "nerq.toml").write_text("checks = []\n")


def findings(done: Done) -> dict[str, Any]:
    return {one["target"]: one for one in done.report["findings"]}


NAMESAKES = [Entry("requests", "npm", 85.0), Entry("requests", "pypi", 92.0)]


def test_registries_are_looked_up_npm_first(project: Path, service: PreflightService) -> None:
    service.index = SourceIndex(reversed(NAMESAKES))
    require(project, "requests")
    done = scan(project, service)
    (found,) = done.report["findings"]
    assert (done.code, found["outcome"]) == (0, "unknown")
    assert found["reasons"][0]["rule"] == "identity-mismatch"
    assert found["matched"]["source"] == "npm"


def test_the_category_of_a_batch_row_is_the_registry(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([*NAMESAKES, Entry("flask", "pypi", 88.0)])
    require(project, "requests", "flask")
    found = findings(scan(project, service))
    assert len(service.requests) == 1
    assert found["requests"]["outcome"] == "unknown"
    assert found["flask"]["outcome"] == "pass"
    assert (found["flask"]["identity"], found["flask"]["matched"]["source"]) == ("exact", "pypi")


def test_a_namesake_below_the_threshold_is_told_without_a_second_request(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([Entry("requests", "npm", 35.0), Entry("flask", "pypi", 88.0)])
    require(project, "requests", "flask")
    assert scan(project, service).code == 0
    assert len(service.requests) == 1


def test_apps_come_before_packages(project: Path, service: PreflightService) -> None:
    service.index = SourceIndex([Entry("signal", "android", 92.0), Entry("signal", "pypi", 30.0)])
    require(project, "signal", "flask")
    found = findings(scan(project, service))
    assert found["signal"]["outcome"] == "unknown"
    assert found["signal"]["matched"]["source"] == "android"


SHARED = Entry("langchain", "npm", 85.0, category="ai")
"""On the shipped lists of both registries; with a category that does not tell which."""


def test_where_nothing_tells_which_namesake_it_is_the_single_question_does(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([SHARED, Entry("flask", "pypi", 88.0, category="web")])
    require(project, "langchain", "flask")
    found = findings(scan(project, service))
    assert service.singles == ["langchain"]
    assert found["langchain"]["outcome"] == "unknown"
    assert found["flask"]["outcome"] == "pass"


def test_a_namesake_that_nothing_tells_never_passes(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([SHARED, Entry("flask", "pypi", 88.0, category="web")])
    service.behave(lambda asked: None if asked.is_batch else Reply(400, {"detail": "no"}))
    require(project, "langchain", "flask")
    done = scan(project, service)
    found = findings(done)
    assert (done.code, found["langchain"]["outcome"]) == (3, "unavailable")
    assert "a name in several registries" in found["langchain"]["message"]


@pytest.mark.parametrize("names", [["blank"], ["blank", "flask"]], ids=["single", "batch"])
def test_a_registry_row_without_a_score_is_a_filler(
    project: Path, service: PreflightService, names: list[str]
) -> None:
    service.index = SourceIndex([Entry("blank", "pypi", None), Entry("flask", "pypi", 88.0)])
    require(project, *names)
    done = scan(project, service)
    found = findings(done)["blank"]
    assert len(service.requests) == 1
    assert (done.code, found["outcome"], found["score"]) == (0, "unknown", None)
    assert found["reasons"][0]["rule"] == "not-in-index"
    assert "only stands in for a score" in found["message"]


@pytest.mark.parametrize(
    "more",
    [
        {"target_grade": "C"},
        {"target_trust": 50.1},
        {"target_last_updated": "2026-03-19T00:00:00Z"},
        {"popularity": {"github_stars": 3}},
    ],
)
def test_whatever_differs_from_the_filler_is_a_score(
    project: Path, service: PreflightService, more: dict[str, object]
) -> None:
    service.index = SourceIndex([Entry("blank", "pypi", None, more=more)])
    require(project, "blank")
    assert scan(project, service).code == 1


def test_a_known_name_has_a_floor_on_the_single_answer_only(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([Entry("numpy", "pypi", 62.0), Entry("flask", "pypi", 88.0)])
    require(project, "numpy", "flask")
    found = findings(scan(project, service))
    assert service.singles == ["numpy"]
    assert (found["numpy"]["score"], found["numpy"]["verified"]) == (90.0, False)
    card = nerq("check", "numpy", "-v", folder=project, NERQ_API_URL=service.url)
    assert card.code == 0
    assert "by its score of 90.0; the mark itself says no" in card.out


def test_no_known_vulnerability_of_a_package_is_no_evidence(
    project: Path, service: PreflightService
) -> None:
    service.index = SourceIndex([Entry("flask", "pypi", 88.0), PHI])
    require(project, "flask")
    (found,) = scan(project, service).report["findings"]
    assert (found["known_cves"], found["has_active_advisory"]) == (None, None)
    card = nerq("check", "flask", folder=project, NERQ_API_URL=service.url)
    assert "not looked up by the service" in card.out
    model = nerq("check", "microsoft/phi-2", folder=project, NERQ_API_URL=service.url)
    assert "none known" in model.out


def test_a_thousand_packages_cost_little(project: Path, service: PreflightService) -> None:
    names = [f"package-{number}" for number in range(998)]
    rows = [Entry(name, "pypi", 60.0 if n % 10 else 81.0) for n, name in enumerate(names)]
    service.index = SourceIndex([*rows, Entry("openai", "pypi", 60.0), Entry("numpy", "npm", 85.0)])
    require(project, *names, "openai", "numpy")
    done = scan(project, service, "--concurrency", "10")
    assert done.code == 1
    assert len(service.batches) == 20
    assert len(service.singles) == CONFIRMATIONS
    found = findings(done).values()
    assert sum(one["outcome"] == "fail" for one in found) >= 898
    assert all(one["confirmed"] for one in found)
    service.forget()
    again = scan(project, service)
    assert len(service.requests) <= CONFIRMATIONS
    assert again.code == 1


DAILY = {"detail": {"error": "rate_limit_exceeded", "retry_after_seconds": 3600}}


@pytest.mark.parametrize("left", ["0 of 200 requests left", ""])
def test_the_daily_limit_is_told_in_the_body_and_ends_the_run_at_once(
    project: Path, service: PreflightService, left: str
) -> None:
    names = [f"package-{number}" for number in range(60)]
    service.index = SourceIndex(Entry(name, "pypi", 81.0) for name in names)
    headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Limit": "200"} if left else {}
    allowed = [1]

    def limited(_: Request) -> Reply | None:
        allowed[0] -= 1
        return None if allowed[0] >= 0 else Reply(429, DAILY, headers)

    service.behave(limited)
    require(project, *names)
    done = scan(project, service, "--timeout", "7200", "--concurrency", "1")
    assert done.code == 3
    assert len(service.requests) == 2
    outcomes = [one["outcome"] for one in done.report["findings"]]
    assert (outcomes.count("pass"), outcomes.count("unavailable")) == (50, 10)
    (note,) = [note for note in done.report["notes"] if "429" in note]
    assert "come back in 60 min" in note
    assert left in note
    for way_out in ("NERQ_API_KEY", "--snapshot", "--source local"):
        assert way_out in note
    service.forget()
    assert scan(project, service).code == 0
    assert len(service.asked) == 10


def test_the_etag_is_a_digest_of_the_score(project: Path, service: PreflightService) -> None:
    first, same, other = (
        service.single_etag({"target_trust": score, "target_grade": "C", "popularity": {"n": n}})
        for score, n in ((61.2, 1), (61.2, 2), (61.3, 1))
    )
    assert first == same != other
