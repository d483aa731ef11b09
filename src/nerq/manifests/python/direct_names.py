"""Which packages of a lock the project asks for itself, as the manifest beside it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.mentions import normalised
from nerq.model import Reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nerq.plugin import Item, Source

_NOT_LOCKED = ("build", "constraint")
"""Scopes of what a lock leaves out: it is asked for, and is not in the graph."""


def direct_names(
    source: Source, manifest: str, parse: Callable[[Source], Iterable[Item]]
) -> dict[str, str] | None:
    """The scope of each package that the manifest asks for, by normalised name.

    None where there is no such manifest or it cannot be read; then the lock alone has to say.
    """
    try:
        beside = source.sibling(manifest)
        items = [] if beside is None else list(parse(beside))
    except ManifestError:  # reported where that file is read itself
        return None
    if beside is None:
        return None
    found: dict[str, str] = {}
    for item in items:
        if isinstance(item, Reference) and item.scope not in _NOT_LOCKED:
            found.setdefault(normalised(item.name), item.scope)
    return found
