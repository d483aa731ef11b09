"""What is asked, what is kept, and what stands when the service cannot be asked."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService, Reply, always

from nerq.errors import SettingsError
from nerq.model import Answer, Facts, Rated, Target, Unavailable, Unrated
from nerq.plugin import Question
from nerq.trust.service.cache import Cache
from nerq.trust.service.preflight import Preflight
from nerq.trust.service.snapshot import read_snapshot, write_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from contract.preflight_service import Request

PHI = Target("microsoft/phi-2", "model", "huggingface")
GOOD = Target("langchain", "package", "pypi")
NOBODY = Target("nobody-knows-this", "package", "pypi")
ALL = (PHI, GOOD, NOBODY)
LATER = Reply(429, b"", {"Retry-After": "3600"})


@dataclass
class Seen:
    advances: list[tuple[int, int]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def advance(self, done: int, total: int) -> None:
        self.advances.append((done, total))

    def wait(self, seconds: float, reason: str) -> None:
        self.waits.append(seconds)


@dataclass
class Clock:
    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("langchain", 81.5, source="pypi", details_url="https://nerq.ai/safe/langchain")
        yield running


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    kept = Cache(tmp_path)
    yield kept
    kept.close()


def ask(preflight: Preflight, *targets: Target, threshold: float = 70.0) -> list[Answer]:
    """Answers in order; all three targets where none is named."""
    questions = [Question(target, threshold=threshold) for target in targets or ALL]
    answers = preflight.ask(questions, Seen())
    assert list(answers) == [question.target for question in questions]
    return list(answers.values())


def rated(answer: Answer) -> Rated:
    assert isinstance(answer, Rated), answer
    return answer


def test_only_what_the_batch_leaves_below_the_threshold_is_asked_singly(
    service: PreflightService,
) -> None:
    model, package, unknown = ask(Preflight(service.url))
    assert service.batches == [("microsoft/phi-2", "langchain", "nobody-knows-this")]
    assert service.singles == ["microsoft/phi-2"]
    assert (rated(model).score, rated(model).identity) == (61.2, "exact")
    assert (rated(package).score, rated(package).provenance) == (81.5, "network")
    assert isinstance(unknown, Unrated)
    assert unknown.rule == "not-in-index"


def test_the_single_answer_decides(service: PreflightService) -> None:
    """The two endpoints can disagree; the documented single one wins."""
    service.behave(
        lambda request: (
            service.reply({"results": [{"target": "langchain", "trust_score": 12}]})
            if request.is_batch
            else None
        )
    )
    answer = rated(ask(Preflight(service.url), GOOD, NOBODY)[0])
    assert (answer.score, answer.is_confirmed) == (81.5, True)


def test_one_target_is_one_request(service: PreflightService) -> None:
    ask(Preflight(service.url), PHI)
    assert len(service.requests) == 1
    assert service.singles == ["microsoft/phi-2"]


def test_batches_hold_fifty(service: PreflightService) -> None:
    targets = [Target(f"p{number}", "package", "pypi") for number in range(120)]
    ask(Preflight(service.url), *targets)
    assert sorted(len(batch) for batch in service.batches) == [20, 50, 50]


def test_one_id_of_two_ecosystems_is_asked_once_and_judged_twice(service: PreflightService) -> None:
    service.know("requests", 35.0, source="npm", details_url="https://nerq.ai/safe/requests")
    python, node = Target("requests", "package", "pypi"), Target("requests", "package", "npm")
    answers = ask(Preflight(service.url), python, node, GOOD)
    assert service.batches == [("requests", "langchain")]
    assert [rated(answer).identity for answer in answers[:2]] == ["other", "exact"]


def test_a_pin_is_asked_instead(service: PreflightService) -> None:
    service.know("org/chain", 90.0, source="github", details_url="https://nerq.ai/safe/org/chain")
    preflight = Preflight(service.url, pins={"pypi:langchain": "org/chain"})
    answer = rated(ask(preflight, GOOD)[0])
    assert service.asked == ["org/chain"]
    assert (answer.score, answer.identity) == (90.0, "exact")


def test_a_second_ask_asks_nothing(service: PreflightService, cache: Cache) -> None:
    first = ask(Preflight(service.url, cache=cache))
    service.forget()
    second = ask(Preflight(service.url, cache=cache))
    assert service.requests == []
    assert [rated(a).score for a in second[:2]] == [rated(a).score for a in first[:2]]
    assert {answer.provenance for answer in second[:2] if isinstance(answer, Rated)} == {"cache"}
    assert isinstance(second[2], Unrated)


def test_a_higher_threshold_asks_only_what_it_leaves_open(
    service: PreflightService, cache: Cache
) -> None:
    ask(Preflight(service.url, cache=cache))
    service.forget()
    ask(Preflight(service.url, cache=cache), threshold=90.0)
    assert service.asked == ["langchain"]
    assert service.batches == []


def test_refresh_asks_again_and_keeps(service: PreflightService, cache: Cache) -> None:
    ask(Preflight(service.url, cache=cache))
    service.know("langchain", 99.0)
    assert rated(ask(Preflight(service.url, cache=cache, refresh=True))[1]).score == 99.0
    assert rated(ask(Preflight(service.url, cache=cache))[1]).score == 99.0


def test_what_must_not_be_stored_is_not(service: PreflightService, cache: Cache) -> None:
    service.cache_control = "no-store"
    ask(Preflight(service.url, cache=cache))
    assert cache.info().answers == 0


def test_unknown_is_believed_for_an_hour_at_most(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    service.cache_control = "max-age=86400"
    ask(Preflight(service.url, cache=cache, clock=clock))
    service.forget()
    clock.now += 3_601
    ask(Preflight(service.url, cache=cache, clock=clock))
    assert service.asked == ["nobody-knows-this"]


def test_an_unchanged_answer_is_not_sent_again(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    ask(Preflight(service.url, cache=cache, clock=clock), PHI)
    service.forget()
    clock.now += 4_000
    answer = rated(ask(Preflight(service.url, cache=cache, clock=clock), PHI)[0])
    assert service.requests[0].headers["if-none-match"]
    assert (answer.score, answer.provenance) == (61.2, "network")
    service.forget()
    ask(Preflight(service.url, cache=cache, clock=clock), PHI)
    assert service.requests == []


def test_an_unchanged_score_is_asked_for_whole_after_a_day(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    def asked_whole() -> bool:
        service.forget()
        clock.now += 4_000
        ask(Preflight(service.url, cache=cache, clock=clock), PHI)
        (request,) = service.requests
        return "if-none-match" not in request.headers

    whole = [asked_whole() for _ in range(24)]
    # Each day has 86,400 seconds, of which 4,000 pass before each question.
    assert [n for n, is_whole in enumerate(whole) if is_whole] == [0, 22]


def test_a_stale_answer_stands_in_only_as_long_as_the_service_allows(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    ask(Preflight(service.url, cache=cache, clock=clock))
    service.behave(always(LATER))
    clock.now += 4_000
    preflight = Preflight(service.url, cache=cache, clock=clock)
    answers = ask(preflight)
    assert [rated(answer).provenance for answer in answers[:2]] == ["stale-cache"] * 2
    assert any("past their time, the oldest 1 hours old" in note for note in preflight.notes)
    clock.now += 100_000
    assert all(isinstance(a, Unavailable) for a in ask(preflight))


def test_offline_asks_nothing_and_uses_any_age(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    ask(Preflight(service.url, cache=cache, clock=clock), PHI, GOOD)
    service.forget()
    clock.now += 10 * 86_400
    preflight = Preflight(service.url, cache=cache, clock=clock, offline=True, refresh=True)
    model, package, missing = ask(preflight)
    assert service.requests == []
    assert (rated(model).provenance, rated(model).is_confirmed) == ("stale-cache", True)
    assert rated(package).score == 81.5
    assert isinstance(missing, Unavailable)
    assert "offline" in missing.message
    assert "2 of 3 targets answered" in preflight.notes[0]


def test_a_snapshot_goes_first(service: PreflightService, tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    write_snapshot(path, service.url, {GOOD: Rated(55.0, Facts(matched_source="pypi"))})
    preflight = Preflight(service.url, snapshot=read_snapshot(path), offline=True)
    answer = rated(ask(preflight, GOOD)[0])
    assert (answer.score, answer.provenance, answer.identity) == (55.0, "snapshot", "exact")
    assert isinstance(ask(preflight, PHI)[0], Unavailable)
    assert service.requests == []


def test_a_batch_answer_stands_unconfirmed_where_the_single_one_is_forbidden(
    service: PreflightService, cache: Cache
) -> None:
    service.behave(lambda request: None if request.is_batch else LATER)
    preflight = Preflight(service.url, cache=cache)
    model, package, _ = ask(preflight)
    assert (rated(model).score, rated(model).is_confirmed) == (61.2, False)
    assert rated(package).is_confirmed
    assert "come back in 60 min" in preflight.notes[0]
    for way_out in ("NERQ_API_KEY", "--snapshot", "--source local"):
        assert way_out in preflight.notes[0]
    service.forget()
    assert rated(ask(Preflight(service.url, cache=cache))[0]).is_confirmed
    assert service.asked == ["microsoft/phi-2"]  # the batch was kept


def test_an_older_single_answer_goes_before_an_unconfirmed_batch_row(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    """The two endpoints disagree; the single one was heard an hour ago, and still may stand in."""
    row = {"target": "langchain", "trust_score": 12}
    service.behave(
        lambda r: (
            service.reply({"results": [row, {"target": "x", "trust_score": 90}]})
            if r.is_batch
            else None
        )
    )
    targets = (GOOD, Target("x", "package", "pypi"))
    ask(Preflight(service.url, cache=cache, clock=clock), *targets)
    service.behave(lambda request: None if request.is_batch else LATER)
    clock.now += 4_000
    answer = rated(ask(Preflight(service.url, cache=cache, clock=clock), *targets)[0])
    assert (answer.score, answer.provenance) == (81.5, "stale-cache")
    clock.now += 100_000
    answer = rated(ask(Preflight(service.url, cache=cache, clock=clock), *targets)[0])
    assert (answer.score, answer.is_confirmed) == (12.0, False)


def test_a_limit_in_the_middle_keeps_what_came_and_the_next_run_goes_on(
    service: PreflightService, cache: Cache
) -> None:
    targets = [Target(f"p{number}", "package", "pypi") for number in range(150)]
    for target in targets:
        service.know(target.id, 80.0)
    service.behave(lambda request: LATER if len(service.requests) > 2 else None)
    preflight = Preflight(service.url, cache=cache, concurrency=1)
    answers = ask(preflight, *targets)
    assert sum(isinstance(answer, Rated) for answer in answers) == 100
    assert "100 of 150 targets answered" in preflight.notes[0]
    assert all("come back in 60 min" in a.message for a in answers if isinstance(a, Unavailable))
    service.forget()
    assert all(isinstance(a, Rated) for a in ask(Preflight(service.url, cache=cache), *targets))
    assert service.batches == [tuple(target.id for target in targets[100:])]


def test_one_bad_row_spoils_no_other(service: PreflightService) -> None:
    targets = [Target(f"p{number}", "package", "pypi") for number in range(50)]
    for target in targets:
        service.know(target.id, 80.0)
    bad = "p17"
    service.behave(lambda request: Reply(400) if bad in request.targets else None)
    answers = ask(Preflight(service.url), *targets)
    missing = [t.id for t, a in zip(targets, answers, strict=True) if isinstance(a, Unavailable)]
    assert missing == [bad]
    assert len(service.requests) <= 14


def test_results_may_be_an_object_with_a_list_of_the_unknown(service: PreflightService) -> None:
    body = {"results": {"langchain": {"trust_score": 81.5}}, "not_found": ["nobody-knows-this"]}
    service.behave(always(Reply(200, body)))
    package, unknown = ask(Preflight(service.url), GOOD, NOBODY)
    assert rated(package).score == 81.5
    assert isinstance(unknown, Unrated)
    assert len(service.requests) == 1


def test_without_a_batch_endpoint_questions_go_out_together() -> None:
    targets = [Target(f"p{number}", "package", "pypi") for number in range(20)]
    # Each question is answered only when a second one has arrived beside it.
    together = threading.Barrier(2, timeout=20)

    def behave(request: Request) -> Reply | None:
        if request.is_batch:
            return Reply(404)
        together.wait()
        return None

    with PreflightService(knows_all=True) as service:
        service.behave(behave)
        answers = ask(Preflight(service.url, concurrency=10), *targets)
    assert all(isinstance(answer, Rated) for answer in answers)


def test_an_answer_about_something_else_is_none(service: PreflightService) -> None:
    service.behave(always(Reply(200, {"target": "other", "target_trust": 99})))
    answer = ask(Preflight(service.url), GOOD)[0]
    assert isinstance(answer, Unavailable)
    assert "something else" in answer.message


def test_history_is_asked_for_singly(service: PreflightService, cache: Cache) -> None:
    service.know("langchain", 81.5, history=[{"date": "2026-01-01", "score": 80}])
    preflight = Preflight(service.url, cache=cache, with_history=True)
    assert rated(ask(preflight, GOOD)[0]).facts.history == (("2026-01-01", 80.0),)
    assert rated(ask(preflight, GOOD)[0]).facts.history == (("2026-01-01", 80.0),)
    assert [request.query.get("include") for request in service.requests] == ["history"]


def test_the_work_is_told_to_its_end(service: PreflightService) -> None:
    seen = Seen()
    Preflight(service.url).ask([Question(target) for target in ALL], seen)
    assert seen.advances[-1] == (3, 3)
    assert seen.advances == sorted(seen.advances)


def test_it_can_be_asked_inside_a_running_loop(service: PreflightService) -> None:
    async def inside() -> tuple[Answer, Answer]:
        plain = Preflight(service.url).ask([Question(GOOD)], Seen())
        awaited = await Preflight(service.url).ask_async([Question(GOOD)], Seen())
        return plain[GOOD], awaited[GOOD]

    plain, awaited = asyncio.run(inside())
    assert rated(plain).score == rated(awaited).score == 81.5


@pytest.mark.parametrize("name", ["", "a\ud800b", "a\nb", "\x1b[31m", "x" * 501])
def test_what_is_not_a_name_is_not_sent(service: PreflightService, cache: Cache, name: str) -> None:
    odd = Target(name, "model", "huggingface")
    answers = ask(Preflight(service.url, cache=cache), odd, GOOD)
    assert isinstance(answers[0], Unrated)
    assert answers[0].message.isprintable()
    assert rated(answers[1]).score == 81.5
    assert service.asked == ["langchain"]


def test_paths_of_the_service_become_addresses(service: PreflightService) -> None:
    alternatives = [{"name": "a", "url": "/safe/a"}, {"name": "b"}]
    service.know("langchain", 50.0, details_url="/safe/langchain", alternatives=alternatives)
    answer = rated(ask(Preflight(service.url), GOOD)[0])
    assert answer.facts.matched_url == service.url + "/safe/langchain"
    assert [entry.url for entry in answer.facts.alternatives] == [service.url + "/safe/a", None]
    assert answer.identity == "exact"


def test_a_name_server_that_does_not_answer_holds_nothing_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(8))
    start = time.monotonic()
    answer = ask(Preflight("http://slow.invalid", timeout=0.5), GOOD)[0]
    assert time.monotonic() - start < 6.0  # the name server: 8 seconds
    assert isinstance(answer, Unavailable)


@pytest.mark.parametrize(
    ("headers", "body", "says"),
    [
        ({"Content-Encoding": "br"}, b"x", "unknown packing br"),
        ({"Content-Encoding": "gzip"}, b"no gzip", "damaged gzip"),
        ({"Content-Encoding": "gzip"}, gzip.compress(b"{}" * 99, mtime=0)[:-9], "cut-off"),
    ],
)
def test_a_body_that_cannot_be_unpacked_is_said(
    service: PreflightService, headers: dict[str, str], body: bytes, says: str
) -> None:
    service.behave(always(Reply(200, body, headers)))
    preflight = Preflight(service.url)
    assert isinstance(ask(preflight, GOOD)[0], Unavailable)
    assert says in preflight.notes[0]


def test_a_packed_body_is_read(service: PreflightService) -> None:
    body = gzip.compress(json.dumps(service.single("langchain")).encode())
    service.behave(always(Reply(200, body, {"Content-Encoding": "gzip"})))
    assert rated(ask(Preflight(service.url), GOOD)[0]).score == 81.5


def test_queued_batches_become_single_questions_too() -> None:
    targets = [Target(f"p{number}", "package", "pypi") for number in range(120)]
    with PreflightService(knows_all=True) as service:
        service.behave(lambda request: Reply(404) if request.is_batch else None)
        answers = ask(Preflight(service.url, concurrency=1), *targets)
        assert len(service.batches) == 1
        assert len(service.singles) == 120
    assert all(isinstance(answer, Rated) for answer in answers)


def test_a_bug_comes_out_of_every_loop(
    service: PreflightService, monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object) -> None:
        raise ZeroDivisionError

    async def inside() -> None:
        Preflight(service.url).ask([Question(GOOD)], Seen())

    monkeypatch.setattr("nerq.trust.service.run.read_row", bug)
    with pytest.raises(ZeroDivisionError):
        ask(Preflight(service.url), GOOD)
    with pytest.raises(ZeroDivisionError):
        asyncio.run(inside())


def test_it_says_what_it_is() -> None:
    preflight = Preflight("https://nerq.ai/")
    assert (preflight.kind, preflight.url, preflight.notes) == ("nerq", "https://nerq.ai", ())


def test_a_clock_that_stands_still_or_jumps_back_is_not_trouble(
    service: PreflightService, cache: Cache, clock: Clock
) -> None:
    ask(Preflight(service.url, cache=cache, clock=clock))
    clock.now -= 86_400
    service.forget()
    ask(Preflight(service.url, cache=cache, clock=clock))
    assert service.batches  # an answer from the future is not trusted


def test_nothing_to_ask_is_not_a_request(service: PreflightService) -> None:
    assert Preflight(service.url).ask([], Seen()) == {}
    assert service.requests == []


def test_a_broken_cache_costs_one_note(service: PreflightService, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    preflight = Preflight(service.url, cache=Cache(tmp_path / "file" / "x"))
    assert rated(ask(preflight)[1]).score == 81.5
    assert len(preflight.notes) == 1
    assert preflight.notes[0].startswith("the cache ")


@pytest.mark.parametrize(
    "url", ["", "nerq.ai", "ftp://nerq.ai", "https://", "https://[", "https://x:99999", "file:///x"]
)
def test_an_address_that_cannot_be_asked_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="--api-url"):
        Preflight(url)


def test_an_address_with_a_password_is_refused_without_showing_it() -> None:
    with pytest.raises(SettingsError) as caught:
        Preflight("https://user:s3cret@nerq.ai")
    assert "s3cret" not in str(caught.value)


_WARM = """
import sys
from pathlib import Path
from nerq.model import Rated, Target
from nerq.plugin import Question
from nerq.trust.service.cache import Cache
from nerq.trust.service.preflight import Preflight
preflight = Preflight(sys.argv[1], cache=Cache(Path(sys.argv[2])))
questions = [Question(Target("langchain", "package", "pypi"))]
answers = preflight.ask(questions, None)
assert all(isinstance(answer, Rated) for answer in answers.values())
print([name for name in ("httpx", "asyncio", "ssl", "platformdirs", "truststore", "httpcore",
                         "importlib.metadata") if name in sys.modules])
"""


def test_a_warm_ask_imports_nothing_of_the_network(
    service: PreflightService, cache: Cache, tmp_path: Path
) -> None:
    ask(Preflight(service.url, cache=cache), GOOD)
    command = [sys.executable, "-c", _WARM, service.url, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "[]"
