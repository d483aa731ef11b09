"""Ignores hold with a reason, for as long and as far as they say, and are reported when unused."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from nerq.model import Alert, Finding, Location, Outcome, Problem, Rated, Reason, Reference, Target
from nerq.policy import Policy, judge
from nerq.policy.ignores import Ignore, Ignores, InlineIgnore

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = "2026-11-21"


class Result(NamedTuple):
    """A finding after the ignores, and what they say of themselves."""

    finding: Finding
    expired: tuple[Reason, ...]
    unused: tuple[Reason, ...]


def after(
    finding: Finding, ignores: Sequence[Ignore] = (), inline: Sequence[InlineIgnore] = ()
) -> Result:
    applied = Ignores(ignores, inline, TODAY)
    left = applied.accept(applied.lift(finding, Policy()))
    return Result(left, applied.expired, applied.unused)


def finding(
    name: str = "foo", outcome: Outcome = "fail", version: str | None = None, *rules: str
) -> Finding:
    reference = Reference("package", "pypi", name, Location("a.txt", 3), "test", version=version)
    reasons = tuple(Reason(rule, "", "error") for rule in rules or ("score-below-threshold",))
    return Finding(Target(name, "package", "pypi"), (reference,), Rated(10.0), outcome, reasons)


@pytest.mark.parametrize(
    ("ignore", "version", "outcome"),
    [
        (Ignore("foo", "ours"), None, "ignored"),
        (Ignore("f*", "ours"), None, "ignored"),
        (Ignore("bar", "ours"), None, "fail"),
        (Ignore("foo", "ours", expires="2026-11-22"), None, "ignored"),
        (Ignore("foo", "ours", expires=TODAY), None, "fail"),
        (Ignore("foo", "ours", version="<2"), "1.5", "ignored"),
        (Ignore("foo", "ours", version="<2"), "1.9rc1", "ignored"),
        (Ignore("foo", "ours", version="<2"), "2.1", "fail"),
        (Ignore("foo", "ours", version="<2"), None, "fail"),
        (Ignore("foo", "ours", version="<2"), "not-a-version", "fail"),
    ],
)
def test_ignore_holds_as_far_as_it_says(ignore: Ignore, version: str | None, outcome: str) -> None:
    result = after(finding(version=version), [ignore])
    assert result.finding.outcome == outcome
    if outcome == "ignored":
        assert result.finding.reasons[0] == Reason("ignored", "ours")
        assert not result.unused


def test_expired_ignore_says_so() -> None:
    result = after(finding(), [Ignore("foo", "ours", expires="2026-01-01")])
    assert [reason.rule for reason in result.expired] == ["ignore-expired"]
    assert "2026-01-01" in result.expired[0].message
    assert not result.unused


@pytest.mark.parametrize("outcome", ["pass", "unavailable"])
def test_ignore_of_what_does_not_fail_is_unused(outcome: Outcome) -> None:
    result = after(finding(outcome=outcome), [Ignore("foo", "ours")])
    assert result.finding.outcome == outcome
    assert [reason.rule for reason in result.unused] == ["unused-ignore"]


def comment(line: int, *rules: str) -> InlineIgnore:
    return InlineIgnore(Location("a.txt", line), rules, "old templates")


def test_comment_holds_for_its_line_and_rules() -> None:
    below = "score-below-threshold"
    for comments, outcome in (
        ([comment(3, below)], "ignored"),
        ([comment(4, below)], "fail"),
        ([comment(3, "not-in-index")], "fail"),
    ):
        result = after(finding(), inline=comments)
        assert result.finding.outcome == outcome
        assert bool(result.unused) == (outcome == "fail")


def test_comment_must_cover_every_reason() -> None:
    failed = finding("foo", "fail", None, "score-below-threshold", "active-advisory")
    result = after(failed, inline=[comment(3, "score-below-threshold")])
    assert result.finding.outcome == "fail"
    both = comment(3, "score-below-threshold", "active-advisory")
    assert after(failed, inline=[both]).finding.outcome == "ignored"


REFERENCES = (Reference("package", "pypi", "foo", Location("a.txt", 3), "test", version="1.0"),)
HIGH = Alert("advisory-high", "a hole", "GHSA-aaaa-bbbb-cccc", "high")
MALWARE = Alert("malicious", "it steals keys", "MAL-2026-1")


def known(*alerts: Alert, score: float = 90.0, policy: Policy | None = None) -> Finding:
    answer = Rated(score, source="local", provenance="local")
    return judge(Target("foo", "package", "pypi"), REFERENCES, answer, alerts, policy or Policy())


@pytest.mark.parametrize(
    ("alerts", "ignore", "outcome"),
    [
        ((HIGH,), Ignore(None, "not reached", advisory="GHSA-aaaa-bbbb-cccc"), "ignored"),
        ((HIGH,), Ignore(None, "not reached", advisory="ghsa-AAAA-bbbb-cccc"), "ignored"),
        ((HIGH,), Ignore("foo", "not reached", advisory="GHSA-aaaa-bbbb-cccc"), "ignored"),
        ((HIGH,), Ignore("bar", "not reached", advisory="GHSA-aaaa-bbbb-cccc"), "fail"),
        ((HIGH,), Ignore(None, "not reached", advisory="GHSA-other"), "fail"),
        ((HIGH,), Ignore("foo", "ours"), "ignored"),
        ((HIGH,), Ignore("foo", "ours", path="a.txt"), "ignored"),
        ((HIGH,), Ignore("foo", "ours", path="docs"), "fail"),
        ((HIGH, MALWARE), Ignore(None, "x", advisory="GHSA-aaaa-bbbb-cccc"), "fail"),
        ((MALWARE,), Ignore("foo", "ours"), "fail"),
        ((MALWARE,), Ignore(None, "a false alarm", advisory="MAL-2026-1"), "ignored"),
    ],
)
def test_an_advisory_is_accepted_by_its_id(
    alerts: tuple[Alert, ...], ignore: Ignore, outcome: str
) -> None:
    left = after(known(*alerts), [ignore])
    assert left.finding.outcome == outcome
    assert bool(left.unused) == (outcome == "fail" and ignore.advisory != HIGH.evidence) or (
        ignore.target == "bar"
    )


def test_an_accepted_advisory_caps_nothing_and_stays_in_sight() -> None:
    finding = known(HIGH)
    assert isinstance(finding.answer, Rated)
    assert finding.answer.score == 49
    left = after(finding, [Ignore(None, "not reached", advisory="GHSA-aaaa-bbbb-cccc")]).finding
    assert isinstance(left.answer, Rated)
    assert (left.answer.score, left.answer.facts.recommendation) == (90.0, "PROCEED")
    assert [(alert.rule, alert.level) for alert in left.alerts] == [("advisory-high", "note")]
    assert left.reasons[0] == Reason("ignored", "not reached")


def test_without_an_accepted_advisory_the_score_still_counts() -> None:
    ignore = Ignore(None, "not reached", advisory="GHSA-aaaa-bbbb-cccc")
    left = after(known(HIGH, score=60.0), [ignore]).finding
    assert (left.outcome, left.reasons[0].rule) == ("fail", "score-below-threshold")


@pytest.mark.parametrize(
    ("alert", "rules", "outcome"),
    [
        (HIGH, ("advisory-high",), "ignored"),
        (HIGH, ("GHSA-aaaa-bbbb-cccc",), "ignored"),
        (MALWARE, ("malicious",), "fail"),
        (MALWARE, ("MAL-2026-1",), "ignored"),
    ],
)
def test_a_comment_names_a_rule_or_an_advisory(
    alert: Alert, rules: tuple[str, ...], outcome: str
) -> None:
    assert after(known(alert), inline=[comment(3, *rules)]).finding.outcome == outcome


def test_what_could_not_be_looked_up_may_be_accepted_and_a_silent_service_not() -> None:
    old = known(Alert("not-looked-up", "no source of advisories was in reach"))
    assert old.outcome == "unavailable"
    assert after(old, [Ignore("foo", "ours")]).finding.outcome == "ignored"


@pytest.mark.parametrize(
    ("pattern", "level"),
    [("docs/uv.lock", "note"), ("docs", "note"), ("docs/", "note"), ("d*/*.lock", "note"), ("uv.lock", "error")],
)  # fmt: skip
def test_a_file_is_accepted_by_its_path(pattern: str, level: str) -> None:
    ignores = Ignores([Ignore(None, "a broken sample", path=pattern)], [], TODAY)
    left = ignores.accept_unread(Problem(Location("docs/uv.lock", 1), "broken"))
    assert left.level == level
    assert bool(ignores.unused) == (level == "error")
    assert ("a broken sample" in left.message) == (level == "note")
