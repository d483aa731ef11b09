"""The local assessor against all its sources, replayed on the loopback interface."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest
from contract.evidence_service import ANSWERS, Asked, EvidenceService, Reply

from nerq.errors import SettingsError, UnfinishedError
from nerq.model import DIMENSIONS, Answer, Kind, Rated, Target, Unavailable, Unrated
from nerq.plugin import Question
from nerq.trust.local.advisories import import_advisories
from nerq.trust.local.assessor import LocalAssessor
from nerq.trust.local.endpoints import Endpoints

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = date(2026, 11, 21)
REQUESTS = Target("requests", "package", "pypi", "pkg:pypi/requests")
BERT = Target("acme/small-bert", "model", "huggingface")
OTHERS = ("osv", "github", "deps", "scorecard")


class Silent:
    """Counts what it is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []
        self.waits: list[float] = []

    def advance(self, done: int, total: int) -> None:
        self.steps.append((done, total))

    def wait(self, seconds: float, reason: str) -> None:
        self.waits.append(seconds)


@pytest.fixture
def service() -> Iterator[EvidenceService]:
    with EvidenceService() as running:
        yield running


def assessor(service: EvidenceService, **arguments: Any) -> LocalAssessor:
    return LocalAssessor(service.endpoints, today=TODAY, **{"timeout": 5.0, **arguments})


def ask(service: EvidenceService, *questions: Question, **arguments: Any) -> dict[Target, Answer]:
    return assessor(service, **arguments).ask(questions, Silent())


def ask_one(service: EvidenceService, target: Target, *versions: str, **arguments: Any) -> Answer:
    return ask(service, Question(target, versions=versions), **arguments)[target]


def rated(answer: Answer) -> Rated:
    assert isinstance(answer, Rated), answer
    return answer


def test_a_package_is_scored_with_everything_that_stands_behind_it(
    service: EvidenceService,
) -> None:
    answer = rated(ask_one(service, REQUESTS))
    assert answer.source == "local"
    assert answer.provenance == "local"
    assert answer.identity == "exact"
    facts = answer.facts
    assert answer.score > 90
    assert facts.grade == "A+"
    assert facts.recommendation == "PROCEED"
    assert facts.confidence is not None
    assert facts.confidence > 0.95
    assert facts.license == "Apache-2.0"
    assert facts.known_cves == 0
    assert facts.stars == 53211
    assert facts.last_commit_days_ago == 20
    assert set(facts.dimensions or {}) == {
        "security",
        "maintenance",
        "documentation",
        "compliance",
        "community",
    }
    assert len(facts.signals) >= 20
    for shown in facts.signals:
        assert shown.value
        assert shown.reason
        assert shown.evidence
        assert shown.observed
        assert 0 <= shown.points <= 100
        assert shown.weight > 0


def test_a_pinned_version_is_judged_by_its_own_vulnerabilities(service: EvidenceService) -> None:
    answer = rated(ask_one(service, REQUESTS, "2.19.1"))
    facts = answer.facts
    assert facts.known_cves == 2
    assert {(v.id, v.fixed_in) for v in facts.vulnerabilities} == {
        ("CVE-2018-18074", "2.20.0"),
        ("CVE-2023-32681", "2.31.0"),
    }
    assert facts.max_severity == "medium"
    scores = {v.id: v.score for v in facts.vulnerabilities}
    assert scores["CVE-2023-32681"] == 6.1
    assert answer.score < rated(ask_one(service, REQUESTS, "2.32.3")).score


def test_of_several_pins_the_worst_is_told(service: EvidenceService) -> None:
    worst = rated(ask_one(service, REQUESTS, "2.19.1"))
    assert ask_one(service, REQUESTS, "2.32.3", "2.19.1") == worst


def test_a_constraint_leads_to_the_newest_release_it_allows(service: EvidenceService) -> None:
    question = Question(REQUESTS, specifiers=("<2.20", ">=2"))
    answer = ask(service, question)[REQUESTS]
    assert answer == ask_one(service, REQUESTS, "2.19.1")


