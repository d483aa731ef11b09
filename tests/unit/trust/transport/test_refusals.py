"""Whatever httpx raises becomes one line that says what was asked and what to try."""

from __future__ import annotations

import asyncio
import ssl

import httpx
import pytest

from nerq.trust.transport.failures import Failure
from nerq.trust.transport.refusals import Reply, border, checked

URL = "https://user:s3cret@nerq.ai:8443/v1/preflight?target=private"


def raised(error: Exception) -> Failure:
    async def fail() -> None:
        async with border(URL):
            raise error

    with pytest.raises(Failure) as caught:
        asyncio.run(fail())
    return caught.value


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "says", "is_transient", "ends_run"),
    [
        (httpx.ConnectTimeout("x"), "no connection in time", True, True),
        (httpx.ConnectError("x"), "cannot be reached", True, True),
        (httpx.ReadTimeout("x"), "did not answer in time", True, False),
        (httpx.PoolTimeout("x"), "did not answer in time", True, False),
        (httpx.ReadError(""), "broke before", True, False),
        (httpx.RemoteProtocolError("x"), "broke before", True, False),
        (httpx.ProxyError("403 no"), "cannot be asked: 403 no", False, True),
        (httpx.UnsupportedProtocol("x"), "cannot be asked", False, True),
        (httpx.LocalProtocolError("x\n\x1b"), "cannot be asked: x", False, False),
        (httpx.InvalidURL("x"), "cannot be asked", False, False),
        (
            caused(httpx.ConnectError("x"), ssl.SSLError(1, "handshake failure")),
            "no secure connection",
            False,
            True,
        ),
    ],
)
def test_each_exception_has_its_meaning(
    error: Exception, says: str, is_transient: bool, ends_run: bool
) -> None:
    failure = raised(error)
    assert says in failure.text
    assert "https://nerq.ai:8443/v1/preflight" in failure.text
    assert failure.text.isprintable()
    assert "s3cret" not in failure.text
    assert "private" not in failure.text
    assert (failure.is_transient, failure.ends_run) == (is_transient, ends_run)


def test_a_bug_is_not_a_failure() -> None:
    async def fail() -> None:
        async with border(URL):
            raise KeyError

    with pytest.raises(KeyError):
        asyncio.run(fail())


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
