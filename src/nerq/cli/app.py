"""The commands, gathered: one row a command."""

from __future__ import annotations

from importlib import import_module

import typer

_COMMANDS = (
    "scan",
    "check",
    "compare",
    "badge",
    "baseline",
    "explain",
    "config",
    "cache",
    "snapshot",
    "advisories",
)
"""In the order of the help; each is the function, or the group ``app``, of the module so named."""

_ABOUT = "Finds every dependency and AI model a project uses, and says which can be trusted."


def _show_version(value: bool) -> None:
    if value:
        from nerq import __version__

        typer.echo(f"nerq {__version__}")
        raise typer.Exit


def _main(
    version: bool = typer.Option(
        False, "--version", "-V", callback=_show_version, is_eager=True, help="Show the version."
    ),
) -> None:
    pass


_main.__doc__ = _ABOUT


def command_line(word: str = "") -> typer.Typer:
    """The command line.

    Args:
        word: the first word of the line that is to be read. Where it is a command, the others are
            not made: their parameters take longer to lay out than most commands to run.
    """
    made = typer.Typer(
        name="nerq",
        help=_ABOUT,
        no_args_is_help=True,
        # Plain help text: rich panels would double the time to start.
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    made.callback()(_main)
    for name in (word,) if word in _COMMANDS else _COMMANDS:
        module = import_module(f"nerq.cli.{name}")
        group = getattr(module, "app", None)
        if group is None:
            made.command(name)(getattr(module, name))
        else:
            made.add_typer(group, name=name)
    return made
