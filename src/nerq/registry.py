"""A registry of parts (formats, detectors, reports): listed by name, imported when asked for.

What a part is looked up by (its file patterns, or its id) stands in the registry itself. A scan of
ten files needs a handful of readers; importing all of them would take longer than reading the
files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Iterable

PartT = TypeVar("PartT")


class Registry(Sequence[PartT]):
    """Records of one kind, in their order, each imported when it is first asked for.

    Indexing and iterating import what they give; `keys` and the length import nothing.

    Args:
        package: holds the modules.
        record: the name under which a module keeps its record.
        lines: one a part: its module (or ``module:NAME`` for a record of another name), and
            what the part is looked up by, with spaces between: its ``files``, or its ``id``.

    Attributes:
        keys: what each part is looked up by.
    """

    def __init__(self, package: str, record: str, lines: Iterable[tuple[str, ...]]) -> None:
        self._package = package
        self._record = record
        lines = tuple(lines)
        self._modules = [line[0] for line in lines]
        self._parts: dict[int, PartT] = {}
        self.keys = [tuple(" ".join(line[1:]).split()) for line in lines]

    def extended_by(self, parts: Iterable[tuple[PartT, tuple[str, ...]]]) -> Registry[PartT]:
        """A registry of these and, after them, parts from elsewhere, each with its keys."""
        extended: Registry[PartT] = Registry(self._package, self._record, ())
        extended._modules = list(self._modules)
        extended._parts = dict(self._parts)
        extended.keys = list(self.keys)
        for part, keys in parts:
            extended._parts[len(extended._modules)] = part
            extended._modules.append("")
            extended.keys.append(keys)
        return extended

    def __len__(self) -> int:
        """How many parts there are."""
        return len(self._modules)

    @overload
    def __getitem__(self, index: int) -> PartT: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[PartT, ...]: ...
    def __getitem__(self, index: int | slice) -> PartT | tuple[PartT, ...]:
        """The record or records, imported."""
        if isinstance(index, slice):
            return tuple(self[place] for place in range(len(self))[index])
        place = range(len(self))[index]
        part = self._parts.get(place)
        if part is None:
            from importlib import import_module

            module, _, record = self._modules[place].partition(":")
            home = import_module(f"{self._package}.{module}")
            part = self._parts[place] = getattr(home, record or self._record)
        return part