def test_a_yanked_release_is_told_and_scored_down(service: EvidenceService) -> None:
    answer = rated(ask_one(service, REQUESTS, "2.32.0"))
    signal = next(s for s in answer.facts.signals if s.id == "release-withdrawn")
    assert signal.value == "2.32.0 yanked"
    assert "CVE-2024-35195" in signal.reason
    assert (answer.facts.dimensions or {})["security"] == pytest.approx(15, abs=8)


def test_a_release_that_is_not_listed_is_told(service: EvidenceService) -> None:
    answer = rated(ask_one(service, REQUESTS, "99.0"))
    signal = next(s for s in answer.facts.signals if s.id == "release-withdrawn")
    assert signal.value == "99.0 not listed"


def test_the_index_alone_is_enough_for_a_score(service: EvidenceService) -> None:
    for place in OTHERS:
        service.fail(place, Reply(404, {}))
    local = assessor(service)
    answer = rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    assert answer.facts.confidence is not None
    assert 0.5 <= answer.facts.confidence < 0.9
    assert answer.facts.known_cves == 0  # the index itself says so of its newest release


@pytest.mark.parametrize(
    "reply",
    [
        Reply(500, {}),
        Reply(200, b"<html>"),
        Reply(200, b"[" * 200_000),
        Reply(200, []),
        Reply(200, {"vulns": "many", "score": "high", "versions": 3}),
        Reply(403, {}),
        Reply(200, b"1" * 5000),
        Reply(302, {}, {"Location": "http://127.0.0.1:1/elsewhere"}),
    ],
    ids=["500", "html", "deep", "list", "wrong types", "forbidden", "long number", "elsewhere"],
)
def test_a_source_that_answers_nonsense_costs_its_own_signals_only(
    service: EvidenceService, reply: Reply
) -> None:
    for place in OTHERS:
        service.fail(place, reply)
    local = assessor(service)
    answer = rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    assert answer.score > 85
    assert any(note.startswith("GitHub API: ") for note in local.notes)
    assert not {"stars", "scorecard", "dependents"} & {s.id for s in answer.facts.signals}


def test_a_slow_source_is_left_behind(service: EvidenceService) -> None:
    # A second is plenty for the other sources, on a busy machine too.
    service.fail("github", Reply(200, {}, delay=2.5))
    local = assessor(service, timeout=1)
    rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    notes = [note for note in local.notes if note.startswith("GitHub API")]
    assert notes == [
        "GitHub API: it did not finish its answer in 1 s; 1 of 1 targets judged without it"
    ]


def test_a_source_that_trickles_is_cut_off(service: EvidenceService) -> None:
    from nerq.trust.local import fetch

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fetch, "LARGEST_ANSWER", 1000)
        service.fail("github", Reply(200, b" " * 2000))
        local = assessor(service)
        local.ask([Question(REQUESTS)], Silent())
    assert any("answered with more than" in note for note in local.notes)


def test_what_the_index_has_not_is_unrated(service: EvidenceService) -> None:
    target = Target("no-such-thing", "package", "pypi")
    answer = ask_one(service, target)
    assert isinstance(answer, Unrated)
    assert answer.rule == "not-in-index"
    assert answer.source == "local"
    assert "no-such-thing" in answer.message


def test_what_the_hub_has_not_is_unrated(service: EvidenceService) -> None:
    service.answer("/hub/api/models/a/b", 401, {"error": "Repository not found"})
    answer = ask_one(service, Target("a/b", "model", "huggingface"))
    assert isinstance(answer, Unrated)
    assert answer.rule == "not-in-index"


def test_only_without_any_evidence_is_the_answer_unavailable(service: EvidenceService) -> None:
    for place in ("index", "project", *OTHERS):
        service.fail(place, Reply(500, {}))
    answer = ask_one(service, REQUESTS)
    assert isinstance(answer, Unavailable)
    assert answer.source == "local"
    assert "it fails (500)" in answer.message


def test_the_assessor_names_itself(service: EvidenceService) -> None:
    local = LocalAssessor(service.endpoints)
    assert (local.kind, local.url, local.notes) == ("local", None, ())
    answer = rated(local.ask([Question(BERT)], Silent())[BERT])
    assert answer.facts.assessed_at is not None
    assert answer.facts.assessed_at.endswith("T00:00:00Z")


