"""How sources are asked: kept answers, rate limits, hosts that are down."""

from __future__ import annotations

import sqlite3
import threading
import time
from typing import TYPE_CHECKING

import pytest
from contract.evidence_service import Asked, EvidenceService, Reply

from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.fetch import Fetcher
from nerq.trust.local.http_cache import HttpCache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def service() -> Iterator[EvidenceService]:
    with EvidenceService() as running:
        yield running


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[HttpCache]:
    kept = HttpCache(str(tmp_path))
    yield kept
    assert kept.notes == []
    kept.close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(timeout=5)
    yield made
    made.close()


def fetch_with(
    cache: HttpCache, url: str, *, offline: bool = False, refresh: bool = False
) -> object:
    made = Fetcher(cache=cache, timeout=5, offline=offline, refresh=refresh)
    try:
        return made.fetch(Request(url)).data
    finally:
        made.close()


def test_an_answer_is_kept_as_long_as_it_says(service: EvidenceService, cache: HttpCache) -> None:
    service.answer("/x", 200, {"n": 1}, Cache_Control="max-age=60")
    assert fetch_with(cache, f"{service.url}/x") == {"n": 1}
    service.answer("/x", 200, {"n": 2})
    assert fetch_with(cache, f"{service.url}/x") == {"n": 1}
    assert fetch_with(cache, f"{service.url}/x", refresh=True) == {"n": 2}
    assert len(service.asked) == 2


@pytest.mark.parametrize("rule", ["no-store", "no-cache", "max-age=0", "private, max-age=0"])
def test_an_answer_that_must_not_be_reused_is_asked_again(
    service: EvidenceService, cache: HttpCache, rule: str
) -> None:
    service.answer("/x", 200, {}, Cache_Control=rule)
    fetch_with(cache, f"{service.url}/x")
    fetch_with(cache, f"{service.url}/x")
    assert len(service.asked) == 2


def test_what_must_not_be_stored_is_not(service: EvidenceService, cache: HttpCache) -> None:
    service.answer("/x", 200, {}, Cache_Control="no-store")
    fetch_with(cache, f"{service.url}/x")
    with pytest.raises(SourceError, match="nothing is kept"):
        fetch_with(cache, f"{service.url}/x", offline=True)


def test_an_old_answer_is_asked_about_by_its_tag(
    service: EvidenceService, cache: HttpCache
) -> None:
    def reply(asked: Asked) -> Reply:
        headers = {"ETag": '"a"', "Cache-Control": "max-age=0"}
        if asked.headers.get("if-none-match") == '"a"':
            return Reply(304, None, headers)
        return Reply(200, {"n": 1}, headers)

    service.replies["/x"] = reply
    assert fetch_with(cache, f"{service.url}/x") == {"n": 1}
    assert fetch_with(cache, f"{service.url}/x") == {"n": 1}
    assert "if-none-match" not in service.asked[0].headers
    assert service.asked[1].headers["if-none-match"] == '"a"'


def test_an_expiry_date_counts_from_the_servers_clock(
    service: EvidenceService, cache: HttpCache
) -> None:
    later = "Thu, 01 Jan 2015 01:00:00 GMT"
    service.answer("/x", 200, {}, Expires=later, Date="Thu, 01 Jan 2015 00:00:00 GMT")
    service.answer("/y", 200, {}, Expires="0")
    for path in ("/x", "/x", "/y", "/y"):
        fetch_with(cache, service.url + path)
    assert service.paths == ["/x", "/y", "/y"]


def test_no_such_thing_is_kept_too(service: EvidenceService, cache: HttpCache) -> None:
    for _ in range(2):
        with pytest.raises(NotThereError):
            fetch_with(cache, f"{service.url}/none")
    assert len(service.asked) == 1


def test_a_failure_is_not_kept(service: EvidenceService, cache: HttpCache) -> None:
    service.answer("/x", 403, {})
    for _ in range(2):
        with pytest.raises(SourceError, match="it answers 403"):
            fetch_with(cache, f"{service.url}/x")
    assert len(service.asked) == 2


def test_posted_questions_are_kept_only_where_the_answer_says_so(
    service: EvidenceService, cache: HttpCache
) -> None:
    made = Fetcher(cache=cache, timeout=5)
    for path, rule in (("/p", {}), ("/q", {"Cache_Control": "max-age=60"})):
        service.answer(path, 200, {}, **rule)
        for name in ("a", "a", "b"):
            made.fetch(Request(service.url + path, body={"name": name}))
    made.close()
    assert service.paths == ["/p", "/p", "/p", "/q", "/q"]


def test_a_wait_that_is_asked_for_is_kept(service: EvidenceService) -> None:
    waits: list[float] = []
    replies = iter([Reply(429, {}, {"Retry-After": "1"}), Reply(200, {"n": 1})])
    service.replies["/x"] = lambda _asked: next(replies)
    made = Fetcher(timeout=5, wait=lambda seconds, _reason: waits.append(seconds))
    start = time.monotonic()
    assert made.fetch(Request(f"{service.url}/x")).data == {"n": 1}
    made.close()
    assert time.monotonic() - start >= 0.95
    assert len(waits) <= 1


def test_a_host_that_wants_too_long_a_wait_is_left_alone(
    service: EvidenceService, fetcher: Fetcher
) -> None:
    service.answer("/x", 429, {}, Retry_After="7200")
    for path in ("/x", "/y"):
        with pytest.raises(SourceError, match="left alone"):
            fetcher.fetch(Request(service.url + path))
    assert service.paths == ["/x"]


