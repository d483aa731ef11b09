"""What a reader finds in a text, one short line an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sources import source

from nerq.model import Problem, Reference

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat


def items(form: ManifestFormat, path: str, text: str, **files: str) -> list[str]:
    """One line an item: where, which, and whether it is a transitive one."""
    shown = []
    for item in form.parse(source(path, text, **files)):
        if isinstance(item, Problem):
            shown.append(f"{item.location.line} ! {item.message}")
        elif isinstance(item, Reference):
            shown.append(
                f"{item.location.line} {item.kind}/{item.ecosystem} {item.name}@{item.version}"
                f" {item.scope}" + ("" if item.direct else f" via {item.via}")
            )
    return shown
