"""A preflight service on the loopback interface, over real sockets, with faults to order.

By hand::

    python tests/contract/preflight_service.py --port 8811
    NERQ_API_URL=http://127.0.0.1:8811 nerq scan

In a test::

    with PreflightService() as service:
        service.know("langchain", 81.5, source="pypi")
        service.behave(lambda request: Reply(503))     # for every request
        service.behave(once(Reply(500)))               # for the next one
        ... ask service.url ...
        assert service.asked == ["langchain"]          # every target that arrived, in order
        assert len(service.requests) == 1

It knows the published answers (`KNOWN`) and says UNKNOWN to the rest, or, with
``PreflightService(knows_all=True)``, a score from 40 to 99.9 by a checksum of the name.
"""

from __future__ import annotations

import argparse
import email.utils
import json
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if str(Path(__file__).parents[1]) not in sys.path:
    sys.path.insert(0, str(Path(__file__).parents[1]))

from contract.loopback import LoopbackServer, Reply, Request, Wire
from contract.source_index import REGISTRIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from ssl import SSLContext
    from types import TracebackType

    from contract.source_index import SourceIndex

__all__ = ["PreflightService", "Reply", "Request", "Wire", "always", "once", "row", "times"]

CACHE_CONTROL = "public, max-age=3600, s-maxage=3600, stale-while-revalidate=86400"


Answer: TypeAlias = "Reply | Wire"
Behaviour: TypeAlias = "Callable[[Request], Answer | None]"


def row(target: str, score: float | None, **fields: object) -> dict[str, Any]:
    """A single answer in the documented spelling."""
    is_known = score is not None
    recommendation = "UNKNOWN"
    if score is not None:
        recommendation = "PROCEED" if score >= 70 else "CAUTION" if score >= 40 else "DENY"
    source = fields.pop("source", None)
    # A batch row has no source; the registry stands as the category there.
    registry = {"target_category": source} if source in REGISTRIES else {}
    return {
        "target": target,
        "target_trust": score,
        "target_grade": fields.pop("grade", None),
        "target_verified": score >= 70 if score is not None else None,
        "target_source": source,
        **registry,
        "recommendation": recommendation,
        "interaction_risk": "MEDIUM" if is_known else "UNKNOWN",
        **fields,
    }


KNOWN: dict[str, dict[str, Any]] = {
    answer["target"]: answer
    for answer in json.loads(Path(__file__).with_name("known_answers.json").read_text("utf-8"))
}
"""The answers on the service's public pages."""

_ONLY_SINGLE = ("target_source", "alternatives", "history", "dimensions")


def once(answer: Answer) -> Behaviour:
    """This answer to the first request, none to the others."""
    return times(1, answer)


def times(count: int, answer: Answer) -> Behaviour:
    """This answer to the first so many requests, none to the others."""
    left = [count]
    lock = threading.Lock()

    def behave(_: Request) -> Answer | None:
        with lock:
            left[0] -= 1
            return answer if left[0] >= 0 else None

    return behave


def always(answer: Answer) -> Behaviour:
    """This answer to every request."""
    return lambda _: answer


def http_date(seconds_from_now: float) -> str:
    """An HTTP date."""
    return email.utils.formatdate(time.time() + seconds_from_now, usegmt=True)


