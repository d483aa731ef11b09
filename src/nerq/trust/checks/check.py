"""What a check is, and how one runs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError
from nerq.trust.local.alerts import find_alerts
from nerq.trust.local.answer import evidence_of
from nerq.trust.local.assessor import open_case, utc_today
from nerq.trust.local.collection import Case, collect, share_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from nerq.model import Alert, Answer, Target
    from nerq.plugin import Progress, Question
    from nerq.trust.local.collection import EvidenceReach
    from nerq.trust.local.evidence import Subject
    from nerq.trust.local.sources.source import EvidenceSource

SHORTEST_WAIT = 10.0  # seconds for one question: a check must not hold up what the service said


@dataclass(frozen=True, slots=True)
class Lookup:
    """One check.

    Attributes:
        id: kebab-case; its name in the setting ``checks`` and in reports.
        title: whom it asks, for notes.
        subjects: what it looks up.
        sources: whom it asks, in order.
        brief: whom it asks where the setting does not name it: one question a target.
        rules: how the ids of the rules begin whose facts it looks up.
        is_wanted: whether it looks up a target where the setting does not name the check,
            because of what the source of scores said.
        consequence: what is not known where it fails, as the end of a note.
    """

    id: str
    title: str
    subjects: tuple[Subject, ...]
    sources: tuple[EvidenceSource, ...]
    brief: tuple[EvidenceSource, ...]
    rules: tuple[str, ...]
    is_wanted: Callable[[Answer], bool]
    consequence: str


class RunningCheck:
    """A check as it runs; see `nerq.plugin.Check`.

    Args:
        lookup: which.
        reach: how its sources are asked.
        is_for_all: whether the settings name it.
        today: the day of judgement; None = today, UTC.
    """

    def __init__(
        self, lookup: Lookup, reach: EvidenceReach, *, is_for_all: bool, today: date | None = None
    ) -> None:
        self._lookup = lookup
        self._reach = replace(reach, timeout=min(reach.timeout, SHORTEST_WAIT))
        self._is_for_all = is_for_all
        self._today = today
        self._notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """As in `Lookup`."""
        return self._lookup.id

    @property
    def notes(self) -> Sequence[str]:
        """One line where it could not look up everything."""
        return self._notes

    def look_up(
        self, questions: Sequence[Question], answers: Mapping[Target, Answer], progress: Progress
    ) -> dict[Target, tuple[Alert, ...]]:
        """The alerts on each target that was not scored here."""
        today = self._today or utc_today()
        cases = [
            case
            for question in questions
            if self._is_open(answers.get(question.target))
            and isinstance(case := open_case(question, today), Case)
            and case.dossier.subject in self._lookup.subjects
        ]
        self._notes = ()
        if not cases:
            return {}
        try:
            said = collect(cases, self._sources, self._reach, _WaitsOnly(progress))
        except UnfinishedError as error:  # the proxy, or the certificates, cannot be used
            self._notes = (f"{self._lookup.title}: {error}; {self._lookup.consequence}",)
            return {}
        self._notes = (*said, *self._failed(cases))
        found = {case.question.target: self._alerts(case) for case in cases}
        return {target: alerts for target, alerts in found.items() if alerts}

    def _alerts(self, case: Case) -> tuple[Alert, ...]:
        """What this check asked about; nothing where nobody answered."""
        if all(s.id in case.faults for s in self._sources if case.dossier.subject in s.subjects):
            return ()
        alerts = find_alerts(evidence_of(case.dossier))
        return tuple(alert for alert in alerts if alert.rule.startswith(self._lookup.rules))

    @property
    def _sources(self) -> tuple[EvidenceSource, ...]:
        return self._lookup.sources if self._is_for_all else self._lookup.brief

    def _is_open(self, answer: Answer | None) -> bool:
        if answer is None or answer.source == "local":
            return False
        return self._is_for_all or self._lookup.is_wanted(answer)

    def _failed(self, cases: Sequence[Case]) -> tuple[str, ...]:
        for source in self._sources:
            fault = share_of(cases, source)
            if fault is not None:
                return (f"{source.title}: {fault[0]}; {self._lookup.consequence}",)
        return ()


class _WaitsOnly:
    """The targets are answered already: only waits are told."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def advance(self, done: int, total: int) -> None:
        """Nothing: what is counted is answers."""

    def wait(self, seconds: float, reason: str) -> None:
        self._progress.wait(seconds, reason)
