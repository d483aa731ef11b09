"""Who brought what: chains of names and scopes over a lock's dependency graph."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping

    Key = TypeVar("Key", bound=Hashable)
else:
    Key = TypeVar("Key")

MAX_CHAIN = 64
"""Names in one chain; what lies deeper has none, so that a long list stays a small one."""


def chains(
    roots: Iterable[Key],
    edges: Callable[[Key], Iterable[Key]],
    name: Callable[[Key], str],
) -> dict[Key, tuple[str, ...]]:
    """The names from a direct dependency down to the parent, for everything reachable.

    The shortest chain counts, and among those the one found first in the order of roots and
    edges. Roots have an empty chain. A node whose name is empty is passed through: it adds
    nothing to a chain, and what it leads to is as near as itself.

    Args:
        roots: the direct dependencies.
        edges: what a node depends on.
        name: of a node, as chains show it.
    """
    found: dict[Key, tuple[str, ...]] = dict.fromkeys(roots, ())
    waiting = deque(found)
    while waiting:
        node = waiting.popleft()
        chain = found[node]
        own = name(node)
        chain = (*chain, own) if own else chain
        for child in edges(node):
            if child not in found and len(chain) <= MAX_CHAIN:
                found[child] = chain
                if own:
                    waiting.append(child)
                else:
                    waiting.appendleft(child)
    return found


def scopes(
    roots: Mapping[str, Iterable[Key]], edges: Callable[[Key], Iterable[Key]]
) -> dict[Key, str]:
    """The first scope, in the mapping's order, from whose roots a node can be reached."""
    found: dict[Key, str] = {}
    for scope, starts in roots.items():
        waiting = deque(starts)
        while waiting:
            node = waiting.popleft()
            if node not in found:
                found[node] = scope
                waiting.extend(edges(node))
    return found


def unasked(nodes: Iterable[Key], edges: Callable[[Key], Iterable[Key]]) -> list[Key]:
    """The nodes that no other node depends on, in their order."""
    every = list(nodes)
    asked = {child for node in every for child in edges(node) if child != node}
    return [node for node in every if node not in asked]
