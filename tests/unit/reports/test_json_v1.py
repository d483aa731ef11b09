from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import sample_results
from sample_results import finding

from nerq.model import Facts, Rated, Reason
from nerq.reports import json_schema, json_v1

SCHEMA_FILE = Path(__file__).parents[3] / "docs" / "schema" / "nerq-report-1.json"


def report(name: str = "typical") -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json_v1.render(getattr(sample_results, name)()))
    return data


def without_unknown_fields(schema: Any) -> Any:
    """The schema, made to refuse any field that it does not name."""
    if isinstance(schema, list):
        return [without_unknown_fields(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {key: without_unknown_fields(value) for key, value in schema.items()}
    if schema.get("type") == "object":
        closed["additionalProperties"] = False
    return closed


def test_the_published_schema_is_the_one_of_the_code() -> None:
    """To renew it: write `json_schema.text()` to the file."""
    assert SCHEMA_FILE.read_text(encoding="utf-8") == json_schema.text()


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema.schema())


@pytest.mark.parametrize("name", ["typical", "clean", "empty"])
def test_a_report_has_the_fields_of_the_schema_and_no_others(name: str) -> None:
    jsonschema.Draft202012Validator(without_unknown_fields(json_schema.schema())).validate(
        report(name)
    )


def test_fields_stand_in_the_documented_order() -> None:
    data = report()
    assert list(data) == [
        "schema_version", "tool", "scanned_at", "root", "source", "policy", "summary", "findings",
        "problems", "unresolved", "unsupported", "notes",
    ]  # fmt: skip
    assert list(data["summary"])[:8] == [
        "targets", "passed", "failed", "unknown", "ignored", "unavailable", "problems", "exit_code",
    ]  # fmt: skip
    documented = [
        "target", "kind", "ecosystem", "purl", "outcome", "reasons", "score", "grade",
        "recommendation", "verified", "dimensions", "known_cves", "license", "eu_ai_act",
        "category", "stars", "matched", "alternatives", "assessed_at", "from", "confidence",
        "signals", "references",
    ]  # fmt: skip
    for item in data["findings"]:
        assert [key for key in item if key in documented] == documented
        for mention in item["references"]:
            assert list(mention)[:10] == [
                "name", "version", "specifier", "path", "line", "column", "scope", "direct", "via",
                "found_by",
            ]  # fmt: skip


def test_the_example_of_the_contract_reads_as_documented() -> None:
    phi = report()["findings"][1]
    assert phi["target"] == "microsoft/phi-2"
    assert phi["outcome"] == "fail"
    assert phi["reasons"] == [
        {"rule": "score-below-threshold", "message": "61.2 is below 70", "level": "error"}
    ]
    assert phi["score"] == 61.2
    assert phi["dimensions"]["compliance"] == 100.0
    assert phi["matched"] == {
        "source": "huggingface_model",
        "url": "https://nerq.example/safe/microsoft-phi-2",
    }
    assert phi["from"] == "network"
    assert phi["references"][1]["cell"] == 2
    assert report()["summary"]["exit_code"] == 1


def test_what_was_not_answered_is_null() -> None:
    silent = next(item for item in report()["findings"] if item["outcome"] == "unavailable")
    assert silent["from"] is None
    assert silent["score"] is None
    assert silent["dimensions"] is None
    assert silent["matched"] is None
    assert silent["message"] == "the service did not answer within 10 s"


def test_numbers_that_json_cannot_hold_are_null() -> None:
    facts = Facts(stars=10**5000, confidence=float("nan"), dimensions={"security": float("inf")})
    result = replace(sample_results.clean(), findings=(finding("a", Rated(float("nan"), facts)),))
    item = json.loads(json_v1.render(result))["findings"][0]
    assert (item["score"], item["stars"], item["confidence"]) == (None, None, None)
    assert item["dimensions"]["security"] is None


def test_the_score_of_another_thing_is_not_handed_on() -> None:
    item = report()["findings"][-5]
    assert item["target"] == "left-pad"
    assert (item["score"], item["identity"]) == (None, "other")
    assert item["matched"] == {"source": "npm", "url": None}


def test_failures_of_the_policy_as_a_whole_are_listed() -> None:
    reason = Reason("unused-ignore", "the ignore of x matches nothing", "error")
    data = json.loads(json_v1.render(replace(sample_results.clean(), policy_failures=(reason,))))
    assert data["policy"]["failures"] == [
        {"rule": reason.rule, "message": reason.message, "level": "error"}
    ]
    assert data["summary"]["exit_code"] == 1
