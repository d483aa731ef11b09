"""The letter and the advice that go with a local score.

They stand apart from what measures and from what judges, because a rule's cap changes them.
"""

from __future__ import annotations

GRADES: tuple[tuple[float, str], ...] = (
    (90.0, "A+"), (80.0, "A"), (70.0, "B"), (60.0, "C"), (45.0, "D"), (30.0, "E"), (0.0, "F"),
)  # fmt: skip
_PROCEED, _CAUTION = 70.0, 40.0


def grade_of(score: float) -> str:
    """The letter for a score of 0-100."""
    return next((letter for least, letter in GRADES if score >= least), "F")


def recommendation_of(score: float) -> str:
    """PROCEED from 70, CAUTION from 40, else DENY."""
    if score >= _PROCEED:
        return "PROCEED"
    return "CAUTION" if score >= _CAUTION else "DENY"
