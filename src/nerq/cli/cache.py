"""``nerq cache``: the answers kept on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from nerq.cli import parameters, terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.settings import Settings
    from nerq.trust.local.http_cache import HttpCache

app = typer.Typer(help="Show or clear the answers kept on this machine.", no_args_is_help=True)


@app.command()
@parameters.with_options("cache")
def info(*, given: parameters.Given) -> None:
    """Show where answers are kept, how many there are, and how many are still fresh."""
    from nerq.pipeline.assessors import cache_of

    settings = given.settings()
    cache = cache_of(settings)
    found = cache.info()
    _say(cache.notes)
    terminal.write(terminal.plain(f"{found.path}\n{found.answers} answers, {found.fresh} fresh, "))
    terminal.write(f"{found.size / 1_000_000:.1f} MB\n")
    for service, count in sorted(found.services.items()):
        terminal.write(terminal.plain(f"{count} from {service}") + "\n")
    evidence = _evidence(settings)
    if evidence is not None:
        count = evidence.count()
        _say(evidence.notes)
        terminal.write(f"{count} pieces of evidence behind local scores\n")
        evidence.close()


@app.command()
@parameters.with_options("cache")
def clear(*, given: parameters.Given) -> None:
    """Forget every answer, the evidence behind local scores, and what was read in files."""
    from nerq.pipeline.assessors import cache_of
    from nerq.pipeline.reading_cache import forget

    settings = given.settings()
    cache = cache_of(settings)
    _say(forget(cache.path.parent))
    removed = cache.clear()
    _say(cache.notes)
    evidence = _evidence(settings)
    if evidence is not None:
        removed += evidence.clear()
        _say(evidence.notes)
        evidence.close()
    terminal.write(f"{removed} answers forgotten\n")


def _evidence(settings: Settings) -> HttpCache | None:
    """The kept evidence, or None where there is none."""
    from os.path import lexists

    from nerq.pipeline.assessors import cache_folder
    from nerq.trust.local.http_cache import FILE_NAME, HttpCache

    folder = cache_folder(settings)
    return HttpCache(str(folder)) if lexists(folder / FILE_NAME) else None


def _say(notes: Sequence[str]) -> None:
    for note in notes:
        terminal.write(terminal.plain(note) + "\n")
