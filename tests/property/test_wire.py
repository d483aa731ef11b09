"""Whatever a service sends: a score from 0 to 100, no score, or a reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nerq.model import Target
from nerq.trust.service.freshness import freshness
from nerq.trust.service.matching import identity, slug
from nerq.trust.service.replies import BodyError, batch_rows, single_row
from nerq.trust.service.rows import to_row
from nerq.trust.service.wire import RowError, read_row
from nerq.trust.transport.cleaning import clean, clean_url

if TYPE_CHECKING:
    from collections.abc import Callable

KEYS = st.sampled_from(
    [
        "target",
        "name",
        "target_trust",
        "trust_score",
        "target_grade",
        "grade",
        "target_source",
        "details_url",
        "report_url",
        "recommendation",
        "interaction_risk",
        "risk_level",
        "security",
        "popularity",
        "activity",
        "dimensions",
        "components",
        "compliance",
        "compliance_score",
        "jurisdictions",
        "score",
        "known_cves",
        "max_severity",
        "license",
        "github_stars",
        "last_commit_days_ago",
        "alternatives",
        "history",
        "date",
        "url",
        "eu_ai_act",
        "compliance_flags",
        "error",
        "results",
        "not_found",
        "target_verified",
        "target_last_updated",
        "maintenance",
        "community",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(), inner, max_size=6)
    ),
    max_leaves=12,
)
ROWS = st.dictionaries(KEYS, VALUES, max_size=12)
KNOWN_ROWS = st.builds(
    lambda row, score: {**row, "target_trust": score, "error": None},
    ROWS,
    st.none() | st.floats(0, 100),
)

# A machine under load is not a fault of what is tested.
bounded = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _refusal(read: Callable[[], object]) -> str | None:
    """Why nothing was read, or None."""
    try:
        read()
    except (RowError, BodyError) as error:
        return str(error)
    return None


@bounded
@given(ROWS)
def test_a_row_is_read_or_refused(row: dict[str, object]) -> None:
    refusal = _refusal(lambda: read_row(row))
    if refusal is None:
        score = read_row(row).score
        assert score is None or 0 <= score <= 100
    else:
        assert refusal == clean(refusal, 10_000)


@bounded
@given(KNOWN_ROWS)
def test_what_was_read_survives_being_kept(row: dict[str, object]) -> None:
    rating = read_row(row)
    kept = json.loads(json.dumps(to_row(rating)))
    assert read_row(kept) == rating


@bounded
@given(KNOWN_ROWS)
def test_all_text_is_encodable_and_on_one_line(row: dict[str, object]) -> None:
    text = json.dumps(to_row(read_row(row)), ensure_ascii=False)
    text.encode()
    assert len(text.splitlines()) <= 1


@bounded
@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_read_or_refused(body: bytes) -> None:
    assert _refusal(lambda: single_row(body)) != ""
    assert _refusal(lambda: batch_rows(body, ["a", "b"])) != ""


@bounded
@given(st.text(), st.integers(1, 50))
def test_cleaning_twice_is_cleaning_once(text: str, limit: int) -> None:
    once = clean(text, limit)
    assert len(once) <= limit
    assert clean(once, limit) == once


@bounded
@given(st.text(), st.text() | st.none(), st.text() | st.none())
def test_any_address_and_source_can_be_compared(
    id_: str, source: str | None, url: str | None
) -> None:
    target = Target(id_, "package", "pypi")
    assert identity(target, source, clean_url(url)).identity in {"exact", "project", "other", None}
    assert slug(slug(id_)) == slug(id_)


@bounded
@given(st.dictionaries(st.sampled_from(["cache-control", "age", "etag"]), st.text()))
def test_any_headers_have_a_meaning(headers: dict[str, str]) -> None:
    said = freshness(headers)
    assert 0 <= said.fresh_for <= 30 * 86400
    assert 0 <= said.stale_for <= 30 * 86400
