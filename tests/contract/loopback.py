"""An HTTP server on the loopback interface that sends what it is told to, down to raw bytes."""

from __future__ import annotations

import json
import socket
import struct
import sys
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from ssl import SSLContext


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    targets: tuple[str, ...]

    @property
    def is_batch(self) -> bool:
        return self.path == "/v1/preflight/batch"


@dataclass(frozen=True)
class Reply:
    """A whole answer; a body that is not bytes is sent as JSON."""

    status: int = 200
    body: object = None
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0


@dataclass(frozen=True)
class Wire:
    """Raw bytes, head included, part by part; then the connection is closed or reset."""

    parts: Iterable[bytes]
    pause: float = 0.0
    is_reset: bool = False


class LoopbackServer(ThreadingHTTPServer):
    """Serves what `answer` returns, a thread a connection."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, port: int, answer: Callable[[Request], Reply | Wire], tls: SSLContext | None = None
    ) -> None:
        self.answer = answer
        self.tls = tls
        super().__init__(("127.0.0.1", port), _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        # The handshake is done in the connection's own thread, and its failure is not news.
        try:
            if self.tls is None:
                super().finish_request(request, client_address)
                return
            with self.tls.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, client_address)
        except OSError:
            return

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer  # type: ignore[mutable-override] # this handler serves no other

    def do_GET(self) -> None:
        self._serve(())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        try:
            targets = tuple(json.loads(body)["targets"])
        except (ValueError, KeyError, TypeError):
            targets = ()
        self._serve(targets)

    def _serve(self, targets: tuple[str, ...]) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        if self.command == "GET":
            targets = (query["target"],) if query.get("target") else ()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, parts.path, query, headers, targets)
        answer = self.server.answer(request)
        if isinstance(answer, Reply):
            self._send(answer)
        else:
            self._send_raw(answer)

    def _send(self, reply: Reply) -> None:
        time.sleep(reply.delay)
        body = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body).encode()
        headers = {"Content-Type": "application/json", "Content-Length": str(len(body))}
        headers = {**headers, **reply.headers}
        head = f"HTTP/1.1 {reply.status} X\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        # One write: two would wait for each other's acknowledgement.
        self.wfile.write(head.encode() + b"\r\n" + body)

    def _send_raw(self, wire: Wire) -> None:
        self.close_connection = True
        for part in wire.parts:
            self.wfile.write(part)
            self.wfile.flush()
            time.sleep(wire.pause)
        if wire.is_reset:
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the name it overrides
        """Says nothing: requests are recorded."""
