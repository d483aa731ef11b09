"""From a dossier to an answer: what is judged, what is told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.grades import grade_of, recommendation_of
from nerq.model import Answer, Facts, Rated, Unrated, Vulnerability
from nerq.trust.local.evidence import Evidence, Vulnerabilities
from nerq.trust.local.osv_document import match, severity_of
from nerq.trust.local.score import LEAST_CONFIDENCE, Assessment
from nerq.trust.local.signals.compliance import declared_licence
from nerq.trust.local.signals.definition import days_between
from nerq.trust.local.signals.vulnerabilities import rated_severity, worst_by_name

if TYPE_CHECKING:
    from nerq.trust.local.evidence import Dossier, Metadata
    from nerq.trust.local.osv_document import KnownVulnerability

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
    )


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
    return Rated(assessment.score, graded, source="local", provenance="local", identity="exact")


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
    if version is None or dossier.subject not in {"pypi", "npm"}:
        return None
    urls: list[str] = []
    found: list[KnownVulnerability] = []
    for url, advisories in dossier.advisories.items():
        urls.append(url)
        matched = (match(advisory, dossier.subject, version) for advisory in advisories)
        found.extend(known for known in matched if known is not None)
    if version in dossier.reported:
        url, reported = dossier.reported[version]
        urls.append(url)
        found.extend(reported)
    return Vulnerabilities(tuple(urls), tuple(found)) if urls else None


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
