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


MALWARE = Alert("malicious", "it steals keys", "MAL-2026-1")
CRITICAL = Alert("advisory-critical", "a hole", "GHSA-1", "critical", "2.0")
MEDIUM = Alert("advisory-medium", "a small hole", "GHSA-2", "medium")
FIXED = Alert("advisory-medium", "a small hole", "GHSA-3", "medium", "2.0")
LOW = Alert("advisory-low", "a crack", "GHSA-4", "low", "2.0")
TYPO = Alert("not-in-registry", "the index has no such name; did you mean bar?")
NEW = Alert("too-new", "3 days old")
OLD = Alert("not-looked-up", "nobody could say whether 1.0 is vulnerable")


def local(score: float = 95.0) -> Rated:
    facts = Facts(grade="A+", recommendation="PROCEED")
    return Rated(score, facts, source="local", provenance="local", identity="exact")


@pytest.mark.parametrize(
    ("alerts", "policy", "outcome", "rules"),
    [
        ((MALWARE,), Policy(), "fail", ["malicious"]),
        ((MALWARE,), Policy(allow=("foo",)), "fail", ["malicious", "allowed"]),
        ((CRITICAL,), Policy(), "fail", ["advisory-critical"]),
        ((CRITICAL,), Policy(allow=("foo",)), "pass", ["advisory-critical", "allowed"]),
        ((CRITICAL,), Policy(levels={"advisory-critical": "warn"}), "pass", ["advisory-critical"]),
        ((CRITICAL,), Policy(levels={"advisory-critical": "note"}), "pass", []),
        ((LOW, CRITICAL, MALWARE), Policy(), "fail", ["malicious", "advisory-critical", "advisory-low"]),
        ((CRITICAL, CRITICAL), Policy(), "fail", ["advisory-critical"]),
        ((MEDIUM,), Policy(), "pass", ["advisory-medium"]),
        ((FIXED,), Policy(), "fail", ["advisory-medium"]),
        ((FIXED, MEDIUM), Policy(), "fail", ["advisory-medium", "advisory-medium"]),
        ((MEDIUM,), Policy(levels={"advisory-medium": "error"}), "fail", ["advisory-medium"]),
        ((FIXED,), Policy(levels={"advisory-medium": "warn"}), "pass", ["advisory-medium"]),
        ((LOW,), Policy(), "pass", ["advisory-low"]),
        ((TYPO,), Policy(), "fail", ["not-in-registry"]),
        ((NEW,), Policy(), "pass", []),
        ((NEW,), Policy(levels={"too-new": "error"}), "fail", ["too-new"]),
        ((Alert("of-a-plugin", "hm"),), Policy(), "pass", ["of-a-plugin"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("answer", [local(), Rated(95.0)], ids=["local", "service"])
def test_a_rule_counts_the_same_for_every_source(
    answer: Answer, alerts: tuple[Alert, ...], policy: Policy, outcome: str, rules: list[str]
) -> None:
    finding = verdict(answer, policy, alerts=alerts)
    assert finding.outcome == outcome
    assert [reason.rule for reason in finding.reasons] == rules


@pytest.mark.parametrize("answer", [Unrated("not-in-index", "x"), Unavailable("down")])
def test_what_a_rule_knows_fails_without_a_score(answer: Answer) -> None:
    finding = verdict(answer, alerts=(MALWARE,))
    assert (finding.outcome, finding.reasons[0].rule) == ("fail", "malicious")


def test_an_old_pin_that_nobody_could_look_up_is_open_with_local_scores_only() -> None:
    assert verdict(local(), alerts=(OLD,)).outcome == "unavailable"
    assert verdict(Rated(95.0), alerts=(OLD,)).outcome == "pass"
    assert verdict(Rated(95.0), alerts=(OLD,)).reasons[0].level == "warn"


@pytest.mark.parametrize(
    ("alerts", "policy", "score", "grade", "advice"),
    [
        ((), Policy(), 95.0, "A+", "PROCEED"),
        ((MALWARE,), Policy(), 0.0, "F", "DENY"),
        ((MALWARE, CRITICAL), Policy(), 0.0, "F", "DENY"),
        ((CRITICAL,), Policy(), 49.0, "D", "CAUTION"),
        ((FIXED,), Policy(), 60.0, "C", "CAUTION"),
        ((MEDIUM,), Policy(), 95.0, "A+", "PROCEED"),
        ((CRITICAL,), Policy(levels={"advisory-critical": "warn"}), 95.0, "A+", "PROCEED"),
        ((CRITICAL,), Policy(allow=("foo",)), 95.0, "A+", "PROCEED"),
        ((TYPO,), Policy(), 95.0, "A+", "CAUTION"),
    ],
)
def test_a_rule_caps_a_local_score_exactly_where_it_is_an_error(
    alerts: tuple[Alert, ...], policy: Policy, score: float, grade: str, advice: str
) -> None:
    answer = verdict(local(), policy, alerts=alerts).answer
    assert isinstance(answer, Rated)
    assert (answer.score, answer.facts.grade) == (score, grade)
    assert answer.facts.recommendation == advice
    assert answer.mean == (None if score == 95.0 else 95.0)


def test_a_score_of_the_service_is_never_changed() -> None:
    answer = Rated(95.0, Facts(grade="A+", recommendation="PROCEED"))
    assert verdict(answer, alerts=(MALWARE,)).answer == answer


def test_a_cap_does_not_lift_a_lower_score() -> None:
    finding = verdict(local(20.0), alerts=(CRITICAL,))
    assert isinstance(finding.answer, Rated)
    assert (finding.answer.score, finding.answer.mean) == (20.0, None)
    assert [reason.rule for reason in finding.reasons] == [
        "advisory-critical",
        "score-below-threshold",
    ]


def test_what_the_source_knows_and_what_is_checked_is_told_once() -> None:
    answer = Rated(95.0, alerts=(CRITICAL, LOW))
    finding = verdict(answer, alerts=(CRITICAL, MALWARE))
    assert [alert.evidence for alert in finding.alerts] == ["MAL-2026-1", "GHSA-1", "GHSA-4"]
    assert [alert.level for alert in finding.alerts] == ["error", "error", "warn"]


def test_a_reason_names_its_evidence() -> None:
    (reason,) = verdict(local(), alerts=(CRITICAL,)).reasons
    assert reason.message == "a hole (GHSA-1)"
    named = Alert("malicious", "MAL-2026-1: it steals keys", "MAL-2026-1")
    assert verdict(local(), alerts=(named,)).reasons[0].message == named.message


def test_what_was_said_of_another_thing_does_not_count() -> None:
    other = Rated(95.0, Facts(has_active_advisory=True), identity="other", alerts=(MALWARE,))
    assert verdict(other).alerts == ()
    assert verdict(other, alerts=(MALWARE,)).outcome == "fail"


def test_advice_against_a_target_fails_it() -> None:
    finding = verdict(Rated(80.0, Facts(recommendation="DENY")))
    assert (finding.outcome, finding.reasons[0].rule) == ("fail", "denied-by-source")
    lowered = Policy(levels={"denied-by-source": "off"})
    assert verdict(Rated(80.0, Facts(recommendation="DENY")), lowered).outcome == "pass"
