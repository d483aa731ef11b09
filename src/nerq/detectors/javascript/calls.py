"""Follows the tokens of JavaScript and tells of each string where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.detectors.vocabulary.javascript_callables import (
    POSITIONS,
    PREFIXES,
    PROVIDER_METHODS,
    RUNNERS,
    SUFFIXES,
)
from nerq.detectors.vocabulary.provider_context import read_context
from nerq.detectors.vocabulary.providers import CALLEES, PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.detectors.javascript.tokens import Token

_WORDS_BEFORE_PAREN = frozenset({"if", "for", "while", "switch", "catch", "return", "function"})
_SKIPPED = frozenset({"?", ".", "?.", "||", "??", ":", "!", "&&"})
# Between a name and its value stand a type or the alternatives before it; further back is another
# expression. Without a bound, every string would look through the file.
_LOOK_BACK = 16


@dataclass(slots=True)
class Level:
    """An open bracket.

    Attributes:
        bracket: ``(``, ``{`` or ``[``.
        callee: the dotted name before a ``(``; for others that of the call around.
        context: whom the call speaks to.
        key: the name that an object or array is the value of.
        argument: 0-based number of the argument being read.
    """

    bracket: str
    callee: str = ""
    context: str | None = None
    key: str = ""
    argument: int = 0


@dataclass(frozen=True, slots=True)
class Place:
    """A string or name with where it stands.

    Attributes:
        token: the string, or a name or template in the place of one.
        index: of that token.
        key: of the property or variable it is the value of, or empty.
        callee: dotted name of the innermost call around, or empty.
        argument: 0-based position among that call's own arguments; -1 deeper inside.
        context: whom that call speaks to.
        container: the key of the object or array around.
        is_type: whether it is part of a union type or a comparison.
        is_import: whether it names a module.
        is_key: whether it is the name of a property itself.
    """

    token: Token
    index: int
    key: str
    callee: str
    argument: int
    context: str | None
    container: str
    is_type: bool
    is_import: bool
    is_key: bool


@dataclass
class Walk:
    """One pass over the tokens of a file.

    Attributes:
        clients: class by the name that an instance of it is given.
        addressed: context of such instances that are made with a base URL.
        constants: strings by the name they are given, where it is one only.
        providers: names that stand for a provider: imported, or made by ``createX``.
        base: the context that the file's only base URL gives, or None.
    """

    tokens: Sequence[Token]
    constants: dict[str, Token | None] = field(default_factory=dict)
    providers: dict[str, str] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    addressed: dict[str, str] = field(default_factory=dict)
    base: str | None = None

    def __post_init__(self) -> None:
        """Collect what the whole file says: imports, constants, base URLs."""
        bases = set()
        for index, token in enumerate(self.tokens):
            before = self._text(index - 1)
            if before == "new" and self._text(index - 2) == "=":
                self.clients[self._text(index - 3)] = token.text
            if token.kind != "string":
                continue
            if before == "from" or (before == "(" and self._text(index - 2) == "require"):
                self._imported(index, PACKAGES.get(token.text))
            elif before == "=" and self._kind(index - 2) == "name":
                name = self._text(index - 2)
                # Set twice, its value depends on the way that the program takes.
                self.constants[name] = None if name in self.constants else token
            elif before == ":" and self._text(index - 2).lower() in ("baseurl", "basepath", "host"):
                bases.add(read_context(token.text))
                self._addressed(index, read_context(token.text))
        # Of two addresses nobody knows which client has which.
        self.base = bases.pop() if len(bases) == 1 else None

    def _addressed(self, index: int, context: str | None) -> None:
        """A client that is made with a base URL speaks to whom that URL belongs to."""
        for back in range(index - 1, max(index - 30, 2), -1):
            if self._text(back) == "new":
                if context is not None and self._text(back - 1) == "=":
                    self.addressed[self._text(back - 2)] = context
                return

    def _imported(self, index: int, provider: str | None) -> None:
        if provider is None:
            return
        for back in range(index - 1, max(index - 40, -1), -1):
            text = self._text(back)
            if text in ("import", "const", "let", "var", ";"):
                return
            if self._kind(back) == "name" and text not in ("from", "as", "type", "require"):
                self.providers[text] = provider

    def _text(self, index: int) -> str:
        return self.tokens[index].text if 0 <= index < len(self.tokens) else ""

    def _kind(self, index: int) -> str:
        return self.tokens[index].kind if 0 <= index < len(self.tokens) else ""

    def places(self) -> Iterator[Place]:
        """Every string, and every name or template that stands alone as a value."""
        levels = [Level("")]
        for index, token in enumerate(self.tokens):
            text = token.text
            if token.kind == "operator":
                self._operator(text, index, levels)
            elif token.kind in ("string", "template") or self._is_value(index):
                yield self._place(index, token, levels)

    def _operator(self, text: str, index: int, levels: list[Level]) -> None:
        if text in "([{":
            levels.append(self._open(text, index, levels[-1]))
        elif text in ")]}" and len(levels) > 1:
            levels.pop()
        elif text == ",":
            levels[-1].argument += 1

    def _open(self, bracket: str, index: int, around: Level) -> Level:
        if bracket == "(" and self._kind(index - 1) == "name":
            callee = self._dotted(index - 1)
            if callee not in _WORDS_BEFORE_PAREN:
                context = self.context_of(callee) or around.context
                return Level(bracket, callee, context)
        if bracket == "(":
            return Level(bracket, "", around.context)
        key = self._key(index)
        return Level(bracket, around.callee, around.context, key or around.key)

    def _dotted(self, index: int) -> str:
        parts = [self._text(index)]
        while len(parts) < 8 and self._text(index - 1) in (".", "?."):
            if self._kind(index - 2) != "name":
                break
            index -= 2
            parts.append(self._text(index))
        return ".".join(reversed(parts))

    def takes(self, callee: str, argument: int) -> bool:
        """Whether a callee takes a model as its argument at this 0-based position."""
        name = callee.rpartition(".")[2]
        if POSITIONS.get(name) == argument:
            return True
        if argument != 0:
            return False
        # ``createOpenAI(…)`` makes the provider, and takes its settings.
        return callee in RUNNERS or (self._is_provider(callee) and not callee.startswith("create"))

    def _is_provider(self, callee: str) -> bool:
        """Whether a callee is an imported provider, or a method of it that takes a model."""
        first, _, rest = callee.partition(".")
        return first in self.providers and (not rest or rest in PROVIDER_METHODS)

    def context_of(self, callee: str) -> str | None:
        """Whom a callee speaks to: by import, else by the words of its name."""
        first, _, rest = callee.partition(".")
        if self._is_provider(callee):
            return self.providers[first]
        if callee in RUNNERS:
            return RUNNERS[callee]
        if first in self.addressed:
            return self.addressed[first]
        callee = f"{self.clients.get(first, first)}.{rest}"
        for part in callee.split("."):
            word = re.sub(r"[^a-z0-9]", "", part.lower())
            for prefix in PREFIXES:
                word = word.removeprefix(prefix)
            for suffix in SUFFIXES:
                word = word.removesuffix(suffix) or word
            found = CALLEES.get(word)
            if found is not None:
                # OpenAI's client is everybody's: the address says whose models they are.
                return self.base if found == "openai" and self.base else found
        return None

    def _is_value(self, index: int) -> bool:
        """Whether a name stands alone as an argument or as the value of a key."""
        return (
            self.tokens[index].kind == "name"
            and self._text(index - 1) in ("(", ",", ":")
            and self._text(index + 1) in (")", ",", "}")
        )

    def _place(self, index: int, token: Token, levels: list[Level]) -> Place:
        level = levels[-1]
        before, after = self._text(index - 1), self._text(index + 1)
        argument = level.argument if level.bracket == "(" else -1
        # ``type M = "gpt-4o" | "o3"``, ``m === "o3"``: what is possible, not what is used.
        is_type = before in ("|", "===", "==", "!==", "!=", "case", "extends") or after in (
            "|",
            "===",
            "==",
            "!==",
            "!=",
        )
        is_import = before in ("from", "import") or level.callee in ("require", "import")
        return Place(
            token=token,
            index=index,
            key=self._key(index),
            callee=level.callee,
            argument=argument,
            context=level.context,
            container=level.key,
            is_type=is_type,
            is_import=is_import,
            is_key=after == ":" and before in ("{", ","),
        )

    def revision_after(self, index: int) -> str | None:
        """The text of a ``revision:`` among the tokens that follow an id in its call."""
        for ahead in range(index + 1, min(index + 40, len(self.tokens) - 2)):
            if self._text(ahead) == ";":
                return None
            if self._text(ahead) == "revision" and self._kind(ahead + 2) == "string":
                return self._text(ahead + 2)
        return None

    def _key(self, index: int) -> str:
        """The name whose value begins or stands at a token: ``k: x``, ``k = a || x``."""
        for back in range(index - 1, max(index - _LOOK_BACK, -1), -1):
            text, kind = self._text(back), self._kind(back)
            if text in ("=", ":") and self._kind(back - 1) in ("name", "string"):
                name = self._text(back - 1)
                # ``name: string = x`` has its name before the type.
                if text == "=" and self._text(back - 2) == ":" and self._kind(back - 3) == "name":
                    return self._text(back - 3)
                if text == "=" or not self._is_choice(back):
                    return name
            elif (kind == "operator" and text not in _SKIPPED) or (
                back == index - 1 and kind != "operator"
            ):
                return ""
        return ""

    def _is_choice(self, colon: int) -> bool:
        """Whether a colon belongs to ``a ? b : c``."""
        for back in range(colon - 1, max(colon - _LOOK_BACK, -1), -1):
            text = self._text(back)
            if text == "?":
                return True
            if text in (",", "{", "(", ";"):
                return False
        return False
