"""JUnit XML, as build servers read it: a target is a test case.

https://github.com/testmoapp/junitxml describes the common dialect; a target that failed is a
failure, one without an answer an error, an unknown or ignored one is skipped with its reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ReportFormat
from nerq.reports import repository, verdict_line, wording
from nerq.reports.escaping import one_line

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from nerq.model import Finding, Location, Outcome, Problem, Reason, ScanResult

_ELEMENTS: dict[Outcome, str] = {
    "fail": "failure",
    "unavailable": "error",
    "unknown": "skipped",
    "ignored": "skipped",
}


def render(result: ScanResult) -> str:
    """A suite for the targets; where needed one for unread files and one for the policy."""
    from xml.etree import ElementTree as ET

    targets = [_case(result, finding) for finding in result.findings]
    files = [_file(result, problem) for problem in result.problems]
    policy = [_rule(result, reason) for reason in result.policy_failures]
    suites = [_suite("nerq", targets, result)]
    if files:
        suites.append(_suite("nerq files", files, result))
    if policy:
        suites.append(_suite("nerq policy", policy, result))
    root = ET.Element("testsuites", {"name": "nerq", **_totals([*targets, *files, *policy])})
    root.extend(suites)
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(name: str, cases: list[Element], result: ScanResult) -> Element:
    suite = _element("testsuite", {"name": name, **_totals(cases)})
    if result.scanned_at:
        suite.set("timestamp", one_line(result.scanned_at))
    suite.extend(cases)
    if name == "nerq":
        lines = [wording.summary_line(result), verdict_line.verdict(result)]
        lines += [f"note: {note}" for note in result.notes]
        output = _element("system-out", {})
        output.text = "\n".join(one_line(line) for line in lines)
        suite.append(output)
    return suite


def _totals(cases: list[Element]) -> dict[str, str]:
    kinds = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    counts = {key: sum(case.find(tag) is not None for case in cases) for key, tag in kinds.items()}
    return {"tests": str(len(cases)), **{key: str(n) for key, n in counts.items()}, "time": "0"}


def _case(result: ScanResult, finding: Finding) -> Element:
    target = finding.target
    mentions = wording.mentions(finding)
    place = mentions[0].location if mentions else None
    case = _test_case(result, target.id, f"nerq.{target.ecosystem}.{target.kind}", place)
    tag = _ELEMENTS.get(finding.outcome)
    if tag:
        message = "; ".join(wording.reasons(finding)) or wording.OUTCOMES[finding.outcome].lower()
        _mark(
            case,
            tag,
            message,
            " ".join(wording.rules(finding)) or finding.outcome,
            _details(finding),
        )
    return case


def _details(finding: Finding) -> list[str]:
    """Lines with a label each: no line of a build's log begins with foreign text."""
    labelled = (
        ("why", "; ".join(wording.reasons(finding))),
        ("what to do", wording.remedy(finding)),
        ("scored by", wording.scored_by(finding)),
        ("where", wording.where(finding, 20)),
        ("how", wording.chain(finding)),
        ("instead", ", ".join(wording.alternatives(finding))),
    )
    return [f"{label}: {text}" for label, text in labelled if text]


def _file(result: ScanResult, problem: Problem) -> Element:
    case = _test_case(result, str(problem.location), "nerq.files", problem.location)
    tag = "error" if problem.level == "error" else "skipped"
    _mark(case, tag, problem.message, "not-read", [f"why: {problem.message}"])
    return case


def _rule(result: ScanResult, reason: Reason) -> Element:
    case = _test_case(result, reason.message, "nerq.policy", None)
    _mark(case, "failure", reason.message, reason.rule, [f"why: {reason.message}"])
    return case


def _test_case(
    result: ScanResult, name: str, class_name: str, location: Location | None
) -> Element:
    case = _element("testcase", {"name": name, "classname": class_name, "time": "0"})
    if location is not None:
        path = repository.path_in_repository(result.root, location.path)
        case.set("file", one_line(path))
        case.set("line", str(repository.line(location)))
    return case


def _mark(case: Element, tag: str, message: str, rule: str, details: list[str]) -> None:
    mark = _element(tag, {"message": message, "type": rule})
    mark.text = "\n".join(one_line(line) for line in details)
    case.append(mark)


def _element(tag: str, attributes: dict[str, str]) -> Element:
    from xml.etree import ElementTree as ET

    return ET.Element(tag, {key: one_line(value) for key, value in attributes.items()})


REPORT = ReportFormat(
    id="junit",
    title="JUnit XML, for build servers",
    render=render,
    media_type="application/xml",
    extension=".xml",
)
