"""What holds for every local score, whatever the evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nerq.grades import grade_of
from nerq.model import DIMENSIONS, Signal, Target
from nerq.trust.local.answer import build_answer
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
from nerq.trust.local.exchange import Document, SourceError
from nerq.trust.local.licences import read_licence
from nerq.trust.local.osv_document import KnownVulnerability, parse_advisory
from nerq.trust.local.score import Assessment, assess, combine
from nerq.trust.local.signals import SIGNALS
from nerq.trust.local.sources import github, hub, npm_registry, package_index, scorecard
from nerq.trust.local.versions import judged_versions

TODAY = date(2026, 11, 21)
PARTS = ("releases", "metadata", "vulnerabilities", "repository", "scorecard", "insights", "hub")

days = st.integers(-30, 6000).map(lambda ago: TODAY - timedelta(days=ago))
texts = st.sampled_from(
    ["", "1.0", "MIT", "https://github.com/a/b", "7 - Inactive", "x" * 400, "llama3"]
)
maybe_text = st.none() | texts
counts = st.none() | st.integers(0, 10**7)
flags = st.none() | st.booleans()
versions = st.sampled_from(["0.1", "1.0", "1.1", "1.2.3", "2.0rc1", "2.0", "3.1.4"])

releases = st.lists(
    st.builds(
        Release,
        version=versions,
        uploaded=st.none() | days,
        yanked=maybe_text,
        deprecated=st.none() | st.just("gone"),
        has_wheel=flags,
        has_provenance=flags,
        requires_python=st.sampled_from([None, ">=3.8", ">=2.7", "nonsense", "<3"]),
        publisher=st.sampled_from([None, "a", "b"]),
        has_install_script=flags,
    ),
    max_size=6,
    unique_by=lambda release: release.version,
)
classifiers = st.lists(
    st.sampled_from([
        "Development Status :: 7 - Inactive",
        "Development Status :: 5 - Production/Stable",
        "Programming Language :: Python :: 2",
        "Programming Language :: Python :: 3",
        "Programming Language :: Python :: 3.13",
        "License :: OSI Approved :: MIT License",
        "License :: OSI Approved :: BSD License",
        "Typing :: Typed",
    ]),
    max_size=5,
    unique=True,
).map(tuple)  # fmt: skip
urls = st.lists(st.tuples(texts, texts), max_size=4).map(tuple)
metadata = st.builds(
    Metadata, url=st.just("u"), version=st.none() | versions, summary=maybe_text, description=counts,
    description_format=maybe_text, urls=urls, classifiers=classifiers, licence=maybe_text,
    licence_files=st.none() | st.integers(0, 3), is_typed=flags, owners=st.none() | st.integers(1, 9),
    organisation=maybe_text, seen=st.none() | days,
)  # fmt: skip
known = st.builds(
    KnownVulnerability,
    id=st.sampled_from(["PYSEC-1", "PYSEC-2", "GHSA-1", "GHSA-2", "CVE-1"]),
    aliases=st.lists(st.sampled_from(["CVE-1", "CVE-2", "CVE-3", "GHSA-1"]), max_size=3).map(tuple),
    score=st.none() | st.floats(0, 10),
    severity=st.sampled_from([None, "low", "medium", "high", "critical", "odd"]),
    fixed_in=st.none() | st.just("9.0"),
    published=st.none() | days,
    url=st.none() | st.just("u"),
)
vulnerabilities = st.lists(known, max_size=6).map(
    lambda found: Vulnerabilities(("osv",), tuple(found))
)
repositories = st.builds(
    Repository, url=st.just("u"), is_archived=flags, pushed=st.none() | days, created=st.none() | days,
    stars=counts, forks=counts, licence=maybe_text, description=maybe_text, homepage=maybe_text,
    owner_type=st.sampled_from([None, "User", "Organization"]), topics=st.just(("a",)),
)  # fmt: skip
scorecards = st.builds(
    Scorecard, url=st.just("u"), score=st.floats(0, 10), measured=st.none() | days,
    checks=st.dictionaries(st.sampled_from(["Maintained", "Fuzzing"]), st.integers(-1, 10)),
)  # fmt: skip
insights = st.builds(
    Insights,
    url=st.just("u"),
    licences=st.lists(texts, max_size=2).map(tuple),
    has_provenance=flags,
    dependents=counts,
)
files = st.lists(
    st.sampled_from(
        ["README.md", "a.safetensors", "pytorch_model.bin", "x.sh", "LICENSE", "tf.h5"]
    ),
    max_size=6,
    unique=True,
).map(tuple)
hubs = st.builds(
    HubRecord, url=st.just("u"), files=files, tags=st.lists(texts, max_size=3).map(tuple),
    task=st.sampled_from([None, "text-generation", "fill-mask", "odd"]),
    card=st.none() | st.dictionaries(st.sampled_from(["license", "datasets", "new_version"]), st.just("x")),
    readme=st.none() | st.lists(texts, max_size=3).map(tuple), readme_length=counts,
    flagged=st.lists(st.tuples(texts, st.sampled_from(["unsafe", "suspicious"])), max_size=2).map(tuple),
    is_scanned=flags,
    has_custom_code=flags, gate=st.sampled_from([None, "none", "auto", "manual"]), is_disabled=flags,
    created=st.none() | days, modified=st.none() | days, commits=counts, library=maybe_text,
    licence=maybe_text, likes=counts, downloads=counts, spaces=counts, has_results=flags,
)  # fmt: skip


subjects: st.SearchStrategy[Subject] = st.sampled_from(
    ["pypi", "npm", "model", "dataset", "space", "repository"]
)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    subject = draw(subjects)
    is_hub = subject in {"model", "dataset", "space"}
    name = draw(st.sampled_from(["requests", "reqeusts", "some-unknown-name"]))
    found = draw(releases)
    return Evidence(
        target=Target(name, "package", "pypi"),
        subject=subject,
        today=TODAY,
        version=draw(st.none() | versions),
        releases=draw(st.sampled_from([None, Releases("u", tuple(found), draw(st.sampled_from([None, "archived", "active", "quarantined"])))])),
        metadata=None if is_hub else draw(st.none() | metadata),
        vulnerabilities=None if is_hub else draw(st.none() | vulnerabilities),
        repository=None if is_hub else draw(st.none() | repositories),
        scorecard=None if is_hub else draw(st.none() | scorecards),
        insights=None if is_hub else draw(st.none() | insights),
        hub=draw(hubs) if is_hub else None,
    )  # fmt: skip


def score_of(assessment: Assessment) -> float:
    return -1.0 if assessment.score is None else assessment.score


@given(evidences())
@settings(max_examples=150, deadline=None)
def test_a_score_and_all_its_parts_stay_within_their_ranges(evidence: Evidence) -> None:
    found = assess(evidence)
    assert found.score is None or 0 <= found.score <= 100
    assert 0 <= found.confidence <= 1
    assert all(0 <= points <= 100 for points in found.dimensions.values())
    assert set(found.dimensions) <= set(DIMENSIONS)
    for signal in found.signals:
        assert 0 <= signal.points <= 100
        assert signal.value
        assert signal.reason
        assert signal.evidence
        assert signal.observed
        assert "\n" not in signal.value + signal.reason
    if found.score is not None:
        assert grade_of(found.score) in {"A+", "A", "B", "C", "D", "E", "F"}
    assert build_answer(evidence, found) == build_answer(evidence, assess(evidence))


@given(evidences(), vulnerabilities, known)
@settings(max_examples=150, deadline=None)
def test_more_vulnerabilities_never_raise_a_score(
    evidence: Evidence, some: Vulnerabilities, more: KnownVulnerability
) -> None:
    before = replace(evidence, vulnerabilities=some)
    after = replace(evidence, vulnerabilities=replace(some, affecting=(*some.affecting, more)))
    assert score_of(assess(after)) <= score_of(assess(before))


@given(evidences(), st.data())
@settings(max_examples=150, deadline=None)
def test_an_absent_signal_never_scores_lower_than_the_same_signal_at_its_worst(
    evidence: Evidence, data: st.DataObject
) -> None:
    """Any set of signals may be missing: never lower than those signals at zero points."""
    applicable = [d for d in SIGNALS if evidence.subject in d.subjects]
    measured = assess(evidence).signals
    lost = data.draw(st.sets(st.sampled_from([s.id for s in measured]))) if measured else set()
    absent = [s for s in measured if s.id not in lost]
    worst = [replace(s, points=0.0) if s.id in lost else s for s in measured]
    if absent:
        assert score_of(combine(absent, applicable)) >= score_of(combine(worst, applicable))


@given(evidences(), st.sampled_from(PARTS))
@settings(max_examples=150, deadline=None)
def test_a_source_that_is_down_never_scores_lower_than_one_that_answers_the_worst(
    evidence: Evidence, part: str
) -> None:
    applicable = [d for d in SIGNALS if evidence.subject in d.subjects]
    whole = {s.id: s for s in assess(evidence).signals}
    without = assess(replace(evidence, **{part: None}))  # type: ignore[arg-type] # each part may be None
    left = {s.id: s for s in without.signals}
    lost = [replace(s, points=0.0) for name, s in whole.items() if name not in left]
    if left:
        worst: list[Signal] = [*without.signals, *lost]
        assert score_of(without) >= score_of(combine(worst, applicable))


@given(evidences())
@settings(max_examples=150, deadline=None)
def test_what_was_not_obtained_never_becomes_a_signal(evidence: Evidence) -> None:
    bare = replace(evidence, **dict.fromkeys(PARTS))  # type: ignore[arg-type] # each part may be None
    shipped = {"lookalike-name", "download-rank"}
    assert {s.id for s in assess(bare).signals} <= shipped
    assert bare.is_empty


@given(evidences(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_evidence_never_matters(evidence: Evidence, random: Any) -> None:
    def shuffled(values: Any) -> Any:
        mixed = list(values)
        random.shuffle(mixed)
        return tuple(mixed)

    other = evidence
    if other.releases is not None:
        other = replace(
            other, releases=replace(other.releases, entries=shuffled(other.releases.entries))
        )
    if other.metadata is not None:
        mixed = replace(
            other.metadata,
            urls=shuffled(other.metadata.urls),
            classifiers=shuffled(other.metadata.classifiers),
        )
        other = replace(other, metadata=mixed)
    if other.vulnerabilities is not None:
        found = replace(other.vulnerabilities, affecting=shuffled(other.vulnerabilities.affecting))
        other = replace(other, vulnerabilities=found)
    if other.insights is not None:
        other = replace(
            other, insights=replace(other.insights, licences=shuffled(other.insights.licences))
        )
    if other.hub is not None:
        record = replace(other.hub, files=shuffled(other.hub.files), tags=shuffled(other.hub.tags))
        other = replace(other, hub=record)
    assert build_answer(other, assess(other)) == build_answer(evidence, assess(evidence))
    table = shuffled(SIGNALS)
    mixed_table = assess(evidence, table=table)
    assert score_of(mixed_table) == score_of(assess(evidence))
    assert set(mixed_table.signals) == set(assess(evidence).signals)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from([
            "info", "files", "filename", "version", "versions", "releases", "urls", "vulnerabilities", "time", "created",
            "license", "cardData", "siblings", "gated", "securityRepoStatus", "scansDone", "filesWithIssues", "tags",
            "score", "checks", "date", "owner", "affected", "package", "ranges", "events", "id", "project_urls", "classifiers",
            "ownership", "roles", "dist", "scripts", "maintainers", "repository", "description", "severity", "yanked",
        ]),
        inner,
        max_size=5,
    ),
    max_leaves=25,
)  # fmt: skip


@given(anything)
@settings(max_examples=200, deadline=None)
def test_whatever_a_source_answers_is_read_or_refused(data: object) -> None:
    document = Document("u", data, {}, TODAY)
    try:
        package_index.parse_simple(data)
        package_index.parse_project_releases(data)
        package_index.parse_metadata(document)
        npm_registry.parse_releases(data)
        npm_registry.parse_metadata(document, "1.0")
        github.parse_repository(document)
        scorecard.parse_scorecard(data, "u", "score")
        record = hub.parse_record(document)
        parse_advisory(data, "pypi", "x")
    except SourceError:
        return
    evidence = Evidence(Target("x/y", "model", "huggingface"), "model", TODAY, hub=record)
    found = assess(evidence)
    assert found.score is None or 0 <= found.score <= 100


licence_parts = st.sampled_from(
    ["MIT", "AND", "OR", "WITH", "(", ")", "Apache-2.0", "+", "Classpath-exception-2.0", " ", "-", "or"]
)  # fmt: skip
version_parts = st.sampled_from(
    ["1", ".", "0", "-", "rc", "+", "v", "x", "*", "^", "~", ">", "=", "<", "||", " ", "1.2.3", "!", "9" * 60]
)  # fmt: skip
vector_parts = st.sampled_from(
    ["CVSS:3.1/", "CVSS:4.0/", "AV:N", "AC:L", "/", "PR:N", "UI:N", "S:U", "C:H", "I:H", "A:H", "Au:N", ":"]
)  # fmt: skip


@given(st.lists(licence_parts, max_size=10), st.sampled_from(["", " "]))
@settings(max_examples=150, deadline=None)
def test_any_wording_of_a_licence_is_read(parts: list[str], glue: str) -> None:
    found = read_licence(glue.join(parts))
    assert (found.expression is None) == (found.is_osi_approved is None)


@given(
    st.lists(version_parts, max_size=8).map("".join),
    st.lists(version_parts, max_size=8).map("".join),
)
@settings(max_examples=150, deadline=None)
def test_any_pin_and_any_constraint_lead_to_some_version(pin: str, specifier: str) -> None:
    known = [Release("1.2.3"), Release("2.0.0")]
    for ecosystem in ("pypi", "npm"):
        assert judged_versions(ecosystem, known, [pin], []) != ()
        assert set(judged_versions(ecosystem, known, [], [specifier])) <= {"1.2.3", "2.0.0"}


@given(st.lists(vector_parts, max_size=10).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_vector_has_a_score_or_none(vector: str) -> None:
    affected = [{"package": {"ecosystem": "PyPI", "name": "x"}}]
    document = {"id": "A", "affected": affected, "severity": [{"score": vector}]}
    found = parse_advisory(document, "pypi", "x")
    assert found is not None
    assert found.score is None or 0 <= found.score <= 10
