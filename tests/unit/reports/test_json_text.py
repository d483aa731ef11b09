from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerq.reports.json_text import indented

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(VALUES)
def test_the_text_is_that_of_the_library(value: Any) -> None:
    assert indented(value) == json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def test_a_part_is_indented_as_deep_as_it_stands() -> None:
    assert indented({"a": [1]}, 1) == '{\n    "a": [\n      1\n    ]\n  }'


@pytest.mark.parametrize("number", [float("inf"), float("nan")])
def test_what_is_not_a_json_number_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        indented({"a": number})
