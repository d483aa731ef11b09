"""What a shell script consists of: words, and the commands they make up."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command, quotes and escapes taken away.

    Attributes:
        text: the word; what is only known at run time stands there as written (``$MODEL``,
            ``${MODELS[@]}``), the output of a command as ``$(…)``.
        line: 1-based line the word begins on.
        column: 1-based column of its text, past an opening quote.
        is_literal: whether `text` is the whole truth: nothing in it depends on the run.
    """

    text: str
    line: int
    column: int
    is_literal: bool = True


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command.

    Attributes:
        words: the program and its arguments; empty where only variables are set.
        assignments: name and value of ``NAME=value`` before the program, and of the
            arguments of ``export``, ``local``, ``declare``, ``readonly`` and ``typeset``.
        line: 1-based line of its first word.
        arrays: name and element, one pair an element, of ``NAME=(a b)`` and of
            ``for NAME in a b``.
        inputs: the bodies of its here-documents and here-strings, with the place they begin.
    """

    words: tuple[Word, ...]
    assignments: tuple[tuple[str, Word], ...]
    line: int
    arrays: tuple[tuple[str, Word], ...] = ()
    inputs: tuple[Word, ...] = ()
