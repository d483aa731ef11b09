"""Splits the text of a shell script into commands in one pass, without running anything."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from nerq.documents.shell_frames import ASSIGNMENT, Frame, OpenWord, Values, learn_elements
from nerq.documents.shell_tokens import BARE, PARAMETER, PLAIN_IN_PARAMETER, QUOTED
from nerq.documents.shell_words import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.documents.shell_words import Command

# What is shown of an unknown parameter, and how deep commands may nest.
_SHOWN = 200
_DEEPEST = 500
_OPENING = frozenset({"substitution", "parameter", "backtick", "open"})


class ShellReader:
    """One pass over one script.

    Args:
        text: the script.
        first_line: the line its first character stands on.
        first_column: the column its first character stands at.
        values: what is known of the variables so far.
    """

    def __init__(self, text: str, first_line: int, first_column: int, values: Values) -> None:
        self._text = text
        self._first = (first_line, first_column)
        self._values = values
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._position = 0
        self._frames = [Frame("script")]
        self._ready: list[Command] = []
        self._heredocs: list[tuple[str, bool, Frame]] = []
        self._handlers: dict[str, Callable[[str], None]] = {
            "continuation": self._continuation,
            "space": lambda _: self._end_word(),
            "newline": self._newline,
            "escape": self._escape,
            "ansi": lambda token: self._literal(token[2:-1], 2),
            "single": lambda token: self._literal(token[1:-1], 1),
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
            if (frame.kind == "${" and kind in PLAIN_IN_PARAMETER) or (
                kind in _OPENING and len(self._frames) > _DEEPEST
            ):
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

    def _open_word(self) -> OpenWord:
        frame = self._frames[-1]
        if frame.word is None:
            frame.word = OpenWord(self._start)
        return frame.word

    def _plain(self, token: str) -> None:
        self._open_word().parts.append(token)

    def _literal(self, token: str, skipped: int = 0) -> None:
        self._start += skipped  # a word's place is that of its text, past the quote
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
        self._start += is_open
        self._open_word().is_quoted = True
        self._frames[-1].is_quoted = is_open

    def _continuation(self, token: str) -> None:
        frame = self._frames[-1]
        before = frame.words[-1].text if frame.words else ""
        # In a script for ``sh -c`` it stays, so that its lines keep their numbers.
        if frame.is_quoted and before.startswith("-") and before.endswith("c"):
            self._plain(token)

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
        frame.add(self._finish(word), self._values, is_quoted=word.is_quoted)

    def _finish(self, word: OpenWord) -> Word:
        row = bisect_right(self._starts, word.start) - 1
        column = word.start - self._starts[row] + (self._first[1] if row == 0 else 1)
        return Word(word.text, row + self._first[0], column, word.is_literal)

    # Expansions

    def _variable(self, token: str) -> None:
        self._expand(self._values.get(token[1:]), token)

    def _expand(self, value: str | None, written: str) -> None:
        if value is None:
            self._unknown(written)
        else:
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

    def _push(self, kind: str) -> Frame:
        parent = self._frames[-1]
        opened = {"$(": 0, "`": len(self._frames)}.get(kind, parent.backtick)
        frame = Frame(kind, backtick=opened)
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
        frame.takes_default = operator[-1:] in ("-", "=")
        frame.name = match.group("name") if not match.group("index") else ""
        frame.written = token + match.group()
        frame.word = OpenWord(self._start)

    def _brace(self, token: str) -> None:
        frame = self._frames[-1]
        if frame.kind != "${":
            self._plain(token)
            return
        self._frames.pop()
        rest = frame.word or OpenWord(self._start)
        text, self._start = rest.text, rest.start
        if frame.takes_default and rest.is_literal and text:
            self._literal(text)
        else:
            # What is nested is shortened: each level would repeat it otherwise.
            written = frame.written + (text if len(text) <= _SHOWN else "…") + "}"
            self._expand(None if text else self._values.get(frame.name), written)

    # Nesting

    def _open(self, _token: str) -> None:
        word = self._frames[-1].word
        match = ASSIGNMENT.fullmatch(word.text) if word and word.is_literal else None
        if match:
            self._frames[-1].word = None
            self._push("array").name = match.group(1)
            return
        self._end_word()
        self._push("(")

    def _close(self, _token: str) -> None:
        frame = self._frames[-1]
        if frame.cases or len(self._frames) == 1:
            # The end of a pattern of ``case``: what stood before it is not a command.
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

    def _close_array(self, frame: Frame) -> None:
        self._frames[-1].arrays.extend(frame.arrays)
        learn_elements(frame.name, [word for _, word in frame.arrays], self._values)

    # Ends

    def _redirect(self, token: str) -> None:
        frame = self._frames[-1]
        if frame.word is not None and frame.word.text.isdigit():
            frame.word = None  # a file descriptor
        self._end_word()
        frame.redirect = token

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
        return self._finish(OpenWord(begin, [self._text[begin:end]]))

    def _end_command(self) -> None:
        self._end_word()
        frame = self._frames[-1]
        frame.redirect = ""
        if frame.kind not in ("array", "${"):
            command = frame.take_command(self._values)
            if command:
                self._ready.append(command)
