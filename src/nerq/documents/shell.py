"""Reads shell scripts: which commands there are, in words, without running any of them.

The grammar is that of POSIX.1-2017, «Shell Command Language», with the arrays, here-strings
and process substitutions of bash. What cannot be known without a run stays as written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents.shell_frames import Values
from nerq.documents.shell_reader import ShellReader
from nerq.documents.shell_words import Command, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["Command", "Word", "commands", "commands_of"]

_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "ash"})
# Each level of a script inside a string is read again; nobody writes deeper ones by hand.
_DEEPEST = 3


def commands(text: str, first_line: int = 1) -> Iterator[Command]:
    """The simple commands of a script, in order; nested ones before the one around them.

    Quotes, escapes, line continuations, comments, pipes, lists, subshells, ``$(…)``, arrays,
    loops and here-documents are understood; keywords are taken away. ``${VAR:-default}``
    reads as a literal default; ``$VAR`` as its value where the script gives it just one before.
    What a shell is handed to run (``bash -c '…'``, ``bash <<EOF``, ``eval``, ``ssh``) is read
    as well.

    Args:
        text: any text; nothing is raised for what is not a script.
        first_line: the line that the first character stands on.
    """
    yield from _read(text, (first_line, 1), Values(len(text)), 0)


def commands_of(words: Sequence[Word]) -> Iterator[Command]:
    """The command that a list of words makes up, as container files give it, and what it runs.

    ``["sh", "-c", "vllm serve x"]`` gives that command, then those of the script.
    """
    if not words:
        return
    command = Command(tuple(words), (), words[0].line)
    yield command
    values = Values(sum(len(word.text) for word in words))
    for word, column in _scripts(command, None):
        yield from _read(word.text, (word.line, column), values, 1)


def _read(text: str, first: tuple[int, int], values: Values, depth: int) -> Iterator[Command]:
    previous: Command | None = None
    for command in ShellReader(text, *first, values).commands():
        yield command
        if depth < _DEEPEST:
            for word, column in _scripts(command, previous):
                yield from _read(word.text, (word.line, column), values, depth + 1)
        previous = command


def _scripts(command: Command, previous: Command | None) -> Iterator[tuple[Word, int]]:
    """The texts that a command runs as scripts, with the column they begin at."""
    words = [word.text for word in command.words]
    shell = next((n for n, word in enumerate(words) if _program(word) in _SHELLS), None)
    if shell is None:
        if words and _program(words[0]) in ("eval", "ssh"):
            yield from ((word, word.column) for word in command.words[1:] if " " in word.text)
        return
    for number, word in enumerate(words[shell + 1 : -1], shell + 1):
        if word.startswith("-") and word.endswith("c") and not word.startswith("--"):
            yield command.words[number + 1], command.words[number + 1].column
            return
    yield from ((body, 1) for body in command.inputs)
    if previous is not None and previous.words and _program(previous.words[0].text) == "cat":
        yield from ((body, 1) for body in previous.inputs)


def _program(word: str) -> str:
    return word.rsplit("/", 1)[-1]
