"""Asks the assessors in the order of the settings; each gets what those before it left open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from nerq.model import Rated, Unavailable, Unrated
from nerq.plugin import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from nerq.model import Answer, Target
    from nerq.plugin import Assessor, Progress
    from nerq.settings import Settings

KeyT = TypeVar("KeyT")


class Answered(NamedTuple):
    """An answer, and what it is about.

    Attributes:
        target: what was asked for, or what a bare name turned out to mean.
    """

    target: Target
    answer: Answer


class Assessors:
    """The assessors of one scan.

    Attributes:
        notes: what they had to say so far, in the order said; the same line may occur twice.
    """

    def __init__(self, assessors: Sequence[Assessor], progress: Progress) -> None:
        self._assessors = assessors
        self._progress = progress
        self.notes: list[str] = []

    def ask(
        self,
        wanted: Mapping[KeyT, Question | Answered],
        understand: Callable[[Assessor, dict[KeyT, Answered]], dict[KeyT, Answered]] | None = None,
    ) -> dict[KeyT, Answered]:
        """An answer for everything wanted, in its order.

        Args:
            wanted: what is asked about each thing, or what is said of it without asking.
            understand: reads the answers of one assessor anew before it is decided what is still
                open: what a bare name means is seen from what was found under it.

        Raises:
            UnfinishedError: no question at all could be asked.
        """
        found: dict[KeyT, Answered] = {}
        asked: dict[KeyT, Question] = {}
        for key, one in wanted.items():
            if isinstance(one, Question):
                asked[key] = one
            else:
                found[key] = one
        for assessor in self._assessors:
            still_open = {key: one for key, one in asked.items() if is_open(found.get(key))}
            if still_open:
                heard = self.put(assessor, still_open)
                heard = understand(assessor, heard) if understand else heard
                found |= {key: _later(found.get(key), one) for key, one in heard.items()}
        # Without an assessor (a dry run) nothing is asked, and so nothing is wanted.
        return {key: found[key] for key in wanted}

    def put(self, assessor: Assessor, questions: Mapping[KeyT, Question]) -> dict[KeyT, Answered]:
        """What one assessor answers; what several ask about one target is asked once."""
        unique = {question.target: question for question in questions.values()}
        answers = assessor.ask(tuple(unique.values()), self._progress)
        # They speak of the last ask only.
        self.notes += assessor.notes
        return {
            key: Answered(question.target, answers[question.target])
            for key, question in questions.items()
        }


def is_open(found: Answered | None) -> bool:
    """Whether the next assessor may answer: nobody did, or the wrong thing was scored."""
    if found is None:
        return True
    match found.answer:
        case Unavailable():
            return True
        case Rated(identity=identity):
            return identity == "other"
        case answer:
            return is_unknown(answer)


def _later(before: Answered | None, now: Answered) -> Answered:
    """What stands after another assessor was asked.

    That it has no score does not tell what one out of reach would have said: it stays open.
    """
    if before is None or isinstance(now.answer, Rated):
        return now
    if not isinstance(before.answer, Unavailable):
        return now
    message = f"{before.answer.message}; {now.answer.message}"
    alerts = (*before.answer.alerts, *now.answer.alerts)
    return Answered(now.target, replace(before.answer, message=message, alerts=alerts))


def is_unknown(answer: Answer) -> bool:
    """Whether the assessor knows nothing of this name."""
    return isinstance(answer, Unrated) and answer.rule == "not-in-index"


def not_asked(target: Target, rule: str, message: str) -> Answered:
    """What stands in for an answer where nothing is asked, and the rule that says why."""
    return Answered(target, Unrated(rule, message, source=None, provenance=None))


def ask_all(
    targets: Iterable[Target], settings: Settings, progress: Progress
) -> dict[Target, Answer]:
    """An answer for every target, from the assessors of the settings.

    Raises:
        UnfinishedError: no question at all could be asked.
    """
    from nerq.pipeline.assessors import assessors

    threshold = settings.policy.threshold
    questions = {target: Question(target, threshold=threshold) for target in targets}
    found = Assessors(assessors(settings), progress).ask(questions)
    return {target: answered.answer for target, answered in found.items()}
