"""``pylock.toml``, the lock file of PyPA, version 1, once PEP 751.

.. code:: toml

    lock-version = "1.0"
    created-by = "a tool"

    [[packages]]
    name = "attrs"
    version = "25.1.0"
    index = "https://index.example/simple"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.locks.lock_entries import entry_name, read_entries
from nerq.manifests.python.locks.locked_package import Link, LockedPackage, references
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.model import PUBLIC_REGISTRY, Origin, Problem
from nerq.origins import git_origin, origin_of, registry_of_files, registry_origin
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

_KNOWN_MAJOR = "1"


def parse(source: Source) -> Iterator[Item]:
    """The locked packages in the file's order, problems where they stand before.

    The file does not say what was asked for: what no other package depends on is direct.

    Raises:
        ManifestError: the file is not TOML, its major version is not 1, or it has no packages.
    """
    document = toml_nodes.load(source)
    mentions = Mentions(source.path, "pylock")
    yield from _version(document, mentions)
    array = document.get("packages")
    if array is None:
        raise ManifestError("`packages` is missing; not a lock file of version 1")
    packages: list[LockedPackage] = []
    for found in read_entries(array, _entry, mentions):
        if isinstance(found, Problem):
            yield found
        else:
            packages.append(found)
    yield from references(packages, None, source.path, "pylock")


def _version(document: Node, mentions: Mentions) -> Iterator[Problem]:
    version = document.get("lock-version")
    if version is None:
        yield mentions.problem("`lock-version` is missing; read as version 1", None)
    elif str(version.value).partition(".")[0] != _KNOWN_MAJOR:
        raise ManifestError("this lock version is not known (1 is); not read", version.line)


def _entry(entry: Node) -> LockedPackage | None:
    """The package, or None where it is the locked project itself."""
    name, line = entry_name(entry)
    if entry.text_at("directory", "path") in {".", "./"}:
        return None
    dependencies = entry.get("dependencies")
    rows = dependencies.items() if dependencies is not None and dependencies.is_array else ()
    names = [row.text_at("name") for row in rows]
    return LockedPackage(
        name=name,
        key=normalised(name),
        version=entry.text_at("version"),
        line=line,
        origin=_origin(entry),
        links=[Link(normalised(other)) for other in names if other is not None],
        marker=entry.text_at("marker"),
    )


def _origin(entry: Node) -> Origin:
    for table in ("vcs", "archive"):
        place = entry.get(table)
        if place is not None:
            url = place.text_at("url")
            if url is None:
                return Origin("path")
            return git_origin(url) if place.text_at("type") == "git" else origin_of(url)
    if entry.get("directory") is not None:
        return Origin("path")
    index = entry.text_at("index")
    if index is not None:
        return registry_origin(index)
    files = registry_of_files(place for row in _files(entry) for place in _places(row))
    return PUBLIC_REGISTRY if files is None else files


def _files(entry: Node) -> Iterator[Node]:
    """The tables of the package's archives."""
    sdist, wheels = entry.get("sdist"), entry.get("wheels")
    if sdist is not None and sdist.is_table:
        yield sdist
    if wheels is not None and wheels.is_array:
        yield from (row for row in wheels.items() if row.is_table)


def _places(row: Node) -> tuple[str | None, ...]:
    return (row.text_at("url"), row.text_at("path"))


FORMAT = ManifestFormat(
    id="pylock",
    title="pylock.toml (PEP 751)",
    files=("pylock.toml", "pylock.*.toml"),
    parse=parse,
    reads="every locked package, its index, repository, archive or folder, and chains",
    omits="the locked project itself, hashes",
    spec="https://packaging.python.org/en/latest/specifications/pylock-toml/",
)
