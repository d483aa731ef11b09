"""The shapes that can be added: a manifest format, a detector, a report, an assessor.

A part is one module that ends in one record of these, listed in the registry of its kind.
The records are named tuples: every start makes these classes, and makes them in a tenth of the time
that frozen dataclasses take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

from nerq.model import Alert, Answer, Problem, Reference, ScanResult, Target, Unresolved

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Item: TypeAlias = Reference | Problem | Unresolved


class Source(Protocol):
    """One file of the scanned tree, read once and shared by all readers."""

    @property
    def path(self) -> str:
        """Relative to the scan's root, with ``/``."""
        ...

    @property
    def data(self) -> bytes:
        """The bytes as they are on disk."""
        ...

    @property
    def text(self) -> str:
        """Decoded by byte order mark, else as UTF-8, else as Latin-1. Line ends as they are."""
        ...

    @property
    def encoding(self) -> str:
        """What `text` was decoded with: utf-8, utf-16-le, …, latin-1."""
        ...

    def sibling(self, relative: str) -> Source | None:
        """The file at this path relative to this file's folder, or None where there is none.

        Raises:
            ManifestError: it lies outside the scanned tree, is too large, or cannot be read.
        """
        ...


class Hint(Protocol):
    """A cheap test on a file's bytes: a compiled pattern, or whatever can be asked like one."""

    def search(self, data: bytes, /) -> object:
        """Something true where the file is worth parsing."""
        ...


class ManifestFormat(NamedTuple):
    """A kind of file that lists dependencies.

    Attributes:
        id: kebab-case; `Reference.found_by` of what it finds.
        title: how people call the format.
        files: glob patterns; one with ``/`` is matched against the end of the path, others
            against the file name. Matching respects case.
        parse: yields what the file names, in the file's order; may raise `ManifestError`
            for a file that is broken as a whole. It never opens or runs anything itself.
        reads: one line: what is read.
        omits: one line: what is not.
        spec: URL of the format's description.
        hint: where set, a file is parsed only if this finds something in its bytes.
    """

    id: str
    title: str
    files: tuple[str, ...]
    parse: Callable[[Source], Iterable[Item]]
    reads: str
    omits: str
    spec: str
    hint: Hint | None = None


class Search(NamedTuple):
    """What detectors look for beyond their own tables.

    Attributes:
        callables: names of a project's own functions whose first argument is a model id
            (``load_llm``, or ``pkg.load_llm``); ``name:2`` names the 0-based position,
            ``name:keyword`` the keyword.
        keys: configuration keys and variable names whose value is a model id.
        flags: command-line flags whose value is a model id, with their dashes.
        with_prose: whether comments, docstrings and prose are read too.
    """

    callables: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    with_prose: bool = False


DEFAULT_SEARCH = Search()


class Detector(NamedTuple):
    """A kind of place where models and tools are named.

    Attributes:
        id: kebab-case; the module's name.
        title: how people call the place.
        files: as in `ManifestFormat`.
        hint: a file of which its search finds nothing is not parsed.
        detect: yields references (live ones, and prose ones with scope ``prose``) and
            unresolved places, in the file's order; never raises for a bad file unless it
            is broken as a whole (`ManifestError`).
        reads: one line: which shapes are found.
    """

    id: str
    title: str
    files: tuple[str, ...]
    hint: Hint
    detect: Callable[[Source, Search], Iterable[Item]]
    reads: str


class ReportFormat(NamedTuple):
    """A way to show a `ScanResult`.

    Attributes:
        id: what ``--format`` takes.
        title: one line for help and documentation.
        render: returns the whole report as text, newline at the end. Pure.
        media_type: of the text.
        extension: usual file name ending, with the dot.
        pieces: where set, the same text bit by bit, so that a large report is never whole in
            memory.
    """

    id: str
    title: str
    render: Callable[[ScanResult], str]
    media_type: str
    extension: str
    pieces: Callable[[ScanResult], Iterable[str]] | None = None


class Progress(Protocol):
    """Told about the work as it goes on; a terminal shows it, a pipe does not."""

    def advance(self, done: int, total: int) -> None:
        """``done`` of ``total`` targets are answered."""
        ...

    def wait(self, seconds: float, reason: str) -> None:
        """Nothing is asked for this many seconds, and why."""
        ...


class Assessor(Protocol):
    """Something that can be asked for scores."""

    @property
    def kind(self) -> str:
        """``nerq`` or ``local``."""
        ...

    @property
    def url(self) -> str | None:
        """The service behind it, or None."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Lines for the person about the last `ask`: a broken cache, an old snapshot."""
        ...

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """An answer for every target, whatever the order of arrival; never raises for one.

        Raises:
            UnfinishedError: no question at all could be asked.
        """
        ...


class Check(Protocol):
    """Something that looks up facts for the rules, whoever gives the scores."""

    @property
    def id(self) -> str:
        """Kebab-case; the name under which settings and reports know it."""
        ...

    @property
    def notes(self) -> Sequence[str]:
        """Lines for the person about the last `look_up`: a source out of reach, old data."""
        ...

    def look_up(
        self, questions: Sequence[Question], answers: Mapping[Target, Answer], progress: Progress
    ) -> dict[Target, tuple[Alert, ...]]:
        """What is known of each target; those without alerts may be left out. Never raises.

        Args:
            questions: the targets that may be asked about.
            answers: what the sources of scores said of them.
            progress: told about waiting.
        """
        ...


class Question(NamedTuple):
    """A target, with what helps to judge it locally.

    Attributes:
        versions: the exact pins found, sorted; empty where nothing is pinned.
        specifiers: the constraints found, sorted.
        threshold: a score below this is asked again singly.
        least_age: days that the judged release should be old; None = any age.
        has_other_index: whether an index besides the public registry could serve the name.
    """

    target: Target
    versions: tuple[str, ...] = ()
    specifiers: tuple[str, ...] = ()
    threshold: float = 70.0
    least_age: float | None = None
    has_other_index: bool = False
