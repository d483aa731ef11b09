"""Bodies in every shape seen, and broken ones."""

from __future__ import annotations

import json

import pytest

from nerq.trust.service.replies import BodyError, batch_rows, load, single_row
from nerq.trust.service.wire import RowError, read_row


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "empty"),
        (b"  ", "empty"),
        (b"<html>", "HTML"),
        (b'{"a": ', "broken"),
        (b"\xff\xfe\xfa", "broken"),
        (b"[" * 100_000, "nested|broken"),
        (b"9" * 5_000, "broken"),
    ],
)
def test_a_body_that_is_not_json_is_refused(body: bytes, says: str) -> None:
    with pytest.raises(BodyError, match=says):
        load(body)


@pytest.mark.parametrize("body", [b"[]", b"3", b'"x"', b"null"])
def test_a_body_that_is_not_an_object_is_refused(body: bytes) -> None:
    with pytest.raises(BodyError, match="not an object"):
        single_row(body)
    with pytest.raises(BodyError, match="not an object"):
        batch_rows(body, ["a"])


@pytest.mark.parametrize("body", [b"{}", b'{"results": 3}'])
def test_a_batch_needs_results(body: bytes) -> None:
    with pytest.raises(BodyError, match="without results"):
        batch_rows(body, ["a"])


def test_a_single_row_may_stand_one_level_down() -> None:
    assert single_row(b'{"data": {"target_trust": 5}}') == {"target_trust": 5}


def test_results_may_be_an_object() -> None:
    body = json.dumps(
        {"results": {"a": {"trust_score": 5}, "b": None}, "not_found": ["c", "a", 3, "zz"]}
    )
    found = batch_rows(body.encode(), ["a", "b", "c"])
    assert found.rows == {"a": {"trust_score": 5}}
    assert found.not_found == {"c"}


def test_rows_are_found_by_name_whatever_the_order_and_case() -> None:
    rows = [{"target": "b", "x": 1}, {"name": " Owner/A ", "x": 2}, {"target": "other"}, 3, {}]
    found = batch_rows(json.dumps({"results": rows}).encode(), ["owner/a", "b"])
    assert found.rows == {"owner/a": rows[1], "b": rows[0]}


def test_ids_that_differ_by_case_alone_are_kept_apart() -> None:
    rows = [{"target": "A", "x": 1}, {"target": "a", "x": 2}]
    found = batch_rows(json.dumps({"results": rows}).encode(), ["a", "A"])
    assert found.rows == {"A": rows[0], "a": rows[1]}


def test_equal_doubles_are_one_and_contradicting_ones_none() -> None:
    rows = [{"target": "a", "x": 1}] * 2 + [{"target": "b", "x": 1}, {"target": "b", "x": 2}]
    found = batch_rows(json.dumps({"results": rows}).encode(), ["a", "b"])
    assert set(found.rows) == {"a"}


@pytest.mark.parametrize(
    "body",
    [
        b'{"results": [{"target": "a", "target_trust": 5, "target_trust": 95}]}',
        b'{"results": {"a": {"trust_score": 5, "trust_score": 95}}}',
    ],
)
def test_a_score_given_twice_is_not_a_score(body: bytes) -> None:
    row = batch_rows(body, ["a"]).rows["a"]
    with pytest.raises(RowError, match="twice"):
        read_row(row)


def test_a_score_given_twice_alike_is_one() -> None:
    row = single_row(b'{"target_trust": 5, "target_trust": 5, "grade": "A", "grade": "B"}')
    assert read_row(row).score == 5.0
