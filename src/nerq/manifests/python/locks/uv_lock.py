"""``uv.lock`` (https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile), version 1.

.. code:: toml

    [[package]]
    name = "anyio"
    version = "4.9.0"
    source = { registry = "https://index.example/simple" }
    dependencies = [{ name = "idna" }]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests.python.locks.locked_package import references
from nerq.manifests.python.locks.uv_lock_document import read_document
from nerq.manifests.python.mentions import Mentions
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.manifests.python.locks.uv_lock_entries import UvLock
    from nerq.plugin import Item, Source

KNOWN_VERSION = 1

SCANNED_FROM = 200_000
"""Characters; a shorter lock is parsed sooner than the scanner's expressions are compiled."""


def parse(source: Source) -> Iterator[Item]:
    """The locked packages without the project and its workspace's members, then problems.

    A long lock as uv writes it is scanned; any other is parsed as TOML, to the same result.

    Raises:
        ManifestError: the file is not TOML.
    """
    text = toml_nodes.strict_text(source)
    lock = _scanned(text) if len(text) >= SCANNED_FROM else None
    yield from read_lock(lock or read_document(toml_nodes.parse(text)), source.path)


def _scanned(text: str) -> UvLock | None:
    from nerq.manifests.python.locks.uv_lock_scan import scan

    return scan(text)


def read_lock(lock: UvLock, path: str) -> Iterator[Item]:
    """The packages and problems of a lock that was read either way."""
    mentions = Mentions(path, "uv-lock")
    if lock.version != KNOWN_VERSION:
        message = (
            f"lock version {lock.version!r} is not known (1 is); read as far as it looks alike"
        )
        yield mentions.problem(message, lock.version_line)
    packages = [entry.as_locked() for entry in lock.entries if not lock.is_own(entry)]
    yield from references(packages, lock.asked(), path, "uv-lock")
    for line, message in lock.problems:
        yield mentions.problem(message, line)


FORMAT = ManifestFormat(
    id="uv-lock",
    title="uv.lock",
    files=("uv.lock", "*.py.lock"),
    parse=parse,
    reads="every locked package, what brought it in, its index, repository or folder",
    omits="the project itself and the members of its workspace, hashes",
    spec="https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile",
)
