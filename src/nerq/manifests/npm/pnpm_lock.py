"""pnpm's ``pnpm-lock.yaml``, lock versions 5, 6 and 9, of one or several documents.

https://github.com/pnpm/spec/tree/master/lockfile

    lockfileVersion: '9.0'
    importers:
      .:
        dependencies:
          a: {specifier: ^1.0.0, version: 1.0.1}
    packages:
      a@1.0.1:
        resolution: {integrity: sha512-…}
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from nerq.documents import yaml_nodes
from nerq.manifests import dependency_graph
from nerq.manifests.npm import pnpm_key
from nerq.manifests.npm.origin import plain_url, url_origin
from nerq.manifests.npm.registries import read_registries
from nerq.manifests.npm.specifier import is_package_name, locked_version
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.plugin import ManifestFormat
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

_Value = TypeVar("_Value")

ID = "pnpm-lock"

_ROOTS = {
    "dependencies": "runtime",
    "optionalDependencies": "extra:optional",
    "devDependencies": "dev",
    "packageManagerDependencies": "dev",
    "configDependencies": "dev",
}


def parse(source: Source) -> Iterator[Item]:
    """One reference for every entry under ``packages``, in the file's order.

    Raises:
        ManifestError: the file is not YAML, not a table, or its packages are not a list.
    """
    for document in yaml_nodes.load_all(source):
        if document.value is not None:
            if not document.is_table:
                raise document.wrong("a table")
            yield from _Lock(source, document).items()


class _Lock:
    """One document of a lock."""

    def __init__(self, source: Source, root: Node) -> None:
        self.source = source
        self.registries = read_registries(source)
        packages = root.get("packages")
        self.packages = dict(packages.entries()) if packages and packages.value else {}
        self.names = {key: _name(key, node) for key, node in self.packages.items()}
        # A package stands under packages once, and under snapshots once for each set of peers.
        self.plain = {pnpm_key.without_peers(key): key for key in self.packages}
        self.snapshots = {
            key: node
            for key, node in _children(root.get("snapshots")).items()
            if pnpm_key.without_peers(key) in self.plain
        }
        self.roots: dict[str, list[str]] = {scope: [] for scope in _ROOTS.values()}
        for importer in (root, *_children(root.get("importers")).values()):
            for table, scope in _ROOTS.items():
                self.roots[scope] += self._asked(importer.get(table))

    def items(self) -> Iterator[Item]:
        every = [key for keys in self.roots.values() for key in keys]
        starts = every or dependency_graph.unasked(self._keys(), self._edges)
        chains = self._by_package(
            dependency_graph.chains(starts, self._edges, lambda key: self.names[self._own(key)])
        )
        scopes = self._by_package(dependency_graph.scopes(self.roots, self._edges))
        for key, node in self.packages.items():
            item = self._item(key, node, chains.get(key), scopes.get(key))
            if item is not None:
                yield item

    def _keys(self) -> list[str]:
        return [*self.snapshots] if self.snapshots else [*self.packages]

    def _own(self, key: str) -> str:
        """The key under ``packages`` of a key that may name peers."""
        return key if key in self.packages else self.plain[pnpm_key.without_peers(key)]

    def _by_package(self, found: dict[str, _Value]) -> dict[str, _Value]:
        result: dict[str, _Value] = {}
        for key, value in found.items():
            result.setdefault(self._own(key), value)
        return result

    def _edges(self, key: str) -> Iterator[str]:
        node = self.snapshots.get(key) or self.packages.get(self._own(key))
        if node is not None:
            yield from self._asked(node.get("dependencies"))
            yield from self._asked(node.get("optionalDependencies"))

    def _asked(self, table: Node | None) -> Iterator[str]:
        for name, node in _children(table).items():
            wanted = node.text_at("version") if node.is_table else node.value
            if not isinstance(wanted, str):
                continue
            for key in pnpm_key.candidates(name, wanted):
                if key in self.snapshots:
                    yield key
                    break
                if key in self.packages or pnpm_key.without_peers(key) in self.plain:
                    yield self._own(key)
                    break

    def _item(
        self, key: str, node: Node, chain: tuple[str, ...] | None, scope: str | None
    ) -> Item | None:
        location = Location(self.source.path, node.line)
        if not isinstance(node.value, (dict, type(None))):
            return Problem(location, str(node.wrong("a table")))
        parts = pnpm_key.read(key)
        name = self.names[key]
        if not is_package_name(name):
            return Problem(location, f"{shown(key)} does not say which package it is")
        return Reference(
            kind="package",
            ecosystem="npm",
            name=name,
            location=location,
            found_by=ID,
            version=locked_version(node.text_at("version")) or parts.version,
            scope=_flagged(node) or scope or "runtime",
            direct=chain == (),
            via=chain or (),
            origin=self.registries.instead(_origin(node, parts, name), name),
        )


def _children(table: Node | None) -> dict[str, Node]:
    return dict(table.entries()) if table is not None and table.is_table else {}


def _name(key: str, node: Node) -> str:
    return node.text_at("name") or pnpm_key.read(key).name


def _flagged(node: Node) -> str | None:
    """What lock versions 5 and 6 say themselves; 9 leaves it to the graph."""
    value = node.value if isinstance(node.value, dict) else {}
    if value.get("dev") is True:
        return "dev"
    return "extra:optional" if value.get("optional") is True else None


def _origin(node: Node, key: pnpm_key.PnpmKey, name: str) -> Origin:
    url = key.url or ""
    if url.startswith(("file:", "link:")) or node.text_at("resolution", "type") == "directory":
        return Origin("path")
    if repository := node.text_at("resolution", "repo"):
        return Origin("git", plain_url(repository) or None)
    if archive := node.text_at("resolution", "tarball") or url:
        return url_origin(archive, name)
    return Origin("registry", f"https://{key.registry}") if key.registry else PUBLIC_REGISTRY


FORMAT = ManifestFormat(
    id=ID,
    title="pnpm-lock.yaml",
    files=("pnpm-lock.yaml",),
    parse=parse,
    reads=(
        "every package of lock versions 5, 6 and 9, with chains; direct ones by importers; "
        "scope dev and extra:optional by flag or by who asks"
    ),
    omits="links to workspace members",
    spec="https://github.com/pnpm/spec/tree/master/lockfile",
)
