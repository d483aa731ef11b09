"""Typed access to JSON from elsewhere: the wanted type, or None; never an error.

A source may answer with anything; a field of the wrong kind is a field that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timezone

from nerq.trust.transport import cleaning

_LONGEST_LINE = 300


def look(document: object, *path: str) -> object:
    """The value at this path of keys, or None."""
    for key in path:
        if not isinstance(document, Mapping):
            return None
        document = document.get(key)
    return document


def text(document: object, *path: str) -> str | None:
    """Text that is not blank, as it is."""
    value = look(document, *path)
    return value if isinstance(value, str) and value.strip() else None


def line(document: object, *path: str) -> str | None:
    """Text as one short line without control characters, fit to be shown."""
    value = text(document, *path)
    return None if value is None else clean(value) or None


def clean(value: str) -> str:
    """One short line without control characters."""
    return cleaning.clean(value, _LONGEST_LINE)


def count(document: object, *path: str) -> int | None:
    """A whole number from 0 up."""
    value = look(document, *path)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        return None
    return value


def number(document: object, *path: str) -> float | None:
    """A number below 10^15 in size, as a float; None for anything else."""
    value = look(document, *path)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 else None


def flag(document: object, *path: str) -> bool | None:
    """True or false; None for anything else, also for 1 and ``"true"``."""
    value = look(document, *path)
    return value if isinstance(value, bool) else None


def items(document: object, *path: str) -> list[object]:
    """A list, empty where there is none."""
    value = look(document, *path)
    return value if isinstance(value, list) else []


def texts(document: object, *path: str) -> tuple[str, ...]:
    """The text entries of a list (or the one text in its place)."""
    value = look(document, *path)
    if isinstance(value, str):
        return (value,)
    return tuple(entry for entry in items(document, *path) if isinstance(entry, str))


def table(document: object, *path: str) -> dict[str, object]:
    """A mapping, empty where there is none."""
    value = look(document, *path)
    return value if isinstance(value, dict) else {}


def day(document: object, *path: str) -> date | None:
    """The UTC day of an ISO 8601 time."""
    return parse_day(text(document, *path))


def parse_day(value: str | None) -> date | None:
    """The UTC day of an ISO 8601 time, or None."""
    if value is None:
        return None
    written = re.sub(
        r"(\.\d{1,6})\d*", r"\1", value.strip().replace("Z", "+00:00").replace("z", "+00:00")
    )
    written = re.sub(r"\.\d+", "", written)  # fractions of a second are of no use here
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.date()
    try:
        return moment.astimezone(timezone.utc).date()
    except OverflowError:
        return None
