"""Runs what looks up facts for the rules, whoever gives the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nerq.model import Alert, Answer, Target
    from nerq.pipeline.ask import Answered
    from nerq.plugin import Check, Progress, Question
    from nerq.settings import Settings


class Checks:
    """The checks of one scan.

    Attributes:
        notes: what they had to say so far, in the order said; the same line may occur twice.
    """

    def __init__(self, checks: Sequence[Check], progress: Progress) -> None:
        self._checks = checks
        self._progress = progress
        self.notes: list[str] = []

    def look_up(
        self, questions: Iterable[Question], answered: Iterable[Answered]
    ) -> dict[Target, tuple[Alert, ...]]:
        """What is known of each target; those without alerts may be missing.

        Args:
            questions: the targets that may be asked about; of several on one target, the last.
            answered: what the assessors said of them.
        """
        unique = tuple({question.target: question for question in questions}.values())
        answers: Mapping[Target, Answer] = {one.target: one.answer for one in answered}
        alerts: dict[Target, tuple[Alert, ...]] = {}
        for check in self._checks if unique else ():
            for target, found in check.look_up(unique, answers, self._progress).items():
                alerts[target] = (*alerts.get(target, ()), *found)
            self.notes += check.notes
        return alerts


def checks(settings: Settings, *, has_unscored: bool = False) -> tuple[Check, ...]:
    """The checks of the settings, in order; none where everything is scored here, or switched off.

    A check that the settings do not name still runs where there are any, for the targets that it
    is wanted for by itself.

    Args:
        settings: which, and how they ask.
        has_unscored: whether there are targets that no source of scores is asked about.
    """
    run = settings.run
    is_scored_here = set(run.sources) == {"local"} and not has_unscored
    if run.dry_run or not run.checks or is_scored_here:
        return ()
    from nerq.pipeline.assessors import reach_of
    from nerq.trust.checks import CHECKS
    from nerq.trust.checks.check import RunningCheck
    from nerq.trust.local.collection import EvidenceReach

    reach = EvidenceReach(**reach_of(settings))
    # How old a release is only its registry knows.
    named = {*run.checks, *(("registry",) if settings.policy.min_release_age else ())}
    return tuple(RunningCheck(row, reach, is_for_all=row.id in named) for row in CHECKS)
