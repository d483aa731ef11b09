"""The JSON report, version 1: what other programs and baselines build on.

Its schema is ``docs/schema/nerq-report-1.json``. Fields are always present, null where nothing
is known, and stand in a fixed order; the text is printable ASCII.
"""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any, TypeAlias

from nerq.model import DIMENSIONS, Rated, Unavailable, Unrated
from nerq.plugin import ReportFormat
from nerq.reports import wording
from nerq.reports.escaping import json_ascii
from nerq.reports.json_text import indented

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import (
        Alert,
        Alternative,
        Answer,
        Facts,
        Finding,
        Problem,
        Reason,
        Reference,
        ScanResult,
        Signal,
        Vulnerability,
    )

Fields: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 1
_INTEGER_LIMIT = 2**53  # what every JSON reader holds exactly


def render(result: ScanResult) -> str:
    """The report as indented JSON."""
    return "".join(pieces(result))


def pieces(result: ScanResult) -> Iterator[str]:
    """The report as indented JSON, finding by finding: a large one is never whole in memory."""
    before = "{"
    for key, value in _outline(result).items():
        yield f'{before}\n  "{key}": '
        if key == "findings" and result.findings:
            yield from _findings(result)
        else:
            yield json_ascii(indented(value, 1))
        before = ","
    yield "\n}\n"


def _findings(result: ScanResult) -> Iterator[str]:
    before = "["
    for finding in result.findings:
        yield f"{before}\n    {json_ascii(indented(_finding(finding), 2))}"
        before = ","
    yield "\n  ]"


def document(result: ScanResult) -> Fields:
    """The report as plain dicts and lists, keys in the order of the text."""
    return {**_outline(result), "findings": [_finding(finding) for finding in result.findings]}


def _outline(result: ScanResult) -> Fields:
    """The report with its findings left out."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "nerq", "version": version()},
        "scanned_at": result.scanned_at,
        "root": result.root,
        "source": {"kind": result.source_kind, "url": result.source_url},
        "policy": {
            "threshold": _number(result.threshold),
            "strict": result.is_strict,
            "dry_run": result.is_dry_run,
            "failures": _reasons(result.policy_failures),
        },
        "summary": _summary(result),
        "findings": [],
        "problems": [_problem(problem) for problem in result.problems],
        "unresolved": [
            {
                "path": item.location.path,
                "line": item.location.line,
                "column": item.location.column,
                "cell": item.location.cell,
                "expression": item.expression,
                "found_by": item.found_by,
            }
            for item in result.unresolved
        ],
        "unsupported": [
            {"kind": item.kind, "paths": list(item.paths)} for item in result.unsupported
        ],
        "notes": list(result.notes),
    }


def version() -> str:
    """Nerq's own version, from the installed package."""
    from nerq.version import installed_version

    return installed_version()


def _summary(result: ScanResult) -> Fields:
    summary = result.summary
    return {
        "targets": summary.targets,
        "passed": summary.passed,
        "failed": summary.failed,
        "unknown": summary.unknown,
        "ignored": summary.ignored,
        "unavailable": summary.unavailable,
        "problems": summary.problems,
        "exit_code": result.exit_code,
        "unresolved": len(result.unresolved),
        "files": result.files,
    }


def _finding(finding: Finding) -> Fields:
    answer = finding.answer
    facts = wording.facts(finding)
    return {
        "target": finding.target.id,
        "kind": finding.target.kind,
        "ecosystem": finding.target.ecosystem,
        "purl": finding.target.purl,
        "outcome": finding.outcome,
        "reasons": _reasons(finding.reasons),
        "score": wording.score(finding),
        "mean": _number(answer.mean) if isinstance(answer, Rated) else None,
        **_judgement(facts),
        "from": None if isinstance(answer, Unavailable) else answer.provenance,
        "confidence": _number(facts.confidence),
        "signals": [_signal(signal) for signal in facts.signals],
        "threshold": _number(finding.threshold),
        "source": answer.source,
        **_standing(answer),
        **_details(facts),
        "alerts": [_alert(alert) for alert in finding.alerts],
        "references": [_reference(reference) for reference in finding.references],
    }


