"""Where in a Python file ids may stand, told from its text before anything is parsed.

Which words and texts count is compiled from the vocabulary. Three things have to come together
before code names anything: a text that can be an id, a place that asks for one, and for some
texts a provider whose models are called so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nerq.detectors.vocabulary.gates import (
    ANYWHERE,
    DUE,
    MARKS,
    NONE,
    Words,
    flattened,
    in_any_case,
    quoted,
    shortest,
    trie,
    words_of,
    worth,
)
from nerq.detectors.vocabulary.keys import stems_of
from nerq.detectors.vocabulary.model_id import read_model_id
from nerq.detectors.vocabulary.providers import TABLE
from nerq.detectors.vocabulary.python_callables import (
    CALLABLES,
    CLIENT_KEYWORDS,
    FALLS_BACK,
    METHODS,
    REPOSITORY_TYPE,
)
from nerq.patterns import regex

if TYPE_CHECKING:
    import ast

    from nerq.detectors.vocabulary.providers import Provider
    from nerq.detectors.vocabulary.python_callables import Takes

_QUOTED = quoted("\"'")
_TEXTS = regex(_QUOTED.encode())
_TEXTS_OF_STR = regex(_QUOTED, re.ASCII)
_CLIENT_KEYWORD = regex(rf"\b(?:{'|'.join(sorted(CLIENT_KEYWORDS))})=")


class PythonGate:
    """Whether code may name anything; read as `re.Pattern.search`, and as quickly."""

    def search(self, data: bytes) -> bool:
        """Whether a file is worth parsing.

        A place whose id only a run gives, in a file without any text that could be one, is not.
        """
        best = max(map(_worth, set(_TEXTS.findall(data))), default=NONE)
        if best == ANYWHERE or data.startswith(MARKS):
            return True
        if any(word in data for word in _any_text()):
            return True
        if best == NONE:
            return False
        flat = flattened(data)
        is_asked = best == DUE and _asking().stand_in(data, flat)
        return is_asked or any(one.is_heard_in(data, flat) for one in _speakers())


HINT = PythonGate()


@lru_cache(maxsize=16384)
def _worth(text: bytes) -> int:
    return worth(text.decode())


def _rows() -> list[tuple[str, Takes]]:
    """Every callable of the tables by the word that tells it: its name, its module, its class."""
    own = [(word, takes) for name, takes in CALLABLES.items() for word in takes.modules or (name,)]
    return own + [(owner, takes) for (owner, _), takes in METHODS.items()]


@cache
def _any_text() -> list[bytes]:
    """Where one of these occurs, any text may be an id: of a dataset, or as Ollama names them."""
    datasets = {word for word, takes in _rows() if takes.kind == "dataset"}
    (row,) = (row for row in TABLE if row.id == "ollama")
    ollama = {*row.hosts.split(), *in_any_case(row.id)}
    return [word.encode() for word in shortest({*datasets, REPOSITORY_TYPE, *ollama})]


@cache
def _asking() -> Words:
    """What asks for an id: names of variables and keywords, callables."""
    callables = (word for word, _ in _rows())
    # Such a name is too common to count wherever it stands.
    falls_back = {f"{FALLS_BACK} {word} " for word in ("if", "or")}
    asked_for = {f"{quote}{FALLS_BACK}{quote}, " for quote in "\"'"}
    return words_of(stems_of("code").union(callables, falls_back, asked_for))


@cache
def _other_kinds() -> Words:
    return words_of(stems_of("code", "dataset", "space"))


class _Speaker(NamedTuple):
    """What tells that code speaks to a provider.

    Attributes:
        id: the provider's.
        written: of classes and hosts, as they are written.
        calls: of callables: a word of the module, and the name with its bracket.
        names: modules and parts of variables' names, flat, with patterns for where they are that;
            some of them are words of English, too.
    """

    id: str
    written: tuple[bytes, ...]
    calls: tuple[tuple[bytes, bytes], ...]
    names: tuple[tuple[bytes, tuple[re.Pattern[bytes], ...]], ...]

    def is_heard_in(self, data: bytes, flat: bytes) -> bool:
        """Whether code speaks to the provider, or seems to."""
        return (
            any(word in data for word in self.written)
            or any(name in data and module in data for module, name in self.calls)
            or any(
                word in flat and any(pattern.search(data) for pattern in patterns)
                for word, patterns in self.names
            )
        )


@cache
def _speakers() -> list[_Speaker]:
    found = [_speaker(row) for row in TABLE]
    return [one for one in found if one.written or one.calls or one.names]


def _speaker(row: Provider) -> _Speaker:
    written = shortest({*row.classes.split(), *row.hosts.split()})
    modules = {path.rpartition(".")[2] for path in row.modules.split()}
    calls = {
        (module.encode(), f"{name}(".encode())
        for name, takes in CALLABLES.items()
        if takes.context == row.id
        for module in takes.modules or ("",)
    }
    calls |= {
        (owner.encode(), f"{name}(".encode())
        for (owner, name), takes in METHODS.items()
        if takes.context == row.id
    }
    names = sorted({*modules, *row.words.split()})
    return _Speaker(
        row.id,
        tuple(word.encode() for word in written),
        tuple(sorted(calls)),
        tuple((flattened(word.encode()), _named(word)) for word in names),
    )


def _named(word: str) -> tuple[re.Pattern[bytes], ...]:
    """Where a word is a module, or a part of a variable's name; each begins with the word."""
    large = word.upper()
    module = "|".join(f"(?<={before}{word})" for before in ("[._]", "from ", "import "))
    return (
        regex(rf"{word}(?:{module}|(?=_|\.\w|\s*=))".encode()),
        regex(rf"{large}(?:(?<=_{large})|(?=_|\s*=))".encode()),
    )


