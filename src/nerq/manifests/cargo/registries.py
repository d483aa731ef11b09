"""Which registry a project's own settings assign to its crates.

Read is ``.cargo/config.toml`` (https://doc.rust-lang.org/cargo/reference/config.html), beside
the manifest and above it as far as the scan reaches: the registries that it names, and what it
puts in place of the public one
(https://doc.rust-lang.org/cargo/reference/source-replacement.html).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.origins import registry_origin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.model import Reference
    from nerq.plugin import Source

_PARENTS = 6
"""Folders above a manifest in which settings are looked for."""
_FILES = (".cargo/config.toml", ".cargo/config")
_PUBLIC = "crates-io"
"""How cargo calls the public registry."""
_NAMED_PUBLIC = Origin("registry", _PUBLIC)
"""A dependency may name the public registry as it names any other."""
_MAX_REPLACED = 20


@dataclass(frozen=True, slots=True)
class CargoRegistries:
    """What settings say of registries.

    Attributes:
        public: what stands in for the public registry.
        named: origins by the registry's name.
    """

    public: Origin = PUBLIC_REGISTRY
    named: dict[str, Origin] = field(default_factory=dict)

    def settled(self, reference: Reference) -> Reference:
        """The reference with the origin that its registry's name, or none, stands for."""
        origin = reference.origin
        if origin in (PUBLIC_REGISTRY, _NAMED_PUBLIC):
            return replace(reference, origin=self.public)
        known = self.named.get(origin.url or "") if origin.kind == "registry" else None
        return reference if known is None else replace(reference, origin=known)

    def locked(self, reference: Reference) -> Reference:
        """As `settled`, of a lock, which names the public registry where another stands in."""
        origin = reference.origin
        is_other = origin.kind != "registry" or origin in self.named.values()
        if is_other or self.public == PUBLIC_REGISTRY:
            return reference
        return replace(reference, origin=self.public)


def read_registries(source: Source) -> CargoRegistries:
    """The settings that hold for a manifest; the nearest wins. Broken files say nothing."""
    named: dict[str, Origin] = {}
    sources: dict[str, Node] = {}
    for root in _settings(source):
        for name, node in _tables(root.get("registries")):
            if index := node.text_at("index"):
                named.setdefault(name, _origin(index))
        for name, node in _tables(root.get("source")):
            sources.setdefault(name, node)
    return CargoRegistries(_replacement(sources, named), named)


def _settings(source: Source) -> Iterator[Node]:
    for depth in range(_PARENTS + 1):
        for name in _FILES:
            try:
                found = source.sibling("../" * depth + name)
                root = toml_nodes.load(found) if found is not None else None
            except ManifestError:
                continue
            if root is not None:
                yield root
                break


def _tables(table: Node | None) -> Iterator[tuple[str, Node]]:
    for name, node in table.entries() if table is not None and table.is_table else ():
        if node.is_table:
            yield name, node


def _replacement(sources: dict[str, Node], named: dict[str, Origin]) -> Origin:
    """Where the chain of replacements ends; copies of the public one in a folder are public."""
    name, origin = _PUBLIC, PUBLIC_REGISTRY
    for _ in range(_MAX_REPLACED):
        node = sources.get(name)
        instead = node.text_at("replace-with") if node is not None else None
        if instead is None:
            break
        name, origin = instead, named.get(instead, PUBLIC_REGISTRY)
    node = sources.get(name) if name != _PUBLIC else None
    index = node.text_at("registry") if node is not None else None
    return _origin(index) if index else origin


def _origin(index: str) -> Origin:
    return registry_origin(index.removeprefix("sparse+").removeprefix("registry+"))
