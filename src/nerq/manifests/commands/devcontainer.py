"""Reads what the commands of a development container install.

    // .devcontainer/devcontainer.json
    {"image": "…", "postCreateCommand": "pip install --user ruff==0.6.0"}

Format: https://containers.dev/implementors/json_reference/
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import json_nodes, shell
from nerq.documents.shell import Word
from nerq.manifests.commands.install_command import HINT, MAX_LENGTH, installed_by
from nerq.model import Location, Problem, Reference
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.documents.shell import Command
    from nerq.plugin import Item, Source

ID = "devcontainer"

_COMMANDS = (
    "initializeCommand",
    "onCreateCommand",
    "updateContentCommand",
    "postCreateCommand",
    "postStartCommand",
    "postAttachCommand",
)


def parse(source: Source) -> Iterator[Item]:
    """The packages that the container's commands install.

    Raises:
        ManifestError: it is not JSON with comments, or not a table.
    """
    document = json_nodes.load(source, allow_comments=True)
    if not document.is_table:
        raise document.wrong("a table")
    model = Reference("package", "pypi", "", Location(source.path), ID, scope="dev")
    for key in _COMMANDS:
        node = document.get(key)
        if node is not None:
            yield from _command(node, model)


def _command(node: Node, model: Reference) -> Iterator[Item]:
    """A command is text for a shell, a list of words, or a table of both."""
    if node.is_table:
        for _, child in node.entries():
            if not child.is_table:
                yield from _command(child, model)
    elif len(str(node.value)) > MAX_LENGTH:
        place = Location(model.location.path, node.line)
        message = f"not read: a command of more than {MAX_LENGTH:,} characters"
        yield Problem(place, message, level="note")
    else:
        for command in _commands(node):
            yield from installed_by(command, model)


def _commands(node: Node) -> Iterator[Command]:
    line = node.line or 1
    if node.is_array:
        yield from shell.commands_of(
            [Word(str(item.value), item.line or line, 1) for item in node.items()]
        )
    elif isinstance(node.value, str):
        # Line ends inside JSON text are escapes: all of it stands on one line.
        for command in shell.commands(node.value, line):
            words = tuple(replace(word, line=line) for word in command.words)
            yield replace(command, words=words)


FORMAT = ManifestFormat(
    id=ID,
    title="devcontainer.json",
    files=("devcontainer.json", ".devcontainer.json"),
    parse=parse,
    reads="packages that the lifecycle commands install with pip, uv, pipx, npm, pnpm, yarn, conda",
    omits="features and images, scripts that a command calls",
    spec="https://containers.dev/implementors/json_reference/",
    hint=HINT,
)