def test_githubs_spent_limit_is_a_rate_limit(service: EvidenceService, fetcher: Fetcher) -> None:
    reset = str(int(time.time()) + 3000)
    service.answer("/x", 403, {}, X_RateLimit_Remaining="0", X_RateLimit_Reset=reset)
    with pytest.raises(SourceError, match="rate limit is reached"):
        fetcher.fetch(Request(f"{service.url}/x"))
    assert len(service.asked) == 1


def test_a_host_that_is_down_is_soon_not_asked_any_more(fetcher: Fetcher) -> None:
    start = time.monotonic()
    for number in range(50):
        with pytest.raises(SourceError, match="cannot be reached"):
            fetcher.fetch(Request(f"http://127.0.0.1:1/{number}"))
    assert time.monotonic() - start < 15


def test_a_short_failure_is_tried_again(service: EvidenceService, fetcher: Fetcher) -> None:
    replies = iter([Reply(503, {}), Reply(502, {}), Reply(200, {"n": 1})])
    service.replies["/x"] = lambda _asked: next(replies)
    assert fetcher.fetch(Request(f"{service.url}/x")).data == {"n": 1}


def test_a_redirect_within_the_host_is_followed(service: EvidenceService, fetcher: Fetcher) -> None:
    service.answer("/old", 301, {}, Location="/new")
    service.answer("/new", 200, {"n": 1})
    assert fetcher.fetch(Request(f"{service.url}/old")).data == {"n": 1}


def test_a_redirect_to_another_host_is_not_followed(
    service: EvidenceService, fetcher: Fetcher
) -> None:
    with EvidenceService() as other:
        service.answer("/x", 302, {}, Location=f"{other.url}/x")
        with pytest.raises(SourceError, match="another place"):
            fetcher.fetch(Request(f"{service.url}/x"))
        assert other.asked == []


def test_a_circle_of_redirects_ends(service: EvidenceService, fetcher: Fetcher) -> None:
    service.answer("/x", 302, {}, Location="/x")
    with pytest.raises(SourceError, match="in a circle"):
        fetcher.fetch(Request(f"{service.url}/x"))


def test_a_host_is_asked_a_bounded_number_of_things_at_once(service: EvidenceService) -> None:
    lock, now, most = threading.Lock(), 0, 0

    def reply(_asked: Asked) -> Reply:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with lock:
            now -= 1
        return Reply(200, {})

    service.replies["/many/*"] = reply
    made = Fetcher(concurrency=3, timeout=5)
    threads = [
        threading.Thread(target=made.fetch, args=(Request(f"{service.url}/many/{n}"),))
        for n in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    made.close()
    assert len(service.asked) == 12
    assert most <= 3


def test_an_answer_that_trickles_is_cut_off(service: EvidenceService) -> None:
    service.replies["/x"] = Reply(200, b"[" + b" " * 200 + b"]", trickle=0.05)
    made = Fetcher(timeout=0.4)
    start = time.monotonic()
    with pytest.raises(SourceError, match="did not finish"):
        made.fetch(Request(f"{service.url}/x"))
    made.close()
    assert time.monotonic() - start < 8  # all of it takes ten seconds


def test_a_wait_may_be_given_as_a_date(service: EvidenceService, fetcher: Fetcher) -> None:
    service.answer("/x", 429, {}, Retry_After="Fri, 31 Dec 2399 23:59:59 GMT")
    with pytest.raises(SourceError, match="left alone"):
        fetcher.fetch(Request(f"{service.url}/x"))
    replies = iter(
        [Reply(503, {}, {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}), Reply(200, {})]
    )
    other = Fetcher(timeout=5)
    service.replies["/y"] = lambda _asked: next(replies)
    assert other.fetch(Request(f"{service.url}/y")).data == {}
    other.close()


def test_a_kept_answer_that_is_damaged_is_asked_for_again(
    service: EvidenceService, tmp_path: Path
) -> None:
    service.answer("/x", 200, {"n": 1}, Cache_Control="max-age=60")
    cache = HttpCache(str(tmp_path))
    fetch_with(cache, f"{service.url}/x")
    with sqlite3.connect(tmp_path / "evidence.sqlite") as connection:
        connection.execute("UPDATE answer SET body = x'00'")
    connection.close()
    assert fetch_with(cache, f"{service.url}/x") == {"n": 1}
    assert len(service.asked) == 2
    cache.close()


def test_a_cache_that_cannot_be_written_is_started_anew(
    service: EvidenceService, tmp_path: Path
) -> None:
    service.answer("/x", 200, {"n": 1}, Cache_Control="max-age=60")
    cache = HttpCache(str(tmp_path))
    fetch_with(cache, f"{service.url}/x", refresh=True)
    with sqlite3.connect(tmp_path / "evidence.sqlite") as connection:
        connection.execute(
            "CREATE TRIGGER no BEFORE INSERT ON answer BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    connection.close()
    for _ in range(2):
        assert fetch_with(cache, f"{service.url}/x", refresh=True) == {"n": 1}
    assert fetch_with(cache, f"{service.url}/x", offline=True) == {"n": 1}
    assert [note for note in cache.notes if "started anew" in note] == cache.notes
    cache.close()


def test_a_cache_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = HttpCache(str(tmp_path / "file" / "below"))
    cache.prune()
    assert len(cache.notes) == 1
    assert cache.get("x") is None
    cache.close()
