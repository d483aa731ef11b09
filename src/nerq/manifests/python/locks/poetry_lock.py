"""``poetry.lock`` (https://python-poetry.org/docs/basic-usage/), lock versions 1 and 2.

.. code:: toml

    [[package]]
    name = "anyio"
    version = "4.7.0"
    optional = false
    groups = ["main"]

    [package.dependencies]
    idna = ">=2.8"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests.python.locks.asked_beside import asked_beside
from nerq.manifests.python.locks.lock_entries import entry_name, read_entries, texts
from nerq.manifests.python.locks.locked_package import Link, LockedPackage, references
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.model import PUBLIC_REGISTRY, Origin, Problem
from nerq.origins import git_origin, origin_of, registry_origin
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

_KNOWN_VERSIONS = ("1.", "2.")


def parse(source: Source) -> Iterator[Item]:
    """The locked packages in the file's order, problems where they stand before.

    Which are direct, the ``pyproject.toml`` beside it says.

    Raises:
        ManifestError: the file is not TOML.
    """
    document = toml_nodes.load(source)
    mentions = Mentions(source.path, "poetry-lock")
    version = document.at("metadata", "lock-version")
    if version is not None and not str(version.value).startswith(_KNOWN_VERSIONS):
        message = "this lock version is not known (1 and 2 are); read as far as it looks alike"
        yield mentions.problem(message, version.line)
    extras = _extras(document.get("extras"))
    packages: list[LockedPackage] = []
    for found in read_entries(
        document.get("package"), lambda entry: _entry(entry, extras), mentions
    ):
        if isinstance(found, Problem):
            yield found
        else:
            packages.append(found)
    yield from references(packages, asked_beside(source), source.path, "poetry-lock")


def _extras(table: Node | None) -> dict[str, str]:
    """The first of the project's extras that lists a package, by normalised name."""
    found: dict[str, str] = {}
    if table is not None and table.is_table:
        for extra, names in table.entries():
            # Versions of the lock before 2 add the constraint: ``PySocks (>=1.5.6)``.
            for name in texts(names):
                found.setdefault(normalised(name.partition(" ")[0]), f"extra:{extra}")
    return found


def _entry(entry: Node, extras: dict[str, str]) -> LockedPackage:
    name, line = entry_name(entry)
    key = normalised(name)
    dependencies = entry.get("dependencies")
    links: list[Link] = []
    if dependencies is not None and dependencies.is_table:
        links = [Link(normalised(other)) for other, _ in dependencies.entries()]
    return LockedPackage(
        name=name,
        key=key,
        version=entry.text_at("version"),
        line=line,
        origin=_origin(entry.get("source")),
        links=links,
        scope=_scope(entry, extras.get(key)),
        marker=entry.text_at("markers"),
    )


def _scope(entry: Node, extra: str | None) -> str | None:
    """What the lock says about where a package is needed; the first group is its scope."""
    groups = texts(entry.get("groups"))
    optional = entry.get("optional")
    if optional is not None and optional.value is True and extra is not None:
        return extra
    if groups:
        return "runtime" if "main" in groups else f"group:{groups[0]}"
    return "dev" if entry.text_at("category") == "dev" else None


def _origin(source: Node | None) -> Origin:
    if source is None:
        return PUBLIC_REGISTRY
    kind = source.text_at("type")
    url = source.text_at("url") or ""
    if kind == "git":
        return git_origin(url)
    if kind == "url":
        return origin_of(url)
    return Origin("path") if kind in {"directory", "file"} else registry_origin(url)


FORMAT = ManifestFormat(
    id="poetry-lock",
    title="poetry.lock",
    files=("poetry.lock",),
    parse=parse,
    reads="every locked package, its group and source; which are direct, from pyproject.toml",
    omits="hashes, the extras that a package offers",
    spec="https://python-poetry.org/docs/basic-usage/#installing-with-poetrylock",
)
