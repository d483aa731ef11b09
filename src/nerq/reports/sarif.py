"""SARIF 2.1.0 (OASIS, errata 01), within what GitHub code scanning accepts.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

One result for each rule that decided about a target: its first mention is the location, the
others are related locations. What the policy ignores is left out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import quote

from nerq.plugin import ReportFormat
from nerq.reports import repository, verdict_line, wording
from nerq.reports.escaping import json_ascii, one_line
from nerq.reports.json_v1 import version
from nerq.rules import describe

if TYPE_CHECKING:
    from nerq.model import Location, Outcome, Problem, ScanResult

Fields: TypeAlias = dict[str, Any]

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
MAX_RESULTS = 25_000  # a file with more is refused by GitHub
MAX_LOCATIONS = 1_000  # of one result, as above
_LEVELS: dict[Outcome, str] = {
    "fail": "error",
    "unavailable": "warning",
    "unknown": "note",
    "pass": "warning",
}
_ROOT = "%SRCROOT%"


def render(result: ScanResult) -> str:
    """One SARIF log with one run, as indented JSON."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result)]}
    return json_ascii(json.dumps(log, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def _run(result: ScanResult) -> Fields:
    every = repository.remarks(result)
    shown = every[:MAX_RESULTS]
    rule_ids = sorted({remark.rule for remark in shown})
    index = {rule_id: number for number, rule_id in enumerate(rule_ids)}
    return {
        "tool": {
            "driver": {
                "name": "nerq",
                "version": version(),
                "semanticVersion": version(),
                "informationUri": "https://nerq.ai",
                "rules": [_rule(rule_id) for rule_id in rule_ids],
            }
        },
        "invocations": [_invocation(result, len(every) - len(shown))],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(result, remark, index[remark.rule]) for remark in shown],
    }


def _rule(rule_id: str) -> Fields:
    rule = describe(rule_id)
    title = _message(one_line(rule.title))
    return {
        "id": rule_id,
        "name": "".join(word.capitalize() for word in one_line(rule_id).split("-")),
        "shortDescription": title,
        "fullDescription": title,
        "help": {"text": rule.help, "markdown": f"{rule.help}\n\n[About this rule]({rule.url})"},
        "helpUri": rule.url,
        "properties": {
            "tags": ["security", "supply-chain"],
            "precision": "high",
            "security-severity": f"{rule.severity:.1f}",
        },
    }


def _invocation(result: ScanResult, left_out: int) -> Fields:
    notes = [_notification(one_line(item.message), "error") for item in result.policy_failures]
    notes += [_notification(one_line(note), "note") for note in result.notes]
    if left_out:
        text = f"{left_out} further results were left out: a file holds at most {MAX_RESULTS}."
        notes.insert(0, _notification(text, "warning"))
    notes += [_problem(result, problem) for problem in result.problems]
    notes += [
        _notification(
            f"Known at run time only: {one_line(item.expression)}",
            "note",
            _location(result, item.location),
        )
        for item in result.unresolved
    ]
    fields: Fields = {
        "executionSuccessful": result.exit_code != 3,
        "exitCode": result.exit_code,
        "exitCodeDescription": one_line(verdict_line.verdict(result)),
    }
    if result.scanned_at:
        fields["endTimeUtc"] = result.scanned_at
    return {**fields, "toolExecutionNotifications": notes}


def _problem(result: ScanResult, problem: Problem) -> Fields:
    level = "error" if problem.level == "error" else "warning"
    text = f"Not read: {one_line(problem.message)}"
    return _notification(text, level, _location(result, problem.location))


def _notification(text: str, level: str, location: Fields | None = None) -> Fields:
    fields: Fields = {"level": level, "message": _message(text)}
    return {**fields, "locations": [location]} if location else fields


def _result(result: ScanResult, remark: repository.Remark, rule_index: int) -> Fields:
    first, others = remark.places[:1], remark.places[1:MAX_LOCATIONS]
    finding = remark.finding
    return {
        "ruleId": remark.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[remark.outcome],
        "message": _message(_text(remark, first)),
        "locations": [_location(result, place) for place in first],
        "relatedLocations": [
            {
                "id": number,
                **_location(result, place),
                "message": _message(f"also mentioned in {wording.place(place)}"),
            }
            for number, place in enumerate(others, start=1)
        ],
        "partialFingerprints": {"nerqFinding/v1": remark.fingerprint},
        "properties": {
            "target": finding.target.id,
            "kind": finding.target.kind,
            "ecosystem": finding.target.ecosystem,
            "purl": finding.target.purl,
            "outcome": finding.outcome,
            "score": wording.score(finding),
            "source": finding.answer.source,
            "threshold": finding.threshold,
        },
    }


def _text(remark: repository.Remark, first: tuple[Location, ...]) -> str:
    """The remark, with the cell where it stands in a notebook and what to use instead."""
    parts = [remark.text]
    if first and first[0].cell is not None:
        parts.append(f"In {wording.place(first[0])}.")
    instead = wording.alternatives(remark.finding) if remark.outcome == "fail" else []
    if instead:
        parts.append(f"Instead: {', '.join(instead)}.")
    return " ".join(part if part.endswith(".") else f"{part}." for part in parts)


def _location(result: ScanResult, location: Location) -> Fields:
    region: Fields = {"startLine": repository.line(location)}
    column = repository.column(location)
    if column is not None:
        region["startColumn"] = column
    path = repository.path_in_repository(result.root, location.path)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(path), "uriBaseId": _ROOT},
            "region": region,
        }
    }


def _uri(path: str) -> str:
    """A relative reference (RFC 3986): a first part with a colon would read as a scheme."""
    return quote(path, safe="/!$&'()*+,;=@~", errors="replace")


def _message(text: str) -> Fields:
    """A plain-text message in which nothing reads as a link."""
    for character in "\\[]":
        text = text.replace(character, "\\" + character)
    return {"text": text}


REPORT = ReportFormat(
    id="sarif",
    title="SARIF 2.1.0, for code scanning",
    render=render,
    media_type="application/sarif+json",
    extension=".sarif",
)
