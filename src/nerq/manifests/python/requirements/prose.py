"""Text that is not a list of requirements, though its file is named like one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item

_FEW = 20
"""So many lines that cannot be read are each worth a word."""
_SHARE = 0.9


def summed_up(items: Iterable[Item], path: str) -> Iterator[Item]:
    """The items, but one problem for all lines of a file where hardly any is a requirement.

    Documentation is often called ``constraints.txt``; a message for each of its lines would
    hide what matters. pip refuses such a file at its first line.

    Args:
        items: of a file and of those it includes.
        path: of the file.
    """
    found = list(items)
    here = [item for item in found if item.location.path == path]
    wrong = [item for item in here if isinstance(item, Problem)]
    if len(wrong) <= _FEW or len(wrong) < _SHARE * len(here):
        yield from found
        return
    first = min(wrong)
    yield Problem(
        Location(path, first.location.line),
        f"{len(wrong):,} of the file's lines are not requirements, the first: {first.message}",
        level="note",
    )
    unread = set(wrong)
    yield from (item for item in found if item not in unread)
