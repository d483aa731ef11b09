from __future__ import annotations

from dataclasses import replace

import sample_results
from sample_results import finding, reference

from nerq.model import Location, Problem, Rated, Reason, ScanResult, Unrated
from nerq.reports import github


def test_annotations_point_at_the_first_mention() -> None:
    lines = github.render(replace(sample_results.typical(), root="sub")).splitlines()
    assert lines[2] == (
        "::error title=nerq,file=sub/app.py,line=12,col=9::"
        "microsoft/phi-2: 61.2 is below 70, and mentioned 3 more times"
    )
    assert lines[-1].startswith(
        "Failed: 3 targets did not meet the policy (advisory-high: old-http"
    )


def test_unknown_targets_do_not_drown_the_failures() -> None:
    lines = github.render(sample_results.typical()).splitlines()
    assert sum(line.startswith("::notice title=nerq,file") for line in lines) == 9
    assert "::notice title=nerq::and 20 more targets without a score" in lines


def test_commands_cannot_be_injected() -> None:
    found = finding(
        "a",
        Rated(1.0),
        "fail",
        reference("a", "x,line=9::y%0A\n.txt", 3),
        reasons=(Reason("r", "100%\r\n::set-output name=x::y ##[error]z"),),
    )
    first, *rest = github.render(ScanResult(findings=(found,))).splitlines()
    assert first == (
        "::error title=nerq,file=x%2Cline=9%3A%3Ay%250A .txt,line=3,col=1::"
        "a: 100%25  ::set-output name=x::y #\\x23[error]z"
    )
    assert not any(line.startswith("::") for line in rest)


def test_problems_and_failures_of_the_policy_are_annotated() -> None:
    result = ScanResult(
        problems=(Problem(Location("a.lock", 2), "broken", is_named=True),),
        policy_failures=(Reason("unused-ignore", "the ignore of x matches nothing"),),
    )
    assert github.render(result).splitlines()[:2] == [
        "::error title=nerq::the ignore of x matches nothing",
        "::error title=nerq,file=a.lock,line=2::Not read: broken",
    ]


def test_a_target_named_on_the_command_line_has_no_place() -> None:
    found = replace(finding("a", Unrated("x", "not known"), "unknown"), references=())
    assert github.render(ScanResult(findings=(found,))).startswith(
        "::notice title=nerq::a: not known\n"
    )
