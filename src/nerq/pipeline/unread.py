"""How much it matters that something could not be read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.scopes import is_test_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.model import Problem, Reference


def weighed(problem: Problem, *, is_named: bool = False) -> Problem:
    """The problem as it counts: what was named must be read; tests may be broken on purpose."""
    is_named = is_named or problem.is_named
    is_test = is_test_path(problem.location.path)
    if problem.is_unsupported or (is_test and not is_named):
        return replace(problem, is_named=is_named, level="note")
    return replace(problem, is_named=is_named, level="error" if is_named else problem.level)


def settled(problems: Iterable[Problem], references: Iterable[Reference]) -> Iterator[Problem]:
    """The problems; what is computed is a note where a list of the same project tells it.

    A project's list stands in its folder or in ``requirements/`` below it; a lock may stand above,
    as a workspace's does.
    """
    lists: set[str] = set()
    locks: set[str] = set()
    for reference in references:
        folder = reference.location.path.rpartition("/")[0]
        if reference.found_by.endswith("lock"):
            locks.add(folder)
        elif reference.found_by == "requirements":
            lists |= {folder, _above(folder)} if _is_for_lists(folder) else {folder}
    for problem in problems:
        folder = problem.location.path.rpartition("/")[0]
        is_told = folder in lists or any(above in locks for above in _upwards(folder))
        yield replace(problem, level="note") if problem.is_computed and is_told else problem


def _is_for_lists(folder: str) -> bool:
    return folder.rpartition("/")[2] in ("requirements", "reqs")


def _above(folder: str) -> str:
    return folder.rpartition("/")[0]


def _upwards(folder: str) -> Iterator[str]:
    while folder:
        yield folder
        folder = _above(folder)
    yield ""
