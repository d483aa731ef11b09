"""Whether a text is an id, by how much its place says; how places are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nerq.detectors.mentions import (
    ModelId,
    by_call,
    by_key,
    by_looks,
    by_name,
    by_pair,
    has_number,
    unresolved,
)
from nerq.model import Location
from nerq.plugin import DEFAULT_SEARCH, Search

if TYPE_CHECKING:
    from collections.abc import Callable

# Whether an unmistakable name, a plain ``owner/name``, and a name without owner are ids.
STRENGTHS: dict[str, tuple[Callable[[str], ModelId | None], tuple[bool, bool, bool]]] = {
    "a call": (by_call, (True, True, True)),
    "a name in code": (by_name, (True, True, True)),
    "a key that may mean one's own": (lambda text: by_key(text, "model"), (True, True, False)),
    "a key of a model": (lambda text: by_pair("model", text, DEFAULT_SEARCH), (True, True, True)),
    "a key that says nothing": (
        lambda text: by_pair("brain", text, DEFAULT_SEARCH),
        (False, False, False),
    ),
    "a key of the project's own": (
        lambda text: by_pair("brain", text, Search(keys=("brain",))),
        (True, True, True),
    ),
    "a key of what is made": (lambda text: by_key(text, "output"), (False, False, False)),
    "nothing but its looks": (by_looks, (True, False, False)),
}


@pytest.mark.parametrize("place", STRENGTHS)
def test_the_weaker_the_place_the_more_a_text_must_say(place: str) -> None:
    read, expected = STRENGTHS[place]
    texts = ("zeta-ai/llama-7b", "zeta-ai/thing", "gpt2")
    assert tuple(read(text) is not None for text in texts) == expected


@pytest.mark.parametrize(
    ("text", "is_one"), [("imdb", True), ("train", False), ("zeta-ai/reviews", True)]
)
def test_a_dataset_by_name_is_a_known_one_or_has_an_owner(text: str, is_one: bool) -> None:
    """``dataset = "train"`` is a split; a call that loads one takes any name."""
    found = by_name(text, "dataset")
    assert (found is not None) is is_one
    assert by_call(text, "dataset") is not None


@pytest.mark.parametrize(
    ("text", "is_one"), [("llama3", True), ("thing:1b", True), ("main", False)]
)
def test_a_name_for_ollama_has_a_tag_or_a_word_of_models(text: str, is_one: bool) -> None:
    """Its names have no shape of their own; a call of it takes any."""
    assert (by_name(text, context="ollama") is not None) is is_one
    assert by_call(text, context="ollama") is not None


def test_a_number_stands_behind_an_owner() -> None:
    assert [has_number(text) for text in ("a/b2", "a2/b", "a/b", "b2")] == [
        True,
        True,
        False,
        False,
    ]


def test_expressions_are_shown_on_one_short_line() -> None:
    """Without control characters."""
    shown = unresolved("$A\n\x1b[31m" + "x" * 500, Location("x", 1), "s").expression
    assert len(shown) == 80
    assert shown.isprintable()
