"""One pause for all, and one deadline."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from nerq.trust.service.failures import Failure, OutOfTimeError
from nerq.trust.service.pacing import Pace


class Waits:
    def __init__(self) -> None:
        self.waits: list[float] = []

    def advance(self, done: int, total: int) -> None: ...

    def wait(self, seconds: float, reason: str) -> None:
        self.waits.append(seconds)


def test_one_pause_holds_everybody_and_is_told_once() -> None:
    waits = Waits()

    async def hold() -> float:
        pace = Pace(10.0, waits)
        limited = Failure("answered 429", "wait", status=429, retry_after=0.5)
        pace.hold(limited, 1)
        pace.hold(limited, 1)
        start = monotonic()
        await asyncio.gather(*(pace.turn() for _ in range(10)))
        return monotonic() - start

    # One after the other would take five seconds.
    assert 0.4 < asyncio.run(hold()) < 4.0
    assert waits.waits == [0.5]


def test_a_pause_past_the_deadline_says_when_to_come_back() -> None:
    async def hold() -> None:
        Pace(10.0, Waits()).hold(Failure("429", "wait", status=429, retry_after=3600.0), 1)

    with pytest.raises(OutOfTimeError) as caught:
        asyncio.run(hold())
    assert caught.value.come_back == 3600.0


def test_a_service_that_always_says_now_is_still_asked_less_and_less(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("random.uniform", lambda _low, high: high)

    async def hold() -> list[float]:
        waits = Waits()
        pace = Pace(100.0, waits)
        for times in (1, 2, 3):
            pace.hold(Failure("429", "wait", status=429, retry_after=0.0), times)
        return waits.waits

    waits = asyncio.run(hold())
    assert waits[-1] > 0.9


def test_a_stop_wakes_those_who_wait() -> None:
    async def stop() -> float:
        pace = Pace(100.0, Waits())
        pace.hold(Failure("429", "wait", status=429, retry_after=50.0), 1)
        waiting = asyncio.ensure_future(pace.turn())
        await asyncio.sleep(0.01)
        start = monotonic()
        pace.stop()
        with pytest.raises(OutOfTimeError):
            await waiting
        return monotonic() - start

    assert asyncio.run(stop()) < 20  # of fifty


def test_nobody_waits_for_a_limit_of_the_day() -> None:
    async def hold() -> None:
        Pace(100_000.0, Waits()).hold(Failure("429", "wait", status=429, retry_after=3600.0), 1)

    with pytest.raises(OutOfTimeError) as raised:
        asyncio.run(hold())
    assert raised.value.come_back == 3600.0
