"""Which release is judged."""

from __future__ import annotations

from datetime import date

import pytest

from nerq.trust.local.evidence import Release
from nerq.trust.local.versions import judged_versions, newest, order_of


def releases(*written: str) -> list[Release]:
    """``1.0!`` is a withdrawn release."""
    return [
        Release(text.rstrip("!"), date(2024, 1, 1), yanked="bad" if text.endswith("!") else None)
        for text in written
    ]


def judged(written: str, pins: str = "", *specifiers: str, ecosystem: str = "pypi") -> list[str]:
    found = releases(*written.split())
    return list(judged_versions(ecosystem, found, pins.split(), list(specifiers)))


@pytest.mark.parametrize(
    ("specifiers", "expected"),
    [
        ([], ["2.1"]),
        (["<2"], ["1.10"]),
        ([">=1", "<1.10"], ["1.9"]),
        (["==1.*", ">=2"], ["1.10", "2.1"]),
        (["~=1.9"], ["1.10"]),
        ([">=3"], ["2.1"]),
        (["nonsense"], ["2.1"]),
        ([">=3a1"], ["3.0rc1"]),
    ],
)
def test_the_newest_that_the_constraints_allow(specifiers: list[str], expected: list[str]) -> None:
    assert judged("1.9 1.10 2.1 2.2! 3.0rc1", "", *specifiers) == expected


def test_pins_are_judged_as_the_registry_spells_them() -> None:
    assert judged("1.0 1.1", "1.0.0") == ["1.0"]
    assert judged("1.0 1.1", "0.9 1.1") == ["0.9", "1.1"]
    assert judged("", "1.0") == ["1.0"]
    assert judged("", "") == []


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [("^1.2.0", "1.9.0"), ("~1.2.3", "1.2.5"), ("1.x || >=2.0.0 <2.1.0", "2.0.5"), (">= 1.0.0 < 2", "1.9.0"),
     ("*", "2.5.0"), ("1.2 - 1.5", "1.2.5"), ("latest", "2.5.0")],
)  # fmt: skip
def test_npm_ranges(specifier: str, expected: str) -> None:
    known = "1.2.3 1.2.5 1.9.0 2.0.5 2.5.0 3.0.0-beta.1"
    assert judged(known, "", specifier, ecosystem="npm") == [expected]


def test_a_withdrawn_or_early_release_is_the_newest_only_where_nothing_else_is() -> None:
    for written, expected in (
        ("1.0! 0.9", "0.9"),
        ("1.0!", "1.0"),
        ("2.0a1 1.0", "1.0"),
        ("2.0a1", "2.0a1"),
    ):
        found = newest("pypi", releases(*written.split()))
        assert found is not None
        assert found.version == expected


def test_what_is_not_a_version_has_no_place() -> None:
    for odd in ("", "x", "1" * 300, "not-a-version"):
        assert order_of("pypi", odd) is None
        assert order_of("npm", odd) is None
