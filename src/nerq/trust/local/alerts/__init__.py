"""The facts that the policy's rules know, read off evidence: the same for every score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.alerts import (
    advisories,
    endings,
    malicious,
    model_files,
    newcomers,
    old_pins,
    registry_listing,
)
from nerq.trust.local.alerts.definition import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.model import Alert
    from nerq.trust.local.evidence import Evidence

FACTS: tuple[Fact, ...] = (
    *malicious.FACTS,
    *registry_listing.FACTS,
    *advisories.FACTS,
    *endings.FACTS,
    *newcomers.FACTS,
    *model_files.FACTS,
    *old_pins.FACTS,
)


def find_alerts(judged: Iterable[Evidence]) -> tuple[Alert, ...]:
    """All alerts on a target over its judged versions, each once, in their own order."""
    found = {
        alert
        for evidence in judged
        for fact in FACTS
        if evidence.subject in fact.subjects
        for alert in fact.find(evidence)
    }
    return tuple(sorted(found))


__all__ = ["FACTS", "Fact", "find_alerts"]
