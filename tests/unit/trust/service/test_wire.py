"""Every spelling of a row is read; nothing of a wrong kind becomes a number."""

from __future__ import annotations

from typing import Any

import pytest

from nerq.model import Alternative
from nerq.trust.service.wire import RowError, read_row, row_name


@pytest.mark.parametrize("key", ["target_trust", "trust_score"])
def test_the_score_is_read_in_either_spelling(key: str) -> None:
    assert read_row({key: 61.2}).score == 61.2


def test_zero_is_a_score_and_null_is_none() -> None:
    assert read_row({"trust_score": 0}).score == 0.0
    assert read_row({"trust_score": None}).score is None


def test_the_documented_spelling_decides_where_both_stand() -> None:
    assert read_row({"trust_score": 90, "target_trust": None}).score is None


@pytest.mark.parametrize(
    ("score", "says"),
    [
        (150, "150"),
        (-0.1, "-0.1"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (10**400, "giant"),
        (True, "boolean"),
        ("81.5", "«81.5»"),
        ([], "list"),
        ({}, "object"),
    ],
)
def test_what_is_not_a_score_is_refused_with_a_reason(score: object, says: str) -> None:
    with pytest.raises(RowError, match=says):
        read_row({"target_trust": score})


@pytest.mark.parametrize("row", [None, [], "x", 3, {}, {"target": "x", "approved": True}])
def test_a_row_without_a_score_is_refused(row: object) -> None:
    with pytest.raises(RowError):
        read_row(row)


def test_unknown_needs_no_score() -> None:
    assert read_row({"recommendation": "UNKNOWN"}).score is None


def test_an_error_is_told_without_control_characters() -> None:
    with pytest.raises(RowError, match="the service reports: a b"):
        read_row({"target": "x", "error": "a\x1b\nb"})


OLD_AND_NEW: list[tuple[dict[str, Any], str, object]] = [
    ({"target_grade": "C"}, "grade", "C"),
    ({"grade": "A+"}, "grade", "A+"),
    ({"trust_grade": "B"}, "grade", "B"),
    ({"target_verified": True}, "verified", True),
    ({"verified": False}, "verified", False),
    ({"is_verified": True}, "verified", True),
    ({"target_verified": "yes"}, "verified", None),
    ({"category": "other"}, "category", "other"),
    ({"source": "pypi_full"}, "matched_source", "pypi_full"),
    ({"last_updated": "2026-03-19"}, "assessed_at", "2026-03-19"),
    ({"report_url": "https://nerq.ai/safe/x"}, "matched_url", "https://nerq.ai/safe/x"),
    ({"details_url": "/safe/x"}, "matched_url", "/safe/x"),
    ({"details_url": "javascript:alert(1)"}, "matched_url", None),
    ({"details_url": "https://user:pass@nerq.ai/x"}, "matched_url", None),
    ({"details_url": "https://nerq.ai/a b"}, "matched_url", None),
    ({"details_url": "//evil.invalid/x"}, "matched_url", None),
    ({"risk_level": "high"}, "interaction_risk", "HIGH"),
    ({"interaction_risk": "odd"}, "interaction_risk", None),
    ({"recommendation": "ALLOW"}, "recommendation", "PROCEED"),
    ({"recommendation": "WARN"}, "recommendation", "CAUTION"),
    ({"recommendation": "ABORT"}, "recommendation", "DENY"),
    ({"recommendation": "caution"}, "recommendation", "CAUTION"),
    ({"recommendation": 3}, "recommendation", None),
    ({"risk_flags": ["TARGET_LOW_TRUST", 3]}, "flags", ("TARGET_LOW_TRUST",)),
    ({"flags": ["NEW_ONE"]}, "flags", ("NEW_ONE",)),
    ({"security": {"known_cves": 2}}, "known_cves", 2),
    ({"known_cves": 3, "security": {}}, "known_cves", 3),
    ({"known_cves": True}, "known_cves", None),
    ({"known_cves": -1}, "known_cves", None),
    ({"license": "MIT"}, "license", "MIT"),
    ({"security": {"license_category": "permissive"}}, "license_category", "permissive"),
    ({"security": {"has_active_advisory": True}}, "has_active_advisory", True),
    ({"security": {"has_critical_cve": True}}, "max_severity", "critical"),
    ({"security": {"max_severity": "HIGH"}}, "max_severity", "high"),
    ({"stars": 5}, "stars", 5),
    ({"popularity": {"github_stars": 7}}, "stars", 7),
    ({"popularity": {"github_stars": 10**30}}, "stars", None),
    ({"last_commit_days_ago": 4}, "last_commit_days_ago", 4),
    ({"activity": {"last_commit_days_ago": 9}}, "last_commit_days_ago", 9),
    ({"dimensions": {"security": 0, "odd": 1}}, "dimensions", {"security": 0.0}),
    ({"trust_components": {"security": 101}}, "dimensions", {"security": None}),
    ({"components": {}}, "dimensions", None),
    ({"eu_risk_class": "Minimal"}, "eu_ai_act", "minimal"),
    ({"eu_ai_act": "not assessed"}, "eu_ai_act", None),
    ({"compliance": {"score": 100, "jurisdictions": 52}}, "compliance_score", 100.0),
    ({"compliance": {"score": 100, "jurisdictions": 52}}, "jurisdictions", 52),
    ({"compliance": {"jurisdictions": ["EU", "US"]}}, "jurisdictions", 2),
    ({"compliance_score": 40}, "compliance_score", 40.0),
    ({"alternatives": "x"}, "alternatives", ()),
]


@pytest.mark.parametrize(("row", "name", "expected"), OLD_AND_NEW)
def test_each_field_is_read_in_each_spelling(
    row: dict[str, Any], name: str, expected: object
) -> None:
    assert getattr(read_row({"target_trust": 50, **row}).facts, name) == expected


def test_downloads_are_those_of_the_matched_registry() -> None:
    popularity = {"npm_weekly_downloads": 1, "pypi_weekly_downloads": 2}
    row = {"target_trust": 50, "popularity": popularity}
    assert read_row(row).facts.weekly_downloads == 2
    assert read_row({**row, "target_source": "npm"}).facts.weekly_downloads == 1


def test_alternatives_are_bounded_and_cleaned() -> None:
    entries: list[object] = [{"name": "a", "trust_score": 90, "url": "x"}, "b", {"name": ""}, 3]
    row = {"target_trust": 50, "alternatives": [*entries, *["c"] * 100]}
    found = read_row(row).facts.alternatives
    assert found == (Alternative("a", 90.0, None), Alternative("b"), Alternative("c"))


def test_history_is_ordered_and_incomplete_snapshots_are_left_out() -> None:
    history = [
        {"date": "2026-02-01", "trust_score": 60},
        {"date": "2026-01-01", "score": 50},
        {"date": "2026-03-01"},
        {"score": 3},
        None,
    ]
    found = read_row({"target_trust": 50, "history": history}).facts.history
    assert found == (("2026-01-01", 50.0), ("2026-02-01", 60.0))


def test_long_text_is_cut() -> None:
    category = read_row({"target_trust": 50, "category": "x" * 10**6}).facts.category
    assert category is not None
    assert len(category) == 200
    assert category.endswith("…")


def test_the_echoed_name_has_two_spellings() -> None:
    assert row_name({"target": "a"}) == "a"
    assert row_name({"name": "b"}) == "b"
    assert row_name({"name": 3}) is None