class PreflightService:
    """The service; a context manager that listens on a free loopback port."""

    def __init__(
        self,
        *,
        port: int = 0,
        latency: float = 0.0,
        knows_all: bool = False,
        tls: SSLContext | None = None,
        index: SourceIndex | None = None,
    ) -> None:
        self.index = index
        self.answers: dict[str, dict[str, Any]] = dict(KNOWN)
        self.requests: list[Request] = []
        self.latency = latency
        self.cache_control: str | None = CACHE_CONTROL
        self._knows_all = knows_all
        self._behaviours: list[Behaviour] = []
        self._lock = threading.Lock()
        self._server = LoopbackServer(port, self.answer, tls)
        self._scheme = "http" if tls is None else "https"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )

    def __enter__(self) -> PreflightService:  # noqa: PYI034 -- no Self before 3.11
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def asked(self) -> list[str]:
        """Every target that arrived, in order, repeated where it was asked again."""
        return [target for request in self.requests for target in request.targets]

    @property
    def singles(self) -> list[str]:
        """Targets asked by single questions."""
        return [t for request in self.requests if not request.is_batch for t in request.targets]

    @property
    def batches(self) -> list[tuple[str, ...]]:
        """Targets of each batch."""
        return [request.targets for request in self.requests if request.is_batch]

    def know(self, target: str, score: float | None, **fields: object) -> None:
        """Answers so for this target from now on."""
        self.answers[target] = row(target, score, **fields)

    def behave(self, behaviour: Behaviour) -> None:
        """Asks this first; the latest one goes before the earlier ones."""
        self._behaviours.insert(0, behaviour)

    def forget(self) -> None:
        """Drops the behaviours and the record of requests."""
        self._behaviours.clear()
        self.requests.clear()

    def single(self, target: str) -> dict[str, Any]:
        """The ordinary single answer: that of the index, where it knows the target."""
        found = None if self.index is None else self.index.single(target)
        if found is not None:
            return found
        if target in self.answers:
            return self.answers[target]
        if not self._knows_all:
            return row(target, None)
        checksum = zlib.crc32(target.encode())
        return row(target, 40 + checksum % 600 / 10, grade="ABCD"[checksum % 4])

    def batch_row(self, target: str) -> dict[str, Any]:
        """The ordinary row of a batch: without what only single answers carry."""
        found = None if self.index is None else self.index.batch_row(target)
        if found is not None:
            return found
        return {k: v for k, v in self.single(target).items() if k not in _ONLY_SINGLE}

    def batch(self, targets: Iterable[str]) -> dict[str, Any]:
        """The ordinary batch answer."""
        rows = [self.batch_row(target) for target in targets]
        return {"results": rows, "count": len(rows)}

    def answer(self, request: Request) -> Answer:
        """What is sent back."""
        with self._lock:
            self.requests.append(request)
        if self.latency:
            time.sleep(self.latency)
        for behaviour in tuple(self._behaviours):
            answer = behaviour(request)
            if answer is not None:
                return answer
        return self._ordinary(request)

    def _ordinary(self, request: Request) -> Reply:
        if request.is_batch and request.method == "POST":
            if not 1 <= len(request.targets) <= 50:
                return Reply(400, {"detail": "1 to 50 targets"})
            return self.reply(self.batch(request.targets))
        if request.path == "/v1/preflight" and request.method == "GET":
            if not request.targets:
                return Reply(422, {"detail": "target is required"})
            return self._single(request)
        return Reply(404, {"detail": "Not Found"})

    def _single(self, request: Request) -> Reply:
        answer = dict(self.single(request.targets[0]))
        if "history" not in request.query.get("include", ""):
            answer.pop("history", None)
        etag = self.single_etag(answer)
        if request.headers.get("if-none-match") == etag:
            return Reply(304, b"", {**self._caching(), "ETag": etag})
        return self.reply(answer, {"ETag": etag})

    @staticmethod
    def single_etag(answer: Mapping[str, Any]) -> str:
        """A digest of score, grade and recommendation: the facts beside them do not count."""
        shown = [answer.get(key) for key in ("target_trust", "target_grade", "recommendation")]
        return f'"{zlib.crc32(json.dumps(shown, default=str).encode()):08x}"'

    def reply(self, body: object, headers: Mapping[str, str] | None = None) -> Reply:
        """A 200 with the service's caching headers."""
        return Reply(200, body, {**self._caching(), **(headers or {})})

    def _caching(self) -> dict[str, str]:
        return {"Cache-Control": self.cache_control} if self.cache_control else {}


def main() -> None:
    parser = argparse.ArgumentParser(description="Serve known preflight answers on 127.0.0.1.")
    parser.add_argument("--port", type=int, default=8811)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds a request")
    parser.add_argument("--knows-all", action="store_true", help="a made-up score for any name")
    parser.add_argument("--answers", help="a JSON file: {target: {field: value, …}}")
    options = parser.parse_args()
    service = PreflightService(
        port=options.port, latency=options.latency, knows_all=options.knows_all
    )
    if options.answers:
        service.answers.update(json.loads(Path(options.answers).read_text("utf-8")))
    with service:
        print(service.url, flush=True)  # noqa: T201 -- for the person
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(service.requests)} requests, {len(service.asked)} targets")  # noqa: T201 -- for the person


if __name__ == "__main__":
    main()
