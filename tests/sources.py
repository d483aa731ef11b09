"""Sources made of text, for tests of readers."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.discovery import decode
from nerq.plugin import DEFAULT_SEARCH

if TYPE_CHECKING:
    from nerq.plugin import Detector, Item, Search, Source


@dataclass
class MemorySource:
    """A file that exists only in a test, with the files beside it."""

    path: str
    data: bytes
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return decode(self.data)[0]

    @property
    def encoding(self) -> str:
        return decode(self.data)[1]

    def sibling(self, relative: str) -> Source | None:
        path = posixpath.normpath(posixpath.join(posixpath.dirname(self.path), relative))
        data = self.files.get(path)
        return None if data is None else MemorySource(path, data, self.files)


def source(path: str, content: str | bytes, **siblings: str | bytes) -> MemorySource:
    """A source at ``path``; keyword names are sibling paths (pass odd ones as ``**{...}``)."""
    folder = posixpath.dirname(path)
    files = {posixpath.join(folder, name): _bytes(text) for name, text in siblings.items()}
    data = _bytes(content)
    return MemorySource(path, data, {**files, path: data})


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def detected(detector: Detector, page: Source, search: Search = DEFAULT_SEARCH) -> list[Item]:
    """What a scan has of a detector: nothing where its hint tells that nothing is there."""
    is_own = search.with_prose or search.callables or search.keys or search.flags
    if not is_own and not detector.hint.search(page.data):
        return []
    return list(detector.detect(page, search))
