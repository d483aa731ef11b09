"""``nerq baseline``: writes the report that later scans are compared with."""

from __future__ import annotations

import sys

import typer

from nerq.cli import options
from nerq.cli.progress import progress_on
from nerq.cli.show import render, write_file
from nerq.settings import load


def baseline(
    paths: options.Paths = None,
    output: str = typer.Option("nerq-baseline.json", "--output", "-o", metavar="FILE"),
    source: options.Source = None,
    api_url: options.ApiUrl = None,
    config: options.Config = None,
    no_progress: options.NoProgress = False,
) -> None:
    """Write a baseline: later scans with --baseline fail only on what is new.

    Exit codes: 0 written, 3 something could not be judged (written all the same).
    """
    from nerq.pipeline.scan import scan

    chosen = paths or ["."]
    flags = {"sources": (source,) if source else None, "api_url": api_url}
    settings = load(chosen[0], config=config, flags=flags)
    with progress_on(sys.stderr, hidden=no_progress) as progress:
        result = scan(chosen, settings, progress=progress)
    write_file(output, render(result, "json"))
    failed = result.summary.failed
    sys.stderr.write(f"nerq: {output}: {failed} failing targets accepted from now on\n")
    raise typer.Exit(3 if result.summary.unavailable else 0)
