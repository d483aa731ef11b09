"""What a signal is, and the few shapes that points have."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from nerq.trust.local.evidence import Evidence, Subject

PACKAGES: tuple[Subject, ...] = ("pypi", "npm")
HUB: tuple[Subject, ...] = ("model", "dataset", "space")


@dataclass(frozen=True, slots=True)
class Measure:
    """A signal as measured.

    Attributes:
        value: what was measured, as text.
        points: 0-100, higher is better.
        reason: one line for a person.
        evidence: a URL, or the name of shipped data.
        observed: day of the evidence, or None.
    """

    value: str
    points: float
    reason: str
    evidence: str
    observed: date | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """One signal of the table.

    Attributes:
        id: kebab-case, never reused.
        dimension: one of `nerq.model.DIMENSIONS`.
        weight: relative to the dimension's other signals.
        subjects: what it is measured on.
        measure: reads the evidence; None = absent.
        describes: one line for the documentation: what gives which points.
        is_ceiling: whether the dimension cannot score above this signal's points, for
            faults that no other virtue makes good. Several ceilings multiply.
    """

    id: str
    dimension: str
    weight: float
    subjects: tuple[Subject, ...]
    measure: Callable[[Evidence], Measure | None]
    describes: str
    is_ceiling: bool = False


def curve(value: float, points: Sequence[tuple[float, float]]) -> float:
    """Points at this value, on straight lines between the given (value, points) pairs."""
    first, last = points[0], points[-1]
    if value <= first[0]:
        return first[1]
    for (x0, y0), (x1, y1) in pairwise(points):
        if value <= x1:
            return y0 + (y1 - y0) * (value - x0) / (x1 - x0)
    return last[1]


def plural(number: int, noun: str) -> str:
    """``1 release``, ``3 releases``."""
    if number == 1:
        return f"1 {noun}"
    is_ies = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{number} {noun[:-1]}ies" if is_ies else f"{number} {noun}s"


def days_between(earlier: date, later: date) -> int:
    """Whole days, never below 0: clocks differ."""
    return max((later - earlier).days, 0)
