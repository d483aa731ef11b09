"""Which packages a pixi workspace asks for itself, from the manifest beside its lock.

Tables: https://pixi.sh/latest/reference/pixi_manifest/ (``dependencies``,
``pypi-dependencies``, ``host-``, ``build-`` and ``run-dependencies``, also per feature and
per target), in ``pixi.toml`` or under ``tool.pixi`` in ``pyproject.toml``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.mentions import normalised
from nerq.manifests.python.requirement_line import parse_requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Source

_MAX_DEPTH = 8


def asked_for(lock: Source) -> set[str]:
    """Normalised names of what the manifests beside a lock list; empty without them."""
    names: set[str] = set()
    for file, keys in (("pixi.toml", ()), ("pyproject.toml", ("tool", "pixi"))):
        try:
            source = lock.sibling(file)
            document = toml_nodes.load(source) if source is not None else None
        except ManifestError:  # reported where that file is read itself
            continue
        tables = document.at(*keys) if document is not None else None
        if document is not None and tables is not None:
            names |= {normalised(name) for name in _tables(tables.value, _MAX_DEPTH)}
            names |= {normalised(name) for name in _project(document)}
    return names


def _tables(value: object, depth: int) -> Iterator[str]:
    if not isinstance(value, dict) or not depth:
        return
    for key, child in value.items():
        if str(key).endswith("dependencies") and isinstance(child, dict):
            yield from map(str, child)
        else:
            yield from _tables(child, depth - 1)


def _project(document: Node) -> Iterator[str]:
    listed = document.at("project", "dependencies")
    for item in listed.items() if listed is not None and listed.is_array else ():
        if name := _name(str(item.value)):
            yield name


def _name(text: str) -> str | None:
    try:
        return parse_requirement(text).name
    except ManifestError:  # reported where that file is read itself
        return None
