"""Lists of words as tables write them: with spaces between, over as many lines as they need."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())