def test_a_broken_database_of_advisories_is_told(service: EvidenceService, tmp_path: Path) -> None:
    database = tmp_path / "advisories.sqlite"
    database.write_bytes(b"nonsense" * 200)
    local = assessor(service, advisories=str(database))
    rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    assert any(
        "the database of advisories" in note and "cannot be used" in note for note in local.notes
    )


def test_too_little_evidence_is_unrated_and_still_shown(service: EvidenceService) -> None:
    for place in ("index", "project"):
        service.fail(place, Reply(200, b"?"))
    answer = ask_one(service, REQUESTS, "2.19.1")
    assert isinstance(answer, Unrated)
    assert answer.rule == "low-confidence"
    assert answer.facts.known_cves == 2
    assert answer.facts.signals


def test_kinds_without_a_source_are_unrated(service: EvidenceService) -> None:
    for kind, ecosystem in (("api-model", "openai"), ("model", "ollama"), ("package", "cargo")):
        named: Kind = kind  # type: ignore[assignment] # from the table above
        answer = ask_one(service, Target("x", named, ecosystem))
        assert isinstance(answer, Unrated)
        assert answer.rule == "not-in-index"
    assert service.paths == []


def test_nothing_but_targets_is_asked(service: EvidenceService) -> None:
    ask(service, Question(REQUESTS, versions=("2.34.2",)), Question(BERT))
    allowed = {
        "/index/requests/",
        "/project/requests/json",
        "/osv/v1/querybatch",
        "/github/repos/psf/requests",  # the repository that the package itself names
        "/deps/v3/systems/pypi/packages/requests/versions/2.34.2",
        "/deps/v3alpha/systems/pypi/packages/requests/versions/2.34.2:dependents",
        "/scorecard/projects/github.com/psf/requests",
        "/hub/api/models/acme/small-bert",
        "/hub/acme/small-bert/raw/main/README.md",
        "/hub/api/models/acme/small-bert/commits/main",
    }
    assert set(service.paths) == allowed
    bodies = {asked.body for asked in service.asked if asked.body}
    package = {"ecosystem": "PyPI", "name": "requests"}
    assert [json.loads(body) for body in bodies] == [
        {"queries": [{"package": package, "version": "2.34.2"}]}
    ]


@pytest.mark.parametrize(
    "name", ["..", "../../admin", "a//b", "/etc/passwd", "a\x00b", "x" * 999, ""]
)
def test_a_name_that_would_lead_elsewhere_is_not_asked(service: EvidenceService, name: str) -> None:
    kinds: list[tuple[Kind, str]] = [
        ("package", "npm"),
        ("package", "pypi"),
        ("model", "huggingface"),
    ]
    for kind, ecosystem in kinds:
        answer = ask_one(service, Target(name, kind, ecosystem), "..")
        assert isinstance(answer, Unrated)
    assert service.paths == []


def test_a_name_never_becomes_a_query(service: EvidenceService) -> None:
    ask(service, Question(Target("@a/b?x=1#y", "package", "npm")))
    assert service.paths == ["/npm/@a/b?x=1#y", "/osv/v1/querybatch"]
    assert not any(asked.query for asked in service.asked)


def test_the_token_goes_to_github_only(service: EvidenceService) -> None:
    ask(service, Question(REQUESTS), github_token="ghp_secret")
    with_token = {a.path for a in service.asked if "authorization" in a.headers}
    assert with_token == {"/github/repos/psf/requests"}


def test_the_token_does_not_go_where_a_project_points() -> None:
    from nerq.trust.local.sources.github import _may_see_token

    assert _may_see_token(Endpoints().github)
    assert not _may_see_token("https://api.github.com.evil.example")
    assert not _may_see_token("http://api.github.com")
    assert not _may_see_token("https://evil.example")


