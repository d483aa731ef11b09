"""The table on a terminal: worst first, in words, for 60 to 200 columns.

Colour and symbols only repeat what the words say. Below 120 columns each failed target is a
short block; from there on, a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Unrated
from nerq.plugin import ReportFormat
from nerq.reports import verdict_line, wording
from nerq.reports.escaping import ascii_only, one_line
from nerq.reports.table_page import Page, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import Finding, Outcome, ScanResult

PLAIN_WIDTH = 100
WIDE = 120
_EVERYTHING = 1_000_000
_GROUPS = 10  # how many different reasons are shown
_NAMES = 20  # how many names under one reason
_LINES = 20  # how many problems, passed or unresolved places
_PLACED = 3  # a reason shared by no more targets shows where each is mentioned
_FAR = 30.0  # points below the threshold from which on red is bold
_NEAR = 10.0  # points below the threshold that are still yellow

_STYLES: dict[Outcome, str] = {
    "fail": "bold red",
    "unavailable": "bold magenta",
    "unknown": "bold yellow",
    "pass": "bold green",
    "ignored": "bold",
}


def render(result: ScanResult) -> str:
    """The table as plain text for 100 columns, without colour."""
    return write(result, PLAIN_WIDTH, color=False, unicode=True, verbose=0)


def write(
    result: ScanResult, console_width: int, *, color: bool, unicode: bool, verbose: int
) -> str:
    """The table for a terminal.

    Args:
        result: what to show.
        console_width: in columns; fewer than 40 are treated as 40.
        color: whether ANSI colours are written (16 colours, so that the terminal's theme rules).
        unicode: False for output that can carry ASCII only.
        verbose: 0 summarises what passed; 1 and more lists it, with every mention.

    Returns:
        The text, newline at the end.
    """
    page = Page(max(console_width, 40), color=color, unicode=unicode)
    findings = _by_outcome(result)
    is_mixed = wording.has_two_sources(result)
    _failed(page, findings["fail"], verbose, is_mixed=is_mixed)
    for outcome in ("unavailable", "unknown", "ignored"):
        _grouped(page, outcome, findings[outcome], verbose)
    _passed(page, findings["pass"], verbose, is_mixed=is_mixed)
    _unread(page, result, verbose)
    _close(page, result)
    text = page.text()
    return text if unicode else ascii_only(text)


def _by_outcome(result: ScanResult) -> dict[Outcome, list[Finding]]:
    by_outcome: dict[Outcome, list[Finding]] = {outcome: [] for outcome in wording.OUTCOMES}
    for finding in result.findings:
        by_outcome[finding.outcome].append(finding)
    return by_outcome


def _failed(page: Page, findings: Sequence[Finding], verbose: int, *, is_mixed: bool) -> None:
    """What has a score or was denied; then what fails for want of a score, by reason."""
    judged = [finding for finding in findings if not _is_unrated(finding)]
    unrated = [finding for finding in findings if _is_unrated(finding)]
    _targets(page, "fail", [_row(finding, verbose, is_mixed=is_mixed) for finding in judged])
    if unrated:
        number = wording.count(len(unrated), "target")
        _grouped(page, "fail", unrated, verbose, f"Failed without a score: {number}")


def _is_unrated(finding: Finding) -> bool:
    answer = finding.answer
    return isinstance(answer, Unrated) and wording.rules(finding)[:1] == [answer.rule]


def _targets(page: Page, outcome: Outcome, rows: Sequence[Row]) -> None:
    if not rows:
        return
    number = wording.count(len(rows), "target")
    page.heading(f"{wording.OUTCOMES[outcome]}: {number}", _STYLES[outcome])
    if page.width >= WIDE:
        page.rows(rows)
        return
    for position, row in enumerate(rows):
        if position and outcome == "fail":
            page.line()
        page.block(row)


def _row(finding: Finding, verbose: int, *, is_mixed: bool) -> Row:
    value = wording.score(finding)
    kind = finding.target.kind
    is_answer = finding.outcome == "fail"
    remedy = wording.remedy(finding)
    by = f"scored by {wording.scored_by(finding)}" if is_mixed and value is not None else ""
    return Row(
        score=wording.score_text(value),
        style="bold red" if wording.has_fact_against(finding) else _style(value, finding.threshold),
        grade=wording.grade(finding),
        advice=wording.advice(finding),
        target=wording.title(finding),
        kind=", ".join(part for part in ("" if kind == "package" else kind, by) if part),
        why=[
            *wording.reasons(finding),
            *(wording.evidence(finding) if is_answer else []),
            *([f"what to do: {remedy}"] if remedy else []),
        ],
        where=wording.places(finding) if verbose else [wording.where(finding)],
        via=wording.chain(finding).removeprefix("via "),
        instead=", ".join(wording.alternatives(finding)) if is_answer else "",
    )


def _style(score: float | None, threshold: float) -> str:
    """The colour of a score, by its distance to the threshold."""
    if score is None:
        return ""
    if score >= threshold:
        return "green"
    if score >= threshold - _NEAR:
        return "yellow"
    return "red" if score > threshold - _FAR else "bold red"


def _grouped(
    page: Page, outcome: Outcome, findings: Sequence[Finding], verbose: int, title: str = ""
) -> None:
    """Targets without a score, gathered under what they have in common: the reason."""
    if not findings:
        return
    targets = wording.count(len(findings), "target")
    page.heading(title or f"{wording.OUTCOMES[outcome]}: {targets}", _STYLES[outcome])
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(wording.shared_reason(finding), []).append(finding)
    shown = _EVERYTHING if verbose else _GROUPS
    for reason, members in list(groups.items())[:shown]:
        text = reason if len(members) > 1 else "; ".join(wording.reasons(members[0]))
        if text:
            page.line(text, indent=2)
        _members(page, members, verbose)
    left = [finding for members in list(groups.values())[shown:] for finding in members]
    if left:
        page.line(f"and {len(left)} more for other reasons (-v lists them)", indent=2)


def _members(page: Page, findings: Sequence[Finding], verbose: int) -> None:
    if verbose or len(findings) <= _PLACED:
        places = _EVERYTHING if verbose else 1
        for finding in findings:
            page.entry(_placed(finding, places), indent=4)
        return
    text = wording.some([wording.title(finding) for finding in findings], _NAMES)
    page.line(f"{text} (-v lists them)" if len(findings) > _NAMES else text, indent=4)


def _placed(finding: Finding, limit: int) -> str:
    where = wording.where(finding, limit)
    return f"{wording.title(finding)}  {where}" if where else wording.title(finding)


def _passed(page: Page, findings: Sequence[Finding], verbose: int, *, is_mixed: bool) -> None:
    if verbose:
        rows = [_row(finding, verbose, is_mixed=is_mixed) for finding in findings]
        _targets(page, "pass", rows)
    elif findings:
        _called_out(page, [finding for finding in findings if wording.warnings(finding)])
        worst = findings[0]
        number = wording.count(len(findings), "target")
        lowest = f"{wording.title(worst)} at {wording.score_text(wording.score(worst))}"
        page.heading(f"Passed: {number}", _STYLES["pass"])
        page.line(f"lowest {lowest} (-v lists all)", indent=2)


def _called_out(page: Page, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    number = wording.count(len(findings), "target")
    page.heading(f"Passed with a warning: {number}", "bold yellow")
    for finding in findings[:_LINES]:
        why = "; ".join(wording.called_out(finding))
        page.entry(f"{_placed(finding, 1)}  {why}", indent=2)
    _more(page, len(findings) - _LINES)


def _unread(page: Page, result: ScanResult, verbose: int) -> None:
    limit = _EVERYTHING if verbose else _LINES
    if result.problems:
        page.heading(f"Not read: {wording.count(len(result.problems), 'place')}", "bold yellow")
        for problem in result.problems[:limit]:
            text = f"{wording.place(problem.location)}: {one_line(problem.message)}"
            page.entry(text, indent=2)
        _more(page, len(result.problems) - limit)
    if result.unresolved:
        number = wording.count(len(result.unresolved), "model name")
        page.heading(f"Known at run time only: {number}")
        for place in result.unresolved[: _EVERYTHING if verbose else 0]:
            page.entry(f"{wording.place(place.location)}: {one_line(place.expression)}", indent=2)
        if not verbose:
            page.line("not judged (-v lists the places)", indent=2)


def _more(page: Page, left: int) -> None:
    if left > 0:
        page.line(f"and {left} more (-v lists them)", indent=2)


def _close(page: Page, result: ScanResult) -> None:
    if result.notes:
        page.heading("Notes")
        for note in result.notes:
            page.entry(one_line(note), indent=2)
    numbers, _, asked = wording.summary_line(result).partition(" · ")
    if len(numbers) + len(asked) + 3 <= page.width:
        numbers, asked = f"{numbers} · {asked}", ""
    page.heading(numbers)
    if asked:
        page.line(asked, "bold")
    is_pass = wording.state(result) == "passed"
    style = _STYLES["fail" if result.exit_code else "pass" if is_pass else "unknown"]
    page.line(verdict_line.verdict(result), style)


REPORT = ReportFormat(
    id="table",
    title="a table for people, worst first",
    render=render,
    media_type="text/plain",
    extension=".txt",
)
