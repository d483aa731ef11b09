"""``nerq snapshot``: answers in a file, for machines without a network."""

from __future__ import annotations

from pathlib import Path

import typer

from nerq.cli import parameters, terminal
from nerq.errors import UsageError

app = typer.Typer(help="Carry answers to machines without a network.", no_args_is_help=True)


@app.command()
@parameters.with_options("snapshot export")
def export(
    file: str = typer.Argument(metavar="FILE", help="The file to write."),
    paths: parameters.Paths = None,
    targets: str | None = typer.Option(
        None, "--targets", metavar="NAME,...", help="Ask for these instead of scanning PATHs."
    ),
    *,
    given: parameters.Given,
) -> None:
    """Ask for everything that a project mentions, and write the answers to a file.

    Exit codes: 0 written, 3 an answer is missing (what is known is written all the same).
    """
    from nerq.model import Unavailable
    from nerq.pipeline.ask import ask_all
    from nerq.pipeline.collect import collect
    from nerq.pipeline.target_text import parse_target
    from nerq.trust.service.snapshot import write_snapshot

    chosen = paths or ["."]
    # A project that is scanned from a snapshot says so in its settings; this is where it is made.
    settings = given.settings(chosen[0]).replace(sources=("nerq",), offline=False, snapshot=None)
    if targets is not None:
        wanted = [parse_target(text).target for text in targets.split(",") if text.strip()]
        if not wanted:
            raise UsageError("--targets names none")
    else:
        entries = collect(chosen, settings).targets
        wanted = [entry.target for entry in entries if entry.private is None]
    with given.progress() as progress:
        answers = ask_all(wanted, settings, progress)
    service = settings.service
    count = write_snapshot(Path(file), service.api_url, answers, service.targets)
    missing = sum(isinstance(answer, Unavailable) for answer in answers.values())
    terminal.write(terminal.plain(f"{file}: {count} answers, {missing} missing") + "\n")
    raise typer.Exit(3 if missing else 0)


@app.command()
def info(file: str = typer.Argument(metavar="FILE", help="A snapshot.")) -> None:
    """Show when a snapshot was made, from which service, and how much it holds."""
    from nerq.trust.service.snapshot import read_snapshot

    snapshot = read_snapshot(Path(file))
    line = (
        f"{file}: {len(snapshot.rows)} answers of {snapshot.service}, made {snapshot.created_at} "
        f"({snapshot.age / 86_400:.0f} days ago)"
    )
    terminal.write(terminal.plain(line) + "\n")