def test_after_an_interrupt_nothing_more_is_asked(service: EvidenceService) -> None:
    class Interrupting(Silent):
        def advance(self, done: int, total: int) -> None:
            raise KeyboardInterrupt

    service.fail("index", Reply(200, {}, delay=0.05))
    questions = [Question(Target(f"thing-{n}", "package", "pypi")) for n in range(200)]
    with pytest.raises(KeyboardInterrupt):
        assessor(service).ask(questions, Interrupting())
    assert len(service.asked) < 60


def test_credentials_of_an_index_are_used_and_never_shown(service: EvidenceService) -> None:
    address = service.url.replace("http://", "http://me:s3cret@")
    endpoints = Endpoints(index=f"{address}/index", project=f"{address}/project", osv="",
                          github="", scorecard="", deps_dev="")  # fmt: skip
    local = LocalAssessor(endpoints, today=TODAY)
    answer = local.ask([Question(REQUESTS)], Silent())[REQUESTS]
    assert all(a.headers["authorization"].startswith("Basic ") for a in service.asked)
    assert "s3cret" not in repr(answer) + repr(local.notes)


def test_a_model_is_scored_from_the_hub(service: EvidenceService) -> None:
    answer = rated(ask_one(service, BERT))
    assert answer.score > 85
    assert answer.facts.eu_ai_act == "minimal"
    assert answer.facts.license == "Apache-2.0"
    assert answer.facts.category == "fill-mask"
    assert len(answer.facts.signals) >= 15
    assert answer.facts.confidence == 1.0


def test_a_dangerous_model_scores_low(service: EvidenceService) -> None:
    answer = rated(ask_one(service, Target("evil/pickle-llm", "model", "huggingface")))
    assert answer.score < 40
    assert answer.facts.recommendation == "DENY"
    assert answer.facts.eu_ai_act == "limited"
    found = {s.id: s for s in answer.facts.signals}
    assert "pytorch_model.bin (unsafe)" in found["hub-scan"].reason
    assert found["custom-code"].points < 50
    assert "use policy" in found["licence-restriction"].reason
    assert (answer.facts.dimensions or {})["security"] == 0


def test_an_npm_package_is_scored(service: EvidenceService) -> None:
    answer = rated(ask_one(service, Target("left-pad", "package", "npm")))
    found = {s.id: s for s in answer.facts.signals}
    assert found["project-ended"].reason == "use String.prototype.padStart()"
    assert found["last-release"].points < 5
    assert answer.score < 60


def test_a_repository_is_scored(service: EvidenceService) -> None:
    answer = rated(ask_one(service, Target("psf/requests", "repository", "github")))
    assert answer.score > 85
    action = rated(ask_one(service, Target("psf/requests", "action", "githubactions")))
    assert action.score == answer.score


def test_an_html_only_index_leaves_the_project_document(service: EvidenceService) -> None:
    service.answer("/index/pycrypto/", 200, b"<html><a href='x'>pycrypto-2.6.1.tar.gz</a>")
    answer = rated(ask_one(service, Target("pycrypto", "package", "pypi")))
    assert answer.facts.known_cves == 2
    assert answer.score < 45


def test_the_same_evidence_gives_the_same_answer_in_any_order(service: EvidenceService) -> None:
    questions = [Question(REQUESTS), Question(BERT), Question(Target("left-pad", "package", "npm"))]
    first = ask(service, *questions)
    second = ask(service, *reversed(questions), concurrency=1)
    assert first == second
    assert list(first) == [question.target for question in questions]


def test_progress_ends_at_the_number_of_targets(service: EvidenceService) -> None:
    progress = Silent()
    assessor(service).ask([Question(REQUESTS), Question(BERT)], progress)
    assert progress.steps[-1] == (2, 2)
    assert sorted(progress.steps) == progress.steps


def test_offline_nothing_is_asked_and_kept_answers_serve(
    service: EvidenceService, tmp_path: Path
) -> None:
    first = ask_one(service, BERT, cache_dir=str(tmp_path))
    number = len(service.asked)
    assert ask_one(service, BERT, cache_dir=str(tmp_path), offline=True) == first
    missing = ask_one(service, REQUESTS, cache_dir=str(tmp_path), offline=True)
    assert isinstance(missing, Unavailable)
    assert len(service.asked) == number


