from __future__ import annotations

from dataclasses import replace

import pytest
import sample_results
from sample_results import finding, reference

from nerq.model import (
    Alert,
    Facts,
    Finding,
    Location,
    Problem,
    Rated,
    Reason,
    ScanResult,
    Unavailable,
    Unrated,
)
from nerq.reports import verdict_line, wording


@pytest.mark.parametrize(
    ("score", "text"),
    [(61.2, "61.2"), (69.97, "69.9"), (70.0, "70.0"), (0.0, "0.0"), (None, "-"), (100, "100.0")],
)
def test_a_score_is_never_rounded_up(score: float | None, text: str) -> None:
    assert wording.score_text(score) == text


def test_a_score_that_is_not_a_number_is_not_shown() -> None:
    assert wording.score_text(float("nan")) == "-"
    assert wording.score(finding("a", Rated(float("inf")))) is None


def test_the_score_of_another_thing_is_not_a_score() -> None:
    facts = Facts(grade="A", license="MIT", matched_source="npm", matched_url="https://x.example")
    other = finding("a", Rated(93.0, facts, identity="other"), "unknown")
    assert wording.score(other) is None
    assert wording.facts(other) == Facts(matched_source="npm", matched_url="https://x.example")


def test_places_name_live_direct_mentions_first_and_each_once() -> None:
    mentioned = finding(
        "a",
        Rated(1.0),
        "fail",
        reference("a", "README.md", 3, scope="prose"),
        reference("a", "a.lock", 9, direct=False, via=("b",)),
        reference("a", "pyproject.toml", 7),
        reference("A", "pyproject.toml", 7, column=30),
    )
    assert wording.places(mentioned) == ["pyproject.toml:7", "a.lock:9", "README.md:3"]
    assert wording.where(mentioned) == "pyproject.toml:7, and 2 more"
    assert wording.chain(mentioned) == ""


def test_the_shortest_chain_is_told() -> None:
    transitive = finding(
        "a",
        Rated(1.0),
        "fail",
        reference("a", direct=False, via=("x", "y", "z")),
        reference("a", direct=False, via=("flask", "click")),
    )
    assert wording.chain(transitive) == "via flask → click, and 1 other way"


def test_a_transitive_mention_without_a_chain_says_so() -> None:
    assert wording.chain(finding("a", Rated(1.0), "fail", reference("a", direct=False))) == (
        "via another dependency"
    )


@pytest.mark.parametrize(
    ("answer", "reasons", "rules"),
    [
        (Unrated("private", "a private one"), ["a private one"], ["private"]),
        (Unavailable("no\nanswer"), ["no answer"], ["unavailable"]),
        (Rated(3.0), ["3.0 against a threshold of 70"], ["score-below-threshold"]),
    ],
)
def test_a_finding_without_reasons_is_explained_by_its_answer(
    answer: Rated | Unrated | Unavailable, reasons: list[str], rules: list[str]
) -> None:
    found = finding("a", answer, "fail")
    assert wording.reasons(found) == reasons
    assert wording.rules(found) == rules


def test_targets_are_gathered_by_reason_without_their_own_name() -> None:
    reason = Reason("not-in-index", "the service does not know acme/rocket (acme/rocket-2)")
    found = replace(finding("acme/rocket", Unrated("x", "y"), "unknown"), reasons=(reason,))
    assert wording.shared_reason(found) == "the service does not know … (acme/rocket-2)"


@pytest.mark.parametrize(
    ("result", "text"),
    [
        (sample_results.clean(), "Passed: nothing is below its threshold (exit code 0)."),
        (
            sample_results.empty(),
            "Nothing to judge: no dependency or model was found in 3 files (exit code 0).",
        ),
        (
            sample_results.typical(),
            (
                "Failed: 3 targets did not meet the policy (advisory-high: old-http "
                "(GHSA-xxxx-yyyy-zzzz); score-below-threshold: microsoft/phi-2, "
                f"{sample_results.LONG}); what to do: nerq explain advisory-high (exit code 1)."
            ),
        ),
        (
            ScanResult(
                findings=(finding("a", Unrated("not-asked", "x"), "unknown"),), is_dry_run=True
            ),
            "Dry run: nothing was asked, so nothing was judged (exit code 0).",
        ),
        (
            ScanResult(findings=(finding("a", Unrated("private", "x"), "unknown"),)),
            "Passed, but 1 of 1 target could not be judged; --strict would fail it (exit code 0).",
        ),
        (
            ScanResult(
                findings=(finding("a", Unavailable("x"), "unavailable"),),
                problems=(Problem(Location("a.lock"), "broken", is_named=True),),
            ),
            (
                "Unfinished: no answer for 1 target and 1 place could not be read (a.lock), so "
                "nothing is proven; to score on this machine: nerq scan --source local, or "
                'sources = ["nerq", "local"] in the settings; what to do: nerq explain unavailable '
                "(exit code 3)."
            ),
        ),
        (
            ScanResult(
                policy_failures=(Reason("unused-ignore", "the ignore of x matches nothing"),)
            ),
            (
                "Failed: the ignore of x matches nothing; what to do: nerq explain unused-ignore "
                "(exit code 1)."
            ),
        ),
        (
            ScanResult(problems=(Problem(Location("a.lock", 3), "broken"),), is_strict=True),
            (
                "Failed: 1 place could not be read (a.lock:3); what to do: nerq explain not-read "
                "(exit code 1)."
            ),
        ),
        (
            ScanResult(problems=(Problem(Location("a.lock", 3), "broken"),)),
            (
                "Unfinished: 1 place could not be read (a.lock:3), so nothing is proven; "
                "what to do: nerq explain not-read (exit code 3)."
            ),
        ),
    ],
)
def test_the_verdict_says_what_the_exit_code_means(result: ScanResult, text: str) -> None:
    assert verdict_line.verdict(result) == text


def test_the_summary_leaves_out_what_did_not_occur() -> None:
    result = replace(sample_results.clean(), is_strict=True, threshold=62.5)
    assert wording.summary_line(result) == "1 target: 1 passed · nerq.ai · threshold 62.5 · strict"


@pytest.mark.parametrize("url", [None, "http://[", "not a url"])
def test_without_a_host_the_kind_of_source_is_named(url: str | None) -> None:
    assert wording.source(replace(sample_results.clean(), source_url=url)) == "nerq"


def test_alternatives_carry_their_score_where_one_is_known() -> None:
    failed: Finding = sample_results.typical().findings[1]
    assert wording.alternatives(failed) == [
        "awesome-scalability (71.8)",
        "superpowers (71.8)",
        "cs-video-courses",
    ]


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (sample_results.typical(), "failed"),
        (sample_results.clean(), "passed"),
        (sample_results.empty(), "nothing found"),
        (replace(sample_results.clean(), is_dry_run=True), "dry run"),
        (ScanResult(findings=(finding("a", Unavailable("x"), "unavailable"),)), "unfinished"),
    ],
)
def test_only_what_was_judged_has_passed(result: ScanResult, state: str) -> None:
    assert wording.state(result) == state


def test_where_nothing_fixes_it_nobody_is_told_to_update() -> None:
    open_fault = Alert("advisory-critical", "bad", "CVE-2026-1", "critical")
    assert wording.remedy_of([open_fault]).startswith("replace the target, or ignore the advisory")
    assert wording.remedy_of([replace(open_fault, fixed_in="1.3")]) == "update to 1.3"
