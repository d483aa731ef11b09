"""Writes the reference pages from the code: ``python docs/generate.py``; a test compares them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

DOCS = Path(__file__).parent
NOTE = "<!-- Written by docs/generate.py; change the code instead. -->\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join("| " + " | ".join(_cell(c) for c in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def formats() -> str:
    """Which files are read as manifests."""
    from nerq.manifests import FORMATS

    rows = (
        (
            f"[{part.title}]({part.spec})",
            f"`{part.id}`",
            ", ".join(f"`{name}`" for name in part.files),
            part.reads,
            part.omits,
        )
        for part in FORMATS
    )
    return (
        NOTE
        + "# Formats\n\nA file of one of these names is read wherever the walk meets it; a path "
        "named on the command line is always read. Nothing of a project is run, built, cloned "
        "or fetched. What looks like a dependency and cannot be read is reported as a problem "
        "with its line.\n\n"
        + table(("format", "id", "files", "read", "not read"), rows)
        + _fragment("formats-measured.md")
    )


def models() -> str:
    """Where models are found."""
    from nerq.detectors import DETECTORS

    rows = (
        (part.title, f"`{part.id}`", ", ".join(f"`{name}`" for name in part.files), part.reads)
        for part in DETECTORS
    )
    return (
        NOTE
        + "# Models and tools\n\nModels, datasets, spaces, API models and MCP servers are found "
        "where they are named. What is put together at run time and cannot be followed is counted "
        "and listed with `-v`, never guessed.\n\n"
        + table(("place", "id", "files", "found"), rows)
        + _fragment("models-measured.md")
    )


def settings() -> str:
    """Every setting."""
    from nerq.settings import KEYS, SECTIONS

    rows = (
        (f"`{key.name}`", key.text, f"`{key.environment}`" if key.environment else "")
        for key in KEYS
    )
    sections = " and ".join(f"`[tool.nerq.{name}]`" for name in SECTIONS)
    return (
        NOTE
        + "# Settings\n\nSettings are keys of `[tool.nerq]` in `pyproject.toml`, or top-level keys of "
        "`nerq.toml`; the nearest file at or above the scanned path is used. Flags win over "
        "the environment, the environment over the file. An unknown key is an error that names "
        f"the nearest known one. Dotted names are keys of {sections}. `nerq config` shows the "
        "settings in force and where each came from; `nerq config --schema` prints the "
        "[JSON Schema](schema/nerq-settings.json) for editors.\n\n"
        + table(("setting", "meaning", "environment"), rows)
        + _fragment("settings-more.md")
    )


def rules() -> str:
    """Every rule id."""
    from nerq.policy import RULES

    parts = [
        NOTE + "# Rules\n\nEvery verdict names the rules that led to it. Ids are never reused.\n"
    ]
    for rule, text in RULES.items():
        parts.append(f"\n## {rule}\n\n{text}\n")
    return "".join(parts)


def settings_schema() -> str:
    """The JSON Schema of the settings."""
    from nerq.settings import json_schema

    return json.dumps(json_schema(), indent=2) + "\n"


def commands() -> str:
    """The help text of every command."""
    from typer.main import get_command

    from nerq.cli.app import app

    group = get_command(app)
    parts = [NOTE + "# Commands\n"]
    names = sorted(getattr(group, "commands", {}))
    for name in names:
        parts += _command(f"nerq {name}", group.commands[name])  # type: ignore[attr-defined]
    return "".join(parts)


def _command(path: str, command: object) -> list[str]:
    nested = getattr(command, "commands", None)
    if nested:
        return [
            text for name in sorted(nested) for text in _command(f"{path} {name}", nested[name])
        ]
    context = command.make_context(
        path, [], resilient_parsing=True, max_content_width=88, terminal_width=88
    )  # type: ignore[attr-defined]
    return [f"\n## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"]  # type: ignore[attr-defined]


def _fragment(name: str) -> str:
    """Hand-written or measured text that belongs to a generated page."""
    file = DOCS / "fragments" / name
    return "\n" + file.read_text(encoding="utf-8") if file.exists() else ""


PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands,
    "formats.md": formats,
    "models.md": models,
    "rules.md": rules,
    "settings.md": settings,
    "schema/nerq-settings.json": settings_schema,
}


def main() -> None:
    """Write the pages that changed."""
    for name, render in PAGES.items():
        file = DOCS / name
        text = render()
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
            sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
