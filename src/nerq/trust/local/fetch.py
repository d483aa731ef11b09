"""Fetches documents of the sources: kept ones where their rules allow, else over the network.

Sources run in threads; all of them ask through one event loop, where `nerq.trust.transport`
bounds and paces each host. What a source answers is data; anything but a usable answer becomes
`NotThereError` or `SourceError`.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nerq.trust.local.exchange import Document, Request, SourceError, read_answer
from nerq.trust.local.http_cache import CachedReply, lifetime
from nerq.trust.transport.certificates import trust_for
from nerq.trust.transport.client import Bounds, Client, Outgoing
from nerq.trust.transport.event_loop import LoopThread
from nerq.trust.transport.failures import HostFailure
from nerq.trust.transport.hosts import Host

if TYPE_CHECKING:
    from collections.abc import Callable
    from ssl import SSLContext

    from nerq.trust.local.http_cache import HttpCache
    from nerq.trust.transport.client import Reply

LARGEST_ANSWER = 96_000_000  # bytes; the longest registry documents are near 60 MB
LARGEST_KEPT = 16_000_000  # bytes; longer answers are asked for anew
_KEPT_HEADERS = ("etag", "last-modified", "content-type", "x-total-count", "date")


class Fetcher:
    """Fetches documents; shared by all threads of one `ask`.

    Args:
        cache: of answers, or None.
        concurrency: questions at a time per host.
        timeout: seconds for one question, from start to end.
        offline: nothing is asked; kept answers are used whatever their age.
        refresh: kept answers are not used.
        wait: told (seconds, reason) before a pause that a host asked for.
    """

    def __init__(
        self,
        *,
        cache: HttpCache | None = None,
        concurrency: int = 4,
        timeout: float = 20.0,
        offline: bool = False,
        refresh: bool = False,
        wait: Callable[[float, str], None] | None = None,
    ) -> None:
        self._cache = cache
        self._bounds = Bounds(LARGEST_ANSWER, timeout, max(concurrency, 1))
        self._offline = offline
        self._refresh = refresh
        self._wait = wait
        self._lock = threading.Lock()
        self._loop: LoopThread | None = None
        self._is_stopped = False
        # The two below belong to the loop's thread.
        self._hosts: dict[str, Host] = {}
        self._trust: dict[str, SSLContext] = {}

    def fetch(self, request: Request) -> Document:
        """The answer, kept or asked.

        Raises:
            NotThereError: the source knows no such thing.
            SourceError: no usable answer.
            UnfinishedError: the proxy or ``SSL_CERT_FILE`` of the environment cannot be used.
        """
        kept = self._cache.get(request.key) if self._cache and not self._refresh else None
        if kept is not None and (self._offline or time.time() < kept.fresh_until):
            return read_answer(request, kept)
        if self._offline:
            raise SourceError("offline, and nothing is kept")
        return read_answer(request, self._settle(request, self._ask(request, kept), kept))

    def stop(self) -> None:
        """Ask nothing more: what is under way ends as soon as it can."""
        with self._lock:
            self._is_stopped = True
            if self._loop is not None:
                self._loop.cancel()

    def close(self) -> None:
        """Close all connections; no thread may be fetching any more."""
        with self._lock:
            if self._loop is not None:
                self._loop.run(self._close())
                self._loop.close()
                self._loop = None

    async def _close(self) -> None:
        for host in self._hosts.values():
            await host.client.close()

    def _ask(self, request: Request, kept: CachedReply | None) -> Reply:
        headers = {**request.headers, **(kept.validators if kept is not None else {})}
        content = request.content
        if content is not None:
            headers["Content-Type"] = "application/json"
        outgoing = Outgoing(request.url, headers, content, request.auth)
        try:
            return self._network().run(self._send(outgoing))
        except HostFailure as failure:
            raise SourceError(str(failure)) from failure
        except CancelledError as error:
            raise SourceError("interrupted") from error

    def _network(self) -> LoopThread:
        with self._lock:
            if self._is_stopped:
                raise SourceError("interrupted")
            if self._loop is None:
                self._loop = LoopThread()
            return self._loop

    async def _send(self, outgoing: Outgoing) -> Reply:
        parts = urlsplit(outgoing.url)
        host = self._hosts.get(parts.netloc)
        if host is None:
            trust = self._trust.get(parts.scheme)
            if trust is None:
                trust = self._trust[parts.scheme] = trust_for(outgoing.url)
            client = Client(trust, self._bounds, {"Accept": "application/json"})
            host = self._hosts[parts.netloc] = Host(client, self._bounds.connections, self._paused)
        return await host.ask(outgoing)

    def _paused(self, seconds: float) -> None:
        if self._wait is not None:
            self._wait(seconds, "a source of evidence asked to wait")

    def _settle(self, request: Request, reply: Reply, kept: CachedReply | None) -> CachedReply:
        """The answer, kept where its own rules allow; one that still holds is kept for longer."""
        headers = {name.lower(): value for name, value in reply.headers.items()}
        answer = CachedReply(reply.status, headers, reply.body, time.time(), 0.0)
        if reply.status == 304 and kept is not None:
            answer = replace(kept, headers={**kept.headers, **headers}, stored=answer.stored)
        span = lifetime(answer.headers, is_safe=request.body is None)
        if self._cache is not None and span is not None and _is_keepable(answer, request):
            headers = {k: v for k, v in answer.headers.items() if k in _KEPT_HEADERS}
            fresh = answer.stored + span
            self._cache.put(request.key, replace(answer, headers=headers, fresh_until=fresh))
        return answer


def _is_keepable(answer: CachedReply, request: Request) -> bool:
    is_answer = answer.status == 200 or answer.status in request.missing
    return is_answer and len(answer.body) <= LARGEST_KEPT
