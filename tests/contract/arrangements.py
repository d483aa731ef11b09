"""Ways for a preflight service to go wrong, as functions that arrange it."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract.preflight_service import PreflightService, Reply, Request, Wire, always

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

JSON = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
EVIL = "\x1b[31m<script>alert(1)</script>\x07\u202e[x](javascript:y)\r\n| **z** |\ud800"
GOOD_ID = "langchain"


def says(*replies: Reply | Wire) -> Callable[[PreflightService], None]:
    """The service answers everything so."""
    return lambda service: service.behave(always(replies[0]))


def body(body: bytes, kind: str = "application/json") -> Callable[[PreflightService], None]:
    return says(Reply(200, body, {"Content-Type": kind}))


def knows(**changes: object) -> Callable[[PreflightService], None]:
    """The good target's row has these fields instead."""
    return lambda service: service.answers[GOOD_ID].update(changes)


def edits(edit: Callable[[list[Any]], object]) -> Callable[[PreflightService], None]:
    """The rows of every batch are edited before they are sent."""

    def arrange(service: PreflightService) -> None:
        def behave(request: Request) -> Reply | None:
            if not request.is_batch:
                return None
            answer = service.batch(request.targets)
            answer["results"] = edit(answer["results"])
            return service.reply(answer)

        service.behave(behave)

    return arrange


def spells(old: bytes, new: bytes) -> Callable[[PreflightService], None]:
    """These bytes stand for those in every answer, which json.dumps would not write."""

    def arrange(service: PreflightService) -> None:
        def behave(request: Request) -> Reply:
            answer = (
                service.batch(request.targets)
                if request.is_batch
                else service.single(request.targets[0])
            )
            return service.reply(json.dumps(answer).encode().replace(old, new))

        service.behave(behave)

    return arrange


def breaks_for(bad: str, status: int) -> Callable[[PreflightService], None]:
    """Every request that names this target fails."""

    def behave(request: Request) -> Reply | None:
        return Reply(status, {"detail": "x"}) if bad in request.targets else None

    return lambda service: service.behave(behave)


class Endless:
    """A part for ever."""

    def __init__(self, head: bytes, part: bytes, count: int = 10**9) -> None:
        self._parts = (head, part, count)

    def __iter__(self) -> Iterator[bytes]:
        head, part, count = self._parts
        yield head
        for _ in range(count):
            yield part


@lru_cache(maxsize=1)
def bomb() -> bytes:
    return gzip.compress(b" " * 100_000_000, compresslevel=1)


@lru_cache(maxsize=1)
def self_signed() -> ssl.SSLContext:
    return server_context(*certificate())


@lru_cache(maxsize=1)
def certificate() -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody trusts, and its key."""
    folder = Path(tempfile.mkdtemp(prefix="nerq-test-certificate-"))
    paths = folder / "certificate.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command += ["-out", str(paths[0]), "-keyout", str(paths[1])]
    subprocess.run(command, check=True, capture_output=True)
    return paths


def server_context(certificate: Path, key: Path) -> ssl.SSLContext:
    """What a server with this certificate needs."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def closed_port(_: PreflightService) -> str:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


def elsewhere(service: PreflightService) -> None:
    service.behave(always(Reply(307, b"", {"Location": "https://elsewhere.invalid/v1/x"})))


def explodes(service: PreflightService) -> None:
    service.behave(always(Reply(200, bomb(), {"Content-Encoding": "gzip"})))


def evil(service: PreflightService) -> None:
    answer = service.answers[GOOD_ID]
    texts = ("target_grade", "target_category", "target_source", "details_url", "recommendation")
    answer.update(dict.fromkeys((*texts, "eu_ai_act", "interaction_risk"), EVIL))
    answer.update(
        security={"license": EVIL, "max_severity": EVIL, "license_category": EVIL},
        alternatives=[{"name": EVIL, "trust_score": 90, "url": EVIL}],
        compliance_flags=[EVIL],
        target_last_updated=EVIL,
    )
