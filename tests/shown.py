"""Items of a reader as short texts, so that a test reads as what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sources import source

from nerq.model import PUBLIC_REGISTRY, Problem, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.plugin import Item, ManifestFormat


def shown(items: Iterable[Item]) -> list[str]:
    """``line name@version specifier [scope] <via origin``, leaving out what is usual."""
    return [_item(item) for item in items]


def _item(item: Item) -> str:
    if isinstance(item, Problem):
        return f"{item.location.line} ! {item.message}"
    assert isinstance(item, Reference)
    parts = [str(item.location.line), item.name + (f"@{item.version}" if item.version else "")]
    if item.specifier:
        parts.append(item.specifier)
    if item.scope != "runtime":
        parts.append(f"[{item.scope}]")
    if not item.direct:
        parts.append("< " + " < ".join(reversed(item.via)) if item.via else "<")
    if item.kind != "package":
        parts.append(item.kind)
    if item.origin != PUBLIC_REGISTRY:
        parts.append(f"{item.origin.kind}:{item.origin.url or ''}")
    return " ".join(parts)


def items(form: ManifestFormat, path: str, text: str, **files: str) -> list[str]:
    """What a format finds in a text: where, which kind, and how it came in, one line an item."""
    lines = []
    for item in form.parse(source(path, text, **files)):
        if isinstance(item, Problem):
            lines.append(f"{item.location.line} ! {item.message}")
        elif isinstance(item, Reference):
            lines.append(
                f"{item.location.line} {item.kind}/{item.ecosystem} {item.name}@{item.version}"
                f" {item.scope}" + ("" if item.direct else f" via {item.via}")
            )
    return lines
