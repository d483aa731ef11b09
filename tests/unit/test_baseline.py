"""A baseline lets old failures pass, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from nerq.errors import UsageError
from nerq.model import Alert, Finding, Location, Outcome, Rated, Reason, Reference, Target
from nerq.policy.baseline import Before, compare, parse_baseline

REFERENCE = Reference("package", "pypi", "foo", Location("a.txt", 1), "test")
BELOW = "score-below-threshold"


def finding(score: float, outcome: Outcome, *rules: str) -> Finding:
    reasons = tuple(Reason(rule, "", "error") for rule in rules)
    target = Target("foo", "package", "pypi")
    return Finding(target, (REFERENCE,), Rated(score), outcome, reasons)


def alarmed(rule: str, evidence: str) -> Finding:
    return replace(finding(90, "fail", rule), alerts=(Alert(rule, "", evidence, level="error"),))


def report(score: object, outcome: str, *rules: str) -> str:
    reasons = [{"rule": rule, "message": ""} for rule in rules]
    row = {"target": "foo", "kind": "package", "ecosystem": "pypi", "score": score}
    return json.dumps(
        {"schema_version": 1, "findings": [{**row, "outcome": outcome, "reasons": reasons}]}
    )


KEY = ("foo", "package", "pypi")


def test_baseline_is_read() -> None:
    assert parse_baseline(report(61.2, "fail", BELOW), "b.json") == {
        KEY: Before(61.2, frozenset({(BELOW, None)}))
    }
    assert parse_baseline(report(None, "unknown", "private"), "b.json") == {
        KEY: Before(None, frozenset())
    }
    alerts = [
        {"rule": "malicious", "level": "error", "evidence": "MAL-1"},
        {"rule": "yanked", "level": "warn", "evidence": "why"},
    ]
    alarmed = json.loads(report(90, "fail", "malicious"))
    alarmed["findings"][0]["alerts"] = alerts
    assert parse_baseline(json.dumps(alarmed), "b.json") == {
        KEY: Before(90.0, frozenset({("malicious", None), ("malicious", "MAL-1")}))
    }
    assert parse_baseline(report(True, "pass"), "b.json") == {KEY: Before(None, frozenset())}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema_version": 2}', '{"schema_version": 1}', '{"schema_version": 1, "findings": [1]}', '{"schema_version": 1, "findings": [{"target": "x"}]}', "[" * 100_000],
)  # fmt: skip
def test_malformed_baseline_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"b\.json"):
        parse_baseline(text, "b.json")


@pytest.mark.parametrize(
    ("now", "before", "max_drop", "outcome", "rule"),
    [
        (finding(50, "fail", BELOW), None, None, "fail", BELOW),
        (
            finding(50, "fail", BELOW),
            Before(50, frozenset({(BELOW, None)})),
            None,
            "ignored",
            "known-before",
        ),
        (finding(50, "fail", BELOW), Before(75, frozenset()), None, "fail", BELOW),
        (
            finding(50, "fail", BELOW, "active-advisory"),
            Before(50, frozenset({(BELOW, None)})),
            None,
            "fail",
            BELOW,
        ),
        (
            finding(50, "fail", BELOW),
            Before(60, frozenset({(BELOW, None)})),
            10,
            "fail",
            "score-dropped",
        ),
        (
            finding(51, "fail", BELOW),
            Before(60, frozenset({(BELOW, None)})),
            10,
            "ignored",
            "known-before",
        ),
        (
            alarmed("advisory-high", "GHSA-1"),
            Before(None, frozenset({("advisory-high", None), ("advisory-high", "GHSA-1")})),
            None,
            "ignored",
            "known-before",
        ),
        (
            alarmed("advisory-high", "GHSA-2"),
            Before(None, frozenset({("advisory-high", None), ("advisory-high", "GHSA-1")})),
            None,
            "fail",
            "advisory-high",
        ),
        (
            alarmed("malicious", "MAL-1"),
            Before(None, frozenset({("malicious", None), ("malicious", "MAL-1")})),
            None,
            "fail",
            "malicious",
        ),
        (finding(80, "pass"), Before(95, frozenset()), 10, "fail", "score-dropped"),
        (finding(80, "pass"), Before(95, frozenset()), None, "pass", None),
        (finding(80, "pass"), Before(80, frozenset()), 0, "pass", None),
    ],
)
def test_comparison(
    now: Finding, before: Before | None, max_drop: float | None, outcome: str, rule: str | None
) -> None:
    (result,) = compare([now], {KEY: before} if before else {}, max_drop)
    assert result.outcome == outcome
    assert (result.reasons[0].rule if result.reasons else None) == rule
