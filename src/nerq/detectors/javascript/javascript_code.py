"""JavaScript and TypeScript: calls, settings and constants that name models."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.javascript.calls import Place, Walk
from nerq.detectors.javascript.hints import HINT
from nerq.detectors.javascript.tokens import Token, tokens
from nerq.detectors.mentions import (
    by_key,
    by_looks,
    has_number,
    likely,
    links_in,
    reference,
    unresolved,
)
from nerq.detectors.vocabulary.keys import is_strong, role_of
from nerq.documents.page import in_order
from nerq.model import Location
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.detectors.mentions import ModelId
    from nerq.detectors.vocabulary.keys import Role
    from nerq.plugin import Item, Search, Source

_SCRIPT = regex(r"(?is)<script\b[^>]*>(.*?)</script>")
_MARKUP = (".vue", ".svelte", ".astro", ".html")
# Declarations of types run nothing.
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")
# Larger files and very long lines are what a bundler wrote, not a person.
_LARGEST = 1_000_000
_LONGEST_LINE = 20_000


def _detect(source: Source, search: Search) -> Iterable[Item]:
    data = source.data
    if source.path.endswith(_DECLARATIONS):
        return ()
    if len(data) > _LARGEST or max(map(len, data.split(b"\n")), default=0) > _LONGEST_LINE:
        return ()
    return in_order(_Reading(source, search).items())


class _Reading:
    """One file being read."""

    def __init__(self, source: Source, search: Search) -> None:
        text = source.text
        if source.path.endswith(_MARKUP):
            text = _scripts_only(text)
        self._path = source.path
        self._search = search
        self._own = _positions(search.callables)
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._walk = Walk([*tokens(text)])

    def items(self) -> Iterator[Item]:
        for place in self._walk.places():
            if place.is_import or place.is_type:
                continue
            if place.token.kind == "string":
                yield from self._string(place)
            elif (role := self._role(place)) == "model" and self._is_call(place):
                yield from self._follow(place, role)

    def _where(self, token: Token) -> Location:
        row = bisect_right(self._starts, token.offset) - 1
        return Location(self._path, row + 1, token.offset - self._starts[row] + 1)

    def _string(self, place: Place) -> Iterator[Item]:
        text = place.token.text
        if "://" in text and " " not in text:
            for _, linked in links_in(text):
                yield reference(linked, self._where(place.token), "huggingface-url")
            return
        role = self._role(place)
        found = self._read(place, place.token, role)
        if found is not None:
            if self._is_call(place) and found.version is None and found.ecosystem == "huggingface":
                found = replace(found, version=self._walk.revision_after(place.index))
            shape = "js-call" if self._is_call(place) else "js-key" if role else "js-string"
            yield reference(found, self._where(place.token), shape)

    def _read(self, place: Place, token: Token, role: Role | None) -> ModelId | None:
        text = token.text
        if role is not None:
            # A call or a plain key takes names without owner; others may hold a name of one's own.
            is_sure = self._is_call(place) or is_strong(place.key, self._search)
            return by_key(text, role, context=place.context, bare=is_sure)
        if has_number(text) and not place.key.lower().endswith(("url", "path", "repo", "image")):
            return likely(by_looks(text, place.context))
        return None

    def _is_call(self, place: Place) -> bool:
        """Whether this is the argument of a call that takes a model there."""
        name = place.callee.rpartition(".")[2]
        if place.argument < 0 or not name:
            return False
        if place.argument in {self._own.get(place.callee, -1), self._own.get(name, -1)}:
            return True
        return self._walk.takes(place.callee, place.argument)

    def _role(self, place: Place) -> Role | None:
        if place.is_key:
            return None
        if self._is_call(place):
            return "model"
        # An argument of a call that takes no model; only a key of its own could tell more.
        if place.argument >= 0 and place.callee and not place.key:
            return None
        role = role_of(place.key, self._search) if place.key else None
        if role == "repository":  # its type stands elsewhere, and is a model where nothing is said
            role = "model"
        if role is None and role_of(place.container, self._search) == "model":
            is_plain = not place.key or place.key in ("name", "id", "default", "value", "path")
            return "model" if is_plain or place.container.lower().endswith("s") else None
        return role

    def _follow(self, place: Place, role: Role) -> Iterator[Item]:
        constant = None
        if place.token.kind == "name":
            constant = self._walk.constants.get(place.token.text)
        if constant is None:
            # ``pipeline("…", null)`` asks for the task's default, which is nothing to look up.
            if place.token.text not in ("null", "undefined"):
                yield unresolved(place.token.text or "`…`", self._where(place.token), "js-call")
            return
        found = self._read(place, constant, role)
        if found is not None:
            yield reference(found, self._where(constant), "js-call")


def _positions(callables: Iterable[str]) -> dict[str, int]:
    """The project's own functions, with the 0-based position of the id."""
    found = {}
    for callable_ in callables:
        name, _, position = callable_.partition(":")
        if not position or position.isdecimal():
            found[name] = int(position[:3] or 0)
    return found


def _scripts_only(text: str) -> str:
    """The text with everything but its scripts blanked, so that lines keep their numbers."""
    parts, position = [], 0
    for match in _SCRIPT.finditer(text):
        parts.append(re.sub(r"[^\n]", " ", text[position : match.start(1)]))
        parts.append(match[1])
        position = match.end(1)
    return "".join(parts)


DETECTOR = Detector(
    id="javascript",
    title="JavaScript and TypeScript",
    files=(
        "*.js",
        "*.mjs",
        "*.cjs",
        "*.jsx",
        "*.ts",
        "*.mts",
        "*.cts",
        "*.tsx",
        "*.vue",
        "*.svelte",
        "*.astro",
        "*.html",
    ),
    hint=HINT,
    detect=_detect,
    reads="transformers.js, AI SDK, provider clients, LangChain.js: ids in calls, settings and"
    " constants; hub URLs",
)
