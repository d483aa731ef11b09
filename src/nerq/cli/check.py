"""``nerq check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict

import typer

from nerq.cli import parameters, terminal
from nerq.cli.named_targets import read_targets
from nerq.cli.progress import Line
from nerq.cli.show import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import ScanResult
    from nerq.pipeline.target_text import Named
    from nerq.plugin import Progress
    from nerq.settings import Settings

_LISTED = 10
"""More targets than this are shown as they are answered."""


@parameters.with_options("check")
def check(
    targets: parameters.Targets,
    report: parameters.CardFormat = "table",
    json: parameters.Json = False,
    output: parameters.Output = None,
    quiet: parameters.Quiet = False,
    verbose: parameters.Verbose = 0,
    *,
    given: parameters.Given,
) -> None:
    """Say how far something can be trusted, before it is added.

    Exit codes as for scan: 0 clean, 1 policy failed, 2 usage, 3 could not finish.
    """
    files = parameters.outputs(output, parameters.CARD_FORMATS)
    settings = given.settings()
    named = read_targets(targets)
    chosen = "json" if json else report
    is_streamed = chosen == "table" and len(named) > _LISTED and not quiet
    with given.progress(hidden=quiet) as progress:
        result = _ask(named, settings, progress, is_streamed=is_streamed)
    for format_, file in files:
        write_file(file, render(result, format_, verbose=0))
    if is_streamed:
        _finish(result, verbose)
    elif not (quiet and result.exit_code == 0):
        terminal.write(render(result, chosen, verbose=verbose))
    raise typer.Exit(result.exit_code)


def render(result: ScanResult, report: str, *, verbose: int) -> str:
    """The cards as text; the table is fitted to the terminal."""
    if report == "table":
        from nerq.reports.cards.terminal import write

        return write(result, **_screen(), verbose=verbose)
    from nerq.reports.cards import CARDS

    return next(card for card in CARDS if card.id == report).render(result)


def _ask(
    named: Sequence[Named], settings: Settings, progress: Progress, *, is_streamed: bool
) -> ScanResult:
    from nerq.pipeline.check import check_in_parts, joined
    from nerq.reports.cards.terminal import head, rows

    parts = []
    if is_streamed:
        terminal.write(head(**_screen()))
    for part in check_in_parts(named, settings, progress=progress):
        parts.append(part)
        if is_streamed:
            # The rows are written where the line of progress stands.
            if isinstance(progress, Line):
                progress.wipe()
            terminal.write(rows(part.findings, **_screen()))
    return joined(parts, settings)


def _finish(result: ScanResult, verbose: int) -> None:
    from nerq.reports.cards.terminal import cards, close

    if verbose:
        terminal.write(cards(result, **_screen(), verbose=verbose))
    terminal.write(close(result, **_screen()))


class _Screen(TypedDict):
    console_width: int
    color: bool
    unicode: bool


def _screen() -> _Screen:
    return {
        "console_width": terminal.width(sys.stdout),
        "color": terminal.has_color(sys.stdout),
        "unicode": terminal.has_unicode(sys.stdout),
    }
