"""``nerq compare``."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from nerq.cli import parameters, terminal
from nerq.cli.named_targets import read_targets
from nerq.errors import UsageError

if TYPE_CHECKING:
    from nerq.model import ScanResult


@parameters.with_options("compare")
def compare(
    targets: parameters.Targets,
    report: parameters.Comparison = "table",
    json: parameters.Json = False,
    *,
    given: parameters.Given,
) -> None:
    """Hold two or more things against one another.

    Exit codes: 0 compared, whoever wins; 2 usage; 3 an answer is missing.
    """
    from nerq.pipeline.check import check_in_parts, joined, service_winner
    from nerq.reports.cards.comparison import MOST

    settings = given.settings()
    named = read_targets(targets)
    if not 2 <= len(named) <= MOST:
        raise UsageError(f"compare takes 2 to {MOST} different targets, not {len(named)}")
    with given.progress() as progress:
        parts = list(check_in_parts(named, settings, progress=progress))
    findings = tuple(finding for part in parts for finding in part.findings)
    result = replace(joined(parts, settings), findings=findings)
    winner = service_winner(findings, settings)
    terminal.write(_render(result, "json" if json else report, winner))
    raise typer.Exit(3 if result.summary.unavailable else 0)


def _render(result: ScanResult, report: str, winner: str | None) -> str:
    from nerq.reports.cards import comparison_page

    if report == "json":
        return comparison_page.render_json(result, winner)
    if report == "markdown":
        return comparison_page.render_markdown(result, winner)
    return comparison_page.write(
        result,
        terminal.width(sys.stdout),
        color=terminal.has_color(sys.stdout),
        unicode=terminal.has_unicode(sys.stdout),
        service_winner=winner,
    )
