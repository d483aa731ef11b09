"""Reads lines of requirements as pip does, with the files they include.

The lines stand in a requirements file, or in a list for pip within a file of another format.
Variables of the environment are never put in, and files on other machines never fetched.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.mentions import normalised
from nerq.manifests.python.requirements.annotations import brought_by, found_at
from nerq.manifests.python.requirements.index_options import Indexes
from nerq.manifests.python.requirements.logical_lines import logical_lines, text_of
from nerq.manifests.python.requirements.options import NO_OPTIONS, parse_options, split_options
from nerq.manifests.python.requirements.pip_requirement import (
    Folder,
    parse_editable,
    parse_pip_requirement,
)
from nerq.manifests.python.requirements.pip_url import is_url
from nerq.model import Location, Problem, Reference
from nerq.origins import registry_origin
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nerq.model import Origin
    from nerq.plugin import Item, Source

ID = "requirements"
"""Of the format whose files the lines include, and which finds what stands there."""

MAX_FILES = 10_000
MAX_REQUIREMENTS = 300_000

_DEVELOPMENT = regex(
    r"(?:^|[^a-z])(?:dev|develop|development|tests?|testing|lint|linting|typing|types|docs?|ci)"
    r"(?:[^a-z]|$)"
)
_HEAD = regex(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class _Line:
    """A requirement that waits until all index options are known."""

    file: _File
    number: int
    text: str
    is_editable: bool


@dataclass(slots=True, eq=False)
class _File:
    """One file of the run."""

    source: Source
    scope: str
    found_by: str
    lines: Sequence[str]
    requirements: list[tuple[int, str]]
    pending: Iterator[tuple[int, str]]


def read_file(source: Source) -> Iterator[Item]:
    """The requirements of a file and of those it includes, in the order pip reads them.

    Raises:
        ManifestError: the file itself cannot be read.
    """
    run = _Run()
    if "constraint" in source.path.rpartition("/")[2]:
        # What a constraints file names is what was asked for when it is the entry.
        run.constraint_scope = scope_of(source.path)
    run.enter(source, scope_of(source.path))
    yield from _items(run)


def read_lines(
    source: Source, lines: Iterable[tuple[int, str]], model: Reference, indexes: Sequence[str] = ()
) -> Iterator[Item]:
    """The requirements in lines that stand in a file of another format.

    Args:
        source: the file; what the lines include is found from there.
        lines: 1-based number and text of each, without comments.
        model: scope and format of the results.
        indexes: URLs of further package indexes.
    """
    run = _Run()
    run.indexes.others += indexes
    run.open.append(_File(source, model.scope, model.found_by, (), [], iter(lines)))
    yield from _items(run)


def _items(run: _Run) -> Iterator[Item]:
    # pip collects the options of all files before it looks for the first package, so that an
    # index named at the end holds for the lines before.
    run.read()
    origin = run.indexes.origin()
    known: dict[int, Mapping[str, tuple[str, ...]]] = {}
    places: dict[int, Mapping[int, str]] = {}
    for item in run.items:
        if isinstance(item, Problem):
            yield item
            continue
        file = item.file
        if id(file) not in known:
            known[id(file)] = _chains(file)
            places[id(file)] = found_at(file.lines, [line for line, _ in file.requirements])
        place = places[id(file)].get(item.number)
        found = _item(item, registry_origin(place) if place else origin, known[id(file)])
        if found is not None:
            yield found


def _chains(file: _File) -> Mapping[str, tuple[str, ...]]:
    if not any("# via" in line for line in file.lines):
        return {}
    heads = ((number, _HEAD.match(text)) for number, text in file.requirements)
    return brought_by(file.lines, [(number, head[0] if head else "") for number, head in heads])


def _item(line: _Line, origin: Origin, known: Mapping[str, tuple[str, ...]]) -> Item | None:
    """What a line names or why it cannot be read; None for a folder of the project."""
    file, source = line.file, line.file.source
    place = Location(source.path, line.number)
    model = Reference("package", "pypi", "", place, file.found_by, scope=file.scope, origin=origin)
    try:
        read = parse_editable if line.is_editable else parse_pip_requirement
        found = read(line.text, model)
        if isinstance(found, Folder):
            _check_folder(source, found.path)
            return None
    except ManifestError as error:
        return Problem(place, str(error))
    if known and (name := normalised(found.name)) in known:
        return replace(found, direct=False, via=known[name])
    return found


def _check_folder(source: Source, path: str) -> None:
    """A folder of the scanned tree is read on its own; another one is a gap worth saying."""
    for name in ("pyproject.toml", "setup.py", "setup.cfg"):
        if source.sibling(f"{path}/{name}") is not None:
            return
    raise ManifestError(
        f"{shown(path)} is not a project in the scanned tree; what it needs is unknown"
    )


class _Run:
    """Reads one file and all it includes, without recursion."""

    def __init__(self) -> None:
        self.items: list[_Line | Problem] = []
        self.indexes = Indexes()
        self.open: list[_File] = []
        self.constraint_scope = "constraint"
        self._active: set[str] = set()
        self._read: set[tuple[str, str]] = set()

    def read(self) -> None:
        """Takes all lines of what is open, depth first."""
        while self.open:
            file = self.open[-1]
            for number, line in file.pending:
                if len(self.items) >= MAX_REQUIREMENTS:
                    message = f"more than {MAX_REQUIREMENTS:,} requirements; the rest is not read"
                    self.items.append(Problem(Location(file.source.path, number), message))
                    return
                # Hardly a line has options, and pip's parser takes longer than all the rest.
                if line[0] == "-" or " -" in line:
                    if self._take_options(file, number, line):
                        break
                else:
                    self._take(file, number, line)
            else:
                self.open.pop()
                self._active.discard(file.source.path)

    def enter(self, source: Source, scope: str) -> None:
        """Opens a requirements file; its lines come next."""
        text, fault = text_of(source)
        if fault is not None:
            self.items.append(Problem(Location(source.path, 1), fault))
        lines = text.splitlines()
        self.indexes.add_command(lines)
        self.open.append(_File(source, scope, ID, lines, [], logical_lines(lines)))
        self._active.add(source.path)
        self._read.add((source.path, scope))

    def _take(self, file: _File, number: int, text: str, *, is_editable: bool = False) -> None:
        self.items.append(_Line(file, number, text, is_editable))
        file.requirements.append((number, text))

    def _take_options(self, file: _File, number: int, line: str) -> bool:
        """Takes a line with options; whether it opened another file."""
        text, rest = split_options(line)
        options = NO_OPTIONS
        try:
            options = parse_options(rest) if rest else options
        except ManifestError as error:
            self.items.append(Problem(Location(file.source.path, number), str(error)))
        if text:
            self._take(file, number, text)
        elif options.editable is not None:
            self._take(file, number, options.editable, is_editable=True)
        elif options.requirements is not None:
            return self._include(file, number, options.requirements, None)
        elif options.constraints is not None:
            return self._include(file, number, options.constraints, self.constraint_scope)
        else:
            self.indexes.add(options)
        return False

    def _include(self, file: _File, number: int, path: str, scope: str | None) -> bool:
        try:
            source = self._included(file, path)
            scope = scope or scope_of(source.path)
            # What is required and what only constrains are two readings of the same file.
            if (source.path, scope) in self._read:
                return False
            self.enter(source, scope)
        except ManifestError as error:
            self.items.append(Problem(Location(file.source.path, number), str(error)))
            return False
        return True

    def _included(self, file: _File, path: str) -> Source:
        if is_url(path) and not path.lower().startswith("file:"):
            raise ManifestError(f"includes {shown(path)}, which is not fetched")
        if len(self._read) >= MAX_FILES:
            raise ManifestError(f"includes {shown(path)}, beyond the limit of {MAX_FILES:,} files")
        path = re.sub(r"^file:(?://)?", "", path, flags=re.IGNORECASE)
        source = file.source.sibling(path)
        if source is None and "\\" in path:
            source = file.source.sibling(path.replace("\\", "/"))
        if source is None:
            raise ManifestError(f"includes {shown(path)}, which does not exist")
        if source.path in self._active:
            raise ManifestError(f"includes {shown(path)}, which includes this file again")
        return source


def scope_of(path: str) -> str:
    """``dev`` where the file's name or folder says that it is for development."""
    folder, _, name = path.lower().rpartition("/")
    is_listed = folder.rpartition("/")[2] in ("requirements", "reqs", "deps")
    is_development = _DEVELOPMENT.search(name.rpartition(".")[0] or name)
    return "dev" if is_development and (is_listed or "req" in name) else "runtime"
