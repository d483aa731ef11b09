"""What the service says besides scores: any answer gives names, a winner, or nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService, Reply, always

from nerq.errors import SettingsError
from nerq.trust.service.lookups import Lookups, names

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        yield running


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"results": [{"name": "a"}, {"target": "b"}, {"id": "c"}]}, ("a", "b", "c")),
        ({"agents": ["a", "a", "b"], "total": 2}, ("a", "b")),
        ([{"name": "a", "id": 3}], ("a",)),
        ({"results": [{"name": None}, {}, None, 3, {"name": "\x1b\x00"}]}, ()),
        ({"results": {"a": {}}}, ()),
        ("text", ()),
        (None, ()),
    ],
)
def test_names_are_read_from_any_shape(answer: object, expected: tuple[str, ...]) -> None:
    assert names(answer) == expected


def test_a_long_answer_is_cut() -> None:
    assert len(names([f"n{number}" for number in range(1000)])) == 20


@pytest.mark.parametrize(
    ("winner", "expected"),
    [("a/b", "a/b"), ("agent_b", "c"), ({"name": "c"}, "c"), (None, None), (3, None), ({}, None), ("\x1b", None)],
)  # fmt: skip
def test_the_winner_is_a_name_or_nothing(
    service: PreflightService, winner: object, expected: str | None
) -> None:
    service.behave(always(Reply(200, {"winner": winner})))
    assert Lookups(service.url).winner("a/b", "c") == expected
    assert service.requests[0].path == "/v1/compare/a%2Fb/vs/c"


@pytest.mark.parametrize(
    "reply",
    [Reply(404), Reply(500), Reply(429, None, {"Retry-After": "9"}), Reply(200, b"<html>"), Reply(200, []), Reply(200, {}, delay=2)],
)  # fmt: skip
def test_whatever_goes_wrong_is_nothing_said(service: PreflightService, reply: Reply) -> None:
    service.behave(always(reply))
    lookups = Lookups(service.url, timeout=0.5)
    assert lookups.winner("a", "b") is None
    assert not any(lookups.search(["a", "b"]).values())


def test_nobody_there_is_nothing_said() -> None:
    assert Lookups("http://127.0.0.1:9").winner("a", "b") is None


def test_the_key_goes_to_the_service(service: PreflightService) -> None:
    Lookups(service.url, "secret").search(["a"])
    assert service.requests[0].headers["x-api-key"] == "secret"


def test_what_is_not_a_name_is_not_sent(service: PreflightService) -> None:
    lookups = Lookups(service.url)
    assert lookups.winner("a\x00", "b") is None
    assert lookups.search(["\ud800", "x" * 501]) == {}
    assert service.requests == []


def test_it_works_inside_a_running_loop(service: PreflightService) -> None:
    service.behave(always(Reply(200, {"winner": "a"})))

    async def ask() -> str | None:
        return Lookups(service.url).winner("a", "b")

    assert asyncio.run(ask()) == "a"


def test_an_address_with_credentials_is_refused() -> None:
    with pytest.raises(SettingsError):
        Lookups("https://user:password@nerq.example")
