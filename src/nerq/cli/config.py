"""``nerq config``: the settings in force, and where each came from."""

from __future__ import annotations

import json as json_module

import typer

from nerq.cli import parameters, terminal
from nerq.settings import KEYS, effective, json_schema


@parameters.with_options("config")
def config(
    path: str = typer.Argument(".", help="The file or folder to be scanned."),
    schema: bool = typer.Option(False, "--schema", help="Print the JSON Schema for editors."),
    json: parameters.Json = False,
    *,
    given: parameters.Given,
) -> None:
    """Show the settings in force, and where each came from."""
    if schema:
        terminal.write(json_module.dumps(json_schema(), indent=2) + "\n")
        return
    rows = effective(given.settings(path))
    if json:
        document = {name: {"value": value, "from": origin} for name, value, origin in rows}
        terminal.write(json_module.dumps(document, indent=2, default=vars) + "\n")
        return
    width = max(len(key.name) for key in KEYS)
    for name, value, origin in rows:
        terminal.write(terminal.plain(f"{name:{width}}  {_shown(value)}  ({origin})") + "\n")


def _shown(value: object) -> str:
    """A value as a settings file would hold it; ``-`` where nothing is set."""
    match value:
        case None | () | []:
            text = "-"
        case list() | tuple():
            text = "[" + ", ".join(_shown(item) for item in value) + "]"
        case dict():
            text = ", ".join(f"{_shown(k)} = {_shown(v)}" for k, v in value.items())
            text = "{" + text + "}" if text else "-"
        case float():
            text = f"{value:g}"
        case str() | bool() | int():
            text = json_module.dumps(value, ensure_ascii=False)
        case _:
            text = repr(value)
    return text
