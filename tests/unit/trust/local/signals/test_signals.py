"""Which evidence gives which points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from nerq.model import Target
from nerq.trust.local.evidence import (
    Evidence,
    HubRecord,
    Insights,
    Metadata,
    Release,
    Releases,
    Repository,
    Scorecard,
    Subject,
    Vulnerabilities,
)
from nerq.trust.local.osv_document import KnownVulnerability
from nerq.trust.local.score import Assessment, assess
from nerq.trust.local.signals import SIGNALS
from nerq.trust.local.signals.definition import Measure, curve, plural

TODAY = date(2026, 11, 21)
TABLE = {definition.id: definition for definition in SIGNALS}


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def evidence(
    subject: Subject = "pypi", name: str = "unlike-anything-else", **parts: Any
) -> Evidence:
    return Evidence(Target(name, "package", subject), subject, TODAY, **parts)


def measure(signal: str, found: Evidence) -> Measure:
    measured = TABLE[signal].measure(found)
    assert measured is not None
    return measured


def points(signal: str, found: Evidence) -> float:
    return round(measure(signal, found).points, 1)


def released(*days: int, version: str | None = None, **fields: Any) -> Evidence:
    """Releases 0.0, 0.1, … so many days ago; the last one is judged."""
    entries = tuple(Release(f"0.{n}", ago(d)) for n, d in enumerate(days))
    last = replace(entries[-1], **fields)
    entries = (*entries[:-1], last)
    return evidence(version=version or last.version, releases=Releases("u", entries))


def told(**fields: Any) -> Evidence:
    return evidence(metadata=Metadata("u", **fields))


def on_hub(**fields: Any) -> Evidence:
    return evidence("model", hub=HubRecord("u", **fields))


def vulnerable(*known: KnownVulnerability) -> Evidence:
    return evidence(version="1.0", vulnerabilities=Vulnerabilities(("osv",), known))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"score": 9.8, "fixed_in": "2", "published": ago(900)}, 10),
        ({"score": 7.5, "fixed_in": "2", "published": ago(900)}, 35),
        ({"severity": "medium", "fixed_in": "2", "published": ago(900)}, 60),
        ({"severity": "low", "fixed_in": "2", "published": ago(900)}, 80),
        ({"fixed_in": "2"}, 60),
        ({"score": 9.8, "fixed_in": "2", "published": ago(10)}, 28),
        ({"score": 9.8, "fixed_in": "2", "published": ago(100)}, 19),
        ({"score": 9.8, "published": ago(900)}, 8),
    ],
)
def test_a_vulnerability_costs_by_severity_age_and_fix(
    fields: dict[str, Any], expected: float
) -> None:
    assert (
        points("known-vulnerabilities", vulnerable(KnownVulnerability("X", **fields))) == expected
    )


def test_vulnerabilities_multiply_and_count_once() -> None:
    first = KnownVulnerability("PYSEC-1", ("CVE-1",), fixed_in="2")
    again = KnownVulnerability("GHSA-1", ("CVE-1",), score=9.8, fixed_in="2")
    other = KnownVulnerability("PYSEC-2", ("CVE-2",), fixed_in="2")
    assert points("known-vulnerabilities", vulnerable()) == 100
    assert points("known-vulnerabilities", vulnerable(first, other)) == 36
    assert points("known-vulnerabilities", vulnerable(first, again)) == 10
    many = measure(
        "known-vulnerabilities", vulnerable(*(KnownVulnerability(f"P-{n}") for n in range(5)))
    )
    assert many.reason.endswith("and 2 more")
    assert "no fixed release" in many.reason


def test_a_withdrawn_release() -> None:
    assert points("release-withdrawn", released(10)) == 100
    yanked = measure("release-withdrawn", released(10, yanked="broken"))
    assert (yanked.points, yanked.reason) == (15, "release 0.0 was withdrawn: broken")
    assert "no reason given" in measure("release-withdrawn", released(10, yanked="")).reason
    assert points("release-withdrawn", released(10, version="9")) == 25
    gone = evidence(releases=Releases("u", (), "quarantined"))
    assert points("release-withdrawn", gone) == 0
    assert TABLE["release-withdrawn"].measure(evidence(releases=Releases("u", ()))) is None


def test_attestations() -> None:
    assert points("attestations", released(10, has_provenance=True)) == 100
    assert points("attestations", released(10, has_provenance=False)) == 50
    assert points("attestations", evidence(insights=Insights("u", has_provenance=True))) == 100
    assert TABLE["attestations"].measure(released(10)) is None


def test_a_name_near_a_famous_one_is_judged_by_its_age() -> None:
    near = evidence(name="reqeusts")
    assert points("lookalike-name", near) == 20
    for days, expected in ((5, 0), (365, 20), (1095, 60), (4000, 85)):
        old = replace(near, releases=Releases("u", (Release("1", ago(days)),)))
        assert points("lookalike-name", old) == expected
    assert points("lookalike-name", evidence(name="requests")) == 100
    assert "'requests' (rank" in measure("lookalike-name", near).reason


def test_age() -> None:
    found = [points("age", released(days)) for days in (0, 30, 90, 365, 2000)]
    assert found == [0, 20, 60, 90, 100]
    assert points("age", evidence("repository", repository=Repository("u", created=ago(30)))) == 20
    assert points("age", on_hub(created=ago(30))) == 20
    assert points("age", released(-5)) == 0


def test_a_release_after_a_long_silence() -> None:
    assert points("release-after-silence", released(2000, 100)) == 50
    assert points("release-after-silence", released(2000, 500)) == 100
    assert points("release-after-silence", released(200, 100)) == 100
    entries = (Release("1", ago(2000), publisher="ann"), Release("2", ago(9), publisher="bob"))
    taken = evidence("npm", version="2", releases=Releases("u", entries))
    assert points("release-after-silence", taken) == 5
    assert "'bob'" in measure("release-after-silence", taken).reason
    assert TABLE["release-after-silence"].measure(released(10)) is None


def test_a_superseded_release() -> None:
    def judged(days: int) -> float:
        entries = (Release("1.0", ago(9000)), Release("1.1", ago(days)), Release("2.0a1", ago(1)))
        return points("superseded", evidence(version="1.0", releases=Releases("u", entries)))

    assert [judged(days) for days in (1, 30, 180, 365, 1095, 4000)] == [100, 100, 95, 85, 55, 25]
    assert points("superseded", released(500, 400)) == 100
    odd = evidence(version="x", releases=Releases("u", (Release("x"),)))
    assert TABLE["superseded"].measure(odd) is None
    undated = Releases("u", (Release("1"), Release("2")))
    assert TABLE["superseded"].measure(evidence(version="1", releases=undated)) is None


def test_install_scripts() -> None:
    for has, expected in ((True, 30), (False, 100)):
        entries = (Release("1", has_install_script=has),)
        found = evidence("npm", version="1", releases=Releases("u", entries))
        assert points("install-scripts", found) == expected


def test_scorecard() -> None:
    card = Scorecard("u", 5.0, checks={"Fuzzing": 0, "Maintained": 7, "Packaging": -1})
    found = evidence(scorecard=card)
    assert points("scorecard", found) == 60
    assert measure("scorecard", found).reason == "weak: Fuzzing"
    assert points("scorecard-maintained", found) == 70
    assert TABLE["scorecard-maintained"].measure(evidence(scorecard=Scorecard("u", 5.0))) is None
    assert measure("scorecard", evidence(scorecard=Scorecard("u", 9))).reason == "no check is weak"


def test_the_last_release_and_the_rhythm() -> None:
    found = [points("last-release", released(days)) for days in (10, 365, 730, 1095, 1825, 4000)]
    assert found == [100, 90, 70, 50, 20, 0]
    assert points("release-cadence", released(400, 300, 200, 100)) == 100
    assert points("release-cadence", released(1100, 1000, 900, 800)) == 50
    assert TABLE["release-cadence"].measure(released(300, 200, 100)) is None
    assert points("release-count", released(1)) == 20
    assert points("release-count", released(*range(20))) == 100


def test_the_end_of_a_project() -> None:
    for status, expected in (("archived", 10), ("deprecated", 10), ("active", 100)):
        found = evidence(releases=Releases("u", (Release("1"),), status))
        assert points("project-ended", found) == expected
    for is_archived, expected in ((True, 10), (False, 100)):
        found = evidence(repository=Repository("u", is_archived=is_archived))
        assert points("project-ended", found) == expected
    inactive = told(classifiers=("Development Status :: 7 - Inactive",))
    assert points("project-ended", inactive) == 10
    gone = Releases("u", (Release("1.0.0", deprecated="use that"),))
    assert measure("project-ended", evidence("npm", releases=gone)).reason == "use that"
    assert TABLE["project-ended"].measure(released(10)) is None


def test_wheels() -> None:
    assert points("wheel", released(10, has_wheel=True)) == 100
    assert points("wheel", released(10, has_wheel=False)) == 35


@pytest.mark.parametrize(("status", "expected"), [("5 - Production/Stable", 100), ("4 - Beta", 80), ("1 - Planning", 20), ("7 - Inactive", 0)])  # fmt: skip
def test_development_status(status: str, expected: float) -> None:
    found = told(classifiers=(f"Development Status :: {status}",))
    assert points("development-status", found) == expected


def test_python_versions() -> None:
    def named(*names: str) -> Evidence:
        return told(classifiers=tuple(f"Programming Language :: Python :: {n}" for n in names))

    assert points("python-versions", named("3.11", "3.12", "3.13", "3.14", "3.15")) == 100
    assert points("python-versions", named("3.11", "3.12")) == 80
    assert points("python-versions", named("3.6", "3.9")) == 25
    assert points("python-versions", named("2", "2.7")) == 0
    assert TABLE["python-versions"].measure(told()) is None
    for written, expected in ((">=3.8", 75), ("<3", 0), ("nonsense", 0)):
        found = replace(released(10, requires_python=written), metadata=Metadata("u"))
        assert points("python-versions", found) == expected


def test_pushes() -> None:
    found = [evidence(repository=Repository("u", pushed=ago(d))) for d in (1, 365, 730, 4000)]
    assert [points("repository-activity", f) for f in found] == [100, 75, 45, 0]


def test_descriptions() -> None:
    markdown = "text/markdown; charset=UTF-8"
    for length, expected in ((0, 0), (200, 35), (1000, 75), (9000, 100)):
        found = told(description=length, description_format=markdown)
        assert points("description", found) == expected
    assert points("description", told(description=9000)) == 85
    assert points("summary", told(summary="Does things")) == 100
    assert points("summary", told(summary="UNKNOWN")) == 0
    assert points("summary", evidence("repository", repository=Repository("u"))) == 0
    assert points("typed", told(is_typed=True)) == 100
    assert points("typed", told(is_typed=False)) == 50


@pytest.mark.parametrize(
    ("signal", "urls", "expected"),
    [
        ("documentation-url", (("Documentation", "https://x.example/d"),), 100),
        ("documentation-url", (("Homepage", "https://x.readthedocs.io"),), 100),
        ("documentation-url", (("Documentation", "not an address"),), 0),
        ("documentation-url", (("Documentation", "https://localhost"),), 0),
        ("source-url", (("Homepage", "https://github.com/a/b"),), 100),
        ("source-url", (("source", "git+https://github.com/a/b.git"),), 100),
        ("source-url", (("Homepage", "https://[broken"),), 0),
        ("issues-url", (("Bug Tracker", "https://x.example/bugs"),), 100),
        ("changelog-url", (("Release notes", "https://x.example/news"),), 100),
        ("changelog-url", (), 0),
    ],
)
def test_addresses(signal: str, urls: tuple[tuple[str, str], ...], expected: float) -> None:
    assert points(signal, told(urls=urls)) == expected


def test_licences() -> None:
    for written, how, approved in (("MIT", 100, 100), ("MIT License", 85, 100), ("own terms", 30, 25), ("CC-BY-NC-4.0", 100, 60)):  # fmt: skip
        found = told(licence=written)
        assert points("licence-expression", found) == how
        assert points("licence-approved", found) == approved
    # That the metadata names none does not say that the package has none.
    assert points("licence-expression", told()) == 0
    assert points("licence-expression", told(licence_files=1)) == 60
    assert TABLE["licence-approved"].measure(told()) is None
    without = replace(told(), repository=Repository("u"))
    assert points("licence-approved", without) == 0
    assert points("licence-restriction", told(licence="CC-BY-NC-4.0")) == 30
    assert points("licence-restriction", told(licence="MIT")) == 100
    both = told(licence="see file", classifiers=("License :: OSI Approved :: MIT License",))
    assert points("licence-expression", both) == 100
    assert points("licence-approved", evidence(insights=Insights("u", licences=("MIT",)))) == 100
    assert points("licence-approved", evidence(repository=Repository("u"))) == 0
    assert points("licence-files", told(licence_files=2)) == 100
    assert points("licence-files", evidence(repository=Repository("u", licence="MIT"))) == 90
    assert TABLE["licence-files"].measure(told()) is None


def test_licences_agree_or_differ() -> None:
    for other, expected in (("GPL-3.0-or-later", 100), ("MIT", 50)):
        found = replace(told(licence="GPL-3.0-only"), repository=Repository("u", licence=other))
        assert points("licence-agreement", found) == expected
    three = replace(told(licence="MIT"), insights=Insights("u", licences=("MIT",)))
    assert points("licence-agreement", three) == 100
    assert TABLE["licence-agreement"].measure(told(licence="MIT")) is None


def test_community() -> None:
    assert points("owners", told(organisation="acme")) == 100
    assert [points("owners", told(owners=n)) for n in (1, 2, 3, 9)] == [55, 80, 100, 100]
    assert TABLE["owners"].measure(told()) is None
    for kind, expected in (("Organization", 100), ("User", 60)):
        found = evidence("repository", repository=Repository("u", owner_type=kind))
        assert points("owners", found) == expected
    assert TABLE["owners"].measure(evidence("repository", repository=Repository("u"))) is None
    assert points("download-rank", evidence(name="requests")) == 100
    assert points("download-rank", evidence(name="no-such-thing-at-all")) == 15
    assert points("dependents", evidence(insights=Insights("u", dependents=0))) == 10
    famous = evidence(repository=Repository("u", stars=99_999, forks=9_999))
    assert points("stars", famous) == points("forks", famous) == 100


def test_the_hub() -> None:
    assert points("weights-format", on_hub(files=("a.safetensors",))) == 100
    assert points("weights-format", on_hub(files=("a.gguf", "b/pytorch_model.bin"))) == 80
    assert points("weights-format", on_hub(files=("a.h5",))) == 25
    assert TABLE["weights-format"].measure(on_hub(files=("training_args.bin",))) is None
    assert points("hub-scan", on_hub(is_scanned=True)) == 100
    assert points("hub-scan", on_hub(flagged=(("a", "suspicious"),))) == 40
    assert points("hub-scan", on_hub(flagged=(("a", "suspicious"), ("b", "unsafe")))) == 0
    assert TABLE["hub-scan"].measure(on_hub()) is None
    assert points("custom-code", on_hub(has_custom_code=True)) == 30
    assert points("programs", on_hub(files=("x.exe",))) == 40
    assert [points("gate", on_hub(gate=g)) for g in ("none", "auto", "manual")] == [100, 90, 75]
    assert points("disabled", on_hub(is_disabled=True)) == 0
    assert points("last-change", on_hub(modified=ago(730))) == 70
    assert points("commits", on_hub(commits=1)) == 30
    assert points("successor", on_hub(card={"new_version": "a/b"})) == 40
    assert points("card", on_hub(files=("x",))) == 0
    assert points("card", on_hub(files=("README.md",))) == 60
    assert points("card", on_hub(files=("README.md",), readme_length=9000)) == 100
    headings = ("model description", "intended uses & limitations", "training data")
    assert measure("card-sections", on_hub(readme=headings)).value == "4 of 6"
    assert points("intended-use", on_hub(readme=headings)) == 100
    assert points("intended-use", on_hub(readme=())) == 20
    assert points("datasets", on_hub(tags=("dataset:a/b",))) == 100
    assert points("base-model", on_hub(card={"base_model": ["a/b"]})) == 100
    assert points("base-model", on_hub()) == 30
    assert points("eu-ai-act", on_hub(task="text-generation")) == 80
    assert TABLE["eu-ai-act"].measure(on_hub()) is None


def test_ceilings_multiply_and_bound_their_dimension() -> None:
    entries = (Release("1.0", ago(4000)), Release("1.1", ago(3000)))
    found = evidence(version="1.0", releases=Releases("u", entries))
    assert dims(assess(found))["security"] == 25
    worse = replace(
        found, vulnerabilities=vulnerable(KnownVulnerability("X", fixed_in="2")).vulnerabilities
    )
    assert dims(assess(worse))["security"] == 15


def dims(assessment: Assessment) -> dict[str, float]:
    return dict(assessment.dimensions)


def test_nothing_measured_is_not_a_score() -> None:
    bare = assess(evidence("model"))
    assert (bare.score, bare.confidence, bare.signals) == (None, 0.0, ())


def test_weights_can_be_set() -> None:
    found = replace(told(summary="x"), releases=Releases("u", (Release("1", ago(4000)),)))
    only = {
        "security": 0.0,
        "maintenance": 0.0,
        "documentation": 1.0,
        "compliance": 0.0,
        "community": 0.0,
    }
    assert assess(found, only).score == assess(found).dimensions["documentation"]
    assert set(assess(found, only).dimensions) == {"documentation"}


def test_curves_and_plurals() -> None:
    line = ((0.0, 0.0), (10.0, 100.0))
    assert [curve(x, line) for x in (-5, 0, 5, 10, 50)] == [0, 0, 50, 100, 100]
    assert [plural(n, w) for n, w in ((1, "day"), (2, "day"), (0, "vulnerability"))] == ["1 day", "2 days", "0 vulnerabilities"]  # fmt: skip
