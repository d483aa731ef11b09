"""A host is asked patiently, and given up for a reason that is said."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, cast

import pytest

from nerq.trust.transport import hosts
from nerq.trust.transport.client import Client, Outgoing, Reply
from nerq.trust.transport.failures import HostFailure, TransportFailure
from nerq.trust.transport.hosts import Host, delay_of

if TYPE_CHECKING:
    from collections.abc import Sequence

SPENT = {"x-ratelimit-remaining": "0"}


@pytest.mark.parametrize(
    ("status", "headers", "says"),
    [
        (200, {}, None),
        (304, {}, None),
        (404, {}, None),
        (401, {}, None),
        (403, {}, None),
        (403, {"x-ratelimit-remaining": "7"}, None),
        (403, SPENT, "rate limit is reached (403)"),
        (403, {"retry-after": "3"}, "rate limit is reached (403)"),
        (429, {}, "rate limit is reached (429)"),
        (500, {}, "it fails (500)"),
        (503, {"retry-after": "3"}, "it fails (503)"),
    ],
)
def test_some_answers_stand_and_others_may_change(
    status: int, headers: dict[str, str], says: str | None
) -> None:
    delay, reason = delay_of(Reply(status, headers, b""), 1)
    if says is None:
        assert delay is None
    else:
        assert delay is not None
        assert (delay == 3.0) == ("retry-after" in headers)
        assert says in reason


def test_a_failure_beside_a_limit_that_is_not_spent_is_not_a_wait_for_its_reset() -> None:
    reset = {"x-ratelimit-remaining": "4000", "x-ratelimit-reset": str(int(time.time()) + 3000)}
    delay, _ = delay_of(Reply(502, reset, b""), 1)
    assert delay is not None
    assert delay < 1


class _Scripted:
    """Stands in for a client: gives these outcomes in order, the last for ever."""

    def __init__(self, *outcomes: Reply | TransportFailure) -> None:
        self.outcomes = outcomes
        self.asked = 0

    async def send(self, outgoing: Outgoing) -> Reply:
        outcome = self.outcomes[min(self.asked, len(self.outcomes) - 1)]
        self.asked += 1
        if isinstance(outcome, TransportFailure):
            raise outcome
        return outcome


def ask(client: _Scripted, times: int) -> Sequence[str]:
    """What came of asking several times: a status, or what was said."""

    async def run() -> list[str]:
        host = Host(cast("Client", client), 2, lambda seconds: None)
        came = []
        for _ in range(times):
            try:
                came.append(str((await host.ask(Outgoing("http://a", {}))).status))
            except HostFailure as failure:  # noqa: PERF203 -- what is tested
                came.append(str(failure))
        return came

    return asyncio.run(run())


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "backoff", lambda attempt: 0.0)


def test_a_host_that_stays_silent_is_asked_three_times_in_all() -> None:
    client = _Scripted(TransportFailure("http://a", "silent", "did not answer in time"))
    came = ask(client, 6)
    assert client.asked == 3
    assert came[0] == "it did not answer in time"
    assert set(came[3:]) == {"it did not answer in time"}


def test_an_answer_in_between_starts_the_count_anew() -> None:
    lost = TransportFailure("http://a", "broken", "broke")
    good = Reply(200, {}, b"")
    client = _Scripted(lost, lost, good, lost, lost, good)
    assert ask(client, 7)[-1] == "200"
    assert client.asked == 7


def test_a_refusal_is_waited_out_a_few_times() -> None:
    client = _Scripted(Reply(503, {}, b""), Reply(429, {}, b""), Reply(200, {}, b""))
    assert ask(client, 1) == ["200"]
    assert ask(_Scripted(Reply(503, {}, b"")), 1) == ["it fails (503)"]


def test_a_host_that_asks_for_too_long_a_wait_is_left_alone_at_once() -> None:
    client = _Scripted(Reply(429, {"retry-after": "3600"}, b""))
    came = ask(client, 3)
    assert client.asked == 1
    assert set(came) == {
        "its rate limit is reached (429); it asks to wait 3600 s, so it is left alone"
    }
