"""Asks one host patiently: a few questions at a time, with pauses, until it is given up."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from nerq.trust.transport.failures import HostFailure, TransportFailure
from nerq.trust.transport.retry_after import backoff, retry_after

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.trust.transport.client import Client, Outgoing, Reply

LONGEST_WAIT = 60.0  # seconds a host may ask us to wait; more, and it is left alone
_TRIES = 3
_FAULTS_UNTIL_DOWN = 3  # in a row


class Host:
    """One host, for as long as one run lasts; used in one event loop only.

    Args:
        client: its connections.
        concurrency: questions at a time.
        wait: told the seconds before a pause of a second or more.
    """

    def __init__(self, client: Client, concurrency: int, wait: Callable[[float], None]) -> None:
        self.client = client
        self._gate = asyncio.Semaphore(concurrency)
        self._wait = wait
        self._faults = 0
        self._resume = 0.0
        self._down: str | None = None

    async def ask(self, outgoing: Outgoing) -> Reply:
        """The answer; a refusal for the moment is waited out, and asked again.

        Raises:
            HostFailure: there is no answer; soon that is said without asking.
        """
        async with self._gate:
            if self._down is not None:
                raise HostFailure(self._down)
            return await self._patiently(outgoing)

    async def _patiently(self, outgoing: Outgoing) -> Reply:
        reason = "it gives no answer"
        for attempt in range(1, _TRIES + 1):
            await self._pause()
            try:
                reply = await self.client.send(outgoing)
            except TransportFailure as failure:
                # A silent host is not asked again for the same thing: the next question will show
                # whether it is down.
                self._count(f"it {failure.said}")
                raise HostFailure(f"it {failure.said}") from failure
            delay, reason = delay_of(reply, attempt)
            if delay is None:
                self._faults = 0
                return reply
            if delay > LONGEST_WAIT:
                self._down = f"{reason}; it asks to wait {delay:.0f} s, so it is left alone"
                raise HostFailure(self._down)
            if attempt < _TRIES:
                self._resume = max(self._resume, time.monotonic() + delay)
        self._count(reason)
        raise HostFailure(reason)

    async def _pause(self) -> None:
        left = self._resume - time.monotonic()
        if left > 0:
            if left >= 1:
                self._wait(left)
            await asyncio.sleep(left)

    def _count(self, reason: str) -> None:
        self._faults += 1
        if self._faults >= _FAULTS_UNTIL_DOWN:
            self._down = reason


def delay_of(reply: Reply, attempt: int) -> tuple[float | None, str]:
    """Seconds until another try makes sense, and why; None for an answer that stands.

    A 403 is a rate limit only where it says so: GitHub answers so
    (https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api).
    """
    status, headers = reply.status, reply.headers
    is_spent = headers.get("x-ratelimit-remaining") == "0"
    if status == 429 or (status == 403 and (is_spent or "retry-after" in headers)):
        why = f"its rate limit is reached ({status})"
        attempt += 1
    elif status >= 500:
        why = f"it fails ({status})"
    else:
        return None, ""
    asked = retry_after(headers, time.time(), reply.body)
    return (backoff(attempt) if asked is None else asked), why
