"""Reads the commands of a script in turn, and follows its variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_call, reference
from nerq.detectors.shell.command_line import read_command
from nerq.documents.shell import commands
from nerq.model import Unresolved
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nerq.detectors.shell.python_piece import PythonPiece
    from nerq.documents.shell import Command, Word
    from nerq.model import Location
    from nerq.plugin import Item, Search

_VARIABLE = regex(r"\$\{?([A-Za-z_]\w*)")
# ``A=$B``, ``B=$C`` and so on: nobody writes longer chains, and cycles must end.
_CHAIN = 5


def read_script(
    text: str, first_line: int, where: Callable[[int, int], Location], search: Search
) -> Iterator[Item | PythonPiece]:
    """References and unresolved places of a script, and the Python that it hands on.

    A variable that is handed to a model's flag makes the literals it is set to references,
    whatever its name; such a place is then no longer unresolved.

    Args:
        text: the script.
        first_line: the line its first character stands on.
        where: gives the location of a 1-based line and column.
        search: the project's own keys and flags.
    """
    values: dict[str, list[tuple[Word, str]]] = {}
    open_places: list[Unresolved] = []
    for command in commands(text, first_line):
        _collect(command, values)
        for item in read_command(command, where, search):
            if isinstance(item, Unresolved):
                open_places.append(item)
            else:
                yield item
    # Only at the end: a function may use what is set after it.
    for place in open_places:
        followed = list(_follow(place, values, where))
        yield from followed or [place]


def read_commands(
    given: Iterable[Command], where: Callable[[int, int], Location], search: Search
) -> Iterator[Item | PythonPiece]:
    """The same of commands that make up no script, so that no variable is followed."""
    for command in given:
        yield from read_command(command, where, search)


def _collect(command: Command, values: dict[str, list[tuple[Word, str]]]) -> None:
    for name, word in command.assignments:
        values.setdefault(name, []).append((word, "shell-assignment"))
    for name, word in command.arrays:
        values.setdefault(name, []).append((word, "shell-array"))


def _follow(
    place: Unresolved,
    values: dict[str, list[tuple[Word, str]]],
    where: Callable[[int, int], Location],
) -> Iterator[Item]:
    wanted = set(_VARIABLE.findall(place.expression)[:1])
    seen: set[str] = set()
    # ``ollama run $MODEL``: what the variable holds is named as the program names it.
    context = "ollama" if place.found_by.startswith("ollama") else None
    for _ in range(_CHAIN):
        further: set[str] = set()
        for name in sorted(wanted - seen):
            for word, shape in values.get(name, ()):
                found = None
                if word.is_literal:
                    found = by_call(word.text, context=context)
                if found is not None:
                    yield reference(found, where(word.line, word.column), shape)
                elif not word.is_literal:
                    further.update(_VARIABLE.findall(word.text)[:1])
        seen |= wanted
        wanted = further
