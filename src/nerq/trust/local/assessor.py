"""Answers questions with scores computed here, from public evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING, Any

from nerq.ecosystems import ecosystem_of
from nerq.errors import SettingsError, UnfinishedError
from nerq.model import DIMENSIONS, Alert, Answer, Target, Unavailable, Unrated
from nerq.trust.local.advisories import STALE_DAYS, advisories_status
from nerq.trust.local.alerts import find_alerts
from nerq.trust.local.answer import build_answer, evidence_of
from nerq.trust.local.collection import Case, EvidenceReach, collect, share_of
from nerq.trust.local.endpoints import is_askable
from nerq.trust.local.evidence import Dossier, Subject
from nerq.trust.local.score import LEAST_CONFIDENCE, WEIGHTS, Assessment, assess
from nerq.trust.local.signals.definition import PACKAGES
from nerq.trust.local.sources import SOURCES
from nerq.trust.local.versions import order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.plugin import Progress, Question
    from nerq.trust.local.endpoints import Endpoints
    from nerq.trust.local.evidence import Evidence

SUBJECTS: dict[tuple[str, str], Subject] = {
    ("package", "pypi"): "pypi",
    ("package", "npm"): "npm",
    ("mcp-server", "pypi"): "pypi",
    ("mcp-server", "npm"): "npm",
    ("model", "huggingface"): "model",
    ("dataset", "huggingface"): "dataset",
    ("space", "huggingface"): "space",
    ("repository", "github"): "repository",
    ("action", "githubactions"): "repository",
}


class LocalAssessor:
    """Scores targets itself; see docs/scoring.md for the method.

    Args:
        endpoints: where the sources are asked.
        weights: of the dimensions, on top of the usual ones.
        today: the day of judgement; None = today, UTC.
        **reach: further fields of `EvidenceReach`: how the sources are asked.

    Raises:
        SettingsError: a weight names no dimension, is negative, or none is above zero.
    """

    def __init__(
        self,
        endpoints: Endpoints,
        *,
        weights: Mapping[str, float] | None = None,
        today: date | None = None,
        **reach: Any,  # noqa: ANN401 - the record checks its own fields
    ) -> None:
        self._reach = EvidenceReach(endpoints, **reach)
        self._weights = _checked(weights or {})
        self._today = today
        self._notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``local``."""
        return "local"

    @property
    def url(self) -> str | None:
        """None: there is no service behind it."""
        return None

    @property
    def notes(self) -> Sequence[str]:
        """Which sources gave nothing at the last `ask`, and why; in the order of sources."""
        return self._notes

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """An answer for every target, in the order of the questions."""
        today = self._today or utc_today()
        answers: dict[Target, Answer] = {}
        cases: list[Case] = []
        for question in questions:
            opened = open_case(question, today)
            if isinstance(opened, Case):
                cases.append(opened)
            else:
                answers[question.target] = opened
        said = collect(cases, SOURCES, self._reach, progress)
        judged = {case.question.target: _judge(case, self._weights) for case in cases}
        answers |= {target: answer for target, (answer, _) in judged.items()}
        unmatched = sum(is_unmatched for _, is_unmatched in judged.values())
        own = _notes(cases, len(questions), unmatched)
        self._notes = (*own, *said, *_advisory_notes(self._reach.advisories, today))
        return {question.target: answers[question.target] for question in questions}


def open_case(question: Question, today: date) -> Case | Unrated:
    """An empty dossier on the target, or why there can be none."""
    target = question.target
    subject = SUBJECTS.get((target.kind, target.ecosystem))
    message = None
    if subject is None:
        what = f"{target.ecosystem} {target.kind}"
        message = f"no public source of evidence is known for this kind of target ({what})"
    elif not is_askable(target.id):
        message = "no registry has a thing of such a name"
    if subject is None or message is not None:
        reason = message or "it cannot be asked about"
        return Unrated("not-in-index", reason, source="local", provenance="local")
    versions = tuple(sorted(question.versions))
    dossier = Dossier(
        target,
        subject,
        today,
        versions=versions,
        is_pinned=bool(versions),
        least_age=question.least_age,
        has_other_index=question.has_other_index,
    )
    return Case(question, dossier)


