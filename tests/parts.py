"""The cases of every listed part: `tests/cases/<format>/` and `tests/cases/detectors/<detector>/`.

A case is a folder with a small project and ``expected.json``. Beside the cases of a part stands
``many.json``: a file that is as long as one likes, see `Many`. Tests run over the parts as they
are listed, so a part without a case fails them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sources import MemorySource, source

from nerq.detectors import DETECTORS
from nerq.errors import ManifestError
from nerq.manifests import FORMATS
from nerq.pipeline.file_patterns import Matcher
from nerq.plugin import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.plugin import Detector, Item, ManifestFormat

CASES = Path(__file__).parent / "cases"
DETECTOR_CASES = CASES / "detectors"
DETECTOR_FILES = Matcher(DETECTORS)
SECRET = "sEcReT"
SEARCH = Search(keys=("our_llm",), flags=("--our-llm",), callables=("load",), with_prose=True)


@dataclass(frozen=True)
class Page:
    """One file of a case, with those beside it."""

    case: str
    path: str
    files: dict[str, bytes]

    @property
    def data(self) -> bytes:
        return self.files[self.path]

    def source(self, data: bytes | None = None) -> MemorySource:
        """The file, or another content in its place."""
        content = self.data if data is None else data
        return MemorySource(self.path, content, {**self.files, self.path: content})


@dataclass(frozen=True)
class Many:
    """A file of any number of entries.

    Attributes:
        path: what the file is called.
        head, unit, tail: its text; ``{n}`` in the unit is its number and ``{m}`` the next one.
        join: stands between two units.
    """

    path: str
    unit: str
    head: str = ""
    tail: str = ""
    join: str = ""

    def source(self, count: int) -> MemorySource:
        units = (
            self.unit.replace("{n}", str(number)).replace("{m}", str(number + 1))
            for number in range(count)
        )
        return source(self.path, self.head + self.join.join(units) + self.tail)


def many(home: Path) -> Many:
    """Of a part whose cases lie in this folder.

    Raises:
        OSError: nobody wrote it yet.
    """
    return Many(**json.loads((home / "many.json").read_text("utf-8")))


def folders(home: Path) -> list[Path]:
    """The cases of one part, in order of their names."""
    return sorted(path.parent for path in home.glob("*/expected.json"))


@cache
def files(folder: Path) -> dict[str, bytes]:
    """What lies in a case's folder, by path."""
    paths = [path for path in folder.rglob("*") if path.name != "expected.json" and path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(paths)}


def format_pages(form: ManifestFormat) -> list[Page]:
    """The file of each case that the format's reader is given."""
    return [
        Page(folder.name, json.loads((folder / "expected.json").read_text("utf-8"))["entry"], found)
        for folder in folders(CASES / form.id)
        for found in [files(folder)]
    ]


def detector_pages(detector: Detector) -> list[Page]:
    """The files of each case that the detector is given: by name, and by its hint."""
    return [
        Page(folder.name, path, files(folder))
        for folder in folders(DETECTOR_CASES / detector.id)
        for path, data in files(folder).items()
        if detector in DETECTOR_FILES.parts(DETECTOR_FILES.match(path))
        and detector.hint.search(data)
    ]


@dataclass(frozen=True)
class Part:
    """A format or a detector, with what is needed to try it.

    Attributes:
        id: ``format`` or ``detector``, and the part's own.
        home: the folder of its cases.
        read: its reader.
        takes: whether its hint lets a file pass.
    """

    id: str
    home: Path
    read: Callable[[MemorySource], Iterator[Item]]
    takes: Callable[[bytes], bool]
    pages: Callable[[], list[Page]]

    def items(self, found: MemorySource) -> list[Item] | ManifestError:
        """What is read, or why the whole file is refused."""
        try:
            return list(self.read(found))
        except ManifestError as error:
            return error


def _format(form: ManifestFormat) -> Part:
    return Part(
        f"format {form.id}",
        CASES / form.id,
        lambda found: iter(form.parse(found)),
        lambda data: form.hint is None or bool(form.hint.search(data)),
        lambda: format_pages(form),
    )


def _detector(detector: Detector) -> Part:
    return Part(
        f"detector {detector.id}",
        DETECTOR_CASES / detector.id,
        lambda found: iter(detector.detect(found, SEARCH)),
        lambda data: bool(detector.hint.search(data)),
        lambda: detector_pages(detector),
    )


PARTS = [*map(_format, FORMATS), *map(_detector, DETECTORS)]
