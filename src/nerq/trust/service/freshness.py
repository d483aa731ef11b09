"""How long an answer may be kept, by its HTTP headers (RFC 9111, RFC 5861)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Mapping

UNSAID_AGE = 3_600.0
"""Seconds for an answer whose service says nothing: what the documented service says."""

UNKNOWN_AGE = 3_600.0
"""At most this many seconds for «not in the index»: the index grows."""

WHOLE_AGE = 86_400.0
"""Seconds after which a single answer is asked for whole: its ``ETag`` is a digest of score,
grade and recommendation, so «unchanged» says nothing of the facts beside them."""

LONGEST = 30 * 86_400.0

_DIRECTIVE = regex(r"\s*([\w-]+)\s*(?:=\s*(\"[^\"]*\"|[^,\s]*))?\s*(?:,|$)")


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the headers of one answer allow.

    Attributes:
        fresh_for: seconds in which the answer needs no new question.
        stale_for: seconds after these in which it may stand in while no new one can be had.
        etag: asks «has it changed» next time; None where the service gave none.
        is_storable: False for ``no-store``.
    """

    fresh_for: float = UNSAID_AGE
    stale_for: float = 0.0
    etag: str | None = None
    is_storable: bool = True


def freshness(headers: Mapping[str, str]) -> Freshness:
    """What ``Cache-Control``, ``Age`` and ``ETag`` say; ``s-maxage`` is for shared caches only."""
    said = _directives(headers.get("cache-control", ""))
    etag = headers.get("etag") or None
    if "no-store" in said:
        return Freshness(0.0, 0.0, None, is_storable=False)
    age = UNSAID_AGE
    if "no-cache" in said:
        age = 0.0
    elif "max-age" in said:
        age = max(0.0, _seconds(said["max-age"]) - _seconds(headers.get("age", "0")))
    stale = 0.0 if "must-revalidate" in said else _seconds(said.get("stale-while-revalidate", "0"))
    return Freshness(age, stale, etag)


def _directives(header: str) -> dict[str, str]:
    found = _DIRECTIVE.findall(header[:1_000])
    return {name.lower(): value.strip('"') for name, value in found}


def _seconds(text: str) -> float:
    """A delta-seconds value; 0 for everything else, which is the careful reading."""
    text = text.strip()
    is_number = text.isascii() and text.isdigit()
    return min(float(text[:12]), LONGEST) if is_number else 0.0
