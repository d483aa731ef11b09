"""Comments and docstrings of Python code: mentions that nothing runs."""

from __future__ import annotations

import io
import tokenize
from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_looks, links_in, reference
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.mentions import ModelId
    from nerq.detectors.python.notes import Notes
    from nerq.detectors.python.scope import Module
    from nerq.model import Reference

_WORD = regex(r"[A-Za-z0-9][\w.:@/-]*[A-Za-z0-9]")


def prose_of(notes: Notes, live: set[str]) -> Iterator[Reference]:
    """What comments and docstrings name, once each, unless the code itself names it."""
    # Where the code itself names it, the prose around it only explains.
    seen = set(live)
    for line, column, text, shape in [*_docstrings(notes), *_comments(notes.module)]:
        yield from in_text(notes.module, text, (line, column), shape, seen)


def in_text(
    module: Module, text: str, start: tuple[int, int], shape: str, seen: set[str]
) -> Iterator[Reference]:
    """Mentions in a piece of prose that starts at a 1-based line and 0-based column."""
    line, counted, first = start[0], 0, -start[1]
    for offset, found in sorted(ids_in_prose(text), key=lambda one: one[0]):
        if found.name.lower() in seen:
            continue
        seen.add(found.name.lower())
        line += text.count("\n", counted, offset)
        end = text.rfind("\n", counted, offset)
        counted, first = offset, first if end < 0 else end + 1
        yield reference(found, module.place(line, offset - first + 1), shape, "prose")


def ids_in_prose(text: str) -> Iterator[tuple[int, ModelId]]:
    """Ids in running text, with the 0-based offset: pages of the hub, and unmistakable names."""
    yield from links_in(text)
    for match in _WORD.finditer(text):
        word = match[0]
        if "://" in word or not ("/" in word or "-" in word):
            continue
        found = by_looks(word)
        # Behind a slash it is the end of an address or path, not a name.
        if found is not None and not text.endswith("/", 0, match.start()):
            yield match.start(), found


def _docstrings(notes: Notes) -> Iterator[tuple[int, int, str, str]]:
    for node in notes.docstrings:
        if isinstance(node.value, str) and id(node) not in notes.texts:
            text = "\n".join(notes.module.lines[node.lineno - 1 : node.end_lineno])
            yield node.lineno, 0, text, "python-docstring"


def _comments(module: Module) -> Iterator[tuple[int, int, str, str]]:
    if module.cells:
        return  # a notebook's text is JSON; its prose stands in cells of its own
    reader = io.StringIO(module.source.text).readline
    try:
        for token in tokenize.generate_tokens(reader):
            if token.type == tokenize.COMMENT:
                yield token.start[0], token.start[1], token.string, "python-comment"
    except (tokenize.TokenError, SyntaxError):
        return
