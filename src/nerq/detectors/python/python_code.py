"""Models, datasets and spaces that Python code names.

Reads the syntax tree in one pass, then follows constants, tables, defaults and parameters to
the texts behind them. Code that is not Python 3 (templates, Python 2) is searched line by line
for the plainest calls only.
"""

from __future__ import annotations

import ast
import gc
import warnings
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.detectors.python import lexical as python_lexical
from nerq.detectors.python.calls import words_of
from nerq.detectors.python.deciding import items_of
from nerq.detectors.python.follow import Follower
from nerq.detectors.python.hints import HINT, Hints
from nerq.detectors.python.notes import BY_NAME, BY_SHAPE
from nerq.detectors.python.outline import outline
from nerq.detectors.python.project import Project
from nerq.detectors.python.scope import Module
from nerq.detectors.python.visitor import Visitor
from nerq.model import Location, Problem, Unresolved
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.python.notes import Notes
    from nerq.plugin import Item, Search, Source


def detect(source: Source, search: Search) -> Iterator[Item]:
    """Yields what a Python file names, in the order of the lines.

    Code nested too deeply is searched line by line, with a `Problem` that says so.
    """
    module = Module(source, source.text.split("\n"))
    try:
        yield from _detect(module, search)
    except (RecursionError, MemoryError):
        yield Problem(
            Location(source.path),
            "nested too deeply to be understood: only its plainest calls were read",
        )
        yield from python_lexical.detect(module)


def _detect(module: Module, search: Search) -> list[Item]:
    text = module.source.text
    # A project's own words may make any text an id, so hints of texts do not help; prose is read
    # everywhere.
    if not (search.callables or search.keys or search.with_prose):
        hints = Hints(text)
        tree = None if hints.is_far else parse(outline(text, hints))
        if tree is not None:
            found = _read_tree(tree, module, search, hints)
            # An open place may be answered by code that the outline left out.
            if not found.is_open and hints.are_explained_by(found.texts):
                return found.items
    tree = parse(text)
    if tree is None:
        return list(python_lexical.detect(module))
    return _read_tree(tree, module, search, None).items


@dataclass(frozen=True, slots=True)
class _Found:
    items: list[Item]
    texts: Counter[str]
    is_open: bool


def _read_tree(tree: ast.Module, module: Module, search: Search, hints: Hints | None) -> _Found:
    """Reads a tree, only around the hints where they are given.

    The short way is right if it explains every text that could be an id, as often as it stands
    there: then nothing is left that code elsewhere in the file could make one.
    """
    visitor = Visitor(module, words_of(search), hints)
    visitor.visit(tree)
    items = list(read(visitor.notes, search))
    # A text that only its looks explain may be a dataset to code that no hint stands in.
    least = BY_NAME if hints is not None and hints.has_other_kinds else BY_SHAPE
    notes = visitor.notes.texts.values()
    used = Counter(note.text for note in notes if note.is_used and note.role.strength >= least)
    return _Found(items, used, any(isinstance(one, Unresolved) for one in items))


def parse(text: str) -> ast.Module | None:
    """The syntax tree, or None where the text is not Python of this version."""
    collects = gc.isenabled()
    gc.disable()  # a tree under construction holds no garbage, and looking for it doubles the time
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError):
        return None
    finally:
        if collects:
            gc.enable()


def read(notes: Notes, search: Search) -> Iterator[Item]:
    """Follows what the visitor asked for and yields references and open places."""
    project = Project(notes.module.source)
    follower = Follower(notes, project.load)
    follower.run()
    yield from items_of(notes, follower.loose, search)


PYTHON_CODE = Detector(
    id="python-code",
    title="Python code",
    files=("*.py", "*.pyi", "*.pyw"),
    hint=HINT,
    detect=detect,
    reads=(
        "ids in calls, keywords, constants, tables, parameters, defaults of options and "
        "environment variables, followed within the file and the project"
    ),
)
