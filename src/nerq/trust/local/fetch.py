"""Asks the sources: bounded per host, patient with limits, deaf to hosts that are down.

The only module of this room that speaks HTTP. What a source answers is data; anything but a
usable answer becomes `NotThereError` or `SourceError`.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from nerq.trust.local.exchange import Document, Request, SourceError, delay_of, read_answer
from nerq.trust.local.http_cache import Kept, lifetime
from nerq.trust.transport.addresses import origin
from nerq.trust.transport.certificates import prepare_httpx, trust_store

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx

    from nerq.trust.local.http_cache import HttpCache

LARGEST_ANSWER = 96 * 1024 * 1024  # bytes; the longest registry documents are near 60 MB
LARGEST_KEPT = 16 * 1024 * 1024  # bytes; longer answers are asked for anew
LONGEST_WAIT = 60.0  # seconds a host may ask us to wait; more, and it is left alone
_TRIES = 3
_FAULTS_UNTIL_DOWN = 3
_REDIRECTS = 3
_KEPT_HEADERS = ("etag", "last-modified", "content-type", "x-total-count", "date")


@dataclass(slots=True)
class _Host:
    gate: threading.BoundedSemaphore
    faults: int = 0
    down: str | None = None
    resume: float = 0.0


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
        self._concurrency = max(concurrency, 1)
        self._timeout = timeout
        self._offline = offline
        self._refresh = refresh
        self._wait = wait
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}
        self._client: httpx.Client | None = None
        self._stopped = threading.Event()

    def fetch(self, request: Request) -> Document:
        """The answer, kept or asked.

        Raises:
            NotThereError: the source knows no such thing.
            SourceError: no usable answer.
        """
        kept = self._cache.get(request.key) if self._cache and not self._refresh else None
        if kept is not None and (self._offline or time.time() < kept.fresh_until):
            return read_answer(request, kept)
        if self._offline:
            raise SourceError("offline, and nothing is kept")
        host = self._host(request.url)
        with host.gate:
            if host.down is not None:
                raise SourceError(host.down)
            answer = self._ask(request, host, kept)
        return read_answer(request, answer)

    def stop(self) -> None:
        """Ask nothing more: what is under way ends as soon as it can."""
        self._stopped.set()

    def close(self) -> None:
        """Close all connections."""
        if self._client is not None:
            self._client.close()

    def _host(self, url: str) -> _Host:
        name = urlsplit(url).netloc
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = _Host(threading.BoundedSemaphore(self._concurrency))
            return self._hosts[name]

    def _ask(self, request: Request, host: _Host, kept: Kept | None) -> Kept:
        """Ask, again where it may help, and keep what came."""
        reason = "no answer"
        for attempt in range(_TRIES):
            self._pause(host)
            if self._stopped.is_set():
                raise SourceError("interrupted")
            try:
                answer = self._send(request, kept)
            except SourceError as error:
                # A silent host is not asked again for the same thing: the next question
                # will show whether it is down.
                self._fault(host, str(error))
                raise
            delay, reason = delay_of(answer, attempt)
            if delay is None:
                host.faults = 0
                return self._settle(request, answer, kept)
            if delay > LONGEST_WAIT:
                host.down = f"{reason}; it asks to wait {delay:.0f} s, so it is left alone"
                raise SourceError(host.down)
            if attempt + 1 < _TRIES:
                host.resume = max(host.resume, time.monotonic() + delay)
        self._fault(host, reason)
        raise SourceError(reason)

    def _pause(self, host: _Host) -> None:
        left = host.resume - time.monotonic()
        if left > 0:
            if self._wait is not None and left >= 1:
                self._wait(left, "a source of evidence asked to wait")
            self._stopped.wait(left)

    def _fault(self, host: _Host, reason: str) -> None:
        with self._lock:
            host.faults += 1
            if host.faults >= _FAULTS_UNTIL_DOWN:
                host.down = f"{reason}; not asked again in this run"

    def _settle(self, request: Request, answer: Kept, kept: Kept | None) -> Kept:
        if answer.status == 304 and kept is not None:
            headers = {**kept.headers, **answer.headers}
            answer = Kept(kept.status, headers, kept.body, answer.stored, answer.fresh_until)
        span = lifetime(answer.headers, is_safe=request.body is None)
        if self._cache is not None and span is not None and _is_keepable(answer, request):
            headers = {k: v for k, v in answer.headers.items() if k in _KEPT_HEADERS}
            fresh = answer.stored + span
            self._cache.put(
                request.key, Kept(answer.status, headers, answer.body, answer.stored, fresh)
            )
        return answer

    def _send(self, request: Request, kept: Kept | None) -> Kept:
        """One exchange, redirects within the host followed."""
        prepare_httpx()
        import httpx

        headers = dict(request.headers) | (kept.validators if kept is not None else {})
        url, deadline = request.url, time.monotonic() + self._timeout
        try:
            for _ in range(_REDIRECTS + 1):
                answer, target = self._exchange(url, request, headers, deadline)
                if target is None:
                    return answer
                if origin(target) != origin(request.url):
                    raise SourceError("it sends us to another host, which is not asked")
                url = target
        except httpx.HTTPError as error:
            raise SourceError(_explain(error, self._timeout)) from error
        except (httpx.InvalidURL, UnicodeError, ValueError) as error:
            raise SourceError(f"not a usable address or answer ({error})") from error
        raise SourceError("it redirects in circles")

    def _exchange(
        self, url: str, request: Request, headers: dict[str, str], deadline: float
    ) -> tuple[Kept, str | None]:
        method = "GET" if request.body is None else "POST"
        arguments: dict[str, object] = {} if request.body is None else {"json": dict(request.body)}
        built = self._open().build_request(method, url, headers=headers, **arguments)  # type: ignore[arg-type] # one optional argument
        response = self._open().send(built, auth=request.auth, stream=True)
        try:
            location = response.headers.get("location")
            target = urljoin(url, location) if response.is_redirect and location else None
            body = b"" if target else _body(response, deadline)
            kept = {name.lower(): value for name, value in response.headers.items()}
            return Kept(response.status_code, kept, body, time.time(), 0.0), target
        finally:
            response.close()

    def _open(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                prepare_httpx()
                import httpx

                self._client = httpx.Client(
                    verify=trust_store(),
                    timeout=self._timeout,
                    headers={"User-Agent": _user_agent(), "Accept": "application/json"},
                )
            return self._client


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"nerq/{version('nerq')}"
    except PackageNotFoundError:
        return "nerq"


def _body(response: httpx.Response, deadline: float) -> bytes:
    parts, size = [], 0
    for part in response.iter_bytes():
        size += len(part)
        if size > LARGEST_ANSWER:
            raise SourceError(f"its answer is longer than {LARGEST_ANSWER} bytes")
        if time.monotonic() > deadline:
            raise SourceError("its answer takes too long")
        parts.append(part)
    return b"".join(parts)


def _is_keepable(answer: Kept, request: Request) -> bool:
    is_answer = answer.status == 200 or answer.status in request.missing
    return is_answer and len(answer.body) <= LARGEST_KEPT


def _explain(error: httpx.HTTPError, timeout: float) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {timeout:g} s"
    if isinstance(error, httpx.ConnectError):
        return "it cannot be reached"
    return f"the exchange broke off ({type(error).__name__})"
