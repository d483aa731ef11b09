"""All sources of evidence on one loopback server, from recorded answers, with faults to order.

    with EvidenceService() as service:
        service.answer("/index/requests/", 200, b"...")
        assessor = LocalAssessor(service.endpoints)
        ...
        assert service.paths == [...]          # what was asked, in order of arrival

The answers of the package index are recordings, shortened, with placeholder hosts; those of
the other sources are written after their documentation.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from nerq.trust.local.endpoints import Endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

ANSWERS = Path(__file__).parent / "answers"
README = """---
license: apache-2.0
---
# Small BERT

## Model description
A small model. {filler}

## Intended uses & limitations
Filling masks.

## How to use
Load it.

## Training data
A corpus.

## Evaluation results
Good.
""".replace("{filler}", "It fills in words. " * 120)


@dataclass(frozen=True)
class Asked:
    """One request as it arrived; the path is decoded, without the query."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    trickle: float = 0.0  # seconds between the bytes of the body

    @property
    def data(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


def recorded(name: str) -> Reply:
    return Reply(200, (ANSWERS / f"{name}.json").read_bytes())


USUAL: dict[str, Reply] = {
    "/index/requests/": recorded("index-simple-requests"),
    "/project/requests/json": recorded("index-project-requests"),
    "/project/pycrypto/json": recorded("index-project-pycrypto"),
    "/npm/left-pad": recorded("npm-left-pad"),
    "/github/repos/psf/requests": recorded("github-psf-requests"),
    "/scorecard/projects/github.com/psf/requests": recorded("scorecard-psf-requests"),
    "/deps/v3/systems/pypi/packages/requests/versions/2.34.2": recorded("deps-dev-requests"),
    "/deps/v3alpha/systems/pypi/packages/requests/versions/2.34.2:dependents": recorded(
        "deps-dev-requests-dependents"
    ),
    "/hub/api/models/acme/small-bert": recorded("hub-small-bert"),
    "/hub/api/models/acme/small-bert/commits/main": Reply(200, [{}] * 12, {"X-Total-Count": "12"}),
    "/hub/acme/small-bert/raw/main/README.md": Reply(200, README.encode()),
    "/hub/api/models/evil/pickle-llm": recorded("hub-pickle-llm"),
    "/hub/api/models/evil/pickle-llm/commits/main": Reply(200, [{}]),
}
MISSING = Reply(404, {"message": "Not Found"})


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has had enough hangs up, which is not news."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class EvidenceService:
    """Answers like the sources do; 404 for what it does not know."""

    def __init__(self) -> None:
        self.replies: dict[str, Reply | Callable[[Asked], Reply]] = dict(USUAL)
        self.advisories: list[dict[str, Any]] = list(
            json.loads((ANSWERS / "osv-requests.json").read_bytes())["vulns"]
        )
        self.replies["/osv/v1/query"] = self._osv_query
        self.replies["/osv/v1/querybatch"] = self._osv_batch
        self.asked: list[Asked] = []
        self._lock = threading.Lock()
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                service._handle(self)

            def do_POST(self) -> None:
                service._handle(self)

            def log_message(self, *_arguments: object) -> None:
                """Nothing is logged."""

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> EvidenceService:  # noqa: PYI034 - nothing is derived from it
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: object, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def endpoints(self) -> Endpoints:
        places = {
            "index": "index",
            "project": "project",
            "npm": "npm",
            "osv": "osv",
            "hub": "hub",
            "github": "github",
            "scorecard": "scorecard",
            "deps_dev": "deps",
        }
        return Endpoints(**{name: f"{self.url}/{place}" for name, place in places.items()})

    @property
    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def answer(self, path: str, status: int = 200, body: object = None, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.replies[path] = Reply(status, body, named)

    def fail(self, place: str, reply: Reply) -> None:
        """Everything below ``/place/`` gets this reply."""
        self.replies[f"/{place}/*"] = reply

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        asked = Asked(handler.command, unquote(parts.path), parts.query, headers, body)
        with self._lock:
            self.asked.append(asked)
        reply = self._reply(asked)
        if reply.delay:
            time.sleep(reply.delay)
        handler.send_response_only(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        data = b"" if reply.status == 304 else reply.data
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        try:
            for byte in data if reply.trickle else b"":
                handler.wfile.write(bytes([byte]))
                time.sleep(reply.trickle)
            handler.wfile.write(b"" if reply.trickle else data)
        except OSError:
            handler.close_connection = True

    def _reply(self, asked: Asked) -> Reply:
        place = asked.path.split("/")[1]
        usual = self.replies.get(asked.path) or self._osv_document(asked.path)
        found = self.replies.get(f"/{place}/*", usual)
        return found if isinstance(found, Reply) else found(asked)

    def _osv_query(self, asked: Asked) -> Reply:
        found = self._matching(json.loads(asked.body))
        return Reply(200, {"vulns": found} if found else {})

    def _osv_batch(self, asked: Asked) -> Reply:
        def row(query: dict[str, Any]) -> dict[str, Any]:
            hits = [
                {"id": entry["id"], "modified": entry.get("modified", "2026-01-01T00:00:00Z")}
                for entry in self._matching(query)
            ]
            return {"vulns": hits} if hits else {}

        return Reply(200, {"results": [row(query) for query in json.loads(asked.body)["queries"]]})

    def _osv_document(self, path: str) -> Reply:
        found = (a for a in self.advisories if path == f"/osv/v1/vulns/{a['id']}")
        return next((Reply(200, entry) for entry in found), MISSING)

    def _matching(self, query: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            entry
            for entry in self.advisories
            if "withdrawn" not in entry
            and any(
                query["package"].items() <= affected["package"].items()
                and ("version" not in query or _covers(affected, query["version"]))
                for affected in entry["affected"]
            )
        ]


def _covers(affected: dict[str, Any], version: str) -> bool:
    from packaging.version import Version

    if version in affected.get("versions", ()):
        return True
    for entry in affected.get("ranges", ()):
        if entry["type"] == "GIT":
            continue
        bounds = {kind: at for event in entry["events"] for kind, at in event.items()}
        since, fixed = bounds.get("introduced", "0"), bounds.get("fixed")
        is_after = since == "0" or Version(version) >= Version(since)
        if is_after and (fixed is None or Version(version) < Version(fixed)):
            return True
    return False