def _judge(case: Case, weights: Mapping[str, float]) -> tuple[Answer, bool]:
    """The answer, and whether known vulnerabilities could not be looked up for it."""
    dossier = case.dossier
    judged = evidence_of(dossier)
    alerts = find_alerts(judged)
    if dossier.is_missing:
        message = f"{ecosystem_of(dossier.target.ecosystem).registry} has no {dossier.target.id}"
        missing = Unrated(
            "not-in-index", message, source="local", provenance="local", alerts=alerts
        )
        return missing, False
    if all(evidence.is_empty for evidence in judged):
        why = _why(case) or "no source knows it"
        ways = "try again where it can, or ask the service, too (--source nerq,local)"
        message = f"no evidence could be obtained ({why}); {ways}"
        return Unavailable(message, source="local"), False
    is_unmatched = dossier.subject in PACKAGES and any(e.vulnerabilities is None for e in judged)
    answer = _worst(judged, weights)
    return replace(answer, alerts=(*alerts, *_open_verdict(case, answer))), is_unmatched


def _open_verdict(case: Case, answer: Answer) -> tuple[Alert, ...]:
    """That too little is known because the registry could not say, which is not «unknown»."""
    failed = [s for s in SOURCES if s.tells_versions and s.id in case.faults]
    if not failed or not isinstance(answer, Unrated):
        return ()
    source = failed[0]
    message = f"{source.title}: {case.faults[source.id]}; {answer.message}; try again"
    return (Alert("unavailable", message),)


def _why(case: Case) -> str:
    return "; ".join(
        f"{source.title}: {case.faults[source.id]}"
        for source in SOURCES
        if source.id in case.faults
    )


def _worst(judged: Sequence[Evidence], weights: Mapping[str, float]) -> Answer:
    """Of several versions in use, the one with the lowest score."""
    scored = [(assess(evidence, weights), evidence) for evidence in judged]
    assessment, evidence = min(scored, key=lambda pair: _badness(*pair))
    return build_answer(evidence, assessment)


def _notes(cases: Sequence[Case], total: int, unmatched: int) -> tuple[str, ...]:
    """Which source gave nothing for how many targets, and why."""
    lines = []
    for source in SOURCES:
        fault = share_of(cases, source)
        if fault is not None:
            why, number = fault
            lines.append(f"{source.title}: {why}; {number} of {total} targets judged without it")
    if unmatched:
        lines.append(
            f"known vulnerabilities of the judged version could not be looked up for {unmatched} "
            f"of {total} targets: reach OSV, or fill the local database with "
            "`nerq advisories import`"
        )
    return tuple(lines)


def _badness(assessment: Assessment, evidence: Evidence) -> tuple[bool, float, bool, str]:
    is_unrated = assessment.score is None or assessment.confidence < LEAST_CONFIDENCE
    version = evidence.version or ""
    return (is_unrated, assessment.score or 0.0, order_of("pypi", version) is None, version)


def _checked(weights: Mapping[str, float]) -> dict[str, float]:
    unknown = sorted(set(weights) - set(DIMENSIONS))
    if unknown:
        allowed = ", ".join(DIMENSIONS)
        raise SettingsError(
            f"local.weights: {unknown[0]!r} is not a dimension; there are {allowed}"
        )
    if any(not 0 <= weight < 1e6 for weight in weights.values()):
        raise SettingsError("local.weights: a weight is a number from 0 up")
    merged = {**WEIGHTS, **weights}
    if not any(merged.values()):
        raise SettingsError("local.weights: at least one weight must be above 0")
    return merged


def utc_today() -> date:
    """The day of judgement where none is given."""
    return datetime.now(tz=timezone.utc).date()


def _advisory_notes(database: str | None, today: date) -> tuple[str, ...]:
    """That imported advisories are old; a broken database is told by the source itself."""
    if database is None:
        return ()
    try:
        ecosystems = advisories_status(database).ecosystems
    except UnfinishedError:
        return ()
    ages = [(e.ecosystem, age) for e in ecosystems if (age := e.age(today)) is not None]
    return tuple(
        f"the imported advisories on {ecosystem} packages are {age} days old: "
        "`nerq advisories update` fetches newer ones"
        for ecosystem, age in ages
        if age > STALE_DAYS
    )
