"""Shows a result: one report on standard output, others in files."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.cli import terminal
from nerq.errors import UnfinishedError, UsageError
from nerq.pipeline import plugins as parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import ScanResult


def show(result: ScanResult, report: str, *, verbose: int, quiet: bool) -> None:
    """Writes the report to standard output; nothing when quiet and clean."""
    if not (quiet and result.exit_code == 0):
        pieces = None if report == "table" else parts.report(report).pieces
        if pieces is not None:
            terminal.write_all(pieces(result))
        else:
            terminal.write(render(result, report, verbose=verbose))
    if report == "github":
        _append_step_summary(result)


def render(result: ScanResult, report: str, *, verbose: int = 0) -> str:
    """The report as text; the table is fitted to the terminal."""
    if report != "table":
        return parts.report(report).render(result)
    from nerq.reports import table

    return table.write(
        result,
        terminal.width(sys.stdout),
        color=terminal.has_color(sys.stdout),
        unicode=terminal.has_unicode(sys.stdout),
        verbose=verbose,
    )


def write_files(result: ScanResult, files: Sequence[tuple[str, str]]) -> None:
    """Writes reports to files, each whole or not at all.

    Raises:
        UsageError: the folder does not exist or may not be written.
        UnfinishedError: the disk is full, or writing failed otherwise.
    """
    for report, file in files:
        write_file(file, parts.report(report).render(result))


def write_file(file: str, text: str) -> None:
    """Writes beside the file, then renames, so that no half-written report is ever seen.

    Raises:
        UsageError: the folder does not exist or may not be written.
        UnfinishedError: the disk is full, or writing failed otherwise.
    """
    import tempfile

    path = Path(file)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise UsageError(f"{file}: cannot be written: {error.strerror or error}") from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        Path(beside).chmod(0o666 & ~_umask())
        Path(beside).replace(path)
    except OSError as error:
        Path(beside).unlink(missing_ok=True)
        raise UnfinishedError(f"{file}: not written: {error.strerror or error}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _append_step_summary(result: ScanResult) -> None:
    """Adds the Markdown report to the summary page of a GitHub Actions step."""
    file = os.environ.get("GITHUB_STEP_SUMMARY")
    if not file:
        return
    try:
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(parts.report("markdown").render(result))
    except OSError as error:
        raise UnfinishedError(f"{file}: not written: {error.strerror or error}") from error
