"""What ``nerq scan`` does, and the short way to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nerq.cli.progress import progress_on
from nerq.cli.show import show, write_files
from nerq.pipeline.plugins import report_ids
from nerq.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SWITCHES = {
    "--json": ("report", "json"),
    "--strict": ("is_strict", True),
    "--offline": ("offline", True),
    "--no-cache": ("cache", False),
    "--dry-run": ("dry_run", True),
    "--quiet": ("quiet", True),
    "-q": ("quiet", True),
    "--no-progress": ("no_progress", True),
}


def run_scan(
    paths: Sequence[str] | None,
    flags: Mapping[str, object],
    *,
    report: str = "table",
    files: Sequence[tuple[str, str]] = (),
    quiet: bool = False,
    verbose: int = 0,
    no_progress: bool = False,
    config: str | None = None,
) -> int:
    """Scans, writes the files, shows the report; the exit code.

    Args:
        paths: None for the current folder.
        flags: what the command line says, as for `nerq.settings.load`.
        report: the id of the report on standard output.
        files: further reports, as id and file.
        quiet: shows nothing where everything passed.
        verbose: how much more the table shows.
        no_progress: shows no progress.
        config: a settings file to read instead of the nearest.
    """
    from nerq.pipeline.scan import scan

    chosen = list(paths or ["."])
    settings = load(chosen[0], config=config, flags=flags)
    stdin = sys.stdin.buffer.read() if "-" in chosen else None
    with progress_on(sys.stderr, hidden=no_progress or quiet) as progress:
        result = scan(chosen, settings, progress=progress, stdin=stdin)
    write_files(result, files)
    show(result, report, verbose=verbose, quiet=quiet)
    return result.exit_code


def run_plain(arguments: Sequence[str]) -> int | None:
    """Runs ``scan`` with paths and plain switches only; None where there is more to parse.

    Loading what parses every option takes four times as long as Python's own start; hooks and
    jobs mostly need none of it.
    """
    given = plain(arguments)
    if given is None or any(name.startswith("_NERQ_") for name in os.environ):
        return None
    paths, options = given
    shown = {name: options.pop(name) for name in ("quiet", "no_progress") if name in options}
    report = str(options.pop("report", "table"))
    return run_scan(paths, options, report=report, **shown)  # type: ignore[arg-type]


def plain(arguments: Sequence[str]) -> tuple[list[str], dict[str, object]] | None:
    """Paths, and options by name; None for anything but ``scan`` with these few forms."""
    if not arguments or arguments[0] != "scan":
        return None
    paths: list[str] = []
    options: dict[str, object] = {}
    formats: list[str] = []
    words = iter(arguments[1:])
    for word in words:
        if word in {"--format", "-f"}:
            formats.append(next(words, ""))
        elif word in _SWITCHES:
            name, value = _SWITCHES[word]
            options[name] = value
        elif not word or (word.startswith("-") and word != "-"):
            return None
        else:
            paths.append(word)
    if formats and not _is_known(formats):
        return None
    return paths, {"report": formats[-1], **options} if formats else options


def _is_known(formats: Sequence[str]) -> bool:
    return all(name in report_ids() for name in formats)