def test_a_broken_cache_never_stops_a_run(service: EvidenceService, tmp_path: Path) -> None:
    (tmp_path / "evidence.sqlite").write_bytes(b"not a database" * 100)
    local = assessor(service, cache_dir=str(tmp_path))
    rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    assert any("evidence cache" in note for note in local.notes)


def with_endpoints(service: EvidenceService, **chosen: str) -> LocalAssessor:
    return LocalAssessor(replace(service.endpoints, **chosen), today=TODAY, timeout=5)


def test_deps_dev_stands_in_for_github_and_scorecard(service: EvidenceService) -> None:
    project = {
        "starsCount": 1000,
        "forksCount": 100,
        "license": "Apache-2.0",
        "scorecard": {"overallScore": 5.0, "date": "2026-11-01T00:00:00Z", "checks": []},
    }
    service.answer("/deps/v3/projects/github.com/psf/requests", 200, project)
    local = with_endpoints(service, github="")
    answer = rated(local.ask([Question(REQUESTS)], Silent())[REQUESTS])
    found = {s.id: s for s in answer.facts.signals}
    assert answer.facts.stars == 1000
    assert found["scorecard"].points == 60
    assert found["scorecard"].observed == "2026-11-01"
    assert not any("/scorecard/" in path for path in service.paths)


def test_the_repository_may_be_known_to_deps_dev_only(service: EvidenceService) -> None:
    document = json.loads((ANSWERS / "index-project-requests.json").read_bytes())
    document["info"]["project_urls"] = {}
    service.answer("/project/requests/json", 200, document)
    answer = rated(ask_one(service, REQUESTS))
    found = {s.id for s in answer.facts.signals}
    assert "scorecard" in found


def test_every_page_of_advisories_is_read(service: EvidenceService) -> None:
    every = [entry["id"] for entry in service.advisories if "withdrawn" not in entry]

    def page(asked: Asked) -> Reply:
        (query,) = json.loads(asked.body)["queries"]
        number = int(query.get("page_token", "0"))
        more = {"next_page_token": str(number + 1)} if number + 1 < len(every) else {}
        return Reply(200, {"results": [{"vulns": [{"id": every[number]}], **more}]})

    service.replies["/osv/v1/querybatch"] = page
    answer = rated(ask_one(service, REQUESTS, "2.19.1"))
    assert answer.facts.known_cves == 2
    assert service.paths.count("/osv/v1/querybatch") == len(every)


def test_a_mirror_without_batches_is_asked_package_by_package(service: EvidenceService) -> None:
    def page(asked: Asked) -> Reply:
        number = int(json.loads(asked.body).get("page_token", "0"))
        more = {"next_page_token": str(number + 1)} if number + 1 < len(service.advisories) else {}
        return Reply(200, {"vulns": service.advisories[number : number + 1], **more})

    service.answer("/osv/v1/querybatch", 404, {})
    service.replies["/osv/v1/query"] = page
    answer = rated(ask_one(service, REQUESTS, "2.19.1"))
    assert answer.facts.known_cves == 2
    assert rated(ask_one(service, REQUESTS, "2.32.3")).facts.known_cves == 0


def test_what_could_not_be_described_counts_as_unrated(service: EvidenceService) -> None:
    for entry in service.advisories:
        service.answer(f"/osv/v1/vulns/{entry['id']}", 500, {})
    local = assessor(service)
    answer = rated(local.ask([Question(REQUESTS, versions=("2.19.1",))], Silent())[REQUESTS])
    assert {alert.rule for alert in answer.alerts} == {"advisory-high"}
    assert any("3 advisories could not be read whole" in note for note in local.notes)


def test_pages_of_advisories_without_end_are_refused(service: EvidenceService) -> None:
    endless = {"results": [{"vulns": [], "next_page_token": "x"}]}
    service.answer("/osv/v1/querybatch", 200, endless)
    local = assessor(service)
    answer = rated(local.ask([Question(REQUESTS, versions=("2.19.1",))], Silent())[REQUESTS])
    assert answer.facts.known_cves is None
    assert any(note.startswith("OSV: it lists more") for note in local.notes)
    assert any("could not be looked up" in note for note in local.notes)


