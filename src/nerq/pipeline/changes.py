"""What a comparison with an earlier state of the project leaves to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.identity import Identified
    from nerq.model import Problem


class Changes(NamedTuple):
    """What changed, and what did not.

    Attributes:
        changed: what is judged.
        unchanged: what is not.
        problems: all of them; those of unchanged files are notes.
        notes: lines for a person.
    """

    changed: Sequence[Identified]
    unchanged: Sequence[Identified]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
