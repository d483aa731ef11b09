"""Markdown for a pull request's comment: what failed in a table, the rest folded.

Written for GitHub Flavored Markdown (https://github.github.com/gfm/, 0.29) and small enough for
a comment. Foreign text is shown as code wherever it could be markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ReportFormat
from nerq.reports import verdict_line, wording
from nerq.reports.escaping import markdown, markdown_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nerq.model import Finding, Outcome, ScanResult

MAX_BYTES = 65_000  # GitHub refuses a comment of 65,536 characters and more
_RESERVE = 2_500  # for headings and endings of the sections still to come
MARKER = "<!-- nerq -->"
"""The first line: by it a later run finds the comment to replace."""


class _Paper:
    """Lines, as many as fit."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._left = MAX_BYTES - _RESERVE

    def write(self, *lines: str) -> None:
        """These lines, whatever room is left: they belong to the frame."""
        self.lines.extend(lines)

    def write_all(self, rows: Iterable[str], total: int) -> None:
        """The rows in order while there is room, then how many were left out."""
        for shown, row in enumerate(rows):
            self._left -= len(row.encode()) + 1
            if self._left < 0:
                self.write("", f"… and {total - shown} more")
                return
            self.lines.append(row)

    def text(self) -> str:
        """What was written so far, as one text with a line end behind each line."""
        return "\n".join(self.lines) + "\n"


def render(result: ScanResult) -> str:
    """The comment; always below 65,536 characters, with a count of what was left out."""
    paper = _Paper()
    paper.write(MARKER, f"### nerq: {wording.state(result)}", "")
    paper.write(_summary(result), "", markdown(verdict_line.verdict(result)))
    for note in result.notes[:5]:
        paper.write("", f"Note: {markdown(note)}")
    groups: dict[Outcome, list[Finding]] = {outcome: [] for outcome in wording.OUTCOMES}
    for finding in result.findings:
        groups[finding.outcome].append(finding)
    _failed(paper, groups["fail"])
    for outcome in ("unavailable", "unknown", "ignored"):
        _folded(paper, outcome, groups[outcome], ("Target", "Why", "Where"), _open)
    _folded(paper, "pass", groups["pass"], ("Score", "Grade", "Target"), _passed)
    _places(paper, result)
    return paper.text()


def _summary(result: ScanResult) -> str:
    parts = [
        f"**{wording.counts(result)}**",
        markdown_code(wording.source(result)),
        f"threshold {wording.number_text(result.threshold)}",
    ]
    return " · ".join([*parts, "strict"] if result.is_strict else parts)


def _failed(paper: _Paper, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    head = ("Score", "Grade", "Advice", "Target", "Why", "Where", "Instead")
    paper.write("", *_header(head))
    paper.write_all((_row(_failure(finding)) for finding in findings), len(findings))


def _failure(finding: Finding) -> tuple[str, ...]:
    return (
        wording.score_text(wording.score(finding)),
        markdown(wording.grade(finding)),
        markdown(wording.advice(finding)),
        _target(finding),
        "<br>".join(markdown(line) for line in _why(finding)),
        _where(finding),
        ", ".join(markdown_code(name) for name in wording.alternatives(finding)[:3]),
    )


def _why(finding: Finding) -> list[str]:
    remedy = wording.remedy(finding)
    lines = [*wording.reasons(finding), *([f"what to do: {remedy}"] if remedy else [])]
    by = wording.scored_by(finding)
    return [*lines, f"scored by {by}"] if by == "local" else lines


def _open(finding: Finding) -> tuple[str, ...]:
    why = "<br>".join(markdown(reason) for reason in wording.reasons(finding))
    return (_target(finding), why, _where(finding))


def _passed(finding: Finding) -> tuple[str, ...]:
    score = wording.score_text(wording.score(finding))
    if wording.scored_by(finding) == "local":
        score += " (local)"
    called_out = "".join(f"<br>{markdown(line)}" for line in wording.called_out(finding))
    return (score, markdown(wording.grade(finding)), f"{_target(finding)}{called_out}")


def _target(finding: Finding) -> str:
    kind = finding.target.kind
    name = markdown_code(finding.target.id)
    return name if kind == "package" else f"{name} ({markdown(kind)})"


def _where(finding: Finding) -> str:
    places = wording.places(finding)
    lines = [markdown_code(place) for place in places[:1]]
    if len(places) > 1:
        lines[0] += f", and {len(places) - 1} more"
    chain = wording.chain(finding)
    if chain:
        lines.append(markdown(chain.replace(" → ", " / ")))
    return "<br>".join(lines)


def _folded(
    paper: _Paper,
    outcome: Outcome,
    findings: Sequence[Finding],
    head: tuple[str, ...],
    cells: Callable[[Finding], tuple[str, ...]],
) -> None:
    if not findings:
        return
    title = f"{wording.OUTCOMES[outcome]}: {wording.count(len(findings), 'target')}"
    paper.write("", f"<details><summary>{title}</summary>", "", *_header(head))
    paper.write_all((_row(cells(finding)) for finding in findings), len(findings))
    paper.write("", "</details>")


def _places(paper: _Paper, result: ScanResult) -> None:
    lists = (
        (
            f"Not read: {wording.count(len(result.problems), 'place')}",
            [(item.location, item.message) for item in result.problems],
        ),
        (
            f"Known at run time only: {wording.count(len(result.unresolved), 'model name')}",
            [(item.location, item.expression) for item in result.unresolved],
        ),
    )
    for title, items in lists:
        if not items:
            continue
        paper.write("", f"<details><summary>{title}</summary>", "")
        rows = (f"- {markdown_code(str(place))}: {markdown(text)}" for place, text in items)
        paper.write_all(rows, len(items))
        paper.write("", "</details>")


def _header(names: tuple[str, ...]) -> tuple[str, str]:
    rule = "".join(" ---: |" if name == "Score" else " --- |" for name in names)
    return (_row(names), f"|{rule}")


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


REPORT = ReportFormat(
    id="markdown",
    title="Markdown, for a pull request's comment",
    render=render,
    media_type="text/markdown",
    extension=".md",
)
