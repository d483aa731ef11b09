"""``nerq cache``: the answers kept on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nerq.cli import options, terminal
from nerq.settings import load

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.trust.local.http_cache import HttpCache

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
    evidence = _evidence(config)
    if evidence is not None:
        count = evidence.count()
        _say(evidence.notes)
        terminal.write(f"{count} pieces of evidence behind local scores\n")
        evidence.close()


@app.command()
def clear(config: options.Config = None) -> None:
    """Forget every answer, the evidence behind local scores, and what was read in files."""
    from nerq.pipeline.assessors import cache_of
    from nerq.pipeline.reading_cache import forget

    cache = cache_of(load(".", config=config))
    _say(forget(cache.path.parent))
    removed = cache.clear()
    _say(cache.notes)
    evidence = _evidence(config)
    if evidence is not None:
        removed += evidence.clear()
        _say(evidence.notes)
        evidence.close()
    terminal.write(f"{removed} answers forgotten\n")


def _evidence(config: str | None) -> HttpCache | None:
    """The kept evidence, or None where there is none."""
    from os.path import lexists

    from nerq.pipeline.assessors import cache_folder
    from nerq.trust.local.http_cache import FILE_NAME, HttpCache

    folder = cache_folder(load(".", config=config))
    return HttpCache(str(folder)) if lexists(folder / FILE_NAME) else None


def _say(notes: Sequence[str]) -> None:
    for note in notes:
        terminal.write(terminal.plain(note) + "\n")
