"""The elements of an SPDX 3.0 document in JSON-LD.

https://spdx.github.io/spdx-spec/v3.0.1/serializations/

    {"@context": "https://spdx.org/rdf/3.0.1/spdx-context.jsonld",
     "@graph": [
       {"type": "software_Package", "spdxId": "urn:a", "software_packageUrl": "pkg:pypi/a@1"},
       {"type": "Relationship", "from": "urn:root", "relationshipType": "dependsOn",
        "to": ["urn:a"]}]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.sbom.components import Bill, Component

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node

_PACKAGES = frozenset({"software_Package", "ai_AIPackage", "dataset_DatasetPackage"})
_RELATIONS = frozenset({"Relationship", "LifecycleScopedRelationship"})
_FORWARD = frozenset({"dependsOn", "hasOptionalDependency", "hasPrerequisite", "trainedOn"})
_SCOPES = {"development": "dev", "build": "build", "test": "test"}


def is_document(root: Node) -> bool:
    """Whether a JSON document is SPDX 3."""
    graph = root.get("@graph")
    return graph is not None and graph.is_array and "spdx" in str(root.text_at("@context"))


def read(root: Node) -> Bill:
    """The packages of the graph and what depends on what.

    Raises:
        ManifestError: the graph is not an array.
    """
    bill = Bill()
    scopes: dict[str, str] = {}
    graph = root.get("@graph")
    elements = list(graph.items()) if graph is not None else []
    for node in elements:
        kind = node.text_at("type") or node.text_at("@type") or ""
        if kind in _RELATIONS:
            _connect(node, bill, scopes)
        elif kind in {"SpdxDocument", "software_Sbom", "Bom"}:
            bill.roots += _texts(node.get("rootElement"))
    described = frozenset(key for key in bill.roots if bill.edges.get(key))
    for node in elements:
        kind = node.text_at("type") or node.text_at("@type") or ""
        component = _component(node, kind)
        if kind in _PACKAGES and component.key not in described:
            component.scope = scopes.get(component.key, "runtime")
            bill.components.append(component)
    return bill


def _component(node: Node, kind: str) -> Component:
    key = node.text_at("spdxId") or node.text_at("@id") or f" {node.dotted}"
    purls = [purl] if (purl := node.get("software_packageUrl")) is not None else []
    identifiers = node.get("externalIdentifier")
    for item in identifiers.items() if identifiers is not None and identifiers.is_array else ():
        if (item.text_at("externalIdentifierType") or "").lower() == "packageurl":
            found = item.get("identifier")
            purls += [found] if found is not None else []
    is_data = kind == "dataset_DatasetPackage"
    return Component(key, node, purls, is_dependency=kind != "software_Package", is_dataset=is_data)


def _connect(node: Node, bill: Bill, scopes: dict[str, str]) -> None:
    start = node.text_at("from")
    kind = node.text_at("relationshipType") or ""
    if start is None or kind not in _FORWARD:
        return
    wanted = list(_texts(node.get("to")))
    bill.edges.setdefault(start, []).extend(wanted)
    scope = "extra:optional" if kind == "hasOptionalDependency" else None
    scope = scope or _SCOPES.get(node.text_at("scope") or "")
    if scope is not None:
        scopes.update(dict.fromkeys(wanted, scope))


def _texts(node: Node | None) -> Iterator[str]:
    if node is not None and isinstance(node.value, str):
        yield node.value
    for item in node.items() if node is not None and node.is_array else ():
        if isinstance(item.value, str):
            yield item.value
