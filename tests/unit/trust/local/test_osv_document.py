"""What advisories say, and which versions they affect."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nerq.trust.local.osv_document import (
    Advisory,
    KnownVulnerability,
    Range,
    match,
    packages_of,
    parse_advisory,
    severity_of,
)


def affects(
    version: str, *events: tuple[str, str], ecosystem: str = "pypi", listed: str = ""
) -> bool:
    advisory = Advisory("A-1", ranges=(Range(events),), versions=frozenset(listed.split()))
    return match(advisory, ecosystem, version) is not None


@pytest.mark.parametrize(
    ("version", "expected"),
    [("0.9", False), ("1.0", True), ("1.0.0", True), ("1.9", True), ("2.0rc1", True), ("2.0", False),
     ("2.0.post1", False), ("1!1.0", False)],
)  # fmt: skip
def test_a_range_begins_with_its_introduction_and_ends_before_its_fix(
    version: str, *, expected: bool
) -> None:
    assert affects(version, ("introduced", "1.0"), ("fixed", "2.0")) is expected


def test_the_last_affected_release_is_affected() -> None:
    events = (("introduced", "0"), ("last_affected", "1.5"))
    assert affects("1.5", *events)
    assert not affects("1.5.1", *events)


def test_the_order_of_events_does_not_matter() -> None:
    events = [("fixed", "1.2"), ("introduced", "2.0"), ("introduced", "1.0"), ("fixed", "2.3")]
    for arranged in (events, events[::-1], sorted(events)):
        found = [v for v in ("0.9", "1.1", "1.2", "2.0", "2.2", "2.3") if affects(v, *arranged)]
        assert found == ["1.1", "2.0", "2.2"]


def test_a_listed_version_is_affected_in_any_spelling() -> None:
    assert affects("1.0.0", listed="1.0")
    assert not affects("1.1", listed="1.0 1.2")


def test_a_range_without_a_fix_never_ends() -> None:
    assert affects("99", ("introduced", "0"))


def test_npm_versions_follow_semver() -> None:
    events = (("introduced", "0"), ("fixed", "1.2.3"))
    assert affects("1.2.3-rc.1", *events, ecosystem="npm")
    assert not affects("1.2.3", *events, ecosystem="npm")
    assert not affects("1.10.0", *events, ecosystem="npm")


def test_what_is_not_a_version_is_not_affected() -> None:
    for odd in ("", "latest", "9" * 5000, "1.0\x00"):
        assert not affects(odd, ("introduced", "0"))


def test_a_withdrawn_advisory_affects_nothing() -> None:
    ranges = (Range((("introduced", "0"),)),)
    assert match(Advisory("A-1", is_withdrawn=True, ranges=ranges), "pypi", "1.0") is None


def test_the_fix_is_the_lowest_above_the_judged_version() -> None:
    first = Range((("introduced", "0"), ("fixed", "1.5")))
    second = Range((("introduced", "2.0"), ("fixed", "2.4")))
    advisory = Advisory("A-1", ranges=(first, second))
    found = {v: match(advisory, "pypi", v) for v in ("1.0", "2.1")}
    assert [known.fixed_in for known in found.values() if known] == ["1.5", "2.4"]


def document(**fields: Any) -> dict[str, Any]:
    affected = [{"package": {"ecosystem": "PyPI", "name": "Foo_Bar"}, "versions": ["1.0"]}]
    return {"id": "GHSA-x", "affected": affected, **fields}


def test_an_advisory_is_read() -> None:
    cvss = {"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}
    found = parse_advisory(
        document(severity=[cvss], aliases=["CVE-1", 3], published="2024-01-02T00:00:00Z"),
        "pypi",
        "foo-bar",
    )
    assert found is not None
    assert (found.score, found.severity, found.published) == (9.8, "critical", date(2024, 1, 2))
    assert found.aliases == ("CVE-1",)


@pytest.mark.parametrize(
    ("fields", "score", "severity"),
    [
        ({"severity": [{"score": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}]}, 9.3, "critical"),
        ({"severity": [{"score": "AV:N/AC:L/Au:N/C:P/I:P/A:P"}]}, 7.5, "high"),
        ({"severity": [{"score": "CVSS:3.1/nonsense"}], "database_specific": {"severity": "MODERATE"}}, None, "medium"),
        ({"database_specific": {"severity": "LOW"}}, None, "low"),
        ({"severity": "high", "database_specific": []}, None, None),
        ({}, None, None),
    ],
)  # fmt: skip
def test_a_severity_comes_from_the_vector_else_from_the_word(
    fields: dict[str, Any], score: float | None, severity: str | None
) -> None:
    found = parse_advisory(document(**fields), "pypi", "foo-bar")
    assert found is not None
    assert (found.score, found.severity) == (score, severity)


@pytest.mark.parametrize(
    "odd", [None, 3, [], {}, {"id": 3}, {"id": "A", "affected": "x"}, {"affected": [{}]}]
)
def test_what_is_not_an_advisory_is_none(odd: object) -> None:
    assert parse_advisory(odd, "pypi", "foo") is None
    assert packages_of(odd) == set()


def test_vulnerabilities_are_named_by_cve_then_ghsa_then_their_own_id() -> None:
    assert KnownVulnerability("PYSEC-1", ("GHSA-a", "CVE-2", "CVE-1")).names == ("CVE-1", "CVE-2")
    assert KnownVulnerability("PYSEC-1", ("GHSA-a",)).names == ("GHSA-a",)
    assert KnownVulnerability("PYSEC-1").names == ("PYSEC-1",)


def test_the_words_of_cvss() -> None:
    assert [severity_of(s) for s in (0.0, 3.9, 4.0, 7.0, 9.0)] == [
        "low",
        "low",
        "medium",
        "high",
        "critical",
    ]
