from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
import sample_results
from sample_results import finding, reference
from validators import validate_cyclonedx

from nerq.model import Facts, Rated, ScanResult, Vulnerability
from nerq.reports import cyclonedx


def bom(result: ScanResult) -> dict[str, Any]:
    text = cyclonedx.render(result)
    validate_cyclonedx(text)
    data: dict[str, Any] = json.loads(text)
    return data


def part(data: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in data["components"] if item["name"] == name)
    return found


def properties(item: dict[str, Any], name: str) -> list[str]:
    return [entry["value"] for entry in item["properties"] if entry["name"] == f"nerq:{name}"]


@pytest.mark.parametrize("name", ["typical", "clean", "empty"])
def test_the_bill_is_valid_by_the_strict_schema(name: str) -> None:
    data = bom(getattr(sample_results, name)())
    assert data["specVersion"] == "1.6"
    assert data["metadata"]["timestamp"] == "2026-03-20T10:11:12+00:00"
    assert data["metadata"]["tools"]["components"][0]["name"] == "nerq"


def test_a_model_is_a_model_with_its_score_and_card() -> None:
    phi = part(bom(sample_results.typical()), "microsoft/phi-2")
    assert phi["type"] == "machine-learning-model"
    assert phi["purl"] == "pkg:huggingface/microsoft/phi-2"
    assert properties(phi, "score") == ["61.2"]
    assert properties(phi, "dimension:compliance") == ["100.0"]
    assert properties(phi, "location")[0] == "app.py:12"
    assert phi["modelCard"]["considerations"]["ethicalConsiderations"] == [
        {"name": "EU AI Act risk class: minimal"}
    ]


def test_the_graph_follows_the_locks() -> None:
    result = ScanResult(
        findings=(
            finding("flask", Rated(80.0)),
            finding("click", Rated(80.0), "pass", reference("click", direct=False, via=("flask",))),
            finding(
                "old-http",
                Rated(30.0),
                "fail",
                reference("Old_HTTP", direct=False, via=("Flask", "click")),
            ),
            finding("lonely", Rated(30.0), "fail", reference("lonely", direct=False)),
        )
    )
    edges = {item["ref"]: item.get("dependsOn", []) for item in bom(result)["dependencies"]}
    assert edges == {
        "nerq-root": ["pypi/package/flask"],
        "pypi/package/flask": ["pypi/package/click"],
        "pypi/package/click": ["pypi/package/old-http"],
        "pypi/package/old-http": [],
        "pypi/package/lonely": [],
    }


def test_vulnerabilities_point_at_what_they_affect() -> None:
    shared = Facts(vulnerabilities=(Vulnerability("CVE-1", "critical", 9.8, "2.0"),))
    result = ScanResult(
        findings=(
            finding("a", Rated(1.0, shared), "fail"),
            finding("b", Rated(1.0, shared), "fail"),
        )
    )
    assert bom(result)["vulnerabilities"] == [
        {
            "bom-ref": "vulnerability/CVE-1",
            "id": "CVE-1",
            "ratings": [{"score": 9.8, "severity": "critical"}],
            "recommendation": "Update to 2.0.",
            "affects": [{"ref": "pypi/package/a"}, {"ref": "pypi/package/b"}],
        }
    ]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("mit", {"license": {"id": "MIT"}}),
        ("MIT OR Apache-2.0", {"expression": "MIT OR Apache-2.0"}),
        ("Custom, see file", {"license": {"name": "Custom, see file"}}),
    ],
)
def test_licences_are_spdx_where_they_can_be(text: str, written: dict[str, Any]) -> None:
    result = ScanResult(findings=(finding("a", Rated(80.0, Facts(license=text))),))
    assert part(bom(result), "a")["licenses"] == [written]


@pytest.mark.parametrize(
    ("scopes", "scope"),
    [
        (("runtime", "dev"), "required"),
        (("extra:gpu", "dev"), "optional"),
        (("dev", "group:docs"), "excluded"),
    ],
)
def test_scope_says_whether_it_ships(scopes: tuple[str, ...], scope: str) -> None:
    mentions = tuple(reference("a", scope=name) for name in scopes)
    assert (
        part(bom(ScanResult(findings=(finding("a", Rated(80.0), "pass", *mentions),))), "a")[
            "scope"
        ]
        == scope
    )


def test_a_pin_on_which_all_agree_is_the_version() -> None:
    same = tuple(reference("a", line=n, version="1.0") for n in (1, 2))
    other = (*same, reference("a", line=3, version="2.0"))
    for mentions, version in ((same, "1.0"), (other, None)):
        result = ScanResult(findings=(finding("a", Rated(80.0), "pass", *mentions),))
        assert part(bom(result), "a").get("version") == version


def test_the_serial_number_depends_on_the_content_only() -> None:
    first = bom(sample_results.typical())["serialNumber"]
    assert first == bom(sample_results.typical())["serialNumber"]
    assert first != bom(replace(sample_results.typical(), notes=("x",)))["serialNumber"]


@pytest.mark.parametrize("moment", ["", "yesterday", "2026-03-20T10:11:12"])
def test_an_odd_time_does_not_break_the_bill(moment: str) -> None:
    bom(replace(sample_results.clean(), scanned_at=moment))


def test_equal_targets_get_different_references() -> None:
    twice = (finding("a", Rated(80.0), purl="pkg:pypi/a@1"), finding("a", Rated(80.0)))
    refs = [item["bom-ref"] for item in bom(ScanResult(findings=twice))["components"]]
    assert sorted(refs) == ["pypi/package/a", "pypi/package/a#2"]


def test_a_broken_purl_is_left_out() -> None:
    result = ScanResult(findings=(finding("a", Rated(80.0), purl="no purl"),))
    assert "purl" not in part(bom(result), "a")


def test_a_target_without_mentions_has_no_scope() -> None:
    found = replace(finding("a", Rated(80.0)), references=())
    assert "scope" not in part(bom(ScanResult(findings=(found,))), "a")


def test_a_chain_of_unknown_names_gives_no_edge() -> None:
    found = finding("a", Rated(80.0), "pass", reference("a", direct=False, via=("x", "y")))
    edges = bom(ScanResult(findings=(found,)))["dependencies"]
    assert not any("dependsOn" in item for item in edges)
