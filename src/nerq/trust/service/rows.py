"""Readings written as rows in the documented spelling, for the cache and for snapshots.

`nerq.trust.service.wire.read_row` reads them back, so what was kept passes the same checks as what
just arrived.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.model import Alternative, Facts
    from nerq.trust.service.wire import Rating


def to_row(rating: Rating) -> dict[str, object]:
    """The row, without the name of the target and without empty fields."""
    facts = rating.facts
    row: dict[str, object] = {
        "target_grade": facts.grade,
        "recommendation": facts.recommendation,
        "target_verified": facts.verified,
        "target_category": facts.category,
        "target_source": facts.matched_source,
        "target_last_updated": facts.assessed_at,
        "details_url": facts.matched_url,
        "interaction_risk": facts.interaction_risk,
        "eu_ai_act": facts.eu_ai_act,
        "compliance_flags": list(facts.flags),
        "dimensions": dict(facts.dimensions or {}),
        "alternatives": [_alternative(entry) for entry in facts.alternatives],
        "history": [{"date": date, "score": score} for date, score in facts.history],
        **_groups(facts),
    }
    said = {key: value for key, value in row.items() if value not in (None, [], {})}
    return {"target_trust": rating.score, **said}


def _groups(facts: Facts) -> dict[str, object]:
    groups: dict[str, dict[str, object]] = {
        "security": {
            "known_cves": facts.known_cves,
            "max_severity": facts.max_severity,
            "has_active_advisory": facts.has_active_advisory,
            "license": facts.license,
            "license_category": facts.license_category,
        },
        "popularity": {
            "github_stars": facts.stars,
            "weekly_downloads": facts.weekly_downloads,
        },
        "activity": {"last_commit_days_ago": facts.last_commit_days_ago},
        "compliance": {"score": facts.compliance_score, "jurisdictions": facts.jurisdictions},
    }
    return {
        name: {key: value for key, value in group.items() if value is not None}
        for name, group in groups.items()
    }


def _alternative(entry: Alternative) -> dict[str, object]:
    fields = {"name": entry.name, "trust_score": entry.score, "url": entry.url}
    return {key: value for key, value in fields.items() if value is not None}
