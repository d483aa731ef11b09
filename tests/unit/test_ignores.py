"""Ignores hold with a reason, for as long and as far as they say, and are reported when unused."""

from __future__ import annotations

import pytest

from nerq.model import Finding, Location, Outcome, Rated, Reason, Reference, Target
from nerq.policy.ignores import Ignore, InlineIgnore, apply_ignores

TODAY = "2026-11-21"


def finding(
    name: str = "foo", outcome: Outcome = "fail", version: str | None = None, *rules: str
) -> Finding:
    reference = Reference("package", "pypi", name, Location("a.txt", 3), "test", version=version)
    reasons = tuple(Reason(rule, "") for rule in rules or ("score-below-threshold",))
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
    result = apply_ignores([finding(version=version)], [ignore], [], TODAY)
    assert result.findings[0].outcome == outcome
    if outcome == "ignored":
        assert result.findings[0].reasons[0] == Reason("ignored", "ours")
        assert not result.unused


def test_expired_ignore_says_so() -> None:
    result = apply_ignores([finding()], [Ignore("foo", "ours", expires="2026-01-01")], [], TODAY)
    assert [reason.rule for reason in result.expired] == ["ignore-expired"]
    assert "2026-01-01" in result.expired[0].message
    assert not result.unused


@pytest.mark.parametrize("outcome", ["pass", "unavailable"])
def test_ignore_of_what_does_not_fail_is_unused(outcome: Outcome) -> None:
    result = apply_ignores([finding(outcome=outcome)], [Ignore("foo", "ours")], [], TODAY)
    assert result.findings[0].outcome == outcome
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
        result = apply_ignores([finding()], [], comments, TODAY)
        assert result.findings[0].outcome == outcome
        assert bool(result.unused) == (outcome == "fail")


def test_comment_must_cover_every_reason() -> None:
    failed = finding("foo", "fail", None, "score-below-threshold", "active-advisory")
    result = apply_ignores([failed], [], [comment(3, "score-below-threshold")], TODAY)
    assert result.findings[0].outcome == "fail"
    both = comment(3, "score-below-threshold", "active-advisory")
    assert apply_ignores([failed], [], [both], TODAY).findings[0].outcome == "ignored"