def _judgement(facts: Facts) -> Fields:
    return {
        "grade": facts.grade,
        "recommendation": facts.recommendation,
        "verified": facts.verified,
        "dimensions": _dimensions(facts),
        "known_cves": _integer(facts.known_cves),
        "license": facts.license,
        "eu_ai_act": facts.eu_ai_act,
        "category": facts.category,
        "stars": _integer(facts.stars),
        "matched": _matched(facts),
        "alternatives": [_alternative(item) for item in facts.alternatives],
        "assessed_at": facts.assessed_at,
    }


def _dimensions(facts: Facts) -> Fields | None:
    if facts.dimensions is None:
        return None
    return {name: _number(facts.dimensions.get(name)) for name in DIMENSIONS}


def _matched(facts: Facts) -> Fields | None:
    if facts.matched_source is None and facts.matched_url is None:
        return None
    return {"source": facts.matched_source, "url": facts.matched_url}


_NOT_COMPARED: Fields = {"identity": None, "identity_basis": None}


def _standing(answer: Answer) -> Fields:
    match answer:
        case Rated():
            return {
                "identity": answer.identity,
                "identity_basis": answer.identity_basis,
                "confirmed": answer.is_confirmed,
                "message": None,
            }
        case Unrated() | Unavailable():
            return {**_NOT_COMPARED, "confirmed": None, "message": answer.message}


def _details(facts: Facts) -> Fields:
    return {
        "max_severity": facts.max_severity,
        "has_active_advisory": facts.has_active_advisory,
        "vulnerabilities": [_vulnerability(item) for item in facts.vulnerabilities],
        "license_category": facts.license_category,
        "compliance_score": _number(facts.compliance_score),
        "jurisdictions": _integer(facts.jurisdictions),
        "weekly_downloads": _integer(facts.weekly_downloads),
        "last_commit_days_ago": _integer(facts.last_commit_days_ago),
        "interaction_risk": facts.interaction_risk,
        "flags": list(facts.flags),
        "history": [{"date": date, "score": _number(value)} for date, value in facts.history],
    }


def _reasons(reasons: tuple[Reason, ...]) -> list[Fields]:
    return [
        {"rule": reason.rule, "message": reason.message, "level": reason.level}
        for reason in reasons
    ]


def _alert(alert: Alert) -> Fields:
    return {
        "rule": alert.rule,
        "level": alert.level,
        "severity": alert.severity,
        "message": alert.message,
        "evidence": alert.evidence,
        "fixed_in": alert.fixed_in,
    }


def _alternative(item: Alternative) -> Fields:
    return {"name": item.name, "score": _number(item.score), "url": item.url}


def _signal(signal: Signal) -> Fields:
    return {
        "id": signal.id,
        "dimension": signal.dimension,
        "value": signal.value,
        "points": _number(signal.points),
        "weight": _number(signal.weight),
        "reason": signal.reason,
        "evidence": signal.evidence,
        "observed": signal.observed,
    }


def _vulnerability(item: Vulnerability) -> Fields:
    return {
        "id": item.id,
        "severity": item.severity,
        "score": _number(item.score),
        "fixed_in": item.fixed_in,
        "url": item.url,
    }


def _reference(reference: Reference) -> Fields:
    return {
        "name": reference.name,
        "version": reference.version,
        "specifier": reference.specifier,
        "path": reference.location.path,
        "line": reference.location.line,
        "column": reference.location.column,
        "scope": reference.scope,
        "direct": reference.direct,
        "via": list(reference.via),
        "found_by": reference.found_by,
        "cell": reference.location.cell,
        "extras": list(reference.extras),
        "marker": reference.marker,
        "certainty": reference.certainty,
        "origin": {"kind": reference.origin.kind, "url": reference.origin.url},
    }


def _problem(problem: Problem) -> Fields:
    return {
        "path": problem.location.path,
        "line": problem.location.line,
        "message": problem.message,
        "column": problem.location.column,
        "named": problem.is_named,
        "level": problem.level,
    }


def _number(value: float | None) -> float | None:
    return value if value is not None and isfinite(value) else None


def _integer(value: int | None) -> int | None:
    return value if value is not None and abs(value) <= _INTEGER_LIMIT else None


REPORT = ReportFormat(
    id="json",
    title="JSON, version 1: everything known, for other programs",
    render=render,
    media_type="application/json",
    extension=".json",
    pieces=pieces,
)
