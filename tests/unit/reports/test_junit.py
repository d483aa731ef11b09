from __future__ import annotations

from dataclasses import replace

import pytest
import sample_results
from junitparser import Error, Failure, JUnitXml, Skipped

from nerq.model import Location, Problem, Reason, ScanResult
from nerq.reports import junit


def suites(result: ScanResult) -> JUnitXml:
    return JUnitXml.fromstring(junit.render(result).encode())


def test_a_build_server_counts_what_the_scan_counts() -> None:
    xml = suites(sample_results.typical())
    assert (xml.tests, xml.failures, xml.errors, xml.skipped) == (39, 3, 1, 32)
    first, second = xml
    assert (first.name, first.tests, first.timestamp) == ("nerq", 37, "2026-03-20T10:11:12Z")
    assert (second.name, second.skipped) == ("nerq files", 2)


@pytest.mark.parametrize(
    ("name", "kind", "message"),
    [
        ("microsoft/phi-2", Failure, "61.2 is below 70"),
        ("slow-service", Error, "the service did not answer within 10 s"),
        ("rare-package-1", Skipped, "not in the index"),
        ("debt", Skipped, "until 2027-01-31: replaced in the next release"),
    ],
)
def test_each_outcome_has_its_element(name: str, kind: type, message: str) -> None:
    case = next(
        case for suite in suites(sample_results.typical()) for case in suite if case.name == name
    )
    (mark,) = case.result
    assert isinstance(mark, kind)
    assert mark.message == message


def test_a_pass_is_a_plain_case_with_its_place() -> None:
    (suite,) = suites(sample_results.clean())
    (case,) = suite
    assert case.result == []
    assert case.classname == "nerq.pypi.package"
    assert (case._elem.get("file"), case._elem.get("line")) == ("requirements.txt", "1")


def test_nothing_found_is_an_empty_suite() -> None:
    (suite,) = suites(sample_results.empty())
    assert suite.tests == 0
    (output,) = suite._elem.iter("system-out")
    assert "Nothing to judge" in output.text


def test_a_named_file_that_cannot_be_read_is_an_error_and_a_policy_failure_a_failure() -> None:
    result = replace(
        sample_results.empty(),
        scanned_at="",
        problems=(Problem(Location("a.lock"), "broken", is_named=True),),
        policy_failures=(Reason("unused-ignore", "the ignore of x matches nothing"),),
    )
    xml = suites(result)
    assert (xml.tests, xml.failures, xml.errors) == (2, 1, 1)
