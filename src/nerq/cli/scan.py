"""``nerq scan``."""

from __future__ import annotations

import typer

from nerq.cli import parameters
from nerq.cli.scanning import run_scan


@parameters.with_options("scan")
def scan(
    paths: parameters.Paths = None,
    report: parameters.Format = "table",
    json: parameters.Json = False,
    output: parameters.Output = None,
    quiet: parameters.Quiet = False,
    verbose: parameters.Verbose = 0,
    *,
    given: parameters.Given,
) -> None:
    """Scan a project and fail when something scores below the threshold.

    Exit codes: 0 clean, 1 policy failed, 2 usage, 3 could not finish, 70 a bug, 130 interrupted.
    """
    code = run_scan(
        paths,
        given,
        report="json" if json else report,
        files=parameters.outputs(output),
        quiet=quiet,
        verbose=verbose,
    )
    raise typer.Exit(code)
