"""The one way onto the network: a client that asks within bounds, and only where it was told to.

Origins, redirects, certificates, the size and the time of an answer are minded here, for the
service and for the sources of evidence alike. What a status means is for those who asked.
"""

from __future__ import annotations

import asyncio
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from nerq.errors import UnfinishedError
from nerq.trust.transport.addresses import origin, shown
from nerq.trust.transport.certificates import prepare_httpx
from nerq.trust.transport.cleaning import clean
from nerq.trust.transport.failures import TransportFailure, border
from nerq.version import installed_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ssl import SSLContext

    import httpx

CONNECT_TIMEOUT = 10.0
_MOST_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one answer may cost, and how many are fetched at once.

    Attributes:
        body: bytes, after decompression; a larger one is refused while it arrives.
        seconds: for one exchange from its first byte to its last, however the bytes trickle.
        connections: kept open to the host.
    """

    body: int = 5_000_000
    seconds: float = 30.0
    connections: int = 1


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One question as it goes out.

    Attributes:
        url: without credentials.
        content: posted, where there is any; else a GET.
        auth: user name and password for the origin of the address, or None.
    """

    url: str
    headers: Mapping[str, str]
    content: bytes | None = None
    auth: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with its whole body, as it came over the network.

    Attributes:
        headers: looked up whatever the case of their names.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks one host over a few keep-alive connections.

    One for each host and task: httpx's shared pool costs time quadratic in its connections.

    Raises:
        UnfinishedError: a proxy that the environment names cannot be used.
    """

    def __init__(self, trust: SSLContext, bounds: Bounds, headers: Mapping[str, str]) -> None:
        prepare_httpx()
        import httpx

        self._bounds = bounds
        count = bounds.connections
        try:
            self._client = httpx.AsyncClient(
                headers={"User-Agent": user_agent(), **headers, "Accept-Encoding": "gzip"},
                verify=trust,
                # Only the time to connect: `Bounds.seconds` counts the whole.
                timeout=httpx.Timeout(None, connect=CONNECT_TIMEOUT),
                limits=httpx.Limits(max_connections=count, max_keepalive_connections=count),
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
        """Closes all connections that were kept open for further questions."""
        await self._client.aclose()

    async def send(self, outgoing: Outgoing, within: float | None = None) -> Reply:
        """The answer, after redirects within the origin; of any status but a redirect.

        Args:
            outgoing: the question.
            within: seconds, where fewer than the bounds allow.

        Raises:
            TransportFailure: none came.
        """
        limit = self._bounds.seconds
        is_usual = within is None or within >= limit
        try:
            return await asyncio.wait_for(self._follow(outgoing), limit if is_usual else within)
        except asyncio.TimeoutError as error:
            # What was left of a run's time is an odd number that tells nobody anything.
            said = f"did not finish its answer{f' in {limit:g} s' if is_usual else ''}"
            raise TransportFailure(outgoing.url, "silent", said) from error

    async def _follow(self, outgoing: Outgoing) -> Reply:
        url = outgoing.url
        for _ in range(_MOST_REDIRECTS + 1):
            with border(url):
                reply = await self._exchange(url, outgoing)
            if reply.status not in _REDIRECTS:
                return reply
            url = _redirected(url, reply.headers.get("location", ""))
        raise TransportFailure(url, "circling", "redirects in a circle")

    async def _exchange(self, url: str, outgoing: Outgoing) -> Reply:
        method = "GET" if outgoing.content is None else "POST"
        request = self._client.build_request(
            method, url, headers=dict(outgoing.headers), content=outgoing.content
        )
        response = await self._client.send(request, auth=outgoing.auth, stream=True)
        try:
            content = await _body(response, url, self._bounds.body)
        finally:
            await response.aclose()
        return Reply(response.status_code, response.headers, content)


def user_agent() -> str:
    """``nerq/<version>``; ``nerq`` where it is not installed, only importable."""
    from importlib.metadata import PackageNotFoundError

    try:
        return f"nerq/{installed_version()}"
    except PackageNotFoundError:
        return "nerq"


def _redirected(url: str, location: str) -> str:
    try:
        target = urljoin(url, location)
    except ValueError:  # an address that no reader of addresses takes
        target = ""
    if origin(target) != origin(url):
        said = f"redirects to another place, {shown(target)}, which was not asked"
        raise TransportFailure(url, "redirected", said)
    return target


def _skip_missing_cookies(cookies: httpx.Cookies) -> None:
    """Looks for cookies only in answers that set some: the look costs as much as reading a row."""
    extract = cookies.extract_cookies

    def extract_set(response: httpx.Response) -> None:
        if "set-cookie" in response.headers:
            extract(response)

    cookies.extract_cookies = extract_set  # type: ignore[method-assign] # a client takes no other


async def _body(response: httpx.Response, url: str, limit: int) -> bytes:
    """The body, unpacked here so that a few packed bytes cannot become many in memory."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip"):
        said = f"answered in the unknown packing {clean(packing)}"
        raise TransportFailure(url, "unreadable", said)
    unpacker = zlib.decompressobj(31) if "gzip" in packing else None
    content = bytearray()
    async for chunk in response.aiter_raw():
        content += chunk if unpacker is None else _unpack(unpacker, chunk, url, limit)
        if len(content) > limit:
            said = f"answered with more than {limit / 1_000_000:.3g} MB"
            raise TransportFailure(url, "oversized", said)
    if unpacker is not None and not unpacker.eof:
        raise TransportFailure(url, "broken", "answered with a cut-off body")
    return bytes(content)


def _unpack(unpacker: zlib._Decompress, chunk: bytes, url: str, limit: int) -> bytes:
    try:
        return unpacker.decompress(chunk, limit + 1)
    except zlib.error as error:
        raise TransportFailure(url, "broken", "answered with a damaged gzip body") from error
