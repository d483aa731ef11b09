"""The most used packages: how used a name is, and which of them it could be mistaken for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.trust.local.shipped import Listing, read_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILES = {"pypi": "popular_pypi.txt", "npm": "popular_npm.txt"}
IMITATED = 3000  # how many of the most used names are worth imitating
_SHORTEST = 4  # letters; below, near names say nothing
_LONG = 9  # letters, from which on two slips still look alike


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A far more used package with nearly the same name."""

    name: str
    rank: int
    distance: int


def listing(ecosystem: str) -> Listing | None:
    """The shipped ranking, or None where there is none for the ecosystem."""
    return read_lines(_FILES[ecosystem]) if ecosystem in _FILES else None


def rank_of(ecosystem: str, name: str) -> int | None:
    """1 for the most downloaded package; None beyond the list."""
    return _ranks(ecosystem).get(name)


def find_lookalike(ecosystem: str, name: str) -> Lookalike | None:
    """The most used package within edit distance 1 (2 from nine letters on).

    Only for a name that is not itself on the list. Swapped neighbours count as one slip;
    separators and case do not count.
    """
    from rapidfuzz.distance import OSA

    bare = _bare(name)
    if len(bare) < _SHORTEST or rank_of(ecosystem, name) is not None or name.startswith("@"):
        return None
    limit = 2 if len(bare) >= _LONG else 1
    for known, rank in list(_ranks(ecosystem).items())[:IMITATED]:
        other = _bare(known)
        if len(other) < _SHORTEST or abs(len(other) - len(bare)) > limit:
            continue
        distance = OSA.distance(bare, other, score_cutoff=limit)
        if distance <= limit:
            return Lookalike(known, rank, distance)
    return None


@lru_cache(maxsize=4)
def _ranks(ecosystem: str) -> Mapping[str, int]:
    found = listing(ecosystem)
    return {} if found is None else {name: n for n, name in enumerate(found.lines, start=1)}


@lru_cache(maxsize=20000)
def _bare(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")
