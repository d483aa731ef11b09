"""The tables of ``package.json`` that list dependencies, for it and for the locks beside it.

https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Source

TABLES = {
    "dependencies": "runtime",
    "devDependencies": "dev",
    "optionalDependencies": "extra:optional",
    "peerDependencies": "extra:peer",
}
"""Tables of dependencies and the scope of what they hold."""


def asked_beside(source: Source) -> Iterator[tuple[str, str, str]]:
    """Name, specifier and scope of what the ``package.json`` beside a lock asks for."""
    try:
        manifest = source.sibling("package.json")
        root = json_nodes.load(manifest) if manifest is not None else None
    except ManifestError:
        # It is read, and its faults are told, under its own name.
        return
    for table, scope in TABLES.items():
        node = root.get(table) if root is not None else None
        for name, value in node.entries() if node is not None and node.is_table else ():
            if isinstance(value.value, str):
                yield name, value.value, scope
