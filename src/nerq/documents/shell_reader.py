"""Splits the text of a shell script into commands in one pass, without running anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.documents.shell_tokens import BARE, PARAMETER, PLAIN_IN_PARAMETER, QUOTED
from nerq.documents.shell_words import Command, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ASSIGNMENT = re.compile(r"([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=")
_ELEMENT_KEY = re.compile(r"\[[^\]]*\]=")
_KEYWORDS = frozenset({"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"})
_ENDS = frozenset({"fi", "done", "esac", "}"})
# How much longer than the script its values may make it, and what is shown of a nested one.
_EXPANSION = 100_000
_SHOWN = 200
_DECLARING = frozenset({"export", "local", "declare", "readonly", "typeset"})


@dataclass(slots=True)
class _Word:
    """A word that is still being read."""

    start: int
    parts: list[str] = field(default_factory=list)
    is_literal: bool = True
    is_quoted: bool = False

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class _Frame:
    """A nesting level: the script, a subshell, ``$(…)``, an array, ``${…}``."""

    kind: str
    word: _Word | None = None
    is_quoted: bool = False
    takes_target: str = ""
    backtick: int = 0
    cases: int = 0
    array: str = ""
    default: bool = False
    written: str = ""
    words: list[Word] = field(default_factory=list)
    assignments: list[tuple[str, Word]] = field(default_factory=list)
    arrays: list[tuple[str, Word]] = field(default_factory=list)
    inputs: list[Word] = field(default_factory=list)


class Reader:
    """One pass over one script.

    Args:
        text: the script.
        first_line: the line its first character stands on.
        first_column: the column its first character stands at.
        values: what is known of the variables so far; None = more than one value.
    """

    def __init__(
        self, text: str, first_line: int, first_column: int, values: dict[str, str | None]
    ) -> None:
        self._text = text
        self._first = (first_line, first_column)
        self._values = values
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._position = 0
        self._frames = [_Frame("script")]
        self._ready: list[Command] = []
        self._heredocs: list[tuple[str, bool, _Frame]] = []
        self._budget = len(text) + _EXPANSION
        self._handlers: dict[str, Callable[[str], None]] = {
            "continuation": lambda _: None,
            "space": lambda _: self._end_word(),
            "newline": self._newline,
            "escape": self._escape,
            "ansi": lambda token: self._literal(token[2:-1]),
            "single": lambda token: self._literal(token[1:-1]),
            "double": lambda _: self._quote(True),
            "undouble": lambda _: self._quote(False),
            "template": self._unknown,
            "arithmetic": self._arithmetic,
            "substitution": self._substitution,
            "parameter": self._parameter,
            "variable": self._variable,
            "backtick": self._backtick,
            "heredoc": self._heredoc,
            "redirect": self._redirect,
            "separator": lambda _: self._end_command(),
            "function": self._function,
            "open": self._open,
            "close": self._close,
            "brace": self._brace,
            "comment": self._comment,
        }

    def commands(self) -> Iterator[Command]:
        """Every command; those inside ``$(…)`` before the one around them."""
        text, length = self._text, len(self._text)
        while self._position < length:
            frame = self._frames[-1]
            match = (QUOTED if frame.is_quoted else BARE).match(text, self._position)
            assert match is not None
            kind = match.lastgroup or ""
            if frame.kind == "${" and kind in PLAIN_IN_PARAMETER:
                kind = "plain"
            self._start, self._position = match.span()
            self._handlers.get(kind, self._plain)(match.group())
            if self._ready:
                yield from self._ready
                self._ready.clear()
        while self._frames:
            self._end_command()
            self._frames.pop()
        yield from self._ready

    # Words

    def _open_word(self) -> _Word:
        frame = self._frames[-1]
        if frame.word is None:
            frame.word = _Word(self._start)
        return frame.word

    def _plain(self, token: str) -> None:
        self._open_word().parts.append(token)

    def _literal(self, token: str) -> None:
        word = self._open_word()
        word.parts.append(token)
        word.is_quoted = True

    def _unknown(self, token: str) -> None:
        word = self._open_word()
        word.parts.append(token)
        word.is_literal = False

    def _escape(self, token: str) -> None:
        self._literal(token[1:])

    def _quote(self, is_open: bool) -> None:  # noqa: FBT001 - one of two states
        self._open_word().is_quoted = True
        self._frames[-1].is_quoted = is_open

    def _comment(self, token: str) -> None:
        if self._frames[-1].word is not None:
            self._plain(token)  # within a word a hash means itself
            return
        end = self._text.find("\n", self._position)
        self._position = len(self._text) if end < 0 else end

    def _end_word(self) -> None:
        frame = self._frames[-1]
        word, frame.word = frame.word, None
        if word is None:
            return
        finished = self._finish(word)
        if frame.takes_target:
            if frame.takes_target == "<<<":
                frame.inputs.append(finished)
            frame.takes_target = ""
        elif frame.kind == "array":
            self._add_element(frame, finished)
        elif word.is_quoted or not self._is_keyword(frame, finished.text):
            self._add_word(frame, finished)

    def _finish(self, word: _Word) -> Word:
        row = bisect_right(self._starts, word.start) - 1
        column = word.start - self._starts[row] + (self._first[1] if row == 0 else 1)
        return Word(word.text, row + self._first[0], column, word.is_literal)

    def _add_element(self, frame: _Frame, word: Word) -> None:
        key = _ELEMENT_KEY.match(word.text)
        frame.arrays.append((frame.array, _after(word, key.end()) if key else word))

    def _is_keyword(self, frame: _Frame, text: str) -> bool:
        if frame.words or frame.assignments:
            return False
        if text == "esac":
            frame.cases = max(0, frame.cases - 1)
        return text in _KEYWORDS or text in _ENDS

    def _add_word(self, frame: _Frame, word: Word) -> None:
        match = _ASSIGNMENT.match(word.text)
        is_place = not frame.words or frame.words[0].text in _DECLARING
        if match and is_place:
            value = _after(word, match.end())
            frame.assignments.append((match.group(1), value))
            is_known = value.is_literal and "+" not in match.group()
            self._learn(match.group(1), value.text if is_known else None)
        elif word.text == "{" and frame.words and frame.words[0].text == "function":
            frame.words.clear()
        else:
            frame.cases += not frame.words and word.text == "case"
            frame.words.append(word)

    def _learn(self, name: str, value: str | None) -> None:
        known = self._values.setdefault(name, value)
        if known != value:
            self._values[name] = None

    # Expansions

    def _variable(self, token: str) -> None:
        value = self._values.get(token[1:])
        self._expand(value, token)

    def _expand(self, value: str | None, written: str) -> None:
        # Variables made of variables could grow without end.
        if value is None or len(value) > self._budget:
            self._unknown(written)
        else:
            self._budget -= len(value)
            self._literal(value)

    def _arithmetic(self, token: str) -> None:
        if token[0] == "$":
            self._unknown("$((…))")

    def _substitution(self, _token: str) -> None:
        self._unknown("$(…)")
        self._push("$(")

    def _backtick(self, _token: str) -> None:
        opened = self._frames[-1].backtick
        if opened:
            self._unwind(opened)
        else:
            self._unknown("$(…)")
            self._push("`")

    def _push(self, kind: str) -> _Frame:
        parent = self._frames[-1]
        opened = {"$(": 0, "`": len(self._frames)}.get(kind, parent.backtick)
        frame = _Frame(kind, backtick=opened)
        self._frames.append(frame)
        return frame

    def _parameter(self, token: str) -> None:
        match = PARAMETER.match(self._text, self._position)
        if match is None:
            self._unknown(token)
            return
        self._position = match.end()
        operator = match.group("operator") or ""
        is_quoted = self._frames[-1].is_quoted
        frame = self._push("${")
        frame.is_quoted = is_quoted
        frame.default = operator[-1:] in ("-", "=")
        frame.array = match.group("name") if not match.group("index") else ""
        frame.written = token + match.group()
        frame.word = _Word(self._start)

    def _brace(self, token: str) -> None:
        frame = self._frames[-1]
        if frame.kind != "${":
            self._plain(token)
            return
        self._frames.pop()
        rest = frame.word or _Word(self._start)
        text = rest.text
        if frame.default and rest.is_literal and text:
            self._literal(text)
        else:
            # What is nested is shortened: each level would repeat it otherwise.
            written = frame.written + (text if len(text) <= _SHOWN else "…") + "}"
            self._expand(None if text else self._values.get(frame.array), written)

    # Nesting

    def _open(self, _token: str) -> None:
        word = self._frames[-1].word
        match = _ASSIGNMENT.fullmatch(word.text) if word and word.is_literal else None
        if match:
            self._frames[-1].word = None
            self._push("array").array = match.group(1)
            return
        self._end_word()
        self._push("(")

    def _close(self, _token: str) -> None:
        frame = self._frames[-1]
        if frame.cases or len(self._frames) == 1:
            # The end of a pattern of ``case``: what stood before it is no command.
            frame.word = None
            frame.words.clear()
        elif frame.kind != "`":
            self._unwind(len(self._frames) - 1)

    def _function(self, _token: str) -> None:
        frame = self._frames[-1]
        word = frame.word
        if word is not None and word.text.endswith("="):
            frame.word = None  # an empty array
        elif word is not None or frame.words:
            frame.word = None
            frame.words.clear()

    def _unwind(self, depth: int) -> None:
        """Close the levels from the innermost up to and including this one."""
        while len(self._frames) > depth:
            self._end_command()
            frame = self._frames.pop()
            if frame.kind == "array":
                self._close_array(frame)

    def _close_array(self, frame: _Frame) -> None:
        parent = self._frames[-1]
        parent.arrays.extend(frame.arrays)
        values = {word.text if word.is_literal else None for _, word in frame.arrays}
        self._learn(frame.array, values.pop() if len(values) == 1 else None)

    # Ends

    def _redirect(self, token: str) -> None:
        frame = self._frames[-1]
        if frame.word is not None and frame.word.text.isdigit():
            frame.word = None  # a file descriptor
        self._end_word()
        frame.takes_target = token

    def _heredoc(self, token: str) -> None:
        frame = self._frames[-1]
        self._end_word()
        ending = token.lstrip("<")
        strips_tabs = ending.startswith("-")
        ending = ending.lstrip("-").strip(" \t").strip("'\"\\")
        self._heredocs.append((ending, strips_tabs, frame))

    def _newline(self, _token: str) -> None:
        pending, self._heredocs = self._heredocs, []
        for ending, strips_tabs, frame in pending:
            frame.inputs.append(self._body(ending, strips_tabs=strips_tabs))
        if self._frames[-1].kind == "array":
            self._end_word()
        else:
            self._end_command()

    def _body(self, ending: str, *, strips_tabs: bool) -> Word:
        begin = end = self._position
        while end < len(self._text):
            stop = self._text.find("\n", end)
            stop = len(self._text) if stop < 0 else stop
            line = self._text[end:stop].rstrip("\r")
            if (line.lstrip("\t") if strips_tabs else line) == ending:
                self._position = stop
                break
            end = min(stop + 1, len(self._text))
        else:
            self._position = end
        return self._finish(_Word(begin, [self._text[begin:end]]))

    def _end_command(self) -> None:
        self._end_word()
        frame = self._frames[-1]
        frame.takes_target = ""
        if frame.kind in ("array", "${"):
            return
        words = tuple(frame.words)
        arrays = list(frame.arrays)
        if words and words[0].text in ("for", "select"):
            arrays.extend(self._loop(words))
            words = ()
        if words or frame.assignments or arrays:
            first = [*words, *(word for _, word in [*frame.assignments, *arrays])]
            line = min(word.line for word in first)
            self._ready.append(
                Command(words, tuple(frame.assignments), line, tuple(arrays), tuple(frame.inputs))
            )
        frame.words, frame.assignments, frame.arrays, frame.inputs = [], [], [], []

    def _loop(self, words: tuple[Word, ...]) -> list[tuple[str, Word]]:
        if len(words) < 4 or words[2].text != "in":  # noqa: PLR2004 - for NAME in WORD
            return []
        name = words[1].text
        values = words[3:]
        self._learn(name, values[0].text if len(values) == 1 and values[0].is_literal else None)
        return [(name, word) for word in values]


def _after(word: Word, length: int) -> Word:
    return Word(word.text[length:], word.line, word.column + length, word.is_literal)
