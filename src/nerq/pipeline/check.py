"""Asks about things that a person names: what they mean, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from nerq.identity import identify
from nerq.model import Location, Rated, Reference, ScanResult, Target, Unavailable, Unrated
from nerq.pipeline.assessors import QUIET, assessors
from nerq.pipeline.near_names import near_names
from nerq.pipeline.registries import elsewhere, understand
from nerq.pipeline.target_text import Named, parse_target
from nerq.pipeline.wrappers import FirstOf, PartOf
from nerq.plugin import Question
from nerq.policy import judge, worst_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from nerq.model import Answer, Finding
    from nerq.plugin import Assessor, Progress
    from nerq.settings import Settings

DETAILED = 10
"""Up to so many targets are asked about singly, with history; more by batch."""

# How many are asked about at once: ten batches, or what evidence is collected for in seconds.
_CHUNKS = {"nerq": 500, "local": 20}
_NOWHERE = Location("command line")


@dataclass(frozen=True, slots=True)
class Checked:
    """Verdicts on named things.

    Attributes:
        findings: in the order in which their targets were first named.
        notes: lines for a person, each once.
    """

    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()


def check(
    targets: str | Sequence[str],
    settings: Settings | None = None,
    *,
    progress: Progress = QUIET,
) -> ScanResult:
    """The verdict on everything named.

    Args:
        targets: names, ``owner/name``, ``prefix:name``, package URLs, or addresses of pages.
        settings: defaults to the settings file nearest to the current folder.
        progress: told about the questions as they are answered.

    Returns:
        Findings without mentions, worst first; up to `DETAILED` targets with their history.
        A name that says no registry is what the source found under exactly that name.

    Raises:
        UsageError: a text names nothing.
        SettingsError: a settings file cannot be used.
        UnfinishedError: no question at all could be asked.
    """
    if settings is None:
        from nerq.settings import load

        settings = load(".")
    named = parse_all([targets] if isinstance(targets, str) else targets)
    parts = list(check_in_parts(named, settings, progress=progress))
    return result_of(parts, settings)


def parse_all(texts: Iterable[str]) -> tuple[Named, ...]:
    """What the texts name, each once, in their order.

    Raises:
        UsageError: a text names nothing.
    """
    named: dict[tuple[Target, bool], Named] = {}
    for text in texts:
        one = parse_target(text)
        named.setdefault((one.target, one.is_explicit), one)
    return tuple(named.values())


def check_in_parts(
    named: Sequence[Named],
    settings: Settings,
    *,
    progress: Progress = QUIET,
    make: Callable[..., tuple[Assessor, ...]] = assessors,
) -> Iterator[Checked]:
    """Verdicts as they come, in the order of ``named``; at least one part.

    After a part of which nothing could be had, the rest is not asked any more.

    Raises:
        UnfinishedError: no question at all could be asked.
    """
    is_detailed = len(named) <= DETAILED
    used = make(settings, with_history=is_detailed)
    if settings.offline and is_detailed:
        # What an earlier scan was told is kept without history.
        plain = make(settings)
        used = tuple(
            FirstOf(first, second) if first.kind == "nerq" else first
            for first, second in zip(used, plain, strict=True)
        )
    stopped = ""
    size = _CHUNKS[settings.sources[0]]
    for start in range(0, max(len(named), 1), size):
        some = named[start : start + size]
        watched = PartOf(progress, start, len(named))
        part = _Asking(settings, used, watched, is_detailed=is_detailed).run(some, stopped)
        answers = [finding.answer for finding in part.findings]
        if answers and all(isinstance(answer, Unavailable) for answer in answers):
            stopped = "the questions before it had no answer"
        yield part


def result_of(parts: Iterable[Checked], settings: Settings) -> ScanResult:
    """The parts as one result."""
    parts = list(parts)
    findings = [finding for part in parts for finding in part.findings]
    notes = [note for part in parts for note in part.notes]
    return ScanResult(
        findings=tuple(sorted(findings, key=worst_first)),
        scanned_at=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        source_kind=",".join(settings.sources),
        source_url=settings.api_url if "nerq" in settings.sources else None,
        threshold=settings.threshold,
        is_strict=settings.policy.is_strict,
        notes=tuple(dict.fromkeys(notes)),
    )


def service_winner(findings: Sequence[Finding], settings: Settings) -> str | None:
    """Which of two the service itself prefers; None where it has no say, or was not asked.

    Only names that were asked about already are sent, and only where both are known.
    """
    is_asked = "nerq" in settings.sources and not settings.offline
    rated = [
        finding.target.id
        for finding in findings
        if isinstance(finding.answer, Rated) and finding.answer.source == "nerq"
    ]
    if not is_asked or len(findings) != 2 or len(rated) != 2:
        return None
    from nerq.trust.service.lookups import Lookups

    return Lookups(settings.api_url, settings.api_key, settings.timeout).winner(*rated)


class _Asking:
    """One part: asked, understood, judged."""

    def __init__(
        self,
        settings: Settings,
        used: Sequence[Assessor],
        progress: Progress,
        *,
        is_detailed: bool,
    ) -> None:
        self._settings = settings
        self._used = used
        self._progress = progress
        self._is_detailed = is_detailed
        self._notes: list[str] = []

    def run(self, named: Sequence[Named], stopped: str) -> Checked:
        """Verdicts on the part; where ``stopped`` says why, nothing is asked."""
        answers: dict[Named, tuple[Target, Answer]] = {}
        asked: list[Named] = []
        for one in named:
            private = self._why_private(one)
            if private:
                withheld = Unrated("private", f"not asked: {private}", source=None, provenance=None)
                answers[one] = (one.target, withheld)
            elif stopped:
                answers[one] = (
                    one.target,
                    Unavailable(f"{one.target.id} was not asked: {stopped}"),
                )
            else:
                asked.append(one)
        for assessor in self._used:
            still_open = [one for one in asked if _is_open(answers.get(one))]
            if still_open:
                answers |= self._ask(assessor, still_open)
        if self._is_detailed:
            answers |= self._suggested(answers)
        policy = self._settings.policy
        # Two names may turn out to mean one thing.
        meant = dict(answers[one] for one in named)
        findings = (judge(target, (), answer, policy) for target, answer in meant.items())
        return Checked(tuple(findings), tuple(self._notes))

    def _suggested(
        self, answers: dict[Named, tuple[Target, Answer]]
    ) -> dict[Named, tuple[Target, Answer]]:
        """The answers about names that nobody knows, with the names that may be meant."""
        missing = {
            one: (target, answer)
            for one, (target, answer) in answers.items()
            if isinstance(answer, Unrated) and answer.rule == "not-in-index"
        }
        near = near_names([target for target, _ in missing.values()], self._settings)
        return {
            one: (
                target,
                replace(answer, message=f"{answer.message}; did you mean {_or(near[target])}?"),
            )
            for one, (target, answer) in missing.items()
            if target in near
        }

    def _why_private(self, one: Named) -> str | None:
        target = one.target
        reference = Reference(target.kind, target.ecosystem, target.id, _NOWHERE, "command-line")
        entries = identify([reference], self._settings.naming)
        return next((entry.private for entry in entries if entry.private), None)

    def _ask(
        self, assessor: Assessor, named: Sequence[Named]
    ) -> dict[Named, tuple[Target, Answer]]:
        found = self._put(assessor, {one: one.target for one in named})
        if assessor.kind != "local":
            return {
                one: (target, answer) if self._is_pinned(target) else understand(one, answer)
                for one, (target, answer) in found.items()
            }
        # Evidence is collected registry by registry: what the likeliest one lacks, the next may
        # have under the same name.
        second = {
            one: meant
            for one, (_, answer) in found.items()
            if _is_missing(answer) and (meant := elsewhere(one)) is not None
        }
        if second:
            others = self._put(assessor, second)
            found |= {one: pair for one, pair in others.items() if not _is_missing(pair[1])}
        return found

    def _is_pinned(self, target: Target) -> bool:
        return f"{target.ecosystem}:{target.id}" in self._settings.targets

    def _put(
        self, assessor: Assessor, targets: dict[Named, Target]
    ) -> dict[Named, tuple[Target, Answer]]:
        policy = self._settings.policy
        questions = {
            target: Question(
                target,
                versions=(one.version,) if one.version else (),
                threshold=policy.threshold_for(target, ()),
            )
            for one, target in targets.items()
        }
        answers = assessor.ask(tuple(questions.values()), self._progress)
        self._notes += assessor.notes
        return {one: (target, answers[target]) for one, target in targets.items()}


def _or(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _is_missing(answer: Answer) -> bool:
    return isinstance(answer, Unrated) and answer.rule == "not-in-index"


def _is_open(found: tuple[Target, Answer] | None) -> bool:
    """Whether the next source may answer: nobody did, or the wrong thing was scored."""
    if found is None:
        return True
    answer = found[1]
    return _is_missing(answer) or (isinstance(answer, Rated) and answer.identity == "other")