def imported(tmp_path: Path, modified: str) -> str:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as dump:
        for entry in json.loads((ANSWERS / "osv-requests.json").read_bytes())["vulns"]:
            dump.writestr(f"{entry['id']}.json", json.dumps({**entry, "modified": modified}))
    database = str(tmp_path / "advisories.sqlite")
    import_advisories(str(archive), database)
    return database


def test_an_import_counts_where_the_api_is_out_of_reach(
    service: EvidenceService, tmp_path: Path
) -> None:
    yesterday = datetime.now(timezone.utc) - timedelta(days=1)
    database = imported(tmp_path, f"{yesterday:%Y-%m-%dT%H:%M:%SZ}")
    service.fail("osv", Reply(503, {}))
    local = assessor(service, advisories=database)
    question = Question(REQUESTS, versions=("2.19.1",))
    answer = rated(local.ask([question], Silent())[REQUESTS])
    assert answer.facts.known_cves == 2
    assert local.notes == ()


def test_an_old_import_does_not_hide_what_the_api_knows(
    service: EvidenceService, tmp_path: Path
) -> None:
    database = imported(tmp_path, "2025-11-20T00:00:00Z")
    new = {
        "id": "PYSEC-2026-1",
        "affected": [
            {"package": {"ecosystem": "PyPI", "name": "requests"}, "versions": ["2.19.1"]}
        ],
    }
    service.advisories = [new]
    local = assessor(service, advisories=database)
    question = Question(REQUESTS, versions=("2.19.1",))
    answer = rated(local.ask([question], Silent())[REQUESTS])
    assert answer.facts.known_cves == 3
    assert any("366 days old" in note for note in local.notes)
    service.fail("osv", Reply(404, {}))
    answer = rated(local.ask([question], Silent())[REQUESTS])
    assert answer.facts.known_cves == 2
    found = {s.id: s for s in answer.facts.signals}
    assert found["known-vulnerabilities"].evidence.startswith("https://osv.dev/vulnerability/")


def test_documents_of_single_releases_are_used_where_there_are_any(
    service: EvidenceService,
) -> None:
    document = {
        "info": {"version": "2.19.1", "license": "Apache 2.0", "classifiers": []},
        "vulnerabilities": [
            {"id": "PYSEC-1", "aliases": ["CVE-1"], "fixed_in": ["2.20"], "link": "https://x.example", "withdrawn": None},
            {"id": "PYSEC-2", "aliases": [], "fixed_in": [], "withdrawn": "2024-01-01T00:00:00Z"},
            {"id": 3},
        ],
    }  # fmt: skip
    service.answer("/project/requests/2.19.1/json", 200, document)
    local = with_endpoints(service, osv="")
    question = Question(REQUESTS, versions=("2.19.1",))
    facts = rated(local.ask([question], Silent())[REQUESTS]).facts
    assert [(v.id, v.fixed_in) for v in facts.vulnerabilities] == [("CVE-1", "2.20")]
    found = {s.id: s for s in facts.signals}
    assert found["licence-expression"].reason == "read from 'Apache 2.0'"
    assert found["owners"].value == "3 owners"  # from the project's document


def test_a_source_can_be_switched_off(service: EvidenceService) -> None:
    off = dict.fromkeys(
        ("index", "project", "npm", "osv", "hub", "github", "scorecard", "deps_dev"), ""
    )
    local = with_endpoints(service, **off)
    targets = (
        REQUESTS,
        BERT,
        Target("left-pad", "package", "npm"),
        Target("a/b", "repository", "github"),
    )
    answers = local.ask([Question(target) for target in targets], Silent())
    assert all(isinstance(answer, Unavailable) for answer in answers.values())
    assert service.paths == []


def test_the_simple_pages_alone_are_enough_to_tell_releases(service: EvidenceService) -> None:
    local = with_endpoints(service, project="")
    answer = local.ask([Question(REQUESTS)], Silent())[REQUESTS]
    assert isinstance(answer, Rated | Unrated)
    assert "last-release" in {s.id for s in answer.facts.signals}


