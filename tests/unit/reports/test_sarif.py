from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import sample_results
from sample_results import finding, reference
from validators import validate_sarif

from nerq.model import Location, Rated, Reason, Reference, ScanResult, Unrated
from nerq.reports import sarif


def run(result: ScanResult) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(sarif.render(result))["runs"][0]
    return data


@pytest.mark.parametrize("name", ["typical", "clean", "empty"])
def test_the_log_is_valid_by_the_official_schema(name: str) -> None:
    validate_sarif(sarif.render(getattr(sample_results, name)()))


def test_every_mention_has_its_place() -> None:
    result = next(
        item for item in run(sample_results.typical())["results"] if "phi-2" in str(item["message"])
    )
    first = result["locations"][0]["physicalLocation"]
    assert first["artifactLocation"] == {"uri": "app.py", "uriBaseId": "%SRCROOT%"}
    assert first["region"] == {"startLine": 12, "startColumn": 9}
    others = [item["physicalLocation"] for item in result["relatedLocations"]]
    assert [item["artifactLocation"]["uri"] for item in others] == [
        "nb/explore.ipynb",
        "src/models/language/loader_for_everything.py",
        "tests/test_app.py",
    ]
    assert others[0]["region"] == {"startLine": 1}  # lines count within the cell
    assert result["level"] == "error"


def test_levels_follow_the_outcome_and_ignored_ones_are_left_out() -> None:
    results = run(sample_results.typical())["results"]
    levels = {item["properties"]["outcome"]: item["level"] for item in results}
    assert levels == {"fail": "error", "unavailable": "warning", "unknown": "note"}


def test_rules_are_explained_and_linked() -> None:
    log = run(sample_results.typical())
    rules = log["tool"]["driver"]["rules"]
    for item in log["results"]:
        rule = rules[item["ruleIndex"]]
        assert rule["id"] == item["ruleId"]
        assert rule["help"]["text"]
        assert rule["helpUri"].endswith(f"#{item['ruleId']}")


def test_a_fingerprint_outlives_a_moved_line_and_another_score() -> None:
    def fingerprint(line: int, score: float, path: str = "a.txt") -> str:
        found = finding(
            "a",
            Rated(score),
            "fail",
            reference("a", path, line),
            reasons=(Reason("score-below-threshold", f"{score} is below 70"),),
        )
        result = run(ScanResult(findings=(found,)))["results"][0]
        return str(result["partialFingerprints"]["nerqFinding/v1"])

    assert fingerprint(1, 20.0) == fingerprint(99, 30.0)
    assert fingerprint(1, 20.0) != fingerprint(1, 20.0, "b.txt")


@pytest.mark.parametrize(
    ("root", "path", "uri"),
    [
        (".", "a.txt", "a.txt"),
        ("sub/dir", "a.txt", "sub/dir/a.txt"),
        ("./sub/", "a.txt", "sub/a.txt"),
        ("sub\\dir", "a.txt", "sub/dir/a.txt"),
        ("/abs/x", "a.txt", "a.txt"),
        ("C:\\x", "a.txt", "a.txt"),
        ("../up", "a.txt", "a.txt"),
        (".", "my file#1%.txt", "my%20file%231%25.txt"),
        (".", "c:d/é.txt", "c%3Ad/%C3%A9.txt"),
    ],
)
def test_paths_are_relative_to_the_repository_and_encoded(root: str, path: str, uri: str) -> None:
    found = finding("a", Rated(1.0), "fail", reference("a", path))
    log = run(ScanResult(findings=(found,), root=root))
    place = log["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == uri


def test_text_in_a_message_is_not_a_link() -> None:
    found = finding(
        "a", Rated(1.0), "fail", reasons=(Reason("x", "[click](https://evil.example) \\"),)
    )
    text = run(ScanResult(findings=(found,)))["results"][0]["message"]["text"]
    assert "\\[click\\](https" in text
    assert "\\\\" in text


def test_problems_and_notes_are_notifications() -> None:
    notes = run(sample_results.typical())["invocations"][0]["toolExecutionNotifications"]
    assert [item["level"] for item in notes] == ["note", "warning", "warning", "note"]
    region = notes[1]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3}


def test_a_file_of_more_results_than_github_takes_says_what_is_missing() -> None:
    answer = Unrated("not-in-index", "not in the index")
    many = tuple(finding(f"p{n}", answer, "unknown") for n in range(sarif.MAX_RESULTS + 3))
    log = run(ScanResult(findings=many))
    assert len(log["results"]) == sarif.MAX_RESULTS
    first = log["invocations"][0]["toolExecutionNotifications"][0]
    assert first["message"]["text"].startswith("3 further results were left out")


def test_mentions_beyond_the_limit_are_left_out() -> None:
    mentions = tuple(
        Reference("package", "pypi", "a", Location("a.lock", n + 1), "x") for n in range(1200)
    )
    found = replace(finding("a", Rated(1.0), "fail"), references=mentions)
    result = run(ScanResult(findings=(found,)))["results"][0]
    assert len(result["locations"]) + len(result["relatedLocations"]) == sarif.MAX_LOCATIONS


def test_a_warning_that_passed_is_shown() -> None:
    reason = Reason("score-warning", "71 is below 75, a warning", "warn")
    found = finding("a", Rated(71.0), "pass", reasons=(reason,))
    results = run(ScanResult(findings=(found,)))["results"]
    assert [item["level"] for item in results] == ["warning"]


def test_a_first_mention_in_a_notebook_is_told_in_words() -> None:
    found = finding("a", Rated(1.0), "fail", reference("a", "x.ipynb", 4, cell=0))
    result = run(ScanResult(findings=(found,)))["results"][0]
    assert result["message"]["text"].endswith("In x.ipynb:cell 0:4.")


def test_a_target_named_on_the_command_line_has_no_location() -> None:
    found = replace(finding("a", Rated(1.0), "fail"), references=())
    text = sarif.render(ScanResult(findings=(found,)))
    validate_sarif(text)
    assert json.loads(text)["runs"][0]["results"][0]["locations"] == []
