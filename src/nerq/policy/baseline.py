"""Compares with an earlier report, so that old debts do not redden every branch."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nerq.errors import UsageError
from nerq.model import Rated, Reason
from nerq.rules import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nerq.model import Finding, Target

Key = tuple[str, str, str]
Fault = tuple[str, str | None]


class Before(NamedTuple):
    """What an earlier report said of one target.

    Attributes:
        score: 0-100, or None where there was none.
        faults: rules with their evidence, where it failed or was ignored; else empty. A rule
            that rests on no evidence of its own has None.
    """

    score: float | None
    faults: frozenset[Fault]


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
    is_open = finding["outcome"] in ("fail", "ignored")
    # Reports of 2.0 have no alerts; none of their rules had evidence.
    return Before(
        float(score) if is_number else None,  # type: ignore[arg-type]
        frozenset({*_rules(finding), *_evidence(finding)}) if is_open else frozenset(),
    )


def _rules(finding: Mapping[str, object]) -> Iterator[Fault]:
    reasons = finding["reasons"]
    if not isinstance(reasons, list):
        raise TypeError("reasons are not a list")
    for reason in reasons:
        yield str(reason["rule"]), None


def _evidence(finding: Mapping[str, object]) -> Iterator[Fault]:
    alerts = finding.get("alerts", [])
    if not isinstance(alerts, list):
        raise TypeError("alerts are not a list")
    for alert in alerts:
        if alert["level"] == "error" and alert["evidence"] is not None:
            yield str(alert["rule"]), str(alert["evidence"])


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
            reasons = (Reason("score-dropped", text, "error"), *finding.reasons)
            return replace(finding, outcome="fail", reasons=reasons)
    if finding.outcome == "fail" and _is_known(_faults(finding), before):
        known = Reason("known-before", "the baseline already had this")
        return replace(finding, outcome="ignored", reasons=(known, *finding.reasons))
    return finding


def _faults(finding: Finding) -> set[Fault]:
    """The errors, each with its evidence: a new advisory on an old target is a new fault."""
    alerts = {(a.rule, a.evidence) for a in finding.alerts if a.level == "error"}
    told = {rule for rule, _ in alerts}
    errors = (reason.rule for reason in finding.reasons if reason.level == "error")
    return alerts | {(rule, None) for rule in errors if rule not in told}


def _is_known(faults: set[Fault], before: Before) -> bool:
    return faults <= before.faults and not any(describe(rule).is_absolute for rule, _ in faults)
