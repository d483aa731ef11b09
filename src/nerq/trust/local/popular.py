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


def is_well_known(ecosystem: str, name: str) -> bool:
    """Whether the shipped list has the name: it is public knowledge."""
    return rank_of(ecosystem, name) is not None


def is_shared(name: str) -> bool:
    """Whether the name stands on the shipped list of more than one registry."""
    return sum(rank_of(ecosystem, name) is not None for ecosystem in _FILES) > 1


def find_lookalike(ecosystem: str, name: str) -> Lookalike | None:
    """The most used package within edit distance 1 (2 from nine letters on).

    Only for a name that is not itself on the list. Swapped neighbours count as one slip;
    separators and case do not count.
    """
    bare = _bare(name)
    if len(bare) < _SHORTEST or rank_of(ecosystem, name) is not None or name.startswith("@"):
        return None
    return _nearest(ecosystem, bare)


@lru_cache(maxsize=4096)
def _nearest(ecosystem: str, bare: str) -> Lookalike | None:
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    limit = 2 if len(bare) >= _LONG else 1
    known, plain = _imitated(ecosystem)
    # One call compares with the whole list: name by name in Python took thirty times as long.
    near = process.extract(bare, plain, scorer=OSA.distance, score_cutoff=limit, limit=None)
    found = min(((n, int(slips)) for _, slips, n in near), default=None)
    if found is None:
        return None
    name, rank = known[found[0]]
    return Lookalike(name, rank, found[1])


@lru_cache(maxsize=4)
def _imitated(ecosystem: str) -> tuple[list[tuple[str, int]], list[str]]:
    """Names worth imitating with their ranks, and the same names bare, in the same order."""
    known = list(_ranks(ecosystem).items())[:IMITATED]
    known = [(name, rank) for name, rank in known if len(_bare(name)) >= _SHORTEST]
    return known, [_bare(name) for name, _ in known]


@lru_cache(maxsize=4)
def _ranks(ecosystem: str) -> Mapping[str, int]:
    found = listing(ecosystem)
    return {} if found is None else {name: n for n, name in enumerate(found.lines, start=1)}


@lru_cache(maxsize=20000)
def _bare(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "").replace(".", "")
