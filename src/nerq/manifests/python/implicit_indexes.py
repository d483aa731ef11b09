"""Settings and locks outside a ``pyproject.toml`` that say where its packages come from.

uv reads ``uv.toml`` in place of ``[tool.uv]``, and a member of a workspace takes the indexes of
the workspace (https://docs.astral.sh/uv/concepts/configuration-files/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.mentions import normalised
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.documents.node import Node
    from nerq.plugin import Source

_PARENTS = 6
"""Folders above a project in which its workspace is looked for."""
_LOCKS = ("uv.lock", "poetry.lock")
"""Locks that say which index a package comes from; PDM's do not."""
_LOCKED = regex(r"""^name[ \t]*=[ \t]*["']([^"'\n]+)["']""", 8)  # re.MULTILINE


def uv_settings(document: Node, source: Source | None) -> Node | None:
    """The table of uv's settings that holds for a project, or None.

    Args:
        document: the project's ``pyproject.toml``, or the table of an inline script.
        source: the project's file; None where no settings outside it count.
    """
    own = document.at("tool", "uv")
    if source is None:
        return own
    settings = table_beside(source, "uv.toml")
    if settings is not None:
        return settings
    if own is not None and (own.get("index") is not None or own.get("workspace") is not None):
        return own
    return _of_workspace(source) or own


def _of_workspace(source: Source) -> Node | None:
    for depth in range(1, _PARENTS + 1):
        folder = "../" * depth
        above = table_beside(source, f"{folder}pyproject.toml")
        table = above.at("tool", "uv") if above is not None else None
        if table is not None and table.get("workspace") is not None:
            return table_beside(source, f"{folder}uv.toml") or table
    return None


def table_beside(source: Source, path: str) -> Node | None:
    """The table in another file; None where it is absent, out of reach or broken."""
    try:
        found = source.sibling(path)
        return toml_nodes.load(found) if found is not None else None
    except ManifestError:
        # It is read, and its faults are told, under its own name.
        return None


def locked_names(source: Source | None) -> frozenset[str]:
    """Normalised names of the packages in the locks of a project and of its workspace."""
    names: set[str] = set()
    for depth in range(_PARENTS + 1 if source is not None else 0):
        for name in _LOCKS:
            try:
                lock = source.sibling("../" * depth + name) if source is not None else None
            except ManifestError:
                continue
            if lock is not None:
                names.update(normalised(found) for found in _LOCKED.findall(lock.text))
    return frozenset(names)
