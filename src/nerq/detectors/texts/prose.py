"""Comments, documentation and code blocks: what is mentioned, but not run. Off by default."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.detectors.mentions import by_looks, has_number, links_in, reference
from nerq.detectors.python.inline import read_script
from nerq.documents.page import Page, in_order
from nerq.model import Reference
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item, Search, Source

_FENCE = regex(r"[ \t>]*(```+|~~~+)[ \t]*(\w*)")
_SHELLS = frozenset({"sh", "bash", "shell", "console", "zsh", "terminal", "shell-session"})
# Neither the end of an address nor a part of a path: what is before and behind tells.
_TOKEN = regex(r"(?<![\w./@:-])[A-Za-z0-9][\w.:/@-]{2,199}(?![\w/])")
_COMMENT = regex(r"(?:^|\s)(#|//).*")
_MARKDOWN = (".md", ".mdx", ".rst", ".txt", ".adoc", ".html")


def _detect(source: Source, search: Search) -> Iterable[Item]:
    if not search.with_prose:
        return ()
    found = _text(source) if source.path.endswith(_MARKDOWN) else _comments(source)
    items = [*(_fences(source, search) if source.path.endswith((".md", ".mdx")) else ()), *found]
    return in_order(replace(item, scope="prose") for item in items)


def _comments(source: Source) -> Iterator[Reference]:
    for number, line in enumerate(source.text.split("\n"), 1):
        match = _COMMENT.search(line)
        if match:
            yield from _line(source, match[0], number, match.start())


def _text(source: Source) -> Iterator[Reference]:
    for number, line in enumerate(source.text.split("\n"), 1):
        yield from _line(source, line, number, 0)


def _line(source: Source, line: str, number: int, skipped: int) -> Iterator[Reference]:
    page = Page(source)
    for offset, linked in links_in(line):
        yield reference(linked, page.at(number, skipped + offset + 1), "huggingface-url")
    for match in _TOKEN.finditer(line):
        text = match[0].rstrip(".:")
        before = line[match.start() - 1 : match.start()]
        # In running text, words with a slash are alternatives: ``and/or``, ``Linux/macOS``.
        is_id = has_number(text) or before in ("`", '"', "'")
        found = by_looks(text) if is_id and "//" not in text else None
        if found is not None:
            yield reference(found, page.at(number, skipped + match.start() + 1), "prose")


def _fences(source: Source, search: Search) -> Iterator[Reference]:
    """What the commands of a code block for a shell name."""
    page = Page(source)
    block: list[str] | None = None
    begin, fence = 0, ""
    for number, line in enumerate(page.lines, 1):
        match = _FENCE.match(line)
        if block is None and match and match[2].lower() in _SHELLS:
            block, begin, fence = [], number + 1, match[1]
        elif block is not None and line.strip(" \t>").startswith(fence):
            for item in read_script("\n".join(block), begin, page.at, search):
                if isinstance(item, Reference):
                    yield item
            block = None
        elif block is not None:
            # A prompt before the command becomes blanks, so that columns stay.
            block.append(re.sub(r"^(\s*)[$>] ", r"\1  ", line))


DETECTOR = Detector(
    id="prose",
    title="Documentation and comments",
    files=(
        "*.md",
        "*.mdx",
        "*.rst",
        "*.txt",
        "*.adoc",
        "*.sh",
        "*.bash",
        "*.yaml",
        "*.yml",
        "*.toml",
        "Dockerfile",
        "Makefile",
        ".env*",
    ),
    # Every name that is unmistakable by itself has one of these.
    hint=re.compile(rb"[-/:\d]"),
    detect=_detect,
    reads="hub URLs, ids and commands in text and comments; only with --include-prose",
)
