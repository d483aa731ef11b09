"""How long an answer asks to wait, wherever it says so; and how long to wait where it does not."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FIRST_BACKOFF = 0.5
LONGEST_BACKOFF = 20.0
LONGEST_RETRY_AFTER = 7 * 86_400.0
"""Seconds; a host that asks for more is taken to mean this."""

_LARGEST_BODY = 10_000
"""Bytes of a refusal that may hold a number; longer ones are pages."""


def retry_after(headers: Mapping[str, str], now: float, body: bytes = b"") -> float | None:
    """Seconds that a refusal asks to wait; None where it does not say.

    Said by, in this order: ``Retry-After`` (RFC 9110, 10.2.3: seconds or an HTTP date),
    ``detail.retry_after_seconds`` of a JSON body, and the reset time of a spent limit (GitHub's
    ``x-ratelimit-reset``, seconds since the epoch).

    Args:
        headers: with names in lower case, or looked up in any.
        now: seconds since the epoch.
        body: of the answer.
    """
    said = _header(headers.get("retry-after"), now)
    if math.isnan(said) and 0 < len(body) <= _LARGEST_BODY:
        said = _number(_detail(body))
    if math.isnan(said) and headers.get("x-ratelimit-remaining", "").strip() == "0":
        said = _number(headers.get("x-ratelimit-reset")) - now
    return None if math.isnan(said) else min(max(said, 0.0), LONGEST_RETRY_AFTER)


def backoff(attempt: int) -> float:
    """Seconds before the attempt after this one (1 = the first), jittered by half.

    Doubles from `FIRST_BACKOFF` to `LONGEST_BACKOFF`.
    """
    full = min(FIRST_BACKOFF * 2.0 ** (attempt - 1), LONGEST_BACKOFF)
    return full * random.uniform(0.5, 1.0)  # noqa: S311 -- spreads load, protects nothing


def _header(value: str | None, now: float) -> float:
    seconds = _number(value)
    return _until(value, now) if math.isnan(seconds) and value else seconds


def _detail(body: bytes) -> object:
    import json

    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    detail = answer.get("detail") if isinstance(answer, dict) else None
    return detail.get("retry_after_seconds") if isinstance(detail, dict) else None


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return math.nan
    try:
        return float(value)
    except (ValueError, OverflowError):
        return math.nan


def _until(date: str, now: float) -> float:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return math.nan
