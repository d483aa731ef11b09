"""Which words of authors announce an end, or a name that is only held."""

from __future__ import annotations

import pytest

from nerq.trust.local.notices import opening_of, says_ended, says_reserved

ENDED = [
    "[DEPRECATED] Client for the tally service",
    "DEPRECATED - helpers shared across projects.",
    "Tally fetcher (DEPRECATED - use tally-query instead)",
    "deprecated tally package, use tally-core instead",
    "Deprecated package",
    "Removed: please install tally instead.",
    "Renamed to tally-core",
    "This package has been renamed to tally-core.",
    "Transitional package for tally-core, this package is deprecated",
    "Legacy clients of an API. Please use tally-sdk instead.",
    "tally legacy wrapper",
    "Note: this library is already replaced by tally-core",
    "Counts things. This project is no longer maintained.",
    "Stub TypeScript definitions entry for tally, which provides its own types definitions",
    "UNMAINTAINED: counts things",
]
ALIVE = [
    "Python @deprecated decorator to deprecate old classes, functions or methods",
    "Warns about deprecated functions",
    "A library to handle deprecations",
    "A linter that finds deprecated and obsolete code",
    "Use type hints instead of docstrings to describe a command line",
    "flake8 plugin: use pathlib instead of os.path",
    "Counts things that were replaced",
    "Finds files that were renamed or moved",
    "Keeps dead letters in a queue",
    "End-to-end tests for web pages",
    "Backport of the tallies of newer Pythons",
    "Was tallies, renamed to Tally",
    "",
]


@pytest.mark.parametrize("summary", ENDED)
def test_a_summary_announces_the_end(summary: str) -> None:
    assert says_ended("tally", summary, None) == summary


@pytest.mark.parametrize("summary", ALIVE)
def test_a_summary_about_other_things_announces_nothing(summary: str) -> None:
    assert says_ended("tally", summary, None) is None


def test_a_package_about_deprecation_does_not_announce_its_end() -> None:
    for name in ("deprecated", "python-deprecation", "types-deprecated"):
        assert says_ended(name, "Deprecated functions made easy", "This is deprecated") is None
    assert says_ended("types-tally", "Typing stubs for deprecated tally", None) is None


OPENINGS = [
    ("# Tally [DEPRECATED]\n\nCounts.", True),
    ("End of life\n===========\n\nThis project is no longer maintained.", True),
    (
        "![badge](https://b.example/x.svg)\n\n> **This package is deprecated.** Use tally-core.",
        True,
    ),
    ("**Attention:** this backport module isn't maintained anymore.", True),
    ("<!-- licence -->\n# Tally\n\ntally is deprecated in favour of tally-core", True),
    ("New uses of this library are discouraged.", True),
    ("# Tally\n\nCounts things. Python 2 is no longer supported.", False),
    ("# Tally\n\nThe function count_all is deprecated, use count.", False),
    ("# Tally\n\nVersion 1 is no longer maintained; use version 2.", False),
    ("# Tally\n\n" + "It counts. " * 80 + "This package is deprecated.", False),
]


@pytest.mark.parametrize(("description", "is_over"), OPENINGS)
def test_only_the_opening_speaks_for_the_whole_package(description: str, is_over: bool) -> None:
    words = says_ended("tally", "Counts things", opening_of(description))
    assert (words is not None) is is_over, words


@pytest.mark.parametrize("name", ["tally", "tally-core", "tally_core"])
def test_a_package_that_took_the_name_over_has_not_ended(name: str) -> None:
    words = f"This package used to be called abacus but was renamed to {name} to tell them apart."
    assert says_ended("Tally.Core" if "core" in name else "tally", None, words) is None
    assert says_ended("abacus", None, words) is not None


RESERVED = [
    "A placeholder package for tally.",
    "Placeholder. This name is used internally; do not install.",
    "Name reservation stub for tally. Not for production use.",
    "Name held by Acme to prevent dependency confusion. Not installable.",
    "Dummy package to prevent any kind of dependency confusion attacks",
    "Reserved name for the official client",
    "This package name is reserved",
]
REAL = [
    "Detects dependency confusion in lockfiles",
    "Renders placeholder images",
    "Fills placeholders in templates",
    "Names things",
    "Holds tallies of names and counts",
]


@pytest.mark.parametrize("summary", RESERVED)
def test_a_held_name_says_so(summary: str) -> None:
    assert says_reserved(summary, None, 0) == summary


@pytest.mark.parametrize("summary", REAL)
def test_a_real_package_does_not(summary: str) -> None:
    assert says_reserved(summary, None, 0) is None


def test_a_long_description_is_no_statement_on_the_name() -> None:
    opening = "This is a placeholder package."
    assert says_reserved(None, opening, 30) == opening
    assert says_reserved(None, opening, 9000) is None


def test_no_text_takes_long() -> None:
    for text in ("[" * 20000, "<" * 20000, "a" * 20000, "this " * 5000, "![x](" * 4000):
        assert len(opening_of(text)) <= 600
        says_ended("x" * 500, text, opening_of(text))
        says_reserved(text, opening_of(text), 10)
