"""From evidence to a score: the weighted mean of what could be measured.

Within a dimension, the weight of an absent signal falls to the measured ones; a dimension
without any measured signal falls out of the whole. Ceiling signals bound their dimension:
it cannot exceed the product of their shares.
So an absent signal never scores lower than the same signal measured at zero points.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import fsum, prod
from typing import TYPE_CHECKING

from nerq.model import DIMENSIONS, Signal
from nerq.trust.local.signals import SIGNALS
from nerq.trust.transport.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nerq.trust.local.evidence import Evidence
    from nerq.trust.local.signals import Definition

WEIGHTS: Mapping[str, float] = {
    "security": 30.0,
    "maintenance": 25.0,
    "documentation": 15.0,
    "compliance": 15.0,
    "community": 15.0,
}
LEAST_CONFIDENCE = 0.5
_LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Assessment:
    """A score with all that stands behind it.

    Attributes:
        score: 0-100, one decimal; None where nothing was measured.
        confidence: share of the weight that was measured, 0-1, two decimals.
        dimensions: 0-100 by name, one decimal; those not measured are left out.
        signals: the measured ones, in table order.
    """

    score: float | None
    confidence: float
    dimensions: Mapping[str, float] = field(default_factory=dict)
    signals: tuple[Signal, ...] = ()


def assess(
    evidence: Evidence,
    weights: Mapping[str, float] = WEIGHTS,
    table: Sequence[Definition] = SIGNALS,
) -> Assessment:
    """The score of this evidence; the same evidence and day give the same score."""
    applicable = [d for d in table if evidence.subject in d.subjects]
    signals = [s for d in applicable if (s := _measure(d, evidence)) is not None]
    return combine(signals, applicable, weights)


def combine(
    signals: Sequence[Signal],
    applicable: Sequence[Definition],
    weights: Mapping[str, float] = WEIGHTS,
) -> Assessment:
    """The assessment from measured signals and the definitions that could have been."""
    ceilings = {d.id for d in applicable if d.is_ceiling}
    dimensions: dict[str, float] = {}
    measured = possible = 0.0
    for name in DIMENSIONS:
        weight = weights.get(name, 0.0)
        whole = fsum(d.weight for d in applicable if d.dimension == name)
        own = [s for s in signals if s.dimension == name]
        if weight <= 0 or whole <= 0:
            continue
        possible += weight
        measured += weight * fsum(s.weight for s in own) / whole
        if own:
            bound = 100.0 * prod(s.points / 100 for s in own if s.id in ceilings)
            dimensions[name] = min(_mean((s.points, s.weight) for s in own), bound)
    if not dimensions:
        return Assessment(None, 0.0)
    score = _mean((points, weights[name]) for name, points in dimensions.items())
    confidence = round(min(measured / possible, 1.0), 2)
    shown = {name: round(points, 1) for name, points in dimensions.items()}
    return Assessment(round(score, 1), confidence, shown, tuple(signals))


def _measure(definition: Definition, evidence: Evidence) -> Signal | None:
    found = definition.measure(evidence)
    if found is None:
        return None
    return Signal(
        id=definition.id,
        dimension=definition.dimension,
        value=clean(found.value) or "none",
        points=round(min(max(found.points, 0.0), 100.0), 1),
        weight=definition.weight,
        reason=clean(found.reason, _LONGEST_REASON) or "not said",
        evidence=found.evidence,
        observed=(found.observed or evidence.today).isoformat(),
    )


def _mean(pairs: Iterable[tuple[float, float]]) -> float:
    listed = list(pairs)
    # Exact sums: the order of signals must not show in the last digit.
    return fsum(points * weight for points, weight in listed) / fsum(w for _, w in listed)
