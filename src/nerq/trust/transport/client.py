"""One keep-alive connection to the service: requests out, bounded bodies in.

With `refusals` the only place that knows httpx; whatever it raises leaves as `Failure`.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from nerq.errors import UnfinishedError
from nerq.trust.transport.addresses import origin, shown
from nerq.trust.transport.cleaning import clean
from nerq.trust.transport.failures import Failure
from nerq.trust.transport.refusals import REPORT, Reply, border, checked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ssl import SSLContext

    import httpx

LARGEST_BODY = 5_000_000
"""Bytes of an answer, after decompression; a larger one is refused while it arrives."""

CONNECT_TIMEOUT = 10.0
REQUEST_TIMEOUT = 30.0
"""Seconds for one request from its first byte to its last, however the bytes trickle."""

_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Service:
    """Where and how to ask.

    Attributes:
        url: base URL without a slash at its end.
        api_key: sent as ``X-API-Key`` to this origin only; None = none.
        user_agent: ``nerq/<version>``.
    """

    url: str
    api_key: str | None = None
    user_agent: str = "nerq"


class Connection:
    """Asks the service over one keep-alive connection, one request at a time.

    A client for each worker: httpx's shared pool costs time quadratic in its connections.
    """

    def __init__(self, service: Service, trust: SSLContext) -> None:
        import httpx

        self._service = service
        headers = {"User-Agent": service.user_agent, "Accept": "application/json"}
        try:
            self._client = httpx.AsyncClient(
                headers={**headers, "Accept-Encoding": "gzip"},
                verify=trust,
                timeout=httpx.Timeout(REQUEST_TIMEOUT, connect=CONNECT_TIMEOUT),
                limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
                follow_redirects=False,
                trust_env=True,
            )
        except (ValueError, ImportError, httpx.InvalidURL) as error:
            # The text of the error may hold the proxy's password.
            raise UnfinishedError(
                "a proxy in HTTP_PROXY, HTTPS_PROXY or ALL_PROXY cannot be used; its address must "
                "start with http:// or https:// (or, with the package socksio installed, socks5://)"
            ) from error
        _skip_missing_cookies(self._client.cookies)

    async def close(self) -> None:
        """Closes the connection."""
        await self._client.aclose()

    async def get(self, path: str, parameters: Mapping[str, str], etag: str | None) -> Reply:
        """The answer to a GET; with an ``etag``, status 304 where nothing changed.

        Raises:
            Failure: nothing usable came back.
        """
        headers = {"If-None-Match": etag} if etag else {}
        return await self._ask("GET", f"{path}?{urlencode(parameters)}", headers, None)

    async def post(self, path: str, body: bytes) -> Reply:
        """The answer to a POST of JSON.

        Raises:
            Failure: nothing usable came back.
        """
        return await self._ask("POST", path, {"Content-Type": "application/json"}, body)

    async def _ask(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        url = self._service.url + path
        for _ in range(_MOST_REDIRECTS + 1):
            async with border(url):
                reply = await self._send(method, url, headers, body)
            if reply.status not in _REDIRECTS:
                return checked(reply, url)
            url = self._redirected(url, reply.headers.get("location", ""))
        raise Failure(f"{shown(url)} redirects in a circle", "check --api-url", ends_run=True)

    async def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: bytes | None
    ) -> Reply:
        keys = {"X-API-Key": self._service.api_key} if self._service.api_key else {}
        request = self._client.build_request(method, url, headers={**headers, **keys}, content=body)
        response = await self._client.send(request, stream=True)
        try:
            content = await _body(response, url)
        finally:
            await response.aclose()
        return Reply(response.status_code, response.headers, content)

    def _redirected(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        if origin(target) != origin(self._service.url):
            raise Failure(
                f"{shown(url)} redirects to another place, {shown(target)}, which was not asked",
                "if that is where the service lives, name it with --api-url",
                ends_run=True,
            )
        return target


def _skip_missing_cookies(cookies: httpx.Cookies) -> None:
    """Looks for cookies only in answers that set some: the look costs as much as reading a row."""
    extract = cookies.extract_cookies

    def extract_set(response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            extract(response)

    cookies.extract_cookies = extract_set  # type: ignore[method-assign] # a client takes no other


async def _body(response: httpx.Response, url: str) -> bytes:
    """The body, unpacked here so that a few packed bytes cannot become many in memory."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        raise Failure(f"{shown(url)} answered in the unknown packing {clean(packing)}", REPORT)
    unpacker = zlib.decompressobj(31) if "gzip" in packing else None
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk if unpacker is None else _unpack(unpacker, chunk, url)
        if len(content) > LARGEST_BODY:
            limit = LARGEST_BODY // 1_000_000
            raise Failure(f"{shown(url)} answered with more than {limit} MB", REPORT)
    if unpacker is not None and not unpacker.eof:
        raise Failure(f"{shown(url)} answered with a cut-off body", "try again", is_transient=True)
    return bytes(content)


def _unpack(unpacker: zlib._Decompress, chunk: bytes, url: str) -> bytes:
    try:
        return unpacker.decompress(chunk, LARGEST_BODY + 1)
    except zlib.error as error:
        raise Failure(
            f"{shown(url)} answered with a damaged gzip body", "try again", is_transient=True
        ) from error
