"""What did not work, in words: exceptions of httpx, and answers of other status than 200."""

from __future__ import annotations

import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nerq.trust.transport.addresses import shown
from nerq.trust.transport.cleaning import clean
from nerq.trust.transport.failures import Failure
from nerq.trust.transport.pacing import retry_after

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator, Iterator, Mapping

REPORT = "try again; if it stays, tell those who run the service"
_LATER = "try again later"
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_UNWELL = (502, 503, 504)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its whole body.

    Attributes:
        headers: looked up whatever the case of their names.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


@asynccontextmanager
async def border(url: str) -> AsyncIterator[None]:
    """Turns whatever httpx raises into `Failure`."""
    import httpx

    try:
        yield
    except httpx.ConnectTimeout as error:
        raise _unreachable(url, ": no connection in time") from error
    except httpx.TimeoutException as error:
        raise Failure(
            f"{shown(url)} did not answer in time",
            "try again later, or raise --timeout",
            is_transient=True,
            is_unwell=True,
        ) from error
    except httpx.ConnectError as error:
        raise _unconnected(url, error) from error
    except (httpx.ProxyError, httpx.UnsupportedProtocol) as error:
        raise Failure(
            f"{shown(url)} cannot be asked: {_reason(error)}",
            "check --api-url and HTTPS_PROXY",
            ends_run=True,
        ) from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        raise Failure(
            f"the connection to {shown(url)} broke before the answer was whole",
            "try again",
            is_transient=True,
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
        raise Failure(f"{shown(url)} cannot be asked: {_reason(error)}", REPORT) from error


def _unconnected(url: str, error: Exception) -> Failure:
    import socket
    import ssl

    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            return Failure(
                f"no secure connection to {shown(url)}: {_distrust(cause)}",
                "check the address, the clock and SSL_CERT_FILE; certificates are always verified",
                ends_run=True,
            )
        if isinstance(cause, socket.gaierror):
            host = clean(urlsplit(url).hostname or "")
            return Failure(
                f"the host {host} of {shown(url)} is not known",
                "check --api-url and the network, or use --offline",
                ends_run=True,
            )
        if isinstance(cause, ConnectionRefusedError):
            return _unreachable(url, ": the connection was refused")
    return _unreachable(url, "")


def _unreachable(url: str, why: str) -> Failure:
    return Failure(
        f"{shown(url)} cannot be reached{why}",
        "check --api-url and the network, or use --offline",
        is_transient=True,
        ends_run=True,
    )


def _distrust(error: ssl.SSLError) -> str:
    """Why a certificate is not trusted, without the place in Python's source."""
    reasons = (getattr(error, name, None) for name in ("verify_message", "reason", "strerror"))
    return clean(str(next((why for why in reasons if why), "the handshake failed")), 160)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _reason(error: Exception) -> str:
    return clean(str(error), 160) or type(error).__name__


def checked(reply: Reply, url: str) -> Reply:
    """The reply, where it is one that can be read.

    Raises:
        Failure: its status or its content type says that it is not.
    """
    if reply.status == 304:
        return reply
    if reply.status != 200:
        raise _refused(reply, url)
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not kind.endswith("+json"):
        what = f"{clean(kind, 60)} instead of JSON" if kind else "no content type"
        raise Failure(
            f"{shown(url)} answered with {what}",
            "check --api-url; a proxy or a login page may stand in between",
            is_transient=True,
            ends_run=True,
        )
    return reply


def _refused(reply: Reply, url: str) -> Failure:
    status = reply.status
    said = f"{shown(url)} answered {status} {_PHRASES.get(status, '')}".rstrip()
    if status in (401, 403):
        return Failure(said, "set NERQ_API_KEY, or check the key in it", ends_run=True)
    if status == 429:
        wait = retry_after(reply.headers.get("retry-after"), time.time())
        return Failure(said, _LATER, is_transient=True, status=status, retry_after=wait)
    if status >= 500:
        wait = retry_after(reply.headers.get("retry-after"), time.time())
        is_unwell = status in _UNWELL
        return Failure(
            said, _LATER, is_transient=True, is_unwell=is_unwell, status=status, retry_after=wait
        )
    advice = "check --api-url" if status in (404, 405, 410) else REPORT
    return Failure(said, advice, status=status)
