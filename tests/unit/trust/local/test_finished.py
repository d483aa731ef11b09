"""Finished is not abandoned: what of the evidence tells one from the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nerq.model import Target
from nerq.trust.local.ended import ended_names, how_it_ended
from nerq.trust.local.evidence import Evidence, Metadata, Release, Releases, Vulnerabilities
from nerq.trust.local.finished import is_finished
from nerq.trust.local.osv_document import KnownVulnerability
from nerq.trust.local.popular import listing

TODAY = date(2026, 11, 21)
STABLE = ("Development Status :: 5 - Production/Stable",)
USED = "six"  # among the most used names


def silent(name: str = USED, *, releases: int = 8, **metadata: Any) -> Evidence:
    last = TODAY - timedelta(days=2000)
    entries = tuple(
        Release(f"1.{n}", last - timedelta(days=90 * (releases - n)), has_wheel=True)
        for n in range(1, releases + 1)
    )
    told: dict[str, Any] = {"classifiers": STABLE, "requires": (), **metadata}
    return Evidence(
        Target(name, "package", "pypi"),
        "pypi",
        TODAY,
        version=entries[-1].version,
        releases=Releases("u", entries),
        metadata=Metadata("u", **told),
    )


def test_used_clean_stable_and_on_its_own_feet_is_finished() -> None:
    assert is_finished(silent(), 2000)
    assert is_finished(silent(), 4000)


@pytest.mark.parametrize(
    "evidence",
    [
        silent("used-by-nobody-at-all", classifiers=()),
        silent(classifiers=("Development Status :: 7 - Inactive",)),
        silent("pytest-pep8"),
        silent(requires=("flask",)),
        silent("beautifulsoup"),
        silent(summary="DEPRECATED: use something else"),
        replace(
            silent(),
            vulnerabilities=Vulnerabilities(("osv",), (KnownVulnerability("CVE-2026-1"),)),
        ),
        replace(silent(), metadata=None),
    ],
    ids=["unused", "inactive", "extension", "leans", "listed", "said", "vulnerable", "unknown"],
)
def test_what_speaks_against_it(evidence: Evidence) -> None:
    assert not is_finished(evidence, 2000)


def test_who_is_not_silent_is_not_asked() -> None:
    assert not is_finished(silent(), 300)


def test_the_longer_the_silence_the_more_must_speak_for_it() -> None:
    evidence = silent(classifiers=("Development Status :: 3 - Alpha",), requires=("a", "b"))
    assert is_finished(evidence, 1500)
    assert not is_finished(evidence, 3000)


@pytest.mark.parametrize("ecosystem", ["pypi", "npm"])
def test_the_list_of_ended_names_is_sound(ecosystem: str) -> None:
    entries = ended_names(ecosystem)
    assert len(entries) > 150
    for name, entry in entries.items():
        assert entry.source.startswith(("https://", f"pkg:{ecosystem}/")), name
        assert entry.successor != name
        follower = entries.get(entry.successor or "")
        assert follower is None or follower.successor is not None, name
    shipped = listing(ecosystem)
    assert shipped is not None
    assert sum(name in entries for name in shipped.lines) > 50  # it is about what is used


@pytest.mark.parametrize(
    ("evidence", "word"),
    [
        (silent("enum34"), "ended"),
        (silent("contextvars"), "ended"),
        (silent("statistics"), "superseded"),
        (silent(classifiers=("Programming Language :: Python :: 2.7",)), "superseded"),
    ],
)
def test_the_end_is_known_in_several_ways(evidence: Evidence, word: str) -> None:
    ended = how_it_ended(evidence)
    assert ended is not None
    assert ended.word == word


def test_python_two_beside_three_is_no_end() -> None:
    versions = ("Programming Language :: Python :: 2", "Programming Language :: Python :: 3")
    assert how_it_ended(silent(classifiers=versions)) is None
