"""Annotations on GitHub: workflow commands, one a line.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ReportFormat
from nerq.reports import repository, verdict_line, wording
from nerq.reports.escaping import one_line

if TYPE_CHECKING:
    from nerq.model import Location, Outcome, ScanResult

_COMMANDS: dict[Outcome, str] = {
    "fail": "error",
    "unavailable": "warning",
    "unknown": "notice",
    "pass": "warning",
}

_NOTICES = 9  # GitHub shows ten of a step


def render(result: ScanResult) -> str:
    """One command for each remark and problem, most urgent first, then two plain lines."""
    lines = [
        _command("error", result, one_line(item.message), ()) for item in result.policy_failures
    ]
    lines += _remarks(result)
    lines += [
        _command(
            "error" if problem.level == "error" else "warning",
            result,
            f"Not read: {one_line(problem.message)}",
            (problem.location,),
        )
        for problem in result.problems
    ]
    lines += [_command("notice", result, one_line(note), ()) for note in result.notes]
    if result.unresolved:
        number = wording.count(len(result.unresolved), "model name")
        lines.append(_command("notice", result, f"Known at run time only: {number}", ()))
    lines += [wording.summary_line(result), verdict_line.verdict(result)]
    return "".join(f"{line}\n" for line in lines)


def _remarks(result: ScanResult) -> list[str]:
    """A command each; of the notices no more than GitHub shows, and then how many there are."""
    remarks = repository.remarks(result)
    notices = [remark for remark in remarks if remark.outcome == "unknown"]
    hidden = set(map(id, notices[_NOTICES:]))
    lines = [
        _command(_COMMANDS[remark.outcome], result, remark.text, remark.places)
        for remark in remarks
        if id(remark) not in hidden
    ]
    if hidden:
        text = f"and {wording.count(len(hidden), 'more target')} without a score"
        lines.append(_command("notice", result, text, ()))
    return lines


def _command(name: str, result: ScanResult, text: str, places: tuple[Location, ...]) -> str:
    properties = {"title": "nerq"}
    if places:
        first = places[0]
        properties["file"] = repository.path_in_repository(result.root, first.path)
        properties["line"] = str(repository.line(first))
        column = repository.column(first)
        if column is not None:
            properties["col"] = str(column)
        if len(places) > 1:
            text = f"{text}, and mentioned {wording.count(len(places) - 1, 'more time')}"
    written = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_data(text)}"


def _data(text: str) -> str:
    return one_line(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


REPORT = ReportFormat(
    id="github",
    title="annotations in a GitHub workflow",
    render=render,
    media_type="text/plain",
    extension=".txt",
)
