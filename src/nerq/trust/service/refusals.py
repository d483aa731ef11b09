"""What a failed question to the service means for the others, and for the person who runs nerq."""

from __future__ import annotations

import time
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from nerq.trust.service.failures import Failure
from nerq.trust.transport.addresses import shown
from nerq.trust.transport.cleaning import clean
from nerq.trust.transport.retry_after import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.trust.transport.client import Reply
    from nerq.trust.transport.failures import Cause, TransportFailure

_REPORT = "try again; if it stays, tell those who run the service"
_LATER = "try again later"
_UNREACHABLE = "check --api-url and the network"
_PHRASES = {status.value: status.phrase for status in HTTPStatus}
_UNWELL = (502, 503, 504)


class _Meaning(NamedTuple):
    advice: str
    is_transient: bool = False
    ends_run: bool = False
    is_unwell: bool = False


_MEANINGS: Mapping[Cause, _Meaning] = {
    "unreachable": _Meaning(_UNREACHABLE, is_transient=True, ends_run=True),
    "unknown-host": _Meaning(_UNREACHABLE, ends_run=True),
    "untrusted": _Meaning(
        "check the address, the clock and SSL_CERT_FILE; certificates are always verified",
        ends_run=True,
    ),
    "silent": _Meaning("try again later, or raise --timeout", is_transient=True, is_unwell=True),
    "broken": _Meaning("try again", is_transient=True),
    "redirected": _Meaning(
        "if that is where the service lives, name it with --api-url", ends_run=True
    ),
    "circling": _Meaning("check --api-url", ends_run=True),
    "oversized": _Meaning(_REPORT),
    "unreadable": _Meaning(_REPORT),
    "unaskable": _Meaning("check --api-url and HTTPS_PROXY", ends_run=True),
    "malformed": _Meaning(_REPORT),
}


def meaning(failure: TransportFailure) -> Failure:
    """What it means that no answer came."""
    advice, is_transient, ends_run, is_unwell = _MEANINGS[failure.cause]
    return Failure(
        str(failure), advice, is_transient=is_transient, ends_run=ends_run, is_unwell=is_unwell
    )


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


def _left(headers: Mapping[str, str]) -> str:
    """How many requests are left, where headers tell; `draft-ietf-httpapi-ratelimit-headers-06`."""
    for prefix in ("ratelimit", "x-ratelimit"):
        left = _number(headers.get(f"{prefix}-remaining", ""))
        limit = _number(headers.get(f"{prefix}-limit", ""))
        if left:
            return f" ({left} of {limit} requests left)" if limit else f" ({left} requests left)"
    return ""


def _number(text: str) -> str:
    """A count as a header writes it; empty for anything else."""
    text = text.strip()
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""


def _refused(reply: Reply, url: str) -> Failure:
    status = reply.status
    said = f"{shown(url)} answered {status} {_PHRASES.get(status, '')}".rstrip()
    if status in (401, 403):
        return Failure(said, "set NERQ_API_KEY, or check the key in it", ends_run=True)
    if status == 429 or status >= 500:
        said += _left(reply.headers)
        wait = retry_after(reply.headers, time.time(), reply.body)
        is_unwell = status in _UNWELL
        return Failure(
            said, _LATER, is_transient=True, is_unwell=is_unwell, status=status, retry_after=wait
        )
    advice = "check --api-url" if status in (404, 405, 410) else _REPORT
    return Failure(said, advice, status=status)
