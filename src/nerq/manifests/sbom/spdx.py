"""SPDX documents in JSON, versions 2.2, 2.3 and 3.0 (see `nerq.manifests.sbom.spdx3`).

https://spdx.github.io/spdx-spec/v2.3/

    {"spdxVersion": "SPDX-2.3",
     "packages": [{"SPDXID": "SPDXRef-a", "name": "a", "externalRefs": [
       {"referenceType": "purl", "referenceLocator": "pkg:pypi/a@1.0"}]}],
     "relationships": [{"spdxElementId": "SPDXRef-a", "relationshipType": "DEPENDENCY_OF",
       "relatedSpdxElement": "SPDXRef-root"}]}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.errors import ManifestError
from nerq.manifests.sbom import spdx3
from nerq.manifests.sbom.components import Bill, Component, items
from nerq.model import Location, Problem
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "spdx"

_FORWARD = frozenset({"DEPENDS_ON", "HAS_PREREQUISITE"})
_BACKWARD = {
    "DEPENDENCY_OF": "runtime",
    "RUNTIME_DEPENDENCY_OF": "runtime",
    "PROVIDED_DEPENDENCY_OF": "runtime",
    "PREREQUISITE_FOR": "runtime",
    "OPTIONAL_DEPENDENCY_OF": "extra:optional",
    "BUILD_DEPENDENCY_OF": "build",
    "BUILD_TOOL_OF": "build",
    "DEV_DEPENDENCY_OF": "dev",
    "DEV_TOOL_OF": "dev",
    "TEST_DEPENDENCY_OF": "test",
    "TEST_TOOL_OF": "test",
}
_FILES = frozenset({"FILE", "OPERATING-SYSTEM", "DEVICE", "FIRMWARE", "CONTAINER", "SOURCE"})


def parse(source: Source) -> Iterator[Item]:
    """One reference for every package of an ecosystem that nerq knows.

    Raises:
        ManifestError: the file is not JSON, not an SPDX document, or its packages are not an
            array.
    """
    root = json_nodes.load(source)
    if not root.is_table:
        raise root.wrong("a table")
    if root.get("bomFormat"):
        return
    if spdx3.is_document(root):
        yield from items(source, ID, spdx3.read(root))
        return
    if root.text_at("spdxVersion") is None:
        raise ManifestError('no SPDX document: "spdxVersion" is missing', 1)
    bill = Bill()
    _connect(root, bill)
    yield from _packages(source, root, bill)
    yield from items(source, ID, bill)


def _packages(source: Source, root: Node, bill: Bill) -> Iterator[Problem]:
    """Adds the packages to the bill, but for the project that it describes."""
    scopes = _scopes(root)
    described = frozenset(bill.roots)
    asked = frozenset(child for children in bill.edges.values() for child in children)
    packages = root.get("packages")
    if packages is None or packages.value is None:
        if packages is not None:
            yield Problem(Location(source.path, packages.line), str(packages.wrong("an array")))
        return
    for node in packages.items():
        if not node.is_table:
            yield Problem(Location(source.path, node.line), str(node.wrong("a package")))
            continue
        component = _component(node)
        component.scope = scopes.get(component.key, "runtime")
        if component.key in described:
            # A document may describe its packages one by one; what it describes is the project
            # itself only where it stands above others and below none.
            if bill.edges.get(component.key) and component.key not in asked:
                continue
            component.is_dependency = False
        bill.components.append(component)


def _component(node: Node) -> Component:
    key = node.text_at("SPDXID") or f" {node.dotted}"
    references = node.get("externalRefs")
    purls = [
        purl
        for item in (references.items() if references is not None and references.is_array else ())
        if (item.text_at("referenceType") or "").rpartition("/")[2] == "purl"
        and (purl := item.get("referenceLocator")) is not None
    ]
    purpose = node.text_at("primaryPackagePurpose")
    # Tools that predate the purpose write one package for every lock file and image layer.
    is_known = purpose is not None and purpose not in _FILES | {"APPLICATION", "OTHER"}
    return Component(key, node, purls, is_dependency=is_known)


def _relations(root: Node) -> Iterator[tuple[str, str, str]]:
    """Element, type and related element of every relationship that has all three."""
    relationships = root.get("relationships")
    if relationships is None or not relationships.is_array:
        return
    for node in relationships.items():
        one, kind = node.text_at("spdxElementId"), node.text_at("relationshipType")
        other = node.text_at("relatedSpdxElement")
        if one and kind and other:
            yield one, kind, other


def _connect(root: Node, bill: Bill) -> None:
    described = root.get("documentDescribes")
    for node in described.items() if described is not None and described.is_array else ():
        if isinstance(node.value, str):
            bill.roots.append(node.value)
    for one, kind, other in _relations(root):
        if kind in _FORWARD:
            bill.edges.setdefault(one, []).append(other)
        elif kind in _BACKWARD:
            bill.edges.setdefault(other, []).append(one)
        elif kind in {"DESCRIBES", "DESCRIBE"}:
            bill.roots.append(other)
        elif kind == "DESCRIBED_BY":
            bill.roots.append(one)


def _scopes(root: Node) -> dict[str, str]:
    return {one: _BACKWARD[kind] for one, kind, _ in _relations(root) if kind in _BACKWARD}


FORMAT = ManifestFormat(
    id=ID,
    title="SPDX JSON",
    files=("*.spdx.json", "spdx.json", "sbom.json", "*.spdx3.json"),
    parse=parse,
    reads=(
        "packages by package URL (pypi, npm, cargo, golang, conda, github, githubactions, "
        "huggingface) of SPDX 2.2, 2.3 and 3.0; chains and scopes by the relationships"
    ),
    omits="the described project itself, files, snippets; tag-value, YAML and RDF",
    spec="https://spdx.github.io/spdx-spec/v2.3/",
)
