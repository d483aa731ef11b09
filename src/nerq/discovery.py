"""Walks the tree once and opens its files; nothing else in nerq reads the scanned tree."""

from __future__ import annotations

import codecs
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import ManifestError, UsageError
from nerq.model import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAX_FILE_BYTES = 64 * 1024 * 1024
MAX_FILES = 500_000
MAX_DEPTH = 100

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        ".venv",
        "venv",
        "virtualenv",
        ".tox",
        ".nox",
        ".eggs",
        "node_modules",
        "bower_components",
        "site-packages",
        "__pycache__",
        "__pypackages__",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".import_linter_cache",
        ".ipynb_checkpoints",
        ".cache",
        ".terraform",
        ".pixi",
        ".gradle",
        "build",
        "dist",
        "target",
        "_build",
    }
)
_BUILD_OUTPUT = frozenset({"build", "dist", "target", "_build"})

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> tuple[str, str]:
    """Text and the encoding it was read with: by byte order mark, as UTF-8, else as Latin-1."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if b"\0" in data[:64] and (guess := _utf16_without_mark(data)):
        return data.decode(guess, "replace"), guess
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"


def _utf16_without_mark(data: bytes) -> str | None:
    head = data[:64]
    if len(head) >= 2 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    if len(head) >= 2 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be"
    return None


class FileSource:
    """A file of the scanned tree; its bytes are read when first used, and once."""

    __slots__ = ("_data", "_decoded", "_real", "_tree", "is_named", "path")

    def __init__(self, tree: Tree, real: str, path: str, *, is_named: bool = False) -> None:
        self._tree = tree
        self._real = real
        self.path = path
        self.is_named = is_named
        self._data: bytes | None = None
        self._decoded: tuple[str, str] | None = None

    @property
    def data(self) -> bytes:
        """The bytes on disk.

        Raises:
            ManifestError: the file is too large, no regular file, or cannot be read.
        """
        if self._data is None:
            self._data = _read(self._real)
        return self._data

    @property
    def text(self) -> str:
        """The decoded text, see `decode`."""
        if self._decoded is None:
            self._decoded = decode(self.data)
        return self._decoded[0]

    @property
    def encoding(self) -> str:
        """What `text` was decoded with."""
        if self._decoded is None:
            self._decoded = decode(self.data)
        return self._decoded[1]

    def sibling(self, relative: str) -> FileSource | None:
        """See `nerq.plugin.Source.sibling`; the same file is read once for all who ask."""
        return self._tree.open(os.path.join(os.path.dirname(self._real), relative))


def _read(real: str) -> bytes:
    try:
        descriptor = os.open(real, os.O_RDONLY | os.O_NONBLOCK | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise ManifestError("not a regular file")
            if status.st_size > MAX_FILE_BYTES:
                limit = MAX_FILE_BYTES // (1024 * 1024)
                raise ManifestError(
                    f"larger than the limit of {limit} MiB ({status.st_size:,} bytes); not read"
                )
            return file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise ManifestError(f"cannot be read: {error.strerror or error}") from error


class Tree:
    """The files below one root, each opened at most once.

    Attributes:
        root: absolute path; locations are relative to it, and nothing outside it is read.
    """

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self._opened: dict[str, FileSource] = {}

    def open(self, real: str, *, is_named: bool = False) -> FileSource | None:
        """The file at an absolute path, None where there is none.

        Raises:
            ManifestError: it lies outside the root, through ``..`` or a symbolic link.
        """
        real = os.path.normpath(real)
        known = self._opened.get(real)
        if known is not None:
            known.is_named = known.is_named or is_named
            return known
        path = os.path.relpath(real, self.root)
        if not is_named and (_is_outside(path) or self._leads_outside(real)):
            raise ManifestError(f"{path.replace(os.sep, '/')} lies outside the scanned tree; not read")
        if not os.path.lexists(real) or os.path.isdir(real):
            return None
        source = FileSource(self, real, path.replace(os.sep, "/"), is_named=is_named)
        self._opened[real] = source
        return source

    def _leads_outside(self, real: str) -> bool:
        return _is_outside(os.path.relpath(os.path.realpath(real), self.root))


def _is_outside(relative: str) -> bool:
    return relative == os.pardir or relative.startswith(os.pardir + os.sep) or os.path.isabs(relative)
