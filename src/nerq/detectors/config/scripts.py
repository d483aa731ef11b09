"""Commands and scripts that stand in configuration: ``run:``, ``command:``, ``scripts:``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.python.inline import read_commands, read_script
from nerq.detectors.shell.assignments import read_assignment
from nerq.documents.shell import Word, commands_of
from nerq.documents.yaml_nodes import block_line
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.documents.node import Node
    from nerq.documents.page import Page
    from nerq.model import Location
    from nerq.plugin import Item, Search

# Each item of a list is a script of its own.
_SCRIPTS = regex(r"(?:.*_)?(?:run|scripts?|commands|cmds|install|steps|setup|bash|sh|shell)")
# A list is one command, word by word; text is a command line.
_COMMAND = regex(r"(?:.*_)?(?:command|cmd|entrypoint|args|arguments|extra_args|flags)")
_ENVIRONMENT = regex(r"(?:.*_)?(?:env|environment|envs|env_vars|variables|environment_variables)")
# How much of a word tells it from others, and over how many lines a text is folded at most.
_TELLING = 40
_FOLDED = 100
_SETTING = regex(r"([A-Za-z_]\w*)=(.*)", re.DOTALL)


def is_script(name: str) -> bool:
    """Whether a key, in its `keys.normal` form, holds commands of a shell."""
    return _SCRIPTS.fullmatch(name) is not None or _COMMAND.fullmatch(name) is not None


def is_command(name: str) -> bool:
    """Whether a list below this normal key is one command, word by word."""
    return _COMMAND.fullmatch(name) is not None


def is_environment(name: str) -> bool:
    """Whether a list below this normal key holds ``NAME=value``."""
    return _ENVIRONMENT.fullmatch(name) is not None


def read_script_value(node: Node, page: Page, search: Search) -> Iterator[Item]:
    """What a script in the value of a key names; lines and columns are those of the file."""
    text = node.text()
    line = block_line(node) or 1
    lines = text.split("\n")
    head = lines[0].strip()
    written = page.lines[line - 1] if line <= len(page.lines) else ""
    indent = max(written.find(head[:60]), 0) if head else 0

    def where(row: int, column: int) -> Location:
        read = lines[row - line][column - 1 :].split() if row - line < len(lines) else []
        start = read[0].strip("\"'")[:_TELLING] if read else ""
        number = min(row, len(page.lines))
        if page.lines[number - 1].startswith(start, column + indent - 1):
            return page.at(number, column + indent)
        # A folded or escaped text: its lines are not those of the file.
        return page.find(number, start, within=_FOLDED)

    yield from read_script(text, line, where, search)


def read_words(nodes: Sequence[Node], page: Page, search: Search) -> Iterator[Item]:
    """What one command names whose words stand in a list."""
    words = []
    indents: dict[int, int] = {}
    for node in nodes:
        if isinstance(node.value, str):
            place = page.find(block_line(node), node.value.split("\n", 1)[0], within=1)
            line, column = place.line or 1, place.column or 1
            is_literal = re.search(r"\$[\w({]|\{\{", node.value) is None
            words.append(Word(node.value, line, column, is_literal))
            rows = range(line + 1, line + node.value.count("\n") + 1)
            indents.update(dict.fromkeys(rows, column - 1))
    last = len(page.lines)

    def where(row: int, column: int) -> Location:
        return page.at(min(row, last), column + indents.get(row, 0))

    yield from read_commands(commands_of(words), where, search)


def read_setting(node: Node, page: Page, search: Search) -> Iterator[Item]:
    """What ``NAME=value`` in a list of environment variables names."""
    text = node.text()
    match = _SETTING.fullmatch(text)
    if match:
        place = page.find(node.line, text, within=1)
        column = (place.column or 1) + match.start(2)
        word = Word(match[2], place.line or 1, column, "$" not in match[2])
        yield from read_assignment(match[1], word, page.at, search, shape="environment")
