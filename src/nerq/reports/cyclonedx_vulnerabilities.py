"""Known vulnerabilities as CycloneDX writes them: one entry an id, with all that it affects."""

from __future__ import annotations

from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from cyclonedx.model import XsUri
from cyclonedx.model.vulnerability import (
    BomTarget,
    Vulnerability,
    VulnerabilityRating,
    VulnerabilitySeverity,
    VulnerabilitySource,
)

from nerq.reports import wording
from nerq.reports.escaping import link, one_line

if TYPE_CHECKING:
    from nerq import model
    from nerq.reports.cyclonedx_parts import Parts

_SEVERITIES = {
    "low": VulnerabilitySeverity.LOW,
    "medium": VulnerabilitySeverity.MEDIUM,
    "high": VulnerabilitySeverity.HIGH,
    "critical": VulnerabilitySeverity.CRITICAL,
}


def vulnerabilities(parts: Parts) -> list[Vulnerability]:
    """One for each id, in the order first met."""
    known: dict[str, Vulnerability] = {}
    for finding, part in parts:
        for item in wording.facts(finding).vulnerabilities:
            key = one_line(item.id)
            if key not in known:
                known[key] = _vulnerability(item, key)
            known[key].affects.add(BomTarget(ref=str(part.bom_ref.value)))
    return list(known.values())


def _vulnerability(item: model.Vulnerability, key: str) -> Vulnerability:
    score = None if item.score is None or not isfinite(item.score) else Decimal(repr(item.score))
    severity = _SEVERITIES.get((item.severity or "").lower())
    rating = (
        VulnerabilityRating(score=score, severity=severity)
        if score is not None or severity
        else None
    )
    url = link(item.url)
    return Vulnerability(
        bom_ref=f"vulnerability/{key}",
        id=key,
        source=VulnerabilitySource(url=XsUri(url)) if url else None,
        ratings=[rating] if rating else [],
        recommendation=f"Update to {one_line(item.fixed_in)}." if item.fixed_in else None,
    )
