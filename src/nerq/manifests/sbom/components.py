"""Components of a bill of materials to references, whichever format lists them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.manifests import dependency_graph
from nerq.manifests.sbom import purl_reference
from nerq.model import Location, Problem, Reference
from nerq.redaction import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source


@dataclass(eq=False, slots=True)
class Component:
    """One component as its format gives it.

    Attributes:
        key: its id in the document, or any other that is its own.
        node: where it stands.
        purls: its package URLs, in order.
        scope: as in `nerq.model.Reference`.
        is_dependency: whether it is something one depends on, rather than a file, a device
            or an operating system.
        is_dataset: whether it is data rather than a model.
    """

    key: str
    node: Node
    purls: list[Node] = field(default_factory=list)
    scope: str = "runtime"
    is_dependency: bool = True
    is_dataset: bool = False
    found: purl_reference.PurlReference | None = None


@dataclass(slots=True)
class Bill:
    """All that one document says.

    Attributes:
        components: in the document's order, without the project itself.
        edges: keys that a key depends on; keys of other elements may be among them.
        roots: keys of what the document describes.
    """

    components: list[Component] = field(default_factory=list)
    edges: dict[str, list[str]] = field(default_factory=dict)
    roots: list[str] = field(default_factory=list)


def items(source: Source, found_by: str, bill: Bill) -> Iterator[Item]:
    """One reference for every component that nerq knows, and problems for the rest.

    Components of other ecosystems, and those without a package URL, are counted in one
    problem each.
    """
    unknown: Counter[str] = Counter()
    nameless: list[Component] = []
    for component in bill.components:
        yield from _identify(source, component, unknown)
        if not component.purls and component.is_dependency:
            nameless.append(component)
    chains = _chains(bill)
    for component in bill.components:
        if component.found is not None:
            chain = chains.get(component.key)
            yield _reference(source, found_by, component, component.found, chain)
    if unknown:
        counts = ", ".join(f"{count} {clean(name)}" for name, count in sorted(unknown.items()))
        yield Problem(
            Location(source.path),
            f"components of ecosystems that nerq does not know: {counts}",
            is_unsupported=True,
        )
    if nameless:
        yield Problem(
            Location(source.path, nameless[0].node.line),
            f"{len(nameless)} component(s) without a package URL: which package is meant is not "
            f"known",
            is_unsupported=True,
        )


def _identify(source: Source, component: Component, unknown: Counter[str]) -> Iterator[Problem]:
    for purl in component.purls:
        location = Location(source.path, purl.line)
        if not isinstance(purl.value, str):
            yield Problem(location, str(purl.wrong("a package URL, as text")))
            continue
        try:
            component.found = purl_reference.read(purl.value)
        except ValueError as error:
            yield Problem(location, f"{purl.dotted}: {error}")
            continue
        if component.found is not None:
            return
        # A component counts once, by its first package URL.
        unknown[purl_reference.type_of(purl.value)[:40]] += 1
        return


def _chains(bill: Bill) -> dict[str, tuple[str, ...]]:
    """What the root asks for, and what nothing else asks for, is direct.

    A root often «contains» all there is, which says nothing about who asked for it.
    """
    names = {item.key: item.found.name for item in bill.components if item.found is not None}
    keys = [item.key for item in bill.components]
    own = set(bill.roots)

    def edges(key: str) -> list[str]:
        return bill.edges.get(key, [])

    asked = {child for key in bill.edges if key not in own for child in edges(key) if child != key}
    direct = [child for root in bill.roots for child in edges(root)]
    direct += [key for key in keys if key not in asked]
    return dependency_graph.chains(direct, edges, lambda key: names.get(key, ""))


def _reference(
    source: Source,
    found_by: str,
    component: Component,
    found: purl_reference.PurlReference,
    chain: tuple[str, ...] | None,
) -> Reference:
    is_data = component.is_dataset and found.kind == "model"
    return Reference(
        kind="dataset" if is_data else found.kind,
        ecosystem=found.ecosystem,
        name=found.name,
        location=Location(source.path, component.purls[0].line),
        found_by=found_by,
        version=found.version,
        scope=component.scope,
        direct=chain == (),
        via=chain or (),
        origin=found.origin,
    )
