"""The state of reading a shell script: open words, nesting levels, known variables."""

from __future__ import annotations

from dataclasses import dataclass, field

from nerq.documents.shell_words import Command, Word
from nerq.patterns import regex

ASSIGNMENT = regex(r"([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=")
_ELEMENT_KEY = regex(r"\[[^\]]*\]=")
_KEYWORDS = frozenset(
    {"if", "then", "elif", "else", "fi", "while", "until", "do", "done", "esac", "!", "{", "}"}
) | {"time"}
_DECLARING = frozenset({"export", "local", "declare", "readonly", "typeset"})
# How much longer than the script its values may make it.
_EXPANSION = 100_000


@dataclass(slots=True)
class OpenWord:
    """A word that is still being read; `start` is its offset."""

    start: int
    parts: list[str] = field(default_factory=list)
    is_literal: bool = True
    is_quoted: bool = False

    @property
    def text(self) -> str:
        """What was read so far."""
        return "".join(self.parts)


class Values:
    """What is known of a script's variables: those that get one literal value only."""

    def __init__(self, length: int) -> None:
        self._values: dict[str, str | None] = {}
        self._budget = length + _EXPANSION

    def learn(self, name: str, value: str | None) -> None:
        """Take note of a value; None = one that only a run gives."""
        if self._values.setdefault(name, value) != value:
            self._values[name] = None

    def get(self, name: str) -> str | None:
        """The variable's only value, or None.

        Variables made of variables could grow without end, so the values given out are
        limited to about the length of the script.
        """
        value = self._values.get(name)
        if value is None or len(value) > self._budget:
            return None
        self._budget -= len(value)
        return value


@dataclass(slots=True)
class Frame:
    """A nesting level: the script, a subshell, ``$(…)``, an array, ``${…}``.

    Attributes:
        kind: ``script``, ``(``, ``$(``, a backtick, ``array`` or ``${``.
        word: the word being read.
        is_quoted: whether we are inside double quotes.
        redirect: the redirection whose target comes next.
        backtick: depth of the innermost open backtick, 0 = none.
        cases: how many ``case`` are open.
        name: the array's or the parameter's.
        takes_default: whether ``${…`` goes on with a default value.
        written: how ``${…`` begins.
    """

    kind: str
    word: OpenWord | None = None
    is_quoted: bool = False
    redirect: str = ""
    backtick: int = 0
    cases: int = 0
    name: str = ""
    takes_default: bool = False
    written: str = ""
    words: list[Word] = field(default_factory=list)
    assignments: list[tuple[str, Word]] = field(default_factory=list)
    arrays: list[tuple[str, Word]] = field(default_factory=list)
    inputs: list[Word] = field(default_factory=list)

    def add(self, word: Word, values: Values, *, is_quoted: bool) -> None:
        """Put a finished word where it belongs."""
        if self.redirect:
            if self.redirect == "<<<":
                self.inputs.append(word)
            self.redirect = ""
        elif self.kind == "array":
            key = _ELEMENT_KEY.match(word.text)
            self.arrays.append((self.name, _after(word, key.end()) if key else word))
        elif is_quoted or not self._is_keyword(word.text):
            self._add_word(word, values)

    def _is_keyword(self, text: str) -> bool:
        if self.words or self.assignments:
            return False
        if text == "esac":
            self.cases = max(0, self.cases - 1)
        return text in _KEYWORDS

    def _add_word(self, word: Word, values: Values) -> None:
        match = ASSIGNMENT.match(word.text)
        if match and (not self.words or self.words[0].text in _DECLARING):
            value = _after(word, match.end())
            self.assignments.append((match.group(1), value))
            is_known = value.is_literal and "+" not in match.group()
            values.learn(match.group(1), value.text if is_known else None)
        elif word.text == "{" and self.words and self.words[0].text == "function":
            self.words.clear()
        else:
            self.cases += not self.words and word.text == "case"
            self.words.append(word)

    def take_command(self, values: Values) -> Command | None:
        """The command whose words were added, and nothing left of it; None where none was."""
        words, assignments, arrays = tuple(self.words), tuple(self.assignments), self.arrays
        inputs = tuple(self.inputs)
        self.words, self.assignments, self.arrays, self.inputs = [], [], [], []
        if words and words[0].text in ("for", "select"):
            arrays.extend(_loop(words, values))
            words = ()
        first = [*words, *(word for _, word in (*assignments, *arrays))]
        if not first:
            return None
        line = min(word.line for word in first)
        return Command(words, assignments, line, tuple(arrays), inputs)


def _loop(words: tuple[Word, ...], values: Values) -> list[tuple[str, Word]]:
    if len(words) < 4 or words[2].text != "in":
        return []
    name, elements = words[1].text, words[3:]
    learn_elements(name, list(elements), values)
    return [(name, word) for word in elements]


def learn_elements(name: str, elements: list[Word], values: Values) -> None:
    """An array or loop variable is known where there is one element only."""
    known = {word.text if word.is_literal else None for word in elements}
    values.learn(name, known.pop() if len(known) == 1 else None)


def _after(word: Word, length: int) -> Word:
    return Word(word.text[length:], word.line, word.column + length, word.is_literal)
