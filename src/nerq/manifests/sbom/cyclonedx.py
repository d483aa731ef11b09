"""CycloneDX bills of materials in JSON, specification versions 1.2 to 1.7.

https://cyclonedx.org/docs/1.7/json/

    {"bomFormat": "CycloneDX", "specVersion": "1.6",
     "components": [
       {"type": "library", "bom-ref": "a", "name": "a", "purl": "pkg:pypi/a@1.0"},
       {"type": "machine-learning-model", "name": "m", "purl": "pkg:huggingface/owner/m@0c4f"}],
     "dependencies": [{"ref": "root", "dependsOn": ["a"]}]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.errors import ManifestError
from nerq.manifests.sbom.components import Bill, Component, items
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "cyclonedx"

_SCOPES = {"optional": "extra:optional", "excluded": "dev"}
_DEPENDENCIES = frozenset({"library", "framework", "machine-learning-model", "data"})
_DEVELOPMENT = frozenset({"cdx:npm:package:development", "cdx:development"})


def parse(source: Source) -> Iterator[Item]:
    """One reference for every component of an ecosystem that nerq knows.

    Raises:
        ManifestError: the file is not JSON, not a bill of materials, or its list of components is
            not an array.
    """
    root = json_nodes.load(source)
    if not root.is_table:
        raise root.wrong("a table")
    if "spdxVersion" in _table(root):
        return
    if root.text_at("bomFormat") != "CycloneDX":
        raise ManifestError('no CycloneDX document: "bomFormat" is not "CycloneDX"', 1)
    bill = Bill()
    own = root.at("metadata", "component")
    if own is not None and own.is_table:
        bill.roots.append(_reference(own))
        _collect(own.get("components"), bill)
    _collect(root.get("components"), bill)
    _connect(root.get("dependencies"), bill)
    yield from items(source, ID, bill)


def _table(node: Node) -> dict[str, object]:
    return node.value if isinstance(node.value, dict) else {}


def _collect(components: Node | None, bill: Bill) -> None:
    """Adds components and those they hold, in the document's order."""
    if components is None or components.value is None:
        return
    for node in components.items():
        if not node.is_table:
            raise node.wrong("a component, as a table")
        reference = _reference(node)
        if reference not in bill.roots:
            bill.components.append(_component(node, reference))
        _collect(node.get("components"), bill)


def _reference(node: Node) -> str:
    return node.text_at("bom-ref") or f" {node.dotted}"


def _component(node: Node, reference: str) -> Component:
    purl = node.get("purl")
    kind = node.text_at("type") or ""
    if purl is None and reference.startswith("pkg:"):
        purl = node.get("bom-ref")
    return Component(
        key=reference,
        node=node,
        purls=[purl] if purl is not None and purl.value is not None else [],
        scope=_scope(node),
        is_dependency=kind in _DEPENDENCIES,
        is_dataset=kind == "data",
    )


def _scope(node: Node) -> str:
    properties = node.get("properties")
    for item in properties.items() if properties is not None and properties.is_array else ():
        if item.text_at("name") in _DEVELOPMENT and item.text_at("value") == "true":
            return "dev"
    return _SCOPES.get(node.text_at("scope") or "", "runtime")


def _connect(dependencies: Node | None, bill: Bill) -> None:
    if dependencies is None or not dependencies.is_array:
        return
    for node in dependencies.items():
        reference = node.text_at("ref")
        wanted = node.get("dependsOn")
        if reference is None or wanted is None or not wanted.is_array:
            continue
        edges = bill.edges.setdefault(reference, [])
        edges += [item.value for item in wanted.items() if isinstance(item.value, str)]


FORMAT = ManifestFormat(
    id=ID,
    title="CycloneDX JSON",
    files=("bom.json", "sbom.json", "*.cdx.json", "*.bom.json"),
    parse=parse,
    reads=(
        "components by package URL (pypi, npm, cargo, golang, conda, github, githubactions, "
        "huggingface), models and data among them; chains by the dependency graph; optional "
        "and excluded components (scopes extra:optional and dev)"
    ),
    omits="the described project itself, files, operating systems, services; XML",
    spec="https://cyclonedx.org/docs/1.7/json/",
)