@pytest.mark.parametrize("weights", [{"speed": 1.0}, {"security": -1.0}, {"security": float("nan")}, dict.fromkeys(DIMENSIONS, 0.0)])  # fmt: skip
def test_weights_that_make_no_sense_are_refused(
    service: EvidenceService, weights: dict[str, float]
) -> None:
    with pytest.raises(SettingsError, match="weight"):
        assessor(service, weights=weights)


def test_weights_change_the_score(service: EvidenceService) -> None:
    dull = dict.fromkeys(DIMENSIONS, 0.0)
    answer = rated(ask_one(service, REQUESTS, weights={**dull, "documentation": 1.0}))
    assert answer.score == (answer.facts.dimensions or {})["documentation"]


def test_a_card_behind_a_gate_is_absent_not_missing(service: EvidenceService) -> None:
    service.answer("/hub/acme/small-bert/raw/main/README.md", 403, {})
    service.answer("/hub/api/models/acme/small-bert/commits/main", 403, {})
    answer = rated(ask_one(service, BERT))
    found = {s.id: s for s in answer.facts.signals}
    assert found["card"].value == "present"
    assert not {"card-sections", "commits"} & set(found)


def test_datasets_and_spaces_are_scored(service: EvidenceService) -> None:
    record = json.loads((ANSWERS / "hub-small-bert.json").read_bytes())
    for kind in ("dataset", "space"):
        service.answer(f"/hub/api/{kind}s/acme/thing", 200, record)
        named: Kind = kind
        answer = rated(ask_one(service, Target("acme/thing", named, "huggingface")))
        assert answer.score > 60
        assert f"/hub/{kind}s/acme/thing/raw/main/README.md" in service.paths


def test_an_npm_mirror_without_its_own_dates_is_not_believed(service: EvidenceService) -> None:
    document = json.loads((ANSWERS / "npm-left-pad.json").read_bytes())
    del document["time"]["created"]
    document["versions"]["1.3.0"].pop("deprecated")
    service.answer("/npm/left-pad", 200, document)
    answer = ask_one(service, Target("left-pad", "package", "npm"))
    assert isinstance(answer, Rated | Unrated)
    found = {s.id for s in answer.facts.signals}
    assert not {"last-release", "age"} & found


def test_an_npm_range_leads_to_the_newest_release_it_allows(service: EvidenceService) -> None:
    target = Target("left-pad", "package", "npm")
    answer = ask(service, Question(target, specifiers=("~1.2.0",)))[target]
    assert isinstance(answer, Rated | Unrated)
    found = {s.id: s for s in answer.facts.signals}
    assert found["superseded"].value == "1.2.0 superseded"


_SLOW = """
import sys
from nerq.model import Target
from nerq.plugin import Question
from nerq.trust.local.assessor import LocalAssessor
from nerq.trust.local.endpoints import Endpoints
class Told:
    def advance(self, done, total): ...
    def wait(self, seconds, reason): ...
base = sys.argv[1]
local = LocalAssessor(Endpoints(index=f"{base}/simple", project=f"{base}/pypi", npm=base, osv=base))
print("begun", flush=True)
try:
    local.ask([Question(Target(f"p{n}", "package", "pypi")) for n in range(200)], Told())
except KeyboardInterrupt:
    sys.exit(130)
"""


def test_an_interrupt_ends_at_once(service: EvidenceService) -> None:
    for place in ("simple", "pypi"):
        service.replies[f"/{place}/*"] = Reply(200, {}, delay=60)
    command = [sys.executable, "-c", _SLOW, service.url]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        while not service.asked:
            time.sleep(0.02)
        run.send_signal(signal.SIGINT)
        # Long before the first answer; no closer, because a busy machine takes its time.
        assert run.wait(timeout=30) == 130
        assert run.stderr.read() == b""


def test_a_proxy_that_cannot_be_used_is_said(
    service: EvidenceService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "gopher://me:s3cret@127.0.0.1:1")
    with pytest.raises(UnfinishedError, match="ALL_PROXY") as caught:
        assessor(service).ask([Question(REQUESTS)], Silent())
    assert "s3cret" not in str(caught.value)
