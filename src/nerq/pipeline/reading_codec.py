"""What readers found, as text to keep and back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.plugin import Item

_REFERENCE, _PROBLEM, _UNRESOLVED = 0, 1, 2


def to_text(items: Sequence[Item]) -> str:
    """The items as JSON, one array each; `from_text` gives equal ones back."""
    return json.dumps([_row(item) for item in items], separators=(",", ":"))


def _row(item: Item) -> list[object]:
    at = item.location
    place = (at.path, at.line, at.column, at.cell)
    match item:
        case Reference():
            return [
                *(_REFERENCE, *place, item.kind, item.ecosystem, item.name, item.found_by),
                *(item.version, item.specifier, item.scope, item.direct, item.via),
                *(item.origin.kind, item.origin.url, item.extras, item.marker, item.certainty),
            ]
        case Problem():
            flags = (item.is_named, item.is_unsupported, item.is_computed, item.level)
            return [_PROBLEM, *place, item.message, *flags]
        case Unresolved():
            return [_UNRESOLVED, *place, item.expression, item.found_by]


class Rebuilder:
    """Makes items of kept text; equal strings and origins are shared, as memory is short."""

    def __init__(self) -> None:
        self._strings: dict[Any, Any] = {}
        self._origins: dict[tuple[Any, Any], Origin] = {("registry", None): PUBLIC_REGISTRY}

    def from_text(self, text: str | bytes) -> list[Item]:
        """The items.

        Raises:
            ValueError: the text is none of `to_text`.
        """
        try:
            return [self._item(row) for row in json.loads(text)]
        except (TypeError, KeyError, RecursionError) as error:
            raise ValueError(str(error)) from error

    def _item(self, row: list[Any]) -> Item:
        what, path, line, column, cell, *rest = row
        location = Location(self._strings.setdefault(path, path), line, column, cell)
        if what == _REFERENCE:
            return self._reference(location, rest)
        if what == _PROBLEM:
            return Problem(location, *rest)
        if what == _UNRESOLVED:
            return Unresolved(location, *rest)
        raise ValueError("neither reference, problem nor open place")

    def _reference(self, location: Location, rest: list[Any]) -> Reference:
        (kind, ecosystem, name, by, version, specifier, scope, direct, via, *last) = rest
        origin_kind, url, extras, marker, certainty = last
        share = self._strings.setdefault
        origin = self._origins.get((origin_kind, url))
        if origin is None:
            origin = self._origins[origin_kind, url] = Origin(origin_kind, url)
        return Reference(
            share(kind, kind),
            share(ecosystem, ecosystem),
            share(name, name),
            location,
            share(by, by),
            share(version, version),
            share(specifier, specifier),
            share(scope, scope),
            direct,
            tuple([share(parent, parent) for parent in via]),
            origin,
            tuple(extras),
            share(marker, marker),
            share(certainty, certainty),
        )
