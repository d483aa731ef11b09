"""Ignore comments are read from any kind of comment, and mistakes in them are named."""

from __future__ import annotations

import pytest
from sources import source

from nerq.errors import SettingsError
from nerq.pipeline.ignore_comments import read_ignores

RULE = "score-below-threshold"


@pytest.mark.parametrize(
    ("text", "line", "rules"),
    [
        (f"nose  # nerq: ignore[{RULE}] still used\n", 1, (RULE,)),
        (f"\n# nerq: ignore[{RULE}, private] still used\nnose\n", 3, (RULE, "private")),
        (f"import x // nerq: ignore[{RULE}]: still used", 1, (RULE,)),
        (f"<!-- nerq: ignore[{RULE}] still used -->", 2, (RULE,)),
    ],
)
def test_comment_is_read(text: str, line: int, rules: tuple[str, ...]) -> None:
    (ignore,) = read_ignores(source("a.txt", text), ())
    assert (ignore.location.line, ignore.rules, ignore.reason) == (line, rules, "still used")


def test_text_that_is_not_a_comment_is_none() -> None:
    assert list(read_ignores(source("a.txt", "write nerq: ignore[rule] reason"), ())) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# nerq: ignore[score-below-treshold] x", "did you mean 'score-below-threshold'"),
        ("# nerq: ignore why", "names its rules"),
        ("# nerq: ignore[] why", "names its rules"),
        (f"# nerq: ignore[{RULE}]", "needs a reason"),
    ],
)
def test_mistake_is_named_with_its_place(text: str, message: str) -> None:
    with pytest.raises(SettingsError) as caught:
        list(read_ignores(source("a/b.txt", text), {1, 2}))
    assert str(caught.value).startswith("a/b.txt:1: ")
    assert message in str(caught.value)


def test_prose_may_explain_the_comment() -> None:
    text = f"# nerq: ignore[rule] reason\n\nbase_model: x # nerq: ignore[{RULE}] frozen\n"
    (ignore,) = read_ignores(source("README.md", text), {3})
    assert ignore.reason == "frozen"
    assert list(read_ignores(source("a.py", "# nerq: ignore[rule] reason"), ())) == []
