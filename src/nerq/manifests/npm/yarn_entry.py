"""One entry of a ``yarn.lock``, whichever of its two syntaxes it stands in."""

from __future__ import annotations

from dataclasses import dataclass

from nerq.model import PUBLIC_REGISTRY, Origin


@dataclass(frozen=True, slots=True, eq=False)
class YarnEntry:
    """What was installed for one or more patterns.

    Attributes:
        patterns: what was asked for: ``name@range``.
        line: 1-based, of the patterns.
        name: of the package installed; empty where nothing says it.
        version: exact, or None.
        origin: where it comes from.
        asks: patterns of what it depends on.
        is_member: whether it is the project itself or a member of its workspace.
    """

    patterns: tuple[str, ...]
    line: int | None
    name: str
    version: str | None = None
    origin: Origin = PUBLIC_REGISTRY
    asks: tuple[tuple[str, str], ...] = ()
    is_member: bool = False
