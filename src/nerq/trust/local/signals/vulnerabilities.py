"""The signal of known vulnerabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.osv_document import severity_of
from nerq.trust.local.signals.definition import PACKAGES, Definition, Measure, days_between, plural

if TYPE_CHECKING:
    from datetime import date

    from nerq.trust.local.evidence import Evidence
    from nerq.trust.local.osv_document import KnownVulnerability

# Share of the points that one vulnerability takes away, by severity; an unrated one counts
# as a medium one.
_TAKES = {"critical": 0.9, "high": 0.65, "medium": 0.4, "low": 0.2, None: 0.4}
_UNFIXED = 0.8  # what is left of the rest where no release fixes it
_FRESH = ((30, 0.8), (180, 0.9))  # published within so many days: nobody had time to react


def rated_severity(known: KnownVulnerability) -> str | None:
    """The word for its severity, from the score where there is one."""
    if known.malware_id is not None:
        return "critical"
    return severity_of(known.score) if known.score is not None else known.severity


def worst_by_name(evidence: Evidence) -> dict[str, KnownVulnerability]:
    """The advisory that takes most, for each vulnerability by its CVE number; sorted by name.

    Several databases describe one vulnerability; it counts once.
    """
    found: dict[str, KnownVulnerability] = {}
    if evidence.vulnerabilities is None:
        return found
    ranked = sorted(
        evidence.vulnerabilities.affecting,
        key=lambda known: (-_share(known, evidence.today), repr(known)),
    )
    for known in ranked:
        for name in known.names:
            found.setdefault(name, known)
    return dict(sorted(found.items()))


def measure_known(evidence: Evidence) -> Measure | None:
    """Each vulnerability takes its share of what the others left."""
    if evidence.vulnerabilities is None:
        return None
    found = worst_by_name(evidence)
    points = 100.0
    for share in sorted(_share(known, evidence.today) for known in found.values()):
        points *= 1 - share
    version = evidence.version or "this version"
    where = " + ".join(sorted(evidence.vulnerabilities.urls))
    if not found:
        return Measure(f"none in {version}", 100.0, "no known vulnerability affects it", where)
    return Measure(
        f"{plural(len(found), 'known vulnerability')} in {version}",
        points,
        _describe(found),
        next((known.url for known in found.values() if known.url), where),
        max((k.published for k in found.values() if k.published), default=None),
    )


def _share(known: KnownVulnerability, today: date) -> float:
    share = _TAKES.get(rated_severity(known), _TAKES[None])
    if known.published is not None:
        age = days_between(known.published, today)
        share *= next((factor for days, factor in _FRESH if age < days), 1.0)
    return share if known.fixed_in else 1 - (1 - share) * _UNFIXED


def _describe(found: dict[str, KnownVulnerability]) -> str:
    parts = []
    for name, known in list(found.items())[:3]:
        fix = f"fixed in {known.fixed_in}" if known.fixed_in else "no fixed release"
        parts.append(f"{name} ({rated_severity(known) or 'unrated'}, {fix})")
    rest = f" and {len(found) - 3} more" if len(found) > 3 else ""
    return ", ".join(parts) + rest


SIGNALS = (
    Definition(
        "known-vulnerabilities",
        "security",
        40,
        PACKAGES,
        measure_known,
        "100 where none affects the judged version. Each takes a share of the rest: critical "
        "90 %, high 65 %, medium 40 %, low 20 %, unrated 40 %; a fifth less within 30 days of "
        "publication and a tenth less within 180; more where no release fixes it. Withdrawn "
        "advisories do not count, and one vulnerability counts once over all databases.",
        is_ceiling=True,
    ),
)
