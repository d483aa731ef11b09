"""Runs the readers that a file calls for; a broken file becomes a problem, never a stop."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING

from nerq.discovery import STDIN
from nerq.errors import ManifestError
from nerq.manifests.unsupported import kind_of
from nerq.model import Location, Problem, Reference, Unresolved
from nerq.pipeline.file_patterns import Matcher
from nerq.pipeline.ignore_comments import HINT, read_ignores
from nerq.pipeline.own_packages import Own, own_packages
from nerq.pipeline.plugins import detectors, formats
from nerq.pipeline.unread import weighed
from nerq.scopes import is_test_path, scope_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nerq.discovery import FileSource
    from nerq.model import Level
    from nerq.pipeline.reading_cache import ReadingCache, WatchedSource
    from nerq.plugin import Detector, Item, Search
    from nerq.policy.ignores import InlineIgnore

_REQUIREMENTS_ENDINGS = (".txt", ".in", ".pip")


@dataclass(slots=True)
class Inventory:
    """What was read so far, in the order read; identified, it is what a scan asks about.

    Attributes:
        own: ecosystem and name of the packages that the tree is the source of.
        files: how many were read.
    """

    references: list[Reference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unresolved: list[Unresolved] = field(default_factory=list)
    ignores: list[InlineIgnore] = field(default_factory=list)
    own: set[Own] = field(default_factory=set)
    unsupported: dict[str, list[str]] = field(default_factory=dict)
    files: int = 0

    def add(self, item: Item, *, is_named: bool = False) -> None:
        """Keeps an item with its like; ``is_named`` marks problems of a file named by the user."""
        match item:
            case Reference():
                scope = scope_at(item.location.path, item.scope)
                if scope != item.scope:
                    item = replace(item, scope=scope)
                self.references.append(item)
            case Problem():
                self.problems.append(weighed(item, is_named=is_named))
            case Unresolved():
                self.unresolved.append(item)

    def note_unread(self, source: FileSource, *, is_detected: bool) -> None:
        """Keeps that no format reads this file, where that is worth a word."""
        kind = kind_of(source.path)
        if kind is not None:
            self.unsupported.setdefault(kind, []).append(source.path)
        if source.is_named and not is_detected:
            message = "nerq reads no file of this name; see the list of formats in the docs"
            self.problems.append(Problem(Location(source.path), message, is_named=True))


class Reader:
    """Reads sources with every format and detector that fits."""

    def __init__(self, search: Search, kept: ReadingCache | None = None) -> None:
        self._search = search
        self._kept = kept
        self._formats = Matcher(formats())
        self._detectors = Matcher(detectors())
        words = {name.partition(":")[0].rpartition(".")[2] for name in search.callables}
        words |= {*search.keys, *search.flags}
        self._own_words = tuple(word.encode() for word in words if word)

    def read(self, source: FileSource, into: Inventory) -> None:
        """Adds what one file holds; a file that nothing reads adds nothing unless it was named."""
        path = source.full_path if source.is_named else source.path
        formats = self._formats.match(path)
        detectors = self._detectors.match(path)
        if source.is_named and not formats:
            formats = self._by_ending(source.path)
        if not formats:
            into.note_unread(source, is_detected=bool(detectors))
        if not formats and not detectors:
            return
        try:
            data = source.data
        except ManifestError as error:
            # Formats with a hint are of files that mostly hold something else, as code does.
            is_list = any(part.hint is None for part in self._formats.parts(formats))
            level: Level = "error" if is_list else "note"
            into.add(_problem(source, error, level), is_named=source.is_named)
            return
        into.files += 1
        if not is_test_path(source.path):
            into.own |= own_packages(source.path, data)
        lines = set()
        for item in self._items(source, data, formats, detectors):
            into.add(item, is_named=source.is_named)
            lines.add(item.location.line)
        if HINT in data:
            into.ignores += read_ignores(source, lines)

    def _by_ending(self, path: str) -> list[int]:
        """A file named on the command line is read as what its ending usually holds."""
        usual = path == STDIN or path.endswith(_REQUIREMENTS_ENDINGS)
        return self._formats.match("requirements.txt") if usual else []

    def _items(
        self, source: FileSource, data: bytes, formats: Sequence[int], detectors: Sequence[int]
    ) -> Iterable[Item]:
        """What the readers find, or found when they last saw the same."""
        if self._kept is None:
            return self._read(source, data, formats, detectors)
        from nerq.pipeline.reading_cache import WatchedSource

        readers = [*(f"m{index}" for index in formats), *(f"d{index}" for index in detectors)]
        key = self._kept.key(source, data, readers)
        items = self._kept.find(key, source.tree)
        if items is None:
            watched = WatchedSource(source)
            items = list(self._read(watched, data, formats, detectors))
            self._kept.keep(key, items, watched, source.tree)
        return items

    def _read(
        self,
        source: FileSource | WatchedSource,
        data: bytes,
        formats: Sequence[int],
        detectors: Sequence[int],
    ) -> Iterator[Item]:
        for manifest in self._formats.parts(formats):
            if manifest.hint is None or manifest.hint.search(data):
                yield from _guarded(source, partial(manifest.parse, source))
        for detector in self._detectors.parts(detectors):
            if self._may_name(detector, data):
                detect = partial(detector.detect, source, self._search)
                # What code and texts could not tell is counted; it is not a list of dependencies.
                for item in _guarded(source, detect, level="note"):
                    yield replace(item, level="note") if isinstance(item, Problem) else item

    def _may_name(self, detector: Detector, data: bytes) -> bool:
        """Whether a file is worth parsing; hints know neither prose nor a project's own words."""
        return (
            self._search.with_prose
            or bool(detector.hint.search(data))
            or any(word in data for word in self._own_words)
        )


def _guarded(
    source: FileSource | WatchedSource,
    read: Callable[[], Iterable[Item]],
    level: Level = "error",
) -> Iterator[Item]:
    try:
        yield from read()
    except ManifestError as error:
        # Prose and code that a detector cannot read are not a manifest: only a named file counts.
        if level == "error" or source.is_named:
            yield _problem(source, error, level)


def _problem(source: FileSource | WatchedSource, error: ManifestError, level: Level) -> Problem:
    place = Location(source.path, error.line)
    return Problem(place, str(error), is_named=source.is_named, level=level)
