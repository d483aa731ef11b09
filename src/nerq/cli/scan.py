"""``nerq scan``."""

from __future__ import annotations

import typer

from nerq.cli import options
from nerq.cli.scanning import run_scan


def scan(
    paths: options.Paths = None,
    report: options.Format = "table",
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
    baseline: options.Baseline = None,
    since: options.Since = None,
    only: options.Only = None,
    exclude: options.Exclude = None,
    scope: options.Scope = None,
    env: options.Env = False,
    python: options.Python = None,
    resolve: options.Resolve = False,
    python_version: options.PythonVersion = None,
    python_platform: options.PythonPlatform = None,
    dry_run: options.DryRun = False,
    include_prose: options.IncludeProse = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = 0,
    no_progress: options.NoProgress = False,
    concurrency: options.Concurrency = None,
    timeout: options.Timeout = None,
    config: options.Config = None,
) -> None:
    """Scan a project and fail when something scores below the threshold.

    Exit codes: 0 clean, 1 policy failed, 2 usage, 3 could not finish, 70 a bug, 130 interrupted.
    """
    flags = {
        "threshold": threshold,
        "is_strict": strict or None,
        "sources": (source,) if source else None,
        "api_url": api_url.rstrip("/") if api_url else None,
        "offline": offline or None,
        "refresh": refresh or None,
        "cache": False if no_cache else None,
        "snapshot": snapshot,
        "baseline": baseline,
        "since": since,
        "only": tuple(only.split(",")) if only else None,
        "exclude": tuple(exclude) if exclude else None,
        "scope": scope,
        "env": env or None,
        "python": python,
        "resolve": resolve or None,
        "python_version": python_version,
        "python_platform": python_platform,
        "dry_run": dry_run or None,
        "with_prose": include_prose or None,
        "concurrency": concurrency,
        "timeout": timeout,
    }
    code = run_scan(
        paths,
        flags,
        report="json" if json else report,
        files=options.outputs(output),
        quiet=quiet,
        verbose=verbose,
        no_progress=no_progress,
        config=config,
    )
    raise typer.Exit(code)
