"""The service over one keep-alive connection: its address, its key, its answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from nerq.trust.service.refusals import checked, meaning
from nerq.trust.transport.certificates import trust_for
from nerq.trust.transport.client import Bounds, Client, Outgoing
from nerq.trust.transport.failures import TransportFailure

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ssl import SSLContext

    from nerq.trust.transport.client import Reply

BOUNDS = Bounds(body=5_000_000, seconds=30.0, connections=1)


@dataclass(frozen=True, slots=True)
class ServiceAddress:
    """Where and how to ask.

    Attributes:
        url: base URL without a slash at its end.
        api_key: sent as ``X-API-Key`` to this origin only; None = none.
    """

    url: str
    api_key: str | None = None

    def trust(self) -> SSLContext:
        """The certificates that a connection to it needs, read once for all.

        Raises:
            UnfinishedError: ``SSL_CERT_FILE`` cannot be read.
        """
        return trust_for(self.url)


class Connection:
    """Asks the service one question at a time."""

    def __init__(self, service: ServiceAddress, trust: SSLContext) -> None:
        self._url = service.url
        key = {"X-API-Key": service.api_key} if service.api_key else {}
        self._client = Client(trust, BOUNDS, {"Accept": "application/json", **key})

    async def close(self) -> None:
        """Closes all that is open to the service, at the end of a run."""
        await self._client.close()

    async def get(
        self,
        path: str,
        parameters: Mapping[str, str],
        etag: str | None = None,
        within: float | None = None,
    ) -> Reply:
        """The answer to a GET; with an ``etag``, status 304 where nothing changed.

        Args:
            path: below the base URL.
            parameters: of the query.
            etag: of an earlier answer.
            within: seconds, where fewer than usual.

        Raises:
            Failure: nothing usable came back.
        """
        headers = {"If-None-Match": etag} if etag else {}
        address = f"{self._url}{path}?{urlencode(parameters)}"
        return await self._send(Outgoing(address, headers), within)

    async def post(self, path: str, body: bytes, within: float | None = None) -> Reply:
        """The answer to a POST of JSON.

        Raises:
            Failure: nothing usable came back.
        """
        headers = {"Content-Type": "application/json"}
        return await self._send(Outgoing(self._url + path, headers, body), within)

    async def _send(self, outgoing: Outgoing, within: float | None) -> Reply:
        try:
            reply = await self._client.send(outgoing, within)
        except TransportFailure as failure:
            raise meaning(failure) from failure
        return checked(reply, outgoing.url)
