"""The packages of a Python lockfile and how they depend on each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from nerq.manifests.dependency_graph import chains, scopes, unasked
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Reference
from nerq.redaction import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


_MAX_VERSIONS = 32
"""Entries of one name that a link can lead to; real locks fork into a handful."""


class Link(NamedTuple):
    """One package asking for another.

    Attributes:
        name: normalised.
        version: where the lock says which of several versions is meant.
        extras: asked for.
        marker: as written.
    """

    name: str
    version: str | None = None
    extras: tuple[str, ...] = ()
    marker: str | None = None


@dataclass(slots=True)
class LockedPackage:
    """One entry of a lockfile.

    Attributes:
        name: as written; ``key`` is the normalised one.
        version: as locked; None for what has none (a folder, a dynamic version).
        line: of its name.
        origin: where it comes from.
        links: what it asks for, in order.
        scope: where the lock says it, else None.
        extras: locked with it.
        marker: as locked.
    """

    name: str
    key: str
    version: str | None
    line: int | None
    origin: Origin = PUBLIC_REGISTRY
    links: Sequence[Link] = ()
    scope: str | None = None
    extras: tuple[str, ...] = ()
    marker: str | None = None


@dataclass(slots=True)
class _Graph:
    """Indexes of packages, by name and by what they ask for."""

    packages: Sequence[LockedPackage]
    by_name: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, package in enumerate(self.packages):
            known = self.by_name.setdefault(package.key, [])
            if len(known) < _MAX_VERSIONS:
                known.append(index)

    def meant(self, link: Link) -> list[int]:
        """The packages that a link can lead to: all of its name, or the one it names."""
        found = self.by_name.get(link.name, [])
        if link.version is None or len(found) < 2:
            return found
        # A version that the lock does not hold is an edit by hand; the name still counts.
        return [i for i in found if self.packages[i].version == link.version] or found

    def edges(self, index: int) -> list[int]:
        """What a package asks for."""
        return [child for link in self.packages[index].links for child in self.meant(link)]


def references(
    packages: Sequence[LockedPackage],
    asked: Mapping[str, Iterable[Link]] | None,
    path: str,
    found_by: str,
) -> Iterator[Reference]:
    """A reference to each package, in order, with what brought it in.

    Args:
        packages: of the lock, the project itself left out.
        asked: what the project asks for, by scope; the first scope that leads to a package
            is its own. None where nothing says so: then what no other package asks for is
            direct.
        path: of the lock.
        found_by: the format's id.
    """
    graph = _Graph(packages)
    edges = [graph.edges(index) for index in range(len(packages))]
    direct, starts = _direct(graph, asked)
    if asked is None:
        direct = dict.fromkeys(_heads(edges), Link(""))
        starts = {"runtime": list(direct)}
    via = chains(direct, edges.__getitem__, lambda index: packages[index].name)
    scope = scopes(starts, edges.__getitem__)
    for index, package in enumerate(packages):
        link = direct.get(index)
        yield Reference(
            kind="package",
            ecosystem="pypi",
            name=package.name,
            location=Location(path, package.line),
            found_by=found_by,
            version=None if package.version is None else clean(package.version),
            scope=clean(package.scope or scope.get(index, "runtime")),
            direct=link is not None,
            via=via.get(index, ()),
            origin=package.origin,
            extras=tuple(map(clean, package.extras or (link.extras if link else ()))),
            marker=clean(package.marker or (link.marker if link else None) or "") or None,
        )


def _direct(
    graph: _Graph, asked: Mapping[str, Iterable[Link]] | None
) -> tuple[dict[int, Link], dict[str, list[int]]]:
    direct: dict[int, Link] = {}
    starts: dict[str, list[int]] = {}
    for scope, links in (asked or {}).items():
        for link in links:
            for index in graph.meant(link):
                direct.setdefault(index, link)
                starts.setdefault(scope, []).append(index)
    return direct, starts


def _heads(edges: Sequence[Sequence[int]]) -> list[int]:
    """What nothing asks for, and the first of each circle that nothing else leads into."""
    heads = dict.fromkeys(unasked(range(len(edges)), edges.__getitem__))
    seen: set[int] = set()
    for start in (*heads, *range(len(edges))):
        if start in seen:
            continue
        heads[start] = None
        waiting = [start]
        while waiting:
            index = waiting.pop()
            if index not in seen:
                seen.add(index)
                waiting.extend(edges[index])
    return list(heads)
