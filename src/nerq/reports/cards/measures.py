"""The five dimensions and the history of a score, in words and small drawings."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING

from nerq.model import DIMENSIONS
from nerq.reports import wording
from nerq.reports.cards.verdicts import decimal, difference
from nerq.reports.escaping import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import Facts, Finding

MEANINGS = {
    "security": "known vulnerabilities, advisories, safe file formats",
    "maintenance": "releases, recent work, people behind it",
    "documentation": "readme, description, model card",
    "compliance": "licence, EU AI Act, rules of jurisdictions",
    "community": "users, contributors, stars",
}
ZERO = "0, or not measured"
ZERO_REMARK = "0, or not measured: the service writes both alike, and nothing else tells which."
_TRUE_ZERO = "a true zero: vulnerabilities are known"
_CELLS = 10
_STEPS = "▁▂▃▄▅▆▇█"
_POINTS = 40
_RECENT = 365  # days


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension as a card shows it.

    Attributes:
        value: 0-100; None = not measured.
        text: the number with one decimal, or ``not measured``.
        meaning: what the dimension is about.
        note: what a zero may mean; else empty.
        is_doubtful: the zero may mean that nothing was measured.
    """

    name: str
    value: float | None
    text: str
    meaning: str
    note: str = ""
    is_doubtful: bool = False


def dimensions(finding: Finding) -> list[Dimension]:
    """All five, in their order; empty where the answer has none."""
    facts = wording.facts(finding)
    if not facts.dimensions:
        return []
    found = []
    for name in DIMENSIONS:
        value = facts.dimensions.get(name)
        if value is None or not isfinite(value):
            found.append(Dimension(name, None, "not measured", MEANINGS[name]))
            continue
        note = _zero(name, facts) if value == 0 and finding.answer.source == "nerq" else ""
        shown = min(max(value, 0.0), 100.0)
        text = wording.score_text(value)
        is_doubtful = note not in ("", _TRUE_ZERO)
        found.append(Dimension(name, shown, text, MEANINGS[name], note, is_doubtful))
    return found


def _zero(name: str, facts: Facts) -> str:
    """What the service's zero means: it writes what is bad and what was not measured alike."""
    match name:
        case "security" if facts.known_cves or facts.has_active_advisory:
            return _TRUE_ZERO
        case "community" if facts.stars or facts.weekly_downloads:
            return f"likely not measured: {popularity(facts)}"
        case "maintenance" if _is_recent(facts):
            return f"likely not measured: last commit {days_ago(facts.last_commit_days_ago)}"
        case _:
            return ZERO


def _is_recent(facts: Facts) -> bool:
    return facts.last_commit_days_ago is not None and facts.last_commit_days_ago <= _RECENT


def popularity(facts: Facts) -> str:
    """``3,426 stars, 120 weekly downloads``; empty where neither is known."""
    counts = ((facts.stars, "star"), (facts.weekly_downloads, "weekly download"))
    return ", ".join(
        f"{number:,} {noun if number == 1 else noun + 's'}"
        for number, noun in counts
        if number is not None
    )


def days_ago(days: int | None) -> str:
    """``12 days ago``; empty where unknown."""
    return "" if days is None else f"{wording.count(days, 'day')} ago"


def bar(value: float | None, *, unicode: bool = True) -> str:
    """Ten cells, as many filled as there are tens; blank where nothing was measured."""
    if value is None:
        return " " * _CELLS
    filled = min(_CELLS, int(value * _CELLS / 100 + 0.5))
    full, empty = ("█", "░") if unicode else ("#", ".")
    return full * filled + empty * (_CELLS - filled)


@dataclass(frozen=True, slots=True)
class History:
    """A score over time.

    Attributes:
        points: scores, oldest first, at most `_POINTS`.
        words: the same in words, with dates.
    """

    points: tuple[float, ...]
    words: str


def history(finding: Finding) -> History | None:
    """None where the answer has no history."""
    pairs = [(date, score) for date, score in wording.facts(finding).history if isfinite(score)]
    if not pairs:
        return None
    scores = [score for _, score in pairs]
    (first_date, first), (last_date, last) = pairs[0], pairs[-1]
    if len(pairs) == 1:
        words = f"{wording.score_text(first)} on {_date(first_date)}, the only one known"
        return History((first,), words)
    change = difference(last, first)
    turn = "unchanged" if not change else f"{'up' if change > 0 else 'down'} {decimal(abs(change))}"
    words = (
        f"{wording.score_text(first)} on {_date(first_date)} to {wording.score_text(last)} on "
        f"{_date(last_date)}: {turn}; lowest {wording.score_text(min(scores))}, "
        f"highest {wording.score_text(max(scores))}"
    )
    return History(_thinned(scores), words)


def _thinned(scores: Sequence[float]) -> tuple[float, ...]:
    """First and last are kept, and evenly many between them."""
    if len(scores) <= _POINTS:
        return tuple(scores)
    last = len(scores) - 1
    return tuple(scores[round(i * last / (_POINTS - 1))] for i in range(_POINTS))


def sparkline(points: Sequence[float]) -> str:
    """One block a point, from the lowest of them to the highest."""
    low, high = min(points), max(points)
    if high == low:
        return _STEPS[3] * len(points)
    return "".join(_STEPS[round((p - low) / (high - low) * (len(_STEPS) - 1))] for p in points)


def _date(text: str) -> str:
    """The day of an ISO 8601 time; anything else as it is."""
    return one_line(text.partition("T")[0])