@cache
def _callees() -> re.Pattern[str]:
    """Calls that take an id; its group is the callable's name."""
    return re.compile(rf"\b({trie({name for name, _ in _names()})})\(")


def _names() -> list[tuple[str, Takes]]:
    return [*CALLABLES.items(), *((name, takes) for (_, name), takes in METHODS.items())]


class Hints:
    """Which lines of a text may hold ids.

    Attributes:
        texts: what stands in quotes there, with the quotes.
        has_other_kinds: whether a name says that its value is a dataset or space.
        is_far: whether only a reading of the whole file can tell what the texts mean.
    """

    __slots__ = ("_lines", "has_other_kinds", "is_far", "texts")

    def __init__(self, text: str) -> None:
        self.texts: Counter[str] = Counter()
        data = text.encode("utf-8", "replace")
        flat = flattened(data)
        self.has_other_kinds = _other_kinds().stand_in(data, flat)
        spoken = [one.id for one in _speakers() if one.is_heard_in(data, flat)]
        found = [one.start() for one in _callees().finditer(text)]
        if spoken:
            found += [one.start() for one in _CLIENT_KEYWORD.finditer(text)]
        for match in _TEXTS_OF_STR.finditer(text):
            if worth(match[0]):
                self.texts[match[0]] += 1
                found.append(match.start())
        self._lines = _lines_at(text, sorted(found))
        # What is said anywhere of whom the code speaks to tells what a text means.
        self.is_far = (
            any(word in data for word in _any_text())
            or b"lmql" in data
            or any(_differs(one[1:-1], provider) for one in self.texts for provider in spoken)
        )

    def are_explained_by(self, used: Counter[str]) -> bool:
        """Whether every quoted text that reads as an id without a provider is among these."""
        return all(
            worth(one) < DUE or used[one[1:-1]] >= count for one, count in self.texts.items()
        )

    def stand_in(self, node: ast.stmt) -> bool:
        """Whether a line of a statement, its decorators included, may hold an id."""
        decorators = getattr(node, "decorator_list", None)
        first = min(node.lineno, decorators[0].lineno) if decorators else node.lineno
        return self.within(first, node.end_lineno or first)

    def within(self, first: int, last: int) -> bool:
        """Whether a line from ``first`` to ``last``, 1-based and inclusive, may hold an id."""
        index = bisect_left(self._lines, first)
        return index < len(self._lines) and self._lines[index] <= last


@lru_cache(maxsize=8192)
def _differs(text: str, provider: str) -> bool:
    """Whether a text means something else to a provider than to nobody in particular."""
    own = read_model_id(text, context=provider, bare=True)
    return own != read_model_id(text, bare=True)


def _lines_at(text: str, offsets: list[int]) -> list[int]:
    """The 1-based lines of ascending offsets."""
    lines: list[int] = []
    line, counted = 1, 0
    for offset in offsets:
        line += text.count("\n", counted, offset)
        counted = offset
        lines.append(line)
    return lines
