"""GitLab's code quality report: a JSON list of issues.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nerq.plugin import ReportFormat
from nerq.reports import repository, wording
from nerq.reports.escaping import json_ascii, one_line
from nerq.rules import NOT_READ, describe

if TYPE_CHECKING:
    from nerq.model import Location, ScanResult

_SEVERE = 40.0  # a score below it is critical
_GRAVE = 8.0  # so is a rule of at least this severity


def render(result: ScanResult) -> str:
    """One issue for each remark and problem, most urgent first."""
    issues = [
        _issue(
            remark.text,
            remark.rule,
            remark.fingerprint,
            _severity(remark),
            _place(result, remark.places[0] if remark.places else None),
        )
        for remark in repository.remarks(result)
    ]
    problems = {
        repository.problem_fingerprint(problem): _issue(
            f"Not read: {one_line(problem.message)}",
            NOT_READ,
            repository.problem_fingerprint(problem),
            "major" if problem.level == "error" else "minor",
            _place(result, problem.location),
        )
        for problem in result.problems
    }
    policy = {
        repository.digest(reason.rule, reason.message): _issue(
            one_line(reason.message),
            reason.rule,
            repository.digest(reason.rule, reason.message),
            "major",
            _place(result, None),
        )
        for reason in result.policy_failures
    }
    every = [*policy.values(), *issues, *problems.values()]
    return json_ascii(json.dumps(every, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"


def _issue(
    text: str, rule: str, fingerprint: str, severity: str, place: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "issue",
        "description": text,
        "check_name": f"nerq/{one_line(rule)}",
        "fingerprint": fingerprint,
        "severity": severity,
        "categories": ["Security"],
        "location": place,
    }


def _severity(remark: repository.Remark) -> str:
    if remark.outcome in ("unavailable", "pass"):
        return "minor"
    if remark.outcome == "unknown":
        return "info"
    if describe(remark.rule).severity >= _GRAVE:
        return "critical"
    score = wording.score(remark.finding)
    return "critical" if score is not None and score < _SEVERE else "major"


def _place(result: ScanResult, location: Location | None) -> dict[str, Any]:
    if location is None:
        return {"path": ".", "lines": {"begin": 1}}
    path = one_line(repository.path_in_repository(result.root, location.path))
    return {"path": path, "lines": {"begin": repository.line(location)}}


REPORT = ReportFormat(
    id="gitlab",
    title="GitLab code quality",
    render=render,
    media_type="application/json",
    extension=".json",
)
