"""What the service can be asked besides scores: names like this one, and which of two wins.

Both only add to an answer: whatever goes wrong here is as if the service had nothing to say.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import quote

from nerq.errors import UnfinishedError
from nerq.trust.service.answers import is_askable
from nerq.trust.transport.addresses import is_private_line, service_url, usable_key
from nerq.trust.transport.cleaning import clean_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nerq.trust.service.connection import Connection

TIMEOUT = 10.0
"""Seconds for everything that one call asks."""

_LISTS = ("results", "agents", "items", "matches", "data")
_NAMES = ("name", "target", "id")
_MOST = 20


class Lookups:
    """Asks one service.

    Args:
        url: its base URL.
        api_key: sent to this origin only, and only where nobody can read along.
        timeout: seconds for everything that one call asks.

    Raises:
        SettingsError: the URL or the key cannot be used.
    """

    def __init__(self, url: str, api_key: str | None = None, timeout: float = TIMEOUT) -> None:
        self._url = service_url(url)
        key = usable_key(api_key)
        self._api_key = key if is_private_line(self._url) else None
        self._timeout = min(timeout, TIMEOUT)

    def search(self, texts: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Names that the service finds for each text, best first; none for most texts."""
        asked = [text for text in texts if is_askable(text)]
        paths = {text: ("/v1/agent/search", {"q": text, "limit": str(_MOST)}) for text in asked}
        return {text: names(answer) for text, answer in self._ask(paths).items()}

    def winner(self, one: str, other: str) -> str | None:
        """The name that the service calls the winner of the two, or None."""
        if not (is_askable(one) and is_askable(other)):
            return None
        path = f"/v1/compare/{quote(one, safe='')}/vs/{quote(other, safe='')}"
        answer = self._ask({"": (path, {})}).get("")
        won = answer.get("winner") if isinstance(answer, dict) else None
        if isinstance(won, dict):
            won = next((won[key] for key in _NAMES if key in won), None)
        if won in ("agent_a", "agent_b"):
            won = one if won == "agent_a" else other
        return clean_text(won)

    def _ask(self, paths: Mapping[str, tuple[str, Mapping[str, str]]]) -> dict[str, object]:
        """What came back as JSON, by key; keys without a usable answer are left out."""
        if not paths:
            return {}
        from nerq.trust.service.failures import Failure
        from nerq.trust.transport.event_loop import run_to_end

        found: dict[str, object] = {}
        # The questions for scores meet the same faults, and tell of them.
        with suppress(UnfinishedError, asyncio.TimeoutError, Failure):
            run_to_end(self._within_time(paths, found.__setitem__))
        return found

    async def _within_time(
        self,
        paths: Mapping[str, tuple[str, Mapping[str, str]]],
        keep: Callable[[str, object], None],
    ) -> None:
        from nerq.trust.service.connection import Connection, ServiceAddress

        service = ServiceAddress(self._url, self._api_key)
        connection = Connection(service, service.trust())
        try:
            await asyncio.wait_for(_get_all(connection, paths, keep), self._timeout)
        finally:
            await connection.close()


async def _get_all(
    connection: Connection,
    paths: Mapping[str, tuple[str, Mapping[str, str]]],
    keep: Callable[[str, object], None],
) -> None:
    """Stops at the first `Failure`: the next question would meet it too."""
    from nerq.trust.service.replies import BodyError, load

    for key, (path, parameters) in paths.items():
        reply = await connection.get(path, parameters)
        with suppress(BodyError):
            keep(key, load(reply.body))


def names(answer: object) -> tuple[str, ...]:
    """The names in an answer to a search: a list, or an object that holds one."""
    rows: object = answer
    if isinstance(answer, dict):
        rows = next((answer[key] for key in _LISTS if isinstance(answer.get(key), list)), None)
    if not isinstance(rows, list):
        return ()
    found: list[str] = []
    for row in rows[:_MOST]:
        value: object = row
        if isinstance(row, dict):
            value = next((row[key] for key in _NAMES if isinstance(row.get(key), str)), None)
        name = clean_text(value)
        if name:
            found.append(name)
    return tuple(dict.fromkeys(found))
