"""Verdicts: what passes, what fails, and what stays open."""

from __future__ import annotations

import pytest

from nerq.model import (
    Alert,
    Answer,
    Facts,
    Finding,
    Location,
    Rated,
    Reference,
    Target,
    Unavailable,
    Unrated,
)
from nerq.policy import Policy, judge, worst_first
from nerq.rules import BY_ID

TARGET = Target("foo", "package", "pypi")
MODEL = Target("acme/m", "model", "huggingface")


def reference(scope: str = "runtime") -> Reference:
    return Reference("package", "pypi", "foo", Location("a", 1), "test", scope=scope)


def verdict(
    answer: Answer,
    policy: Policy | None = None,
    target: Target = TARGET,
    scope: str = "runtime",
    alerts: tuple[Alert, ...] = (),
) -> Finding:
    return judge(target, (reference(scope),), answer, alerts, policy or Policy())


STRICT = Policy(is_strict=True)


@pytest.mark.parametrize(
    ("answer", "policy", "outcome", "rules"),
    [
        (Rated(70.0), Policy(), "pass", []),
        (Rated(69.99), Policy(), "fail", ["score-below-threshold"]),
        (Rated(0.0), Policy(), "fail", ["score-below-threshold"]),
        (Rated(10.0), Policy(levels={"score-below-threshold": "warn"}), "pass", ["score-below-threshold"]),
        (Rated(75.0), Policy(warn_below=80), "pass", ["score-warning"]),
        (Rated(80.0), Policy(warn_below=80), "pass", []),
        (Rated(95.0, identity="other"), Policy(), "unknown", ["identity-mismatch"]),
        (Rated(95.0, identity="other"), STRICT, "fail", ["identity-mismatch"]),
        (Rated(95.0, identity="other"), Policy(levels={"identity-mismatch": "error"}), "fail", ["identity-mismatch"]),
        (Rated(95.0, identity="project"), Policy(), "pass", []),
        (Rated(60.0, is_confirmed=False), Policy(), "unavailable", ["unconfirmed", "score-below-threshold"]),
        (Rated(90.0, Facts(has_active_advisory=True)), Policy(), "pass", ["active-advisory"]),
        (Rated(90.0, Facts(has_active_advisory=True)), Policy(levels={"active-advisory": "error"}), "fail", ["active-advisory"]),
        (Rated(90.0, Facts(license="GPL-3.0-only")), Policy(denied_licenses=("GPL-3.0-only",)), "fail", ["license-denied"]),
        (Rated(90.0, Facts(eu_ai_act="high")), Policy(denied_eu_classes=("High",)), "fail", ["eu-ai-act-denied"]),
        (Unrated("not-in-index", "unknown"), Policy(), "unknown", ["not-in-index"]),
        (Unrated("not-in-index", "unknown"), STRICT, "fail", ["not-in-index"]),
        (Unrated("private", "private"), STRICT, "fail", ["private"]),
        (Unrated("not-asked", "dry run"), STRICT, "unknown", ["not-asked"]),
        (Unavailable("down"), STRICT, "unavailable", ["unavailable"]),
        (Rated(10.0), Policy(allow=("f*",)), "pass", ["allowed"]),
        (Rated(99.0), Policy(deny=("foo",), allow=("foo",)), "fail", ["denied"]),
    ],
)  # fmt: skip
def test_verdicts(answer: Answer, policy: Policy, outcome: str, rules: list[str]) -> None:
    finding = verdict(answer, policy)
    assert finding.outcome == outcome
    assert [reason.rule for reason in finding.reasons] == rules
    assert set(rules) <= set(BY_ID)


def test_reason_shows_the_numbers() -> None:
    assert verdict(Rated(61.2)).reasons[0].message == "61.2 is below 70"


@pytest.mark.parametrize(
    ("target", "scope", "threshold"),
    [
        (TARGET, "runtime", 70),
        (MODEL, "runtime", 80),
        (Target("acme/big-m", "model", "huggingface"), "runtime", 85),
        (Target("x/m", "model", "huggingface"), "runtime", 60),
        (TARGET, "dev", 50),
        (TARGET, "group:docs", 40),
        (TARGET, "extra:gpu", 70),
    ],
)
def test_threshold_by_kind_scope_and_target(target: Target, scope: str, threshold: float) -> None:
    policy = Policy(thresholds={"model": 60, "dev": 50, "docs": 40, "acme/*": 80, "acme/big-*": 85})
    assert verdict(Rated(1.0), policy, target, scope).threshold == threshold


def test_strictest_scope_of_all_mentions_applies() -> None:
    policy = Policy(thresholds={"dev": 50})
    finding = judge(TARGET, (reference("dev"), reference("runtime")), Rated(60.0), (), policy)
    assert (finding.threshold, finding.outcome) == (70.0, "fail")


def test_worst_come_first() -> None:
    answers: list[Answer] = [
        Rated(90.0),
        Rated(50.0),
        Rated(10.0),
        Unrated("not-in-index", ""),
        Unavailable(""),
    ]
    findings = sorted((verdict(answer) for answer in answers), key=worst_first)
    assert [finding.answer for finding in findings] == [
        Rated(10.0),
        Rated(50.0),
        Unavailable(""),
        Unrated("not-in-index", ""),
        Rated(90.0),
    ]
