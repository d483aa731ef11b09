"""The file patterns of the readers: which of them a path calls for."""

from __future__ import annotations

import re
from fnmatch import translate
from typing import TYPE_CHECKING, Generic, TypeVar

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.registry import Registry

PartT = TypeVar("PartT")

_EXACT = regex(r"[^*?\[\]/]+\Z")
_SUFFIX = regex(r"\*(\.[A-Za-z0-9_]+)\Z")


class Matcher(Generic[PartT]):
    """Finds the parts that read a path, in the order of their tuple.

    Most patterns are plain names or endings; those are looked up, and only the rest is matched.
    """

    def __init__(self, parts: Registry[PartT]) -> None:
        self._parts = parts
        self._exact: dict[str, list[int]] = {}
        self._suffix: dict[str, list[int]] = {}
        self._globs: list[tuple[re.Pattern[str], int]] = []
        for index, patterns in enumerate(parts.keys):
            for pattern in patterns:
                self._add(pattern, index)

    def _add(self, pattern: str, index: int) -> None:
        suffix = _SUFFIX.match(pattern)
        if _EXACT.match(pattern):
            self._exact.setdefault(pattern, []).append(index)
        elif suffix:
            self._suffix.setdefault(suffix[1], []).append(index)
        else:
            self._globs.append((re.compile(translate(f"*/{pattern}")), index))

    def match(self, path: str) -> list[int]:
        """The places, in their list, of the parts whose patterns fit a ``/`` path."""
        name = path.rpartition("/")[2]
        found = {*self._exact.get(name, ()), *self._suffix.get(_ending(name), ())}
        rooted = f"/{path}"
        found.update(index for glob, index in self._globs if glob.match(rooted))
        return sorted(found)

    def parts(self, places: Iterable[int]) -> Iterator[PartT]:
        """The parts at these places, imported when their turn comes."""
        return (self._parts[place] for place in places)


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot >= 0 else ""
