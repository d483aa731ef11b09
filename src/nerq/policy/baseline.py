"""Compares with an earlier report, so that old debts do not redden every branch."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.errors import UsageError
from nerq.model import Rated, Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nerq.model import Finding, Target

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier report said of one target.

    Attributes:
        score: 0-100, or None where there was none.
        rules: ids of the reasons, where it failed or was ignored; else empty.
    """

    score: float | None
    rules: frozenset[str]


def parse_baseline(text: str, name: str) -> dict[Key, Before]:
    """The targets of a JSON report, version 1, by id, kind and ecosystem.

    Raises:
        UsageError: ``text`` is not such a report; the message names the file ``name``.
    """
    try:
        report = json.loads(text)
        if report["schema_version"] != 1:
            raise UsageError(f"{name}: a report of schema version {report['schema_version']!r}")
        return {_key(finding): _before(finding) for finding in report["findings"]}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{name}: not a JSON report of nerq ({error}); write one with: nerq baseline -o {name}"
        ) from error


def _key(finding: Mapping[str, object]) -> Key:
    return (str(finding["target"]), str(finding["kind"]), str(finding["ecosystem"]))


def _before(finding: Mapping[str, object]) -> Before:
    score = finding["score"]
    is_number = isinstance(score, (int, float)) and not isinstance(score, bool)
    reasons = finding["reasons"] if finding["outcome"] in ("fail", "ignored") else []
    if not isinstance(reasons, list):
        raise TypeError("reasons are not a list")
    return Before(
        float(score) if is_number else None,  # type: ignore[arg-type]
        frozenset(str(reason["rule"]) for reason in reasons),
    )


def compare(
    findings: Iterable[Finding], before: Mapping[Key, Before], max_drop: float | None
) -> tuple[Finding, ...]:
    """Failures that the baseline had are ignored; scores that fell by ``max_drop`` fail."""
    return tuple(_compare(f, before.get(_target_key(f.target)), max_drop) for f in findings)


def _target_key(target: Target) -> Key:
    return (target.id, target.kind, target.ecosystem)


def _compare(finding: Finding, before: Before | None, max_drop: float | None) -> Finding:
    if before is None:
        return finding
    answer = finding.answer
    if max_drop is not None and before.score is not None and isinstance(answer, Rated):
        drop = before.score - answer.score
        if drop >= max_drop > 0 and finding.outcome in ("pass", "fail"):
            text = f"{answer.score:g} is {drop:g} below the baseline's {before.score:g}"
            reasons = (Reason("score-dropped", text), *finding.reasons)
            return replace(finding, outcome="fail", reasons=reasons)
    rules = {reason.rule for reason in finding.reasons}
    if finding.outcome == "fail" and rules <= before.rules:
        known = Reason("known-before", "the baseline already had this")
        return replace(finding, outcome="ignored", reasons=(known, *finding.reasons))
    return finding
