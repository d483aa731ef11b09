"""Assessors and progress that pass on to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import Answer, Target
    from nerq.plugin import Assessor, Progress, Question


class FirstOf:
    """Two assessors of one kind: the second is asked for what the first does not know."""

    def __init__(self, first: Assessor, second: Assessor) -> None:
        self._first = first
        self._second = second
        self._is_second_asked = False

    @property
    def kind(self) -> str:
        """Of both."""
        return self._first.kind

    @property
    def url(self) -> str | None:
        """Of both."""
        return self._first.url

    @property
    def notes(self) -> Sequence[str]:
        """Of the last one asked."""
        return (self._second if self._is_second_asked else self._first).notes

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """As each of them."""
        answers = self._first.ask(questions, progress)
        missing = [q for q in questions if isinstance(answers[q.target], Unavailable)]
        self._is_second_asked = bool(missing)
        return answers | self._second.ask(missing, progress) if missing else answers


class PartOf:
    """Progress of one part, told as progress of the whole."""

    def __init__(self, progress: Progress, before: int, total: int) -> None:
        self._progress = progress
        self._before = before
        self._total = total

    def advance(self, done: int, total: int) -> None:  # noqa: ARG002 - the part's own total
        """As for the whole."""
        self._progress.advance(min(self._before + done, self._total), self._total)

    def wait(self, seconds: float, reason: str) -> None:
        """Passed on."""
        self._progress.wait(seconds, reason)
