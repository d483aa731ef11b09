"""How long to wait, wherever an answer says it."""

from __future__ import annotations

import json

import pytest

from nerq.trust.transport.retry_after import LONGEST_RETRY_AFTER, backoff, retry_after

NOW = 1_790_000_000.0


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("5", 5.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        ("nan", None),
        ("inf", LONGEST_RETRY_AFTER),
        ("9" * 400, LONGEST_RETRY_AFTER),
        ("soon", None),
        ("", None),
        ("Mon, 21 Sep 2026 14:13:50 GMT", 30.0),
        ("Mon, 21 Sep 2020 14:13:50 GMT", 0.0),
        ("Mon, 99 Sep 2026 99:99:99 GMT", None),
    ],
)
def test_the_header_gives_seconds_or_a_date(header: str, expected: float | None) -> None:
    assert retry_after({"retry-after": header}, NOW) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"detail": {"retry_after_seconds": 3600, "error": "limit"}}, 3600.0),
        ({"detail": {"retry_after_seconds": "90"}}, 90.0),
        ({"detail": {"retry_after_seconds": -1}}, 0.0),
        ({"detail": {"retry_after_seconds": True}}, None),
        ({"detail": {"retry_after_seconds": None}}, None),
        ({"detail": "slow down"}, None),
        ({"retry_after_seconds": 5}, None),
        ([5], None),
    ],
)
def test_the_body_gives_seconds_where_no_header_does(body: object, expected: float | None) -> None:
    assert retry_after({}, NOW, json.dumps(body).encode()) == expected
    assert retry_after({"retry-after": "7"}, NOW, json.dumps(body).encode()) == 7.0


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 9_999, b"\xff", b" " * 20_000])
def test_any_other_body_says_nothing(body: bytes) -> None:
    assert retry_after({}, NOW, body) is None


def test_a_spent_limit_says_when_it_is_renewed() -> None:
    spent = {"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW) + 90)}
    assert retry_after(spent, NOW) == 90.0
    assert retry_after({**spent, "x-ratelimit-remaining": "12"}, NOW) is None
    assert retry_after({**spent, "x-ratelimit-reset": "later"}, NOW) is None


def test_the_back_off_grows_to_a_limit() -> None:
    assert 0.25 <= backoff(1) <= 0.5
    assert 1.0 <= backoff(3) <= 2.0
    assert 10.0 <= backoff(50) <= 20.0
