"""The commands, gathered."""

from __future__ import annotations

import typer

from nerq.cli import advisories, cache, snapshot
from nerq.cli import badge as badge_command
from nerq.cli import baseline as baseline_command
from nerq.cli import check as check_command
from nerq.cli import compare as compare_command
from nerq.cli import config as config_command
from nerq.cli import scan as scan_command

app = typer.Typer(
    name="nerq",
    help="Finds every dependency and AI model a project uses, and says which can be trusted.",
    no_args_is_help=True,
    # Plain help text: rich panels would double the time to start.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(value: bool) -> None:
    if value:
        from nerq import __version__

        typer.echo(f"nerq {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(
        False, "--version", "-V", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Finds every dependency and AI model a project uses, and says which can be trusted."""


app.command("scan")(scan_command.scan)
app.command("check")(check_command.check)
app.command("compare")(compare_command.compare)
app.command("badge")(badge_command.badge)
app.command("baseline")(baseline_command.baseline)
app.command("config")(config_command.config)
app.add_typer(cache.app, name="cache")
app.add_typer(snapshot.app, name="snapshot")
app.add_typer(advisories.app, name="advisories")
