"""One file of the scanned tree: read when first used, once, within limits."""

from __future__ import annotations

import codecs
import os
import stat
from typing import TYPE_CHECKING

from nerq.errors import ManifestError

if TYPE_CHECKING:
    from nerq.discovery.tree import Tree

MAX_FILE_BYTES = 64 * 1024 * 1024

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
    if len(head) >= 4 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    if len(head) >= 4 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be"
    return None


class FileSource:
    """A file of the scanned tree; its bytes are read when first used, and once."""

    __slots__ = ("_data", "_decoded", "_given", "_real", "_tree", "is_named", "path")

    def __init__(
        self,
        tree: Tree,
        real: str,
        path: str,
        *,
        is_named: bool = False,
        data: bytes | None = None,
    ) -> None:
        self._tree = tree
        self._real = real
        self.path = path
        self.is_named = is_named
        self._given = data
        self._data = data
        self._decoded: tuple[str, str] | None = None

    @property
    def tree(self) -> Tree:
        """The tree that the file stands in."""
        return self._tree

    @property
    def real(self) -> str:
        """The absolute path, as the operating system writes it."""
        return self._real

    @property
    def full_path(self) -> str:
        """Absolute, with ``/``: a file named alone is known by its folders too."""
        return self._real.replace(os.sep, "/")

    @property
    def data(self) -> bytes:
        """The bytes on disk.

        Raises:
            ManifestError: the file is too large, no regular file, or cannot be read.
        """
        if self._data is None:
            if self._leads_outside():
                raise ManifestError("a symbolic link that leads outside the scanned tree; not read")
            self._data = read_bytes(self._real)
        return self._data

    def _leads_outside(self) -> bool:
        if self.is_named or not os.path.islink(self._real):
            return False
        return self._tree.is_outside(self._real)

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

    def release(self) -> None:
        """Forgets the content, so that a large tree does not fill memory; it can be read again."""
        self._data, self._decoded = self._given, None

    def sibling(self, relative: str) -> FileSource | None:
        """See `nerq.plugin.Source.sibling`; the same file is read once for all who ask."""
        return self._tree.open(os.path.join(os.path.dirname(self._real), relative))


def read_bytes(real: str) -> bytes:
    """The content of a regular file of at most `MAX_FILE_BYTES`.

    Raises:
        ManifestError: it is larger, of another kind (a pipe is never waited for), or unreadable.
    """
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
            # Not more than is there: room for the largest file would be made for each.
            return file.read(status.st_size + 1) if status.st_size else file.read(MAX_FILE_BYTES)
    except OSError as error:
        raise ManifestError(f"cannot be read: {error.strerror or error}") from error
