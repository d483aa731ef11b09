"""CSV (RFC 4180) for spreadsheets: a row for each target, unread file and policy failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Unavailable
from nerq.plugin import ReportFormat
from nerq.reports import wording
from nerq.reports.escaping import spreadsheet_cell
from nerq.rules import NOT_READ

if TYPE_CHECKING:
    from nerq.model import Finding, Problem, ScanResult

COLUMNS = (
    "outcome", "target", "kind", "ecosystem", "purl", "score", "grade", "recommendation",
    "threshold", "rules", "reasons", "license", "known_cves", "eu_ai_act", "path", "line",
    "mentions", "places", "via", "alternatives", "assessed_at", "from", "matched_url", "source",
    "what_to_do",
)  # fmt: skip


def render(result: ScanResult) -> str:
    """A header and the rows; lists are joined by a semicolon."""
    import csv
    from io import StringIO

    rows = [_finding(finding) for finding in result.findings]
    rows += [_problem(problem) for problem in result.problems]
    rows += [
        {"outcome": "policy", "rules": reason.rule, "reasons": reason.message}
        for reason in result.policy_failures
    ]
    file = StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([spreadsheet_cell(row.get(column, "")) for column in COLUMNS])
    return file.getvalue()


def _finding(finding: Finding) -> dict[str, str]:
    facts = wording.facts(finding)
    answer = finding.answer
    mentions = wording.mentions(finding)
    score = wording.score(finding)
    place = mentions[0].location if mentions else None
    return {
        "outcome": finding.outcome,
        "target": finding.target.id,
        "kind": finding.target.kind,
        "ecosystem": finding.target.ecosystem,
        "purl": finding.target.purl or "",
        "score": "" if score is None else repr(score),
        "grade": facts.grade or "",
        "recommendation": facts.recommendation or "",
        "threshold": wording.number_text(finding.threshold),
        "rules": "; ".join(wording.rules(finding)),
        "reasons": "; ".join(wording.reasons(finding)),
        "license": facts.license or "",
        "known_cves": _integer(facts.known_cves),
        "eu_ai_act": facts.eu_ai_act or "",
        "path": place.path if place else "",
        "line": _integer(place.line) if place else "",
        "mentions": str(len(mentions)),
        "places": "; ".join(wording.places(finding)),
        "via": wording.chain(finding).removeprefix("via "),
        "alternatives": "; ".join(wording.alternatives(finding)),
        "assessed_at": facts.assessed_at or "",
        "from": "" if isinstance(answer, Unavailable) else answer.provenance or "",
        "matched_url": facts.matched_url or "",
        "source": answer.source or "",
        "what_to_do": wording.remedy(finding),
    }


def _problem(problem: Problem) -> dict[str, str]:
    return {
        "outcome": "problem",
        "rules": NOT_READ if problem.level == "error" else "",
        "reasons": problem.message,
        "path": problem.location.path,
        "line": _integer(problem.location.line),
        "places": wording.place(problem.location),
    }


def _integer(value: int | None) -> str:
    return "" if value is None else str(value)


REPORT = ReportFormat(
    id="csv",
    title="CSV, for spreadsheets",
    render=render,
    media_type="text/csv",
    extension=".csv",
)
