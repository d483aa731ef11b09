"""The most used packages, and names that are nearly theirs."""

from __future__ import annotations

import pytest

from nerq.trust.local.popular import find_lookalike, listing, rank_of


def test_the_lists_are_dated_and_in_order() -> None:
    for ecosystem, least in (("pypi", 14_000), ("npm", 9_000)):
        found = listing(ecosystem)
        assert found is not None
        assert found.drawn_up is not None
        assert len(found.lines) > least
        assert len(set(found.lines)) == len(found.lines)
        assert not any(line.startswith("#") or line != line.strip() for line in found.lines)
    assert listing("cargo") is None


def test_ranks_begin_at_one() -> None:
    found = listing("pypi")
    assert found is not None
    assert rank_of("pypi", found.lines[0]) == 1
    assert rank_of("pypi", "surely-not-on-any-list") is None
    assert rank_of("cargo", "serde") is None


@pytest.mark.parametrize(
    ("name", "imitated"),
    [("reqeusts", "requests"), ("requestss", "requests"), ("beautifulsup4", "beautifulsoup4"),
     ("python-dateutill", "python-dateutil"), ("crypt0graphy", "cryptography")],
)  # fmt: skip
def test_a_slip_away_from_a_used_name_is_seen(name: str, imitated: str) -> None:
    found = find_lookalike("pypi", name)
    assert found is not None
    assert found.name == imitated


@pytest.mark.parametrize(
    "name", ["requests", "nose", "six", "zzz", "my-companys-own-thing", "@types/node"]
)
def test_used_short_and_unlike_names_are_left_alone(name: str) -> None:
    assert find_lookalike("pypi", name) is None
    assert find_lookalike("cargo", name) is None
