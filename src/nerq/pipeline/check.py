"""Asks about things that a person names: what they mean, and what is known of them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nerq.identity import identify
from nerq.model import Location, Rated, Reference, Target, Unavailable, Unrated
from nerq.pipeline.ask import Answered, Assessors, is_unknown, not_asked
from nerq.pipeline.assessors import assessors
from nerq.pipeline.checks import Checks, checks
from nerq.pipeline.near_names import near_names
from nerq.pipeline.progress import QUIET, PartOf
from nerq.pipeline.registries import elsewhere, understand
from nerq.pipeline.result import judge_all, result_of
from nerq.pipeline.target_text import Named, parse_target
from nerq.plugin import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from nerq.model import Alert, Finding, ScanResult
    from nerq.plugin import Assessor, Progress
    from nerq.settings import Settings

DETAILED = 10
"""Up to so many targets are asked about singly, with history; more by batch."""

# How many are asked about at once: ten batches, or what evidence is collected for in seconds.
_CHUNKS = {"nerq": 500, "local": 20}
_NOWHERE = Location("command line")
_MISSING = "not-in-registry"


class Checked(NamedTuple):
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
    return joined(parts, settings)


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
    stopped = ""
    size = _CHUNKS[settings.run.sources[0]]
    for start in range(0, max(len(named), 1), size):
        watched = PartOf(progress, start, len(named))
        checked_by = Checks(checks(settings), watched)
        part = _Part(settings, Assessors(used, watched), checked_by, is_detailed=is_detailed)
        checked = part.check(named[start : start + size], stopped)
        answers = [finding.answer for finding in checked.findings]
        if answers and all(isinstance(answer, Unavailable) for answer in answers):
            stopped = "the questions before it had no answer"
        yield checked


def joined(parts: Iterable[Checked], settings: Settings) -> ScanResult:
    """The parts as one result, worst first."""
    parts = list(parts)
    findings = [finding for part in parts for finding in part.findings]
    return result_of(findings, [note for part in parts for note in part.notes], settings)


def service_winner(findings: Sequence[Finding], settings: Settings) -> str | None:
    """Which of two the service itself prefers; None where it has no say, or was not asked.

    Only names that were asked about already are sent, and only where both are known.
    """
    service, run = settings.service, settings.run
    is_asked = "nerq" in run.sources and not run.offline
    rated = [
        finding.target.id
        for finding in findings
        if isinstance(finding.answer, Rated) and finding.answer.source == "nerq"
    ]
    if not is_asked or len(findings) != 2 or len(rated) != 2:
        return None
    from nerq.trust.service.lookups import Lookups

    return Lookups(service.api_url, service.api_key, run.timeout).winner(*rated)


class _Part:
    """So many names as are asked about at once: asked, understood, judged."""

    def __init__(
        self, settings: Settings, asked: Assessors, checked: Checks, *, is_detailed: bool
    ) -> None:
        self._settings = settings
        self._policy = settings.policy
        self._asked = asked
        self._checks = checked
        self._is_detailed = is_detailed

    def check(self, named: Sequence[Named], stopped: str) -> Checked:
        """Verdicts on the part; where ``stopped`` says why, nothing is asked."""
        wanted = {one: self._wanted(one, stopped) for one in named}
        answers = self._asked.ask(wanted, self._understood)
        if self._is_detailed:
            answers |= self._suggested(answers)
        questions = [
            self._question(answers[one].target, one.version)
            for one, asked in wanted.items()
            if isinstance(asked, Question)
        ]
        alerts = self._checks.look_up(questions, answers.values())
        alerts |= self._found_elsewhere(answers, alerts)
        findings = judge_all(answers.values(), self._policy, {}, alerts)
        return Checked(findings, (*self._asked.notes, *self._checks.notes))

    def _found_elsewhere(
        self, answers: dict[Named, Answered], alerts: Mapping[Target, tuple[Alert, ...]]
    ) -> dict[Target, tuple[Alert, ...]]:
        """The alerts on bare names that the likeliest registry lacks, and the next one has."""
        second = {
            answered.target: Answered(meant, answered.answer)
            for one, answered in answers.items()
            if any(alert.rule == _MISSING for alert in alerts.get(answered.target, ()))
            and (meant := elsewhere(one)) is not None
        }
        questions = [self._question(other.target, None) for other in second.values()]
        found = self._checks.look_up(questions, second.values()) if second else {}
        return {
            target: tuple(alert for alert in alerts[target] if alert.rule != _MISSING)
            for target, other in second.items()
            if not any(alert.rule == _MISSING for alert in found.get(other.target, ()))
        }

    def _wanted(self, one: Named, stopped: str) -> Question | Answered:
        target = one.target
        private = self._why_private(target)
        if private:
            return not_asked(target, "private", f"not asked: {private}")
        if stopped:
            return Answered(target, Unavailable(f"{target.id} was not asked: {stopped}"))
        return self._question(target, one.version)

    def _question(self, target: Target, version: str | None) -> Question:
        threshold = self._policy.threshold_for(target, ())
        versions = (version,) if version else ()
        return Question(
            target, versions, threshold=threshold, least_age=self._policy.least_age(target)
        )

    def _why_private(self, target: Target) -> str | None:
        reference = Reference(target.kind, target.ecosystem, target.id, _NOWHERE, "command-line")
        entries = identify([reference], self._settings.naming)
        return next((entry.private for entry in entries if entry.private), None)

    def _understood(
        self, assessor: Assessor, found: dict[Named, Answered]
    ) -> dict[Named, Answered]:
        """The answers about what was meant.

        The service looks in all registries and shows where it found something. Evidence is
        collected registry by registry: what the likeliest one lacks, the next may have under
        the same name.
        """
        if assessor.kind != "local":
            return {
                one: answered if self._is_pinned(one.target) else understand(one, answered.answer)
                for one, answered in found.items()
            }
        second = {
            one: self._question(meant, one.version)
            for one, answered in found.items()
            if is_unknown(answered.answer) and (meant := elsewhere(one)) is not None
        }
        others = self._asked.put(assessor, second) if second else {}
        known = {one: other for one, other in others.items() if not is_unknown(other.answer)}
        return found | known

    def _is_pinned(self, target: Target) -> bool:
        return f"{target.ecosystem}:{target.id}" in self._settings.service.targets

    def _suggested(self, answers: dict[Named, Answered]) -> dict[Named, Answered]:
        """The answers about names that nobody knows, with the names that may be meant."""
        missing = {
            one: (target, answer)
            for one, (target, answer) in answers.items()
            if isinstance(answer, Unrated) and is_unknown(answer)
        }
        near = near_names([target for target, _ in missing.values()], self._settings)
        return {
            one: Answered(
                target,
                replace(answer, message=f"{answer.message}; did you mean {_or(near[target])}?"),
            )
            for one, (target, answer) in missing.items()
            if target in near
        }


def _or(names: Sequence[str]) -> str:
    """``a``, ``a or b``, ``a, b or c``."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last
