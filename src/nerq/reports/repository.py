"""Findings as places in a repository, for services that show them beside the code."""

from __future__ import annotations

import hashlib
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.reports import wording
from nerq.reports.escaping import one_line
from nerq.rules import NOT_READ

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.model import Finding, Location, Outcome, Problem, Reason, ScanResult

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
    texts = _texts(finding)
    places = tuple(dict.fromkeys(item.location for item in wording.mentions(finding)))
    brought = wording.chain(finding)
    tail = f" ({brought})" if brought else ""
    return [
        Remark(
            rule=rule,
            outcome=finding.outcome,
            text=f"{wording.title(finding)}: {'; '.join(lines)}{tail}",
            fingerprint=_fingerprint(rule, finding, places),
            finding=finding,
            places=places,
        )
        for rule, lines in texts.items()
    ]


def _texts(finding: Finding) -> dict[str, list[str]]:
    """What each rule that decided has to say; remarks that decide nothing are added to each."""
    if finding.outcome == "pass":
        return _by_rule(wording.warnings(finding))
    deciding = [reason for reason in finding.reasons if reason.rule not in _NOTES]
    notes = [one_line(item.message) for item in finding.reasons if item.rule in _NOTES]
    if not deciding:
        return {rule: wording.reasons(finding) for rule in wording.rules(finding)[:1]}
    return {rule: [*lines, *notes] for rule, lines in _by_rule(deciding).items()}


def _by_rule(reasons: Iterable[Reason]) -> dict[str, list[str]]:
    texts: dict[str, list[str]] = {}
    for reason in reasons:
        texts.setdefault(one_line(reason.rule), []).append(one_line(reason.message))
    return texts


def _fingerprint(rule: str, finding: Finding, places: tuple[Location, ...]) -> str:
    target = finding.target
    path = places[0].path if places else ""
    return digest(rule, target.kind, target.ecosystem, target.id, path)


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
