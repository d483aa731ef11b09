"""``nerq baseline``: writes the report that later scans are compared with."""

from __future__ import annotations

import sys

import typer

from nerq.cli import parameters
from nerq.cli.show import render, write_file


@parameters.with_options("baseline")
def baseline(
    paths: parameters.Paths = None,
    output: str = typer.Option("nerq-baseline.json", "--output", "-o", metavar="FILE"),
    *,
    given: parameters.Given,
) -> None:
    """Write a baseline: later scans with --baseline fail only on what is new.

    Exit codes: 0 written, 3 something could not be judged (written all the same).
    """
    from nerq.pipeline.scan import scan

    chosen = paths or ["."]
    settings = given.settings(chosen[0])
    with given.progress() as progress:
        result = scan(chosen, settings, progress=progress)
    write_file(output, render(result, "json"))
    failed = result.summary.failed
    sys.stderr.write(f"nerq: {output}: {failed} failing targets accepted from now on\n")
    raise typer.Exit(3 if result.summary.unavailable else 0)
