"""``pdm.lock`` (https://pdm-project.org/latest/usage/lockfile/), lock versions 2 to 4.

.. code:: toml

    [[package]]
    name = "flask"
    version = "1.1.4"
    groups = ["default"]
    dependencies = ["click<8.0,>=5.1"]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests.python.locks.asked_beside import asked_beside
from nerq.manifests.python.locks.lock_entries import entry_name, read_entries, texts
from nerq.manifests.python.locks.locked_package import Link, LockedPackage, references
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.manifests.python.package_sources import PackageSources, sources_beside
from nerq.model import Origin, Problem
from nerq.origins import git_origin, origin_of, registry_of_files
from nerq.patterns import regex
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

_KNOWN_VERSIONS = regex(r"[234](?:\..*)?")
_NAME = regex(r"\s*([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)")
_MAX_NAME = 1000  # characters of a requirement that are looked at for its name


def parse(source: Source) -> Iterator[Item]:
    """The locked packages in the file's order, problems where they stand before.

    Which are direct, the ``pyproject.toml`` beside it says, and from which index packages come
    whose files have no address in the lock.

    Raises:
        ManifestError: the file is not TOML.
    """
    document = toml_nodes.load(source)
    mentions = Mentions(source.path, "pdm-lock")
    version = document.at("metadata", "lock_version")
    if version is not None and not _KNOWN_VERSIONS.fullmatch(str(version.value)):
        message = "this lock version is not known (2 to 4 are); read as far as it looks alike"
        yield mentions.problem(message, version.line)
    asked = asked_beside(source)
    extras = {scope for scope in asked or () if scope.startswith("extra:")}
    scopes = {scope.partition(":")[2]: scope for scope in extras}
    sources = sources_beside(source)
    packages: list[LockedPackage] = []
    for found in read_entries(
        document.get("package"), lambda entry: _entry(entry, scopes, sources), mentions
    ):
        if isinstance(found, Problem):
            yield found
        else:
            packages.append(found)
    yield from references(packages, asked, source.path, "pdm-lock")


def _entry(entry: Node, extras: Mapping[str, str], sources: PackageSources) -> LockedPackage:
    name, line = entry_name(entry)
    names = [_NAME.match(text[:_MAX_NAME]) for text in texts(entry.get("dependencies"))]
    groups = texts(entry.get("groups"))
    scope = None
    if groups:
        scope = "runtime" if "default" in groups else extras.get(groups[0], f"group:{groups[0]}")
    return LockedPackage(
        name=name,
        key=normalised(name),
        version=entry.text_at("version"),
        line=line,
        origin=_origin(entry, sources),
        links=[Link(normalised(found[1])) for found in names if found],
        scope=scope,
        extras=texts(entry.get("extras")),
        marker=entry.text_at("marker"),
    )


def _origin(entry: Node, sources: PackageSources) -> Origin:
    if (git := entry.text_at("git")) is not None:
        return git_origin(git)
    if (url := entry.text_at("url")) is not None:
        return origin_of(url)
    if entry.get("path") is not None:
        return Origin("path")
    files = entry.get("files")
    rows = files.items() if files is not None and files.is_array else ()
    found = registry_of_files(row.text_at("url") for row in rows if row.is_table)
    return sources.of(entry.text_at("name") or "") if found is None else found


FORMAT = ManifestFormat(
    id="pdm-lock",
    title="pdm.lock",
    files=("pdm.lock", "pdm.*.lock"),
    parse=parse,
    reads="every locked package and its groups; which are direct, from pyproject.toml",
    omits="hashes",
    spec="https://pdm-project.org/latest/usage/lockfile/",
)
