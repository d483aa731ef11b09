"""What a failure means for the other questions, and what a person is told to try."""

from __future__ import annotations

from typing import get_args

import pytest

from nerq.trust.service.failures import Failure
from nerq.trust.service.refusals import checked, meaning
from nerq.trust.transport.client import Reply
from nerq.trust.transport.failures import Cause, TransportFailure

URL = "https://user:s3cret@nerq.ai:8443/v1/preflight?target=private"


@pytest.mark.parametrize("cause", get_args(Cause))
def test_each_cause_has_its_advice(cause: Cause) -> None:
    failure = meaning(TransportFailure(URL, cause, "does not answer"))
    assert failure.text.startswith("https://nerq.ai:8443/v1/preflight does not answer; ")
    assert failure.advice


@pytest.mark.parametrize(
    ("cause", "is_transient", "ends_run", "is_unwell"),
    [
        ("unreachable", True, True, False),
        ("unknown-host", False, True, False),
        ("untrusted", False, True, False),
        ("silent", True, False, True),
        ("broken", True, False, False),
        ("redirected", False, True, False),
        ("oversized", False, False, False),
    ],
)
def test_some_failures_would_meet_every_question(
    cause: Cause, is_transient: bool, ends_run: bool, is_unwell: bool
) -> None:
    failure = meaning(TransportFailure(URL, cause, "does not answer"))
    assert failure.is_transient == is_transient
    assert failure.ends_run == ends_run
    assert failure.is_unwell == is_unwell


@pytest.mark.parametrize(
    ("status", "says", "is_transient", "ends_run", "is_unwell"),
    [
        (204, "answered 204 No Content", False, False, False),
        (400, "answered 400 Bad Request", False, False, False),
        (401, "NERQ_API_KEY", False, True, False),
        (403, "NERQ_API_KEY", False, True, False),
        (404, "check --api-url", False, False, False),
        (429, "answered 429 Too Many Requests", True, False, False),
        (500, "answered 500", True, False, False),
        (502, "answered 502", True, False, True),
        (504, "answered 504", True, False, True),
        (599, "answered 599;", True, False, False),
    ],
)
def test_each_status_has_its_meaning(
    status: int, says: str, is_transient: bool, ends_run: bool, is_unwell: bool
) -> None:
    with pytest.raises(Failure) as caught:
        checked(Reply(status, {}, b""), URL)
    failure = caught.value
    assert says in failure.text
    assert (failure.is_transient, failure.ends_run) == (is_transient, ends_run)
    assert (failure.is_unwell, failure.retry_after) == (is_unwell, None)


@pytest.mark.parametrize("kind", ["application/json", "Application/JSON; x", "application/x+json"])
def test_json_by_any_of_its_names_is_taken(kind: str) -> None:
    reply = Reply(200, {"content-type": kind}, b"{}")
    assert checked(reply, URL) is reply


@pytest.mark.parametrize(
    ("kind", "says"), [("", "no content type"), ("text/html\x1b", "text/html")]
)
def test_anything_else_is_named(kind: str, says: str) -> None:
    with pytest.raises(Failure, match=says):
        checked(Reply(200, {"content-type": kind}, b"{}"), URL)


def test_unchanged_needs_no_content_type() -> None:
    assert checked(Reply(304, {}, b""), URL).status == 304


def test_the_wait_that_a_refusal_asks_for_is_read_from_its_body_too() -> None:
    body = b'{"detail": {"retry_after_seconds": 3600}}'
    with pytest.raises(Failure) as caught:
        checked(Reply(429, {}, body), URL)
    assert caught.value.retry_after == 3600.0
