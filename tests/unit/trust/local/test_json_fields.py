"""Fields of the wrong kind are fields that are not there."""

from __future__ import annotations

from datetime import date

import pytest

from nerq.trust.local import json_fields as js

ODD = [None, True, 3, 2.5, "x", [], [1], {}, {"a": 1}, float("nan"), float("inf"), -1, 10**400]


@pytest.mark.parametrize("value", ODD)
def test_every_reader_takes_everything(value: object) -> None:
    for document in (value, {"k": value}):
        js.text(document, "k")
        js.line(document, "k")
        js.count(document, "k")
        js.flag(document, "k")
        js.day(document, "k")
        found = js.number(document, "k")
        assert found is None or abs(found) < 1e15
        assert isinstance(js.items(document, "k"), list)
        assert isinstance(js.texts(document, "k"), tuple)
        assert isinstance(js.table(document, "k"), dict)


def test_a_line_has_no_control_characters() -> None:
    assert js.line({"k": "a\x1b[31m\nb\u202ec"}, "k") == "a [31m b c"
    assert js.line({"k": "\u200b"}, "k") is None
    assert js.line({"k": "x" * 9999}, "k") is not None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-05-14T19:25:26.443000Z", date(2026, 5, 14)),
        ("2026-05-14T23:30:00-05:00", date(2026, 5, 15)),
        ("2012-01-22T05:08:17", date(2012, 1, 22)),
        ("2026-07-30T16:51:04.723000123Z", date(2026, 7, 30)),
        ("2026-05-14", date(2026, 5, 14)),
        ("0001-01-01T00:00:00+23:59", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_days(written: str, expected: date | None) -> None:
    assert js.parse_day(written) == expected
