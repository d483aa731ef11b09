"""``nerq check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypedDict

import typer

from nerq.cli import options, terminal
from nerq.cli.named_targets import read_targets, settings_for
from nerq.cli.progress import Line, progress_on
from nerq.cli.show import write_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import ScanResult
    from nerq.pipeline.target_text import Named
    from nerq.settings import Settings

_LISTED = 10
"""More targets than this are shown as they are answered."""


def check(
    targets: options.Targets,
    report: options.CardFormat = "table",
    json: options.Json = False,
    output: options.Output = None,
    threshold: options.Threshold = None,
    strict: options.Strict = False,
    source: options.Source = None,
    api_url: options.ApiUrl = None,
    offline: options.Offline = False,
    refresh: options.Refresh = False,
    no_cache: options.NoCache = False,
    snapshot: options.Snapshot = None,
    quiet: options.Quiet = False,
    verbose: options.Verbose = 0,
    no_progress: options.NoProgress = False,
    concurrency: options.Concurrency = None,
    timeout: options.Timeout = None,
    config: options.Config = None,
) -> None:
    """Say how far something can be trusted, before it is added.

    Exit codes as for scan: 0 clean, 1 policy failed, 2 usage, 3 could not finish.
    """
    files = options.outputs(output, options.CARD_FORMATS)
    settings = settings_for(
        threshold=threshold,
        strict=strict,
        source=source,
        api_url=api_url,
        offline=offline,
        refresh=refresh,
        no_cache=no_cache,
        snapshot=snapshot,
        concurrency=concurrency,
        timeout=timeout,
        config=config,
    )
    named = read_targets(targets)
    chosen = "json" if json else report
    is_streamed = chosen == "table" and len(named) > _LISTED and not quiet
    result = _ask(named, settings, hidden=no_progress or quiet, is_streamed=is_streamed)
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
    named: Sequence[Named], settings: Settings, *, hidden: bool, is_streamed: bool
) -> ScanResult:
    from nerq.pipeline.check import check_in_parts, joined
    from nerq.reports.cards.terminal import head, rows

    parts = []
    if is_streamed:
        terminal.write(head(**_screen()))
    with progress_on(sys.stderr, hidden=hidden) as progress:
        for part in check_in_parts(named, settings, progress=progress):
            parts.append(part)
            if is_streamed:
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
