"""What can go wrong with one exchange, in one word and one phrase, whoever asked."""

from __future__ import annotations

import socket
import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import urlsplit

from nerq.trust.transport.addresses import shown
from nerq.trust.transport.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

Cause: TypeAlias = Literal[
    "unreachable",  # nobody listens, or no connection in time
    "unknown-host",
    "untrusted",  # the certificate, or the handshake
    "silent",  # connected, but no whole answer in time
    "broken",  # the connection ended before the answer did, or its packing is damaged
    "redirected",  # to another origin, which was not asked
    "circling",  # more redirects than anybody needs
    "oversized",
    "unreadable",  # a packing that is not known
    "unaskable",  # the proxy, or the kind of address
    "malformed",  # something in the question itself cannot be sent
]


class TransportFailure(Exception):  # noqa: N818 -- an outcome of asking, not a bug
    """No answer came back.

    Attributes:
        cause: what it means.
        said: what went wrong, as a phrase that follows the address, or «it».
    """

    def __init__(self, url: str, cause: Cause, said: str) -> None:
        super().__init__(f"{shown(url)} {said}")
        self.cause = cause
        self.said = said


class HostFailure(Exception):  # noqa: N818 -- as above
    """A host gives no usable answer now, or is not asked any more; the text is a phrase on «it»."""


@contextmanager
def border(url: str) -> Iterator[None]:
    """Turns whatever httpx raises into `TransportFailure`: the only place that does."""
    import httpx

    try:
        yield
    except httpx.ConnectTimeout as error:
        raise TransportFailure(
            url, "unreachable", "cannot be reached: no connection in time"
        ) from error
    except httpx.TimeoutException as error:
        raise TransportFailure(url, "silent", "did not answer in time") from error
    except httpx.ConnectError as error:
        raise _unconnected(url, error) from error
    except (httpx.ProxyError, httpx.UnsupportedProtocol) as error:
        said = f"cannot be asked: {_reason(error)}"
        raise TransportFailure(url, "unaskable", said) from error
    except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
        said = "broke the connection before the answer was whole"
        raise TransportFailure(url, "broken", said) from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        said = f"cannot be asked: {_reason(error)}"
        raise TransportFailure(url, "malformed", said) from error


def _unconnected(url: str, error: Exception) -> TransportFailure:
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLError):
            said = f"gives no secure connection: {_distrust(cause)}"
            return TransportFailure(url, "untrusted", said)
        if isinstance(cause, socket.gaierror):
            host = clean(urlsplit(url).hostname or "")
            return TransportFailure(
                url, "unknown-host", f"cannot be reached: the host {host} is not known"
            )
        if isinstance(cause, ConnectionRefusedError):
            said = "cannot be reached: the connection was refused"
            return TransportFailure(url, "unreachable", said)
    return TransportFailure(url, "unreachable", "cannot be reached")


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
