"""``nerq cache``: the answers kept on this machine."""

from __future__ import annotations

import typer

from nerq.cli import options, terminal
from nerq.settings import load

app = typer.Typer(help="Show or clear the answers kept on this machine.", no_args_is_help=True)


@app.command()
def info(config: options.Config = None) -> None:
    """Show where answers are kept, how many there are, and how many are still fresh."""
    from nerq.pipeline.assessors import cache_of

    cache = cache_of(load(".", config=config))
    found = cache.info()
    _say(cache.notes)
    terminal.write(terminal.plain(f"{found.path}\n{found.answers} answers, {found.fresh} fresh, "))
    terminal.write(f"{found.size / 1_000_000:.1f} MB\n")
    for service, count in sorted(found.services.items()):
        terminal.write(terminal.plain(f"{count} from {service}") + "\n")


@app.command()
def clear(config: options.Config = None) -> None:
    """Forget every answer, and the evidence behind local scores."""
    from nerq.pipeline.assessors import cache_of

    cache = cache_of(load(".", config=config))
    removed = cache.clear()
    _say(cache.notes)
    terminal.write(f"{removed} answers forgotten\n")


def _say(notes: list[str]) -> None:
    for note in notes:
        terminal.write(terminal.plain(note) + "\n")
