"""From a dossier to an answer: what is judged, what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.grades import grade_of, recommendation_of
from nerq.model import Answer, Facts, Rated, Unrated, Vulnerability
from nerq.trust.local.evidence import Evidence, Vulnerabilities
from nerq.trust.local.osv_document import describe, match, severity_of
from nerq.trust.local.score import LEAST_CONFIDENCE, Assessment
from nerq.trust.local.signals.compliance import declared_licence
from nerq.trust.local.signals.definition import days_between
from nerq.trust.local.signals.vulnerabilities import rated_severity, worst_by_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.trust.local.evidence import Dossier, Metadata
    from nerq.trust.local.osv_document import Advisory, KnownVulnerability

_SEVERITIES = ("low", "medium", "high", "critical")


def evidence_on(dossier: Dossier, version: str | None) -> Evidence:
    """The collected evidence as it concerns one version."""
    return Evidence(
        target=dossier.target,
        subject=dossier.subject,
        today=dossier.today,
        version=version,
        releases=dossier.releases,
        metadata=_metadata(dossier, version),
        vulnerabilities=_vulnerabilities(dossier, version),
        repository=dossier.repository,
        scorecard=dossier.scorecard,
        insights=dossier.insights.get(version or ""),
        hub=dossier.hub,
        is_pinned=dossier.is_pinned,
        is_missing=dossier.is_missing,
        has_other_index=dossier.has_other_index,
        least_age=dossier.least_age,
        weekly_downloads=dossier.weekly_downloads,
    )


def evidence_of(dossier: Dossier) -> list[Evidence]:
    """The evidence on each judged version; on the target as such where none can be told."""
    return [evidence_on(dossier, version) for version in dossier.versions or (None,)]


def build_answer(evidence: Evidence, assessment: Assessment) -> Answer:
    """Rated where enough was measured; else unrated, with what was."""
    facts = _facts(evidence, assessment)
    if assessment.score is None or assessment.confidence < LEAST_CONFIDENCE:
        share = f"{assessment.confidence:.0%} of the evidence"
        message = f"only {share} could be obtained; a local score needs {LEAST_CONFIDENCE:.0%}"
        return Unrated("low-confidence", message, facts, source="local", provenance="local")
    graded = replace(
        facts,
        grade=grade_of(assessment.score),
        recommendation=recommendation_of(assessment.score),
    )
    return Rated(
        assessment.score,
        graded,
        source="local",
        provenance="local",
        identity="exact",
        identity_basis="name",
    )


def _metadata(dossier: Dossier, version: str | None) -> Metadata | None:
    """The version's own record, owners filled in; else that of the newest release."""
    own, newest = dossier.documents.get(version or ""), dossier.metadata
    if own is None or newest is None:
        return own or newest
    return replace(
        own,
        owners=own.owners or newest.owners,
        organisation=own.organisation or newest.organisation,
    )


def _vulnerabilities(dossier: Dossier, version: str | None) -> Vulnerabilities | None:
    """What affects the version; where none can be told, what affects every version."""
    if dossier.subject not in {"pypi", "npm"}:
        return None
    found = [
        known
        for advisories in dossier.advisories.values()
        for advisory in advisories
        if (known := _known(dossier, advisory, version)) is not None
    ]
    urls = list(dossier.advisories)
    if version in dossier.reported:
        url, reported = dossier.reported[version or ""]
        urls.append(url)
        found.extend(reported)
    if not urls:
        return None
    ratings = _ratings(dossier)
    return Vulnerabilities(
        tuple(urls),
        tuple(_rated(known, ratings) for known in found if known.malware_id is None),
        tuple(known for known in found if known.malware_id is not None),
    )


def _known(dossier: Dossier, advisory: Advisory, version: str | None) -> KnownVulnerability | None:
    """The advisory where it counts: of a name that is gone, every call of malice does."""
    if dossier.is_missing and not advisory.is_withdrawn:
        known = describe(advisory, dossier.subject, None)
        return known if known.malware_id is not None else None
    return match(advisory, dossier.subject, version)


_Rating = tuple[float | None, str | None]


def _ratings(dossier: Dossier) -> dict[str, _Rating]:
    """Score and severity by id and alias: one database rates what another only lists."""
    ratings: dict[str, _Rating] = {}
    for advisories in dossier.advisories.values():
        for advisory in advisories:
            if advisory.severity is not None and not advisory.is_withdrawn:
                for name in (advisory.id, *advisory.aliases):
                    ratings[name] = max(
                        ratings.get(name, (None, None)),
                        (advisory.score, advisory.severity),
                        key=_weight,
                    )
    return {**dossier.ratings, **ratings}


def _weight(rating: _Rating) -> tuple[int, float]:
    score, severity = rating
    return (_SEVERITIES.index(severity) if severity in _SEVERITIES else -1, score or 0.0)


def _rated(known: KnownVulnerability, ratings: Mapping[str, _Rating]) -> KnownVulnerability:
    """The vulnerability with the rating that an alias of it has, where it has none itself."""
    if known.severity is not None or known.score is not None:
        return known
    found = [ratings[name] for name in (known.id, *known.aliases) if name in ratings]
    if not found:
        return known
    score, severity = max(found, key=_weight)
    return replace(known, score=score, severity=severity)


def _facts(evidence: Evidence, assessment: Assessment) -> Facts:
    known = worst_by_name(evidence)
    severities = [s for s in (rated_severity(k) for k in known.values()) if s in _SEVERITIES]
    licence = declared_licence(evidence)
    named = licence[0] if licence is not None else None
    risk = next((s.value for s in assessment.signals if s.id == "eu-ai-act"), None)
    repository = evidence.repository
    pushed = repository.pushed if repository is not None else None
    return Facts(
        dimensions=dict(assessment.dimensions),
        known_cves=len(known) if evidence.vulnerabilities is not None else None,
        has_active_advisory=bool(known) if evidence.vulnerabilities is not None else None,
        max_severity=max(severities, key=_SEVERITIES.index, default=None),
        vulnerabilities=tuple(_vulnerability(name, k) for name, k in known.items()),
        license=(named.expression or named.written) if named is not None else None,
        eu_ai_act=risk,
        weekly_downloads=evidence.weekly_downloads,
        stars=repository.stars if repository is not None else None,
        last_commit_days_ago=None if pushed is None else days_between(pushed, evidence.today),
        matched_source=evidence.target.ecosystem,
        matched_url=_page(evidence),
        category=evidence.hub.task if evidence.hub is not None else None,
        assessed_at=f"{evidence.today.isoformat()}T00:00:00Z",
        confidence=assessment.confidence,
        signals=assessment.signals,
    )


def _vulnerability(name: str, known: KnownVulnerability) -> Vulnerability:
    severity = severity_of(known.score) if known.score is not None else known.severity
    return Vulnerability(name, severity, known.score, known.fixed_in, known.url)


def _page(evidence: Evidence) -> str | None:
    """The document that the score rests on first."""
    parts = (evidence.hub, evidence.metadata, evidence.releases, evidence.repository)
    return next((part.url for part in parts if part is not None), None)
