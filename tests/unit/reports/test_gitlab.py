from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import sample_results
from sample_results import finding

from nerq.model import Rated, Reason, ScanResult
from nerq.reports import gitlab


def issues(result: ScanResult) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = json.loads(gitlab.render(result))
    return data


def test_an_issue_has_what_gitlab_requires() -> None:
    for issue in issues(sample_results.typical()):
        assert issue["description"]
        assert issue["check_name"].startswith("nerq/")
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert issue["location"]["path"]
        assert issue["location"]["lines"]["begin"] >= 1


def test_fingerprints_are_unique_and_stable() -> None:
    first = [issue["fingerprint"] for issue in issues(sample_results.typical())]
    assert len(set(first)) == len(first)
    assert first == [issue["fingerprint"] for issue in issues(sample_results.typical())]


def test_severity_follows_score_and_outcome() -> None:
    by_text = {
        issue["description"]: issue["severity"] for issue in issues(sample_results.typical())
    }
    assert by_text["microsoft/phi-2: 61.2 is below 70"] == "major"
    assert by_text["old-http: 31.4 is below 70 (via requests, and 1 other way)"] == "critical"
    assert by_text["slow-service: the service did not answer within 10 s"] == "minor"
    assert by_text["rare-package-1: not in the index"] == "info"


def test_a_clean_scan_is_an_empty_list() -> None:
    assert gitlab.render(sample_results.clean()) == "[]\n"


def test_a_repeated_finding_and_a_failure_of_the_policy_are_one_issue_each() -> None:
    reason = Reason("unused-ignore", "the ignore of x matches nothing")
    found = replace(finding("a", Rated(1.0), "fail"), references=())
    result = ScanResult(findings=(found, found), policy_failures=(reason, reason))
    assert [issue["location"]["path"] for issue in issues(result)] == [".", "."]
