"""Runs the readers that a file calls for; a broken file becomes a problem, never a stop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.discovery import STDIN
from nerq.errors import ManifestError
from nerq.model import Location, Problem, Reference, Unresolved
from nerq.patterns import regex
from nerq.pipeline.ignore_comments import HINT, read_ignores
from nerq.pipeline.matching import Matcher
from nerq.pipeline.parts import detectors, formats
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nerq.discovery import FileSource
    from nerq.plugin import Detector, Item, Search
    from nerq.policy.ignores import InlineIgnore

_TEST_FOLDER = regex(r"(?:^|/)(?:tests?|testing|__tests__)/|(?:^|/)(?:test_[^/]*|conftest)\.py$")
# A file named on the command line is read as what its ending usually holds.
_NAMED_ENDINGS = {".txt": "requirements", ".in": "requirements", ".pip": "requirements"}


@dataclass(slots=True)
class Findings:
    """What the readers found so far, in the order read."""

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    ignores: list[InlineIgnore] = field(default_factory=list)
    files: int = 0

    def add(self, item: Item, *, is_named: bool = False) -> None:
        """Keeps an item with its like; ``is_named`` marks problems of a file named by the user."""
        match item:
            case Reference():
                if item.scope == "runtime" and _TEST_FOLDER.search(item.location.path):
                    item = replace(item, scope="test")
                self.references.append(item)
            case Problem():
                self.problems.append(replace(item, is_named=is_named or item.is_named))
            case Unresolved():
                self.unresolved.append(item)


class Reader:
    """Reads sources with every format and detector that fits."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._formats = Matcher(formats())
        self._detectors = Matcher(detectors())
        words = {name.partition(":")[0].rpartition(".")[2] for name in search.callables}
        words |= {*search.keys, *search.flags}
        self._own_words = tuple(word.encode() for word in words if word)

    def read(self, source: FileSource, into: Findings) -> None:
        """Adds what one file holds; a file that nothing reads adds nothing unless it was named."""
        path = source.full_path if source.is_named else source.path
        formats = self._formats.match(path)
        detectors = self._detectors.match(path)
        if source.is_named and not formats:
            formats = _by_ending(source.path)
        if not formats and not detectors:
            if source.is_named:
                message = "nerq reads no file of this name; see the list of formats in the docs"
                into.problems.append(Problem(Location(source.path), message, is_named=True))
            return
        try:
            data = source.data
        except ManifestError as error:
            into.problems.append(_problem(source, error))
            return
        into.files += 1
        if HINT in data:
            into.ignores += read_ignores(source)
        self._run_all(source, data, formats, detectors, into)

    def _run_all(
        self,
        source: FileSource,
        data: bytes,
        formats: list[ManifestFormat],
        detectors: list[Detector],
        into: Findings,
    ) -> None:
        for manifest in formats:
            if manifest.hint is None or manifest.hint.search(data):
                self._run(source, manifest, manifest.parse, into)
        for detector in detectors:
            if self._may_name(detector, data):
                self._run(source, detector, self._detect(detector), into)

    def _may_name(self, detector: Detector, data: bytes) -> bool:
        """Whether a file is worth parsing; hints know neither prose nor a project's own words."""
        return (
            self._search.with_prose
            or detector.hint.search(data) is not None
            or any(word in data for word in self._own_words)
        )

    def _detect(self, detector: Detector) -> Callable[[FileSource], Iterable[Item]]:
        return lambda source: detector.detect(source, self._search)

    def _run(
        self,
        source: FileSource,
        part: ManifestFormat | Detector,
        read: Callable[[FileSource], Iterable[Item]],
        into: Findings,
    ) -> None:
        try:
            for item in read(source):
                into.add(item, is_named=source.is_named)
        except ManifestError as error:
            # Prose and code that a detector cannot read are no manifest: only a named file counts.
            if isinstance(part, ManifestFormat) or source.is_named:
                into.problems.append(_problem(source, error))


def _problem(source: FileSource, error: ManifestError) -> Problem:
    return Problem(Location(source.path, error.line), str(error), is_named=source.is_named)


def _by_ending(path: str) -> list[ManifestFormat]:
    wanted = next((f for end, f in _NAMED_ENDINGS.items() if path.endswith(end)), None)
    if path == STDIN:
        wanted = "requirements"
    return [manifest for manifest in formats() if manifest.id == wanted]
