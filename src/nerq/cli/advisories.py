"""``nerq advisories``: a local copy of known vulnerabilities, for local scores."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

import typer

from nerq.cli import parameters, terminal

if TYPE_CHECKING:
    from nerq.trust.local.advisories import AdvisoriesStatus

app = typer.Typer(help="Import known vulnerabilities for local scores.", no_args_is_help=True)


@app.command("import")
@parameters.with_options("advisories")
def import_(
    file: str = typer.Argument(metavar="FILE", help="A dump in OSV's all.zip layout."),
    *,
    given: parameters.Given,
) -> None:
    """Import a dump of advisories (OSV's all.zip layout), replacing those of its ecosystems."""
    from nerq.pipeline.assessors import advisories_of
    from nerq.trust.local.advisories import import_advisories

    _show(import_advisories(file, advisories_of(given.settings())))


@app.command()
@parameters.with_options("advisories")
def status(*, given: parameters.Given) -> None:
    """Show what was imported, and how old it is."""
    from nerq.pipeline.assessors import advisories_of
    from nerq.trust.local.advisories import advisories_status

    _show(advisories_status(advisories_of(given.settings())))


def _show(status: AdvisoriesStatus) -> None:
    today = datetime.now(timezone.utc).date()
    if not status.ecosystems:
        terminal.write("no advisories: nerq advisories import FILE reads a dump\n")
    for ecosystem in status.ecosystems:
        age = ecosystem.age(today)
        old = "" if age is None else f"; the newest is {age} days old"
        line = (
            f"{ecosystem.ecosystem}: {ecosystem.advisories} advisories "
            f"on {ecosystem.packages} packages{old}"
        )
        terminal.write(terminal.plain(line) + "\n")
    if status.skipped:
        terminal.write(f"{status.skipped} documents were not advisories\n")
