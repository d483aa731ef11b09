"""Whatever httpx raises becomes one cause and one phrase, without anything secret."""

from __future__ import annotations

import socket
import ssl

import httpx
import pytest

from nerq.trust.transport.failures import Cause, TransportFailure, border

URL = "https://user:s3cret@nerq.ai:8443/v1/preflight?target=private"


def caused(error: Exception, cause: BaseException) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "cause", "says"),
    [
        (httpx.ConnectTimeout("x"), "unreachable", "no connection in time"),
        (httpx.ConnectError("x"), "unreachable", "cannot be reached"),
        (httpx.ReadTimeout("x"), "silent", "did not answer in time"),
        (httpx.PoolTimeout("x"), "silent", "did not answer in time"),
        (httpx.ReadError(""), "broken", "broke the connection before"),
        (httpx.RemoteProtocolError("x"), "broken", "broke the connection before"),
        (httpx.ProxyError("403 no"), "unaskable", "cannot be asked: 403 no"),
        (httpx.UnsupportedProtocol("x"), "unaskable", "cannot be asked"),
        (httpx.LocalProtocolError("x\n\x1b"), "malformed", "cannot be asked: x"),
        (httpx.InvalidURL("x"), "malformed", "cannot be asked"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "malformed", "cannot be asked"),
        (
            caused(httpx.ConnectError("x"), ssl.SSLError(1, "handshake failure")),
            "untrusted",
            "no secure connection",
        ),
        (caused(httpx.ConnectError("x"), socket.gaierror(8, "x")), "unknown-host", "is not known"),
        (caused(httpx.ConnectError("x"), ConnectionRefusedError()), "unreachable", "was refused"),
    ],
)
def test_each_exception_has_its_meaning(error: Exception, cause: Cause, says: str) -> None:
    with pytest.raises(TransportFailure) as caught, border(URL):
        raise error
    failure = caught.value
    assert failure.cause == cause
    assert says in failure.said
    assert str(failure) == f"https://nerq.ai:8443/v1/preflight {failure.said}"
    assert str(failure).isprintable()
    assert "s3cret" not in str(failure)
    assert "private" not in str(failure)


def test_a_bug_is_no_failure() -> None:
    with pytest.raises(KeyError), border(URL):
        raise KeyError
