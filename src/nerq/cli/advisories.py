"""``nerq advisories``: a local copy of known vulnerabilities, for every source of scores."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Annotated

import typer

from nerq.cli import parameters, terminal

if TYPE_CHECKING:
    from nerq.trust.local.advisories import AdvisoriesStatus

Ecosystems = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ECOSYSTEM]...",
        help="pypi, npm; without any, those imported before and those of the project here.",
        show_default=False,
    ),
]

app = typer.Typer(help="Keep known vulnerabilities on this machine.", no_args_is_help=True)


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


@app.command()
@parameters.with_options("advisories")
def update(
    ecosystems: Ecosystems = None,
    *,
    given: parameters.Given,
) -> None:
    """Fetch the archives of advisories that OSV publishes, and import what is new in them.

    A download that broke off goes on where it ended.
    """
    from nerq.pipeline.advisory_update import update_advisories

    settings = given.settings()
    with given.progress() as progress:
        status, lines = update_advisories(ecosystems or (), settings, progress)
    for line in lines:
        terminal.write(terminal.plain(line) + "\n")
    _show(status)


def _show(status: AdvisoriesStatus) -> None:
    now = datetime.now(timezone.utc)
    if not status.ecosystems:
        terminal.write("no advisories: nerq advisories update fetches them\n")
    for ecosystem in status.ecosystems:
        age = ecosystem.age(now.date())
        old = "" if age is None else f"; the newest is {age} days old"
        imported = (now.date() - datetime.fromisoformat(ecosystem.imported[:10]).date()).days
        line = (
            f"{ecosystem.ecosystem}: {ecosystem.advisories} advisories "
            f"on {ecosystem.packages} packages{old}; imported {_ago(imported)}"
        )
        terminal.write(terminal.plain(line) + "\n")
    if status.skipped:
        terminal.write(f"{status.skipped} documents were not advisories\n")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _ago(days: int) -> str:
    return "today" if days <= 0 else f"{_days(days)} ago"
