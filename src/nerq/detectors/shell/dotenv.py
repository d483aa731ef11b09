"""``.env`` files: environment variables that name models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.shell.assignments import read_assignment
from nerq.detectors.vocabulary.settings_gate import HINT
from nerq.documents.page import Page, in_order
from nerq.documents.shell import Word
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item, Search, Source

# Each value may hold spaces only within quotes; what follows a plain one is a comment.
_LINE = regex(
    r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][\w.]*)[ \t]*=[ \t]*"
    r"(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|(?P<plain>[^\s#]*))"
)
# Compose's and bash's default is what counts where nobody sets the variable.
_DEFAULT = regex(r"\$\{\w+:?-([^${}]+)\}")


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return in_order(_read(source, search))


def _read(source: Source, search: Search) -> Iterator[Item]:
    page = Page(source)
    for number, line in enumerate(page.lines, 1):
        match = _LINE.match(line)
        if match is None:
            continue
        group = match.lastgroup or "plain"
        text, column = match[group], match.start(group) + 1
        default = _DEFAULT.fullmatch(text)
        if default:
            text, column = default[1], column + default.start(1)
        word = Word(text, number, column, "$" not in text)
        yield from read_assignment(match["name"], word, page.at, search, shape="dotenv-key")


DETECTOR = Detector(
    id="dotenv",
    title="Environment files",
    files=(".env", ".env.*", "*.env", ".envrc", "env.example", "env.sample"),
    hint=HINT,
    detect=_detect,
    reads="variables such as MODEL_ID, *_MODEL, HF_MODEL_ID; hub URLs",
)
