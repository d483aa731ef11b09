"""Findings as places in a repository, for services that show them beside the code."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nerq.reports import wording
from nerq.reports.escaping import one_line
from nerq.rules import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import Finding, Level, Location, Outcome, Problem, ScanResult

REPORTED: tuple[Outcome, ...] = ("fail", "unavailable", "unknown", "pass")
"""The outcomes that are shown beside the code, most urgent first; of what passed, warnings only."""

_NOTES = frozenset({"score-warning", "unconfirmed", "ignore-expired", "known-before"})


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about one target, at the places that mention it.

    Attributes:
        rule: id of the rule that decided.
        outcome: of the finding.
        text: one line, the target's id in front.
        fingerprint: stays the same while the same rule speaks of the same target in the
            same file, whatever its line or score; unique within a result.
        places: the mentions, most telling first; empty for a target named on the command line.
    """

    rule: str
    outcome: Outcome
    text: str
    fingerprint: str
    finding: Finding
    places: tuple[Location, ...]


def remarks(result: ScanResult) -> list[Remark]:
    """One for every rule that decided about a target, most urgent first; warnings last."""
    found = [
        remark
        for outcome in REPORTED
        for finding in result.findings
        if finding.outcome == outcome
        for remark in _remarks(finding)
    ]
    return _distinct(found)


def _remarks(finding: Finding) -> list[Remark]:
    places = tuple(dict.fromkeys(item.location for item in wording.mentions(finding)))
    brought = wording.chain(finding)
    tail = f" ({brought})" if brought else ""
    return [
        Remark(
            rule=said.rule,
            outcome=said.outcome,
            text=f"{wording.title(finding)}: {'; '.join(said.lines)}{tail}",
            fingerprint=_fingerprint(said, finding, places),
            finding=finding,
            places=places,
        )
        for said in _said(finding)
    ]


class _Said(NamedTuple):
    """What one rule says of a finding.

    Attributes:
        evidence: empty where the rule rests on none of its own.
    """

    rule: str
    evidence: str
    outcome: Outcome
    lines: list[str]


def _said(finding: Finding) -> list[_Said]:
    """One for each fact that decided, then one for each warning.

    What decides nothing is added to each of the first.
    """
    warned = [*_by_fact(finding, "warn", "pass")]
    if finding.outcome == "pass":
        return warned
    decided = [*_by_fact(finding, "error", finding.outcome)]
    notes = [one_line(item.message) for item in finding.reasons if item.rule in _NOTES]
    if decided:
        return [
            *(said._replace(lines=list(dict.fromkeys([*said.lines, *notes]))) for said in decided),
            *(said for said in warned if said.rule not in _NOTES),
        ]
    rules = wording.rules(finding)[:1]
    return [_Said(rule, "", finding.outcome, wording.reasons(finding)) for rule in rules]


def _by_fact(finding: Finding, level: Level, outcome: Outcome) -> Iterator[_Said]:
    """Alerts apart by their evidence, so that a new advisory is a new remark."""
    alerts = [alert for alert in finding.alerts if alert.level == level]
    told = {alert.rule for alert in alerts}
    reasons = [one_line(r.message) for r in finding.reasons if r.level == level and r.rule in told]
    for alert, line in zip(alerts, reasons, strict=False):
        lines = [line, f"what to do: {wording.remedy_of([alert])}"]
        yield _Said(one_line(alert.rule), one_line(alert.evidence or ""), outcome, lines)
    rest: dict[str, list[str]] = {}
    for reason in finding.reasons:
        if reason.level == level and reason.rule not in told:
            rest.setdefault(one_line(reason.rule), []).append(one_line(reason.message))
    for rule, lines in rest.items():
        yield _Said(rule, "", outcome, lines)


def _fingerprint(said: _Said, finding: Finding, places: tuple[Location, ...]) -> str:
    target = finding.target
    path = places[0].path if places else ""
    facts = (said.rule, said.evidence) if said.evidence else (said.rule,)
    return digest(*facts, target.kind, target.ecosystem, target.id, path)


def digest(*parts: str) -> str:
    """64 hexadecimal digits that stand for these texts."""
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(data).hexdigest()


def _distinct(found: list[Remark]) -> list[Remark]:
    """Without those that another one repeats."""
    return list({remark.fingerprint: remark for remark in reversed(found)}.values())[::-1]


def problem_fingerprint(problem: Problem) -> str:
    """As `Remark.fingerprint`, for a file that could not be read."""
    return digest(NOT_READ, problem.location.path, problem.message)


def path_in_repository(root: str, path: str) -> str:
    """The path from the folder nerq was started in, which in a pipeline is the repository's root.

    Where the scanned folder was given absolutely or lies outside, the path from the scanned
    folder is all that can be said.
    """
    folder = posixpath.normpath(root.replace("\\", "/") or ".")
    if folder.startswith(("/", "..")) or folder[1:2] == ":":
        return path
    joined = posixpath.normpath(posixpath.join(folder, path))
    return path if joined.startswith("..") else joined


def line(location: Location) -> int:
    """The line to point at: 1 where none is known, or where it counts within a notebook's cell."""
    return 1 if location.cell is not None else max(location.line or 1, 1)


def column(location: Location) -> int | None:
    """The column to point at, or None."""
    if location.cell is not None or location.line is None or location.column is None:
        return None
    return max(location.column, 1)
