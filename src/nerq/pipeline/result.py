"""Answers judged, and verdicts gathered into one result: the same way for scan and check."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from nerq.model import ScanResult
from nerq.policy import judge, worst_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nerq.model import Alert, Finding, Reference, Target
    from nerq.pipeline.ask import Answered
    from nerq.policy import Policy
    from nerq.settings import Settings


def judge_all(
    answered: Iterable[Answered],
    policy: Policy,
    mentions: Mapping[Target, tuple[Reference, ...]],
    alerts: Mapping[Target, tuple[Alert, ...]],
) -> tuple[Finding, ...]:
    """One verdict a target, in the order in which the targets first occur.

    Args:
        answered: two names may turn out to mean one thing; the last answer about it counts.
        policy: what passes and what fails.
        mentions: where the targets are mentioned; those of the command line stand nowhere.
        alerts: what the checks know of the targets.
    """
    answers = {one.target: one.answer for one in answered}
    return tuple(
        judge(target, mentions.get(target, ()), answer, alerts.get(target, ()), policy)
        for target, answer in answers.items()
    )


def result_of(findings: Iterable[Finding], notes: Iterable[str], settings: Settings) -> ScanResult:
    """The verdicts with what the settings say about them; notes are said once."""
    return ScanResult(
        findings=tuple(sorted(findings, key=worst_first)),
        scanned_at=datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        source_kind=",".join(settings.run.sources),
        source_url=settings.service.api_url if "nerq" in settings.run.sources else None,
        threshold=settings.policy.threshold,
        is_strict=settings.policy.is_strict,
        notes=tuple(dict.fromkeys(notes)),
        is_dry_run=settings.run.dry_run,
    )
