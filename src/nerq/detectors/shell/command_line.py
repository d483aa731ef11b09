"""Reads one command of a shell for the models, datasets and spaces it names."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.detectors.mentions import (
    by_key,
    by_looks,
    has_number,
    likely,
    links_in,
    reference,
    unresolved,
)
from nerq.detectors.shell.assignments import read_assignment, setting_role
from nerq.detectors.shell.key_lines import read_pairs
from nerq.detectors.shell.python_piece import python_of
from nerq.detectors.shell.words import flag_value, listed, program_name
from nerq.detectors.vocabulary.keys import Role, is_strong, normal, role_of
from nerq.detectors.vocabulary.programs import (
    BY_NAME,
    CONTEXT_FLAGS,
    CONTEXTS,
    NAMED_LISTS,
    OTHER_M,
    OTHERS,
    REPOSITORY_TYPES,
    REVISIONS,
    SHORT_FLAGS,
    TALKING,
    VALUE_FLAGS,
)
from nerq.detectors.vocabulary.provider_context import read_context
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.detectors.mentions import ModelId
    from nerq.detectors.shell.python_piece import PythonPiece
    from nerq.detectors.vocabulary.programs import Program
    from nerq.documents.shell import Command, Word
    from nerq.model import Location
    from nerq.plugin import Item, Search

_SETTING = regex(r"(?:\+{0,2})([A-Za-z_][\w.\-]{0,100})=(?=.)")
# A word up to what only a run gives, to cut that off behind an address.
_RUN_TIME = regex(r"[\w.-]*(?:\$|\{\{|%[A-Z]).*", re.DOTALL)
_ADDRESS = regex(r"https?://|[\w.-]+:\d+")
_FLAG = regex(r"(--?[A-Za-z][\w.-]*)(?:=(.*))?", re.DOTALL)


def read_command(
    command: Command, where: Callable[[int, int], Location], search: Search
) -> Iterator[Item | PythonPiece]:
    """References and unresolved places of one command, its assignments and arrays included.

    Python that the command is given is handed on unread.

    The command is one of `nerq.documents.shell.commands`; ``where`` gives the location of a
    1-based line and column, ``search`` the project's own keys and flags.
    """
    for name, word in command.assignments:
        yield from read_assignment(name, word, where, search, shape="shell-assignment")
    for name, word in command.arrays:
        yield from read_assignment(name, word, where, search, shape="shell-array")
    if command.words:
        yield from _Reading(command, where, search).items()
        yield from python_of(command, where)


@dataclass
class _Reading:
    """One pass over the words of one command."""

    command: Command
    where: Callable[[int, int], Location]
    search: Search
    taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.words = self.command.words
        self.names = [program_name(word.text) for word in self.words]
        self.context = self._context()
        self.revision = flag_value(self.words, REVISIONS)
        self.kind: Role = "model"
        stated = flag_value(self.words, REPOSITORY_TYPES)
        if stated in ("dataset", "space"):
            self.kind = "dataset" if stated == "dataset" else "space"

    def items(self) -> Iterator[Item]:
        if self.names[0] in ("[[", "["):
            yield from self._compared()
            return
        # A program may stand behind ``env``, ``sudo`` or ``uv run``, but rarely further in.
        if self.names[0] in TALKING or not OTHERS.isdisjoint(self.names[:3]):
            return
        yield from self._arguments()
        for index in range(len(self.words)):
            if index not in self.taken:
                yield from self._word(index)
        yield from self._bodies()

    def _compared(self) -> Iterator[Item]:
        """A model that a script asks for by name is one it is made for."""
        for word in self.words:
            text = word.text
            found = likely(by_looks(text)) if word.is_literal and has_number(text) else None
            if found is not None:
                yield reference(found, self.where(word.line, word.column), "shell-test")

    def _context(self) -> str | None:
        stated = flag_value(self.words, CONTEXT_FLAGS)
        if stated is not None and (found := read_context(stated)):
            return found
        # Only near the beginning: further in, ``ollama`` is an argument of something else.
        for name in self.names[:6]:
            if name in CONTEXTS:
                return CONTEXTS[name]
        addresses = (w.text for w in self.words if _ADDRESS.match(w.text))
        return next((found for text in addresses if (found := read_context(text))), None)

    def _arguments(self) -> Iterator[Item]:
        for index, name in enumerate(self.names):
            for program in BY_NAME.get(name, ()):
                length = len(program.words)
                if (
                    tuple(w.text for w in self.words[index + 1 : index + length])
                    == (program.words[1:])
                ):
                    yield from self._first_argument(index + length, program)
                    return

    def _first_argument(self, start: int, program: Program) -> Iterator[Item]:
        index = self._position(start, takes_value=program.context != "ollama")
        if index is None:
            return
        word = self.words[index]
        self.taken.add(index)
        if not word.is_literal:
            yield unresolved(word.text, self.where(word.line, word.column), program.shape)
            return
        context = program.context
        if context == "docker":
            # Names of its own registry are not ids of the hub.
            if not word.text.startswith(("hf.co/", "huggingface", "ollama", "hf://")):
                return
            context = None
        found = by_key(word.text, self.kind, context=context, bare=True)
        if found is not None:
            yield self._reference(found, word, 0, program.shape)

    def _position(self, start: int, *, takes_value: bool) -> int | None:
        """Where the first argument stands that is not a flag and not a flag's value."""
        # Which flags of a program take a value is not known: a path behind one may be either.
        doubtful = None
        for index in range(start, len(self.words)):
            text = self.words[index].text
            if text.startswith("-") or text in {"\\", ""}:
                continue
            before = self.words[index - 1].text
            is_value = before.startswith("-") and "=" not in before and index > start
            if not is_value or not (takes_value or before in VALUE_FLAGS):
                return index
            if doubtful is None and role_of(before, self.search) is None and "/" in text:
                doubtful = index
        return doubtful

    # Flags and settings

    def _word(self, index: int) -> Iterator[Item]:
        word = self.words[index]
        flag = _FLAG.fullmatch(word.text)
        if flag:
            yield from self._flag(index, flag[1], flag[2])
        elif "=" in word.text:
            yield from self._settings(word, 0)
        if "hf.co/" in word.text or "huggingface.co/" in word.text:
            yield from self._addresses(word)

    def _flag(self, index: int, flag: str, value: str | None) -> Iterator[Item]:
        if flag in NAMED_LISTS:
            for word in self._values(index):
                yield from self._named(word)
            return
        role = self._role(flag, index)
        if role is None or role == "output":
            if value is not None and "=" in value:
                yield from self._settings(self.words[index], len(flag) + 1)
            return
        if value is not None:
            yield from self._value(self.words[index], len(flag) + 1, flag, role)
            return
        values = self._values(index)
        # ``--models a b`` lists; behind ``--model a b`` the second word is the program's own.
        if not flag.endswith("s"):
            values = values[:1]
        for word in values:
            yield from self._value(word, 0, flag, role)

    def _values(self, index: int) -> list[Word]:
        """The words after a flag, up to the next one."""
        words = []
        for position in range(index + 1, len(self.words)):
            if self.words[position].text.startswith("-"):
                break
            self.taken.add(position)
            words.append(self.words[position])
        # What was only looked at is still to be read, if no list was asked for.
        self.taken.difference_update(range(index + 2, index + 1 + len(words)))
        return words

    def _role(self, flag: str, index: int) -> Role | None:
        if flag in SHORT_FLAGS and flag not in self.search.flags:
            programs = SHORT_FLAGS[flag]
            if any(name.startswith(programs) for name in self.names[:index]):
                return "model"
            if flag == "-m" and index + 1 < len(self.words):
                is_other = not OTHER_M.isdisjoint(self.names[:index])
                return None if is_other or by_looks(self.words[index + 1].text) is None else "model"
            return None
        # One letter means something else to every program.
        if len(normal(flag)) == 1 and flag not in self.search.flags:
            return None
        role = role_of(flag, self.search)
        return self.kind if role == "repository" else role

    def _value(self, word: Word, skip: int, flag: str, role: Role) -> Iterator[Item]:
        text = word.text[skip:]
        if not word.is_literal:
            # ``models/$NAME`` is a folder, ``$MODEL`` a name that only a run gives.
            if "/" not in text.partition("$")[0] and role == "model":
                place = self.where(word.line, word.column + skip)
                yield unresolved(text, place, "shell-flag")
            return
        bare = is_strong(flag, self.search)
        for offset, part in listed(text):
            found = by_key(part, role, context=self.context, bare=bare)
            if found is not None:
                yield self._reference(found, word, skip + offset, "shell-flag")
        if text.startswith("{"):
            yield from self._body(word, skip)

    def _named(self, word: Word) -> Iterator[Item]:
        name, equals, value = word.text.partition("=")
        if equals and word.is_literal and not name.startswith("{"):
            found = by_key(value, "model")
            if found is not None:
                yield self._reference(found, word, len(name) + 1, "shell-flag")

    def _settings(self, word: Word, skip: int) -> Iterator[Item]:
        """Reads ``NAME=ID`` and ``pretrained=ID,dtype=auto``."""
        if not word.is_literal and "$" in word.text.partition(",")[0]:
            return
        offset = skip
        for part in word.text[skip:].split(","):
            match = _SETTING.match(part)
            role = setting_role(match[1], self.kind, self.search) if match else None
            if match and role is not None:
                bare = is_strong(match[1].rpartition(".")[2], self.search)
                found = by_key(part[match.end() :], role, context=self.context, bare=bare)
                if found is not None:
                    yield self._reference(found, word, offset + match.end(), "shell-setting")
            offset += len(part) + 1

    # Addresses and bodies

    def _addresses(self, word: Word) -> Iterator[Item]:
        text = word.text if word.is_literal else _RUN_TIME.sub("", word.text)
        for offset, found in links_in(text):
            yield self._reference(found, word, offset, "huggingface-url")

    def _bodies(self) -> Iterator[Item]:
        for word in self.words:
            if "{" in word.text and '"' in word.text and not word.text.startswith("-"):
                yield from self._body(word, 0)
        # What these read from standard input is a program, not a request's body.
        if not any(name.startswith(("python", "node", "ssh", "perl")) for name in self.names[:3]):
            for body in self.command.inputs:
                yield from self._body(body, 0)

    def _body(self, word: Word, skip: int) -> Iterator[Item]:
        yield from read_pairs(
            word.text[skip:],
            word.line,
            self.where,
            self.search,
            shape="shell-body",
            context=self.context,
            first_column=word.column + skip,
        )

    def _reference(self, found: ModelId, word: Word, offset: int, shape: str) -> Item:
        # ``--revision`` pins whatever of the hub the command names.
        if found.version is None and self.revision and found.ecosystem == "huggingface":
            found = replace(found, version=self.revision)
        return reference(found, self.where(word.line, word.column + offset), shape)
