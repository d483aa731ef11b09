"""The tree of ``node_modules`` folders that an npm lock describes, and who finds whom in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.manifests import dependency_graph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.documents.node import Node

MAX_CLIMB = 64
"""Folders that the search for a package goes up; deeper ones exist in hostile files only."""

_ASKED = ("dependencies", "optionalDependencies", "peerDependencies")
_OWN = (*_ASKED, "devDependencies")


@dataclass(eq=False, slots=True)
class Place:
    """One folder: a package, or a folder of the project itself.

    Attributes:
        name: of the package as its folder is called, empty for the project's own folders.
        above: the folder whose ``node_modules`` holds this one.
        below: what its own ``node_modules`` holds.
        entry: what the lock says of it, None where it says nothing.
        reported: the name a chain shows; empty for what is no dependency.
        target: the folder that a link stands for.
    """

    name: str = ""
    above: Place | None = None
    below: dict[str, Place] = field(default_factory=dict)
    entry: Node | None = None
    reported: str = ""
    target: Place | None = None

    def inner(self, name: str) -> Place:
        """The folder of this name in ``node_modules`` here, made if it is new."""
        found = self.below.get(name)
        if found is None:
            found = self.below[name] = Place(name, self)
        return found

    def finds(self, name: str) -> Place | None:
        """The package that code in this folder gets under a name, as Node looks it up."""
        place: Place | None = self
        for _ in range(MAX_CLIMB):
            if place is None:
                return None
            found = place.below.get(name)
            if found is not None and found.entry is not None:
                return found.target or found
            place = place.above
        return None

    def asks(self, *, is_own: bool = False) -> Iterator[Place]:
        """What a package depends on; for the project's own folders, for development too."""
        for table in _OWN if is_own else _ASKED:
            yield from self._named(table)
        yield from self._named("requires")

    def _named(self, table: str) -> Iterator[Place]:
        names = self.entry.get(table) if self.entry is not None else None
        # In lock version 1 this key of the nested table holds packages, not what is asked.
        is_nested = table == "dependencies" and self.entry is not None and self._is_version_1
        if names is None or not isinstance(names.value, dict) or is_nested:
            return
        for name in names.value:
            found = self.finds(name)
            if found is not None:
                yield found

    @property
    def _is_version_1(self) -> bool:
        return self.entry is not None and bool(self.entry.path) and self.entry.path[0] != "packages"


def chains(own: Iterable[Place], places: Iterable[Place]) -> dict[Place, tuple[str, ...]]:
    """The chain of every package; empty for direct ones, absent for those nobody asks for.

    Args:
        own: the project's folders. Where they ask for nothing, what nobody asks for counts
            as direct.
        places: all packages.
    """
    direct = [found for folder in own for found in folder.asks(is_own=True)]
    if not direct:
        direct = dependency_graph.unasked(places, Place.asks)
    return dependency_graph.chains(direct, Place.asks, lambda place: place.reported)
