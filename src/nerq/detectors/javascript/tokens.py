"""Splits JavaScript and TypeScript into tokens, as far as strings and calls need it.

Lexical grammar of ECMA-262 (2024), chapter 12, without the distinction of keywords: comments
fall away, strings and templates are told from regular expressions by what stands before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

# Every alternative takes each character once; an unclosed string ends with its line, an
# unclosed comment or template with the file.
_TOKEN = regex(
    r"(?P<space>\s+)"
    r"|(?P<comment>//[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)"
    r"|(?P<string>\"(?:[^\"\\\n]|\\[\s\S])*\"?|'(?:[^'\\\n]|\\[\s\S])*'?)"
    r"|(?P<template>`)"
    r"|(?P<name>[A-Za-z_$#@][\w$-]*(?<!-))"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<operator>=>|\|\||\?\?|\?\.|&&|[=!]==?|\.\.\.|[-+*/%<>^&|]=?|[\s\S])",
)
_TEMPLATE = regex(r"(?:[^`\\$]|\\[\s\S]|\$(?!\{))*")
# Bounded, because every slash that opens nothing costs one look ahead.
_REGEX = regex(r"/(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}/[a-z]*")
_ESCAPE = regex(r"\\(\r?\n|[\s\S])")
# After these a slash divides; after anything else it opens a regular expression.
_ENDS_VALUE = regex(r"[\w$)\]}'\"`]")
_BEFORE_REGEX = frozenset(
    ["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new"]
)
_DEEPEST = 200


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        kind: ``string`` (its text is the value), ``template`` (a template with something to
            be filled in), ``rest`` (of a template), ``name``, ``number``, ``operator`` or
            ``comment``.
        text: as written, but for strings.
        offset: of its first character, for strings of the character after the quote.
    """

    kind: str
    text: str
    offset: int


def tokens(text: str, *, with_comments: bool = False) -> Iterator[Token]:
    """The tokens in order; linear in the text's length, for any text."""
    position, previous = 0, ""
    templates: list[int] = []  # open braces within each open ``${``
    while match := _TOKEN.match(text, position):
        kind, written = match.lastgroup or "", match.group()
        position = match.end()
        if templates and written in "{}":
            kind = _brace(written, templates)
        if kind in ("template", "rest"):
            token, position = _template(kind, text, match.end(), templates)
            previous = "(" if text.startswith("${", position - 2) else "`"
            yield token
            continue
        if written[0] == "/" and kind == "operator" and _opens_regex(previous):
            found = _REGEX.match(text, match.start())
            if found:
                position, previous = found.end(), "/x/"
                continue
        if kind == "comment" and with_comments:
            yield _token(kind, written, match.start())
        elif kind not in ("space", "comment"):
            yield _token(kind, written, match.start())
            previous = written


def _brace(written: str, templates: list[int]) -> str:
    """The kind of a brace within a template's ``${``: an operator, or the end of that."""
    templates[-1] += 1 if written == "{" else -1
    if templates[-1] >= 0:
        return "operator"
    templates.pop()
    return "rest"


def _template(kind: str, text: str, start: int, templates: list[int]) -> tuple[Token, int]:
    """The literal part of a template that begins here, and where reading goes on."""
    literal = _TEMPLATE.match(text, start)
    assert literal is not None
    end = literal.end()
    opens = text.startswith("${", end) and len(templates) < _DEEPEST
    if opens:
        templates.append(0)
    named = "string" if kind == "template" and not opens else kind
    return Token(named, literal.group(), start), end + (2 if opens else 1)


def _token(kind: str, written: str, start: int) -> Token:
    if kind != "string":
        return Token(kind, written, start)
    body = written[1:-1] if len(written) > 1 and written[-1] == written[0] else written[1:]
    if "\\" in body:
        body = _ESCAPE.sub(lambda m: "" if m[1] in "\r\n" else m[1], body)
    return Token("string", body, start + 1)


def _opens_regex(previous: str) -> bool:
    return not previous or previous in _BEFORE_REGEX or _ENDS_VALUE.fullmatch(previous[-1]) is None
