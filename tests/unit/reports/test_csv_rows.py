from __future__ import annotations

import csv
from io import StringIO

import sample_results
from sample_results import finding

from nerq.model import Facts, Rated, Reason, ScanResult
from nerq.reports import csv_rows


def rows(result: ScanResult) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(csv_rows.render(result), newline="")))


def test_a_row_for_every_target_and_unread_file() -> None:
    table = rows(sample_results.typical())
    assert len(table) == 37 + 2
    phi = table[1]
    assert phi["target"] == "microsoft/phi-2"
    assert (phi["score"], phi["path"], phi["line"], phi["mentions"]) == (
        "61.2",
        "app.py",
        "12",
        "4",
    )
    assert phi["places"].startswith("app.py:12; nb/explore.ipynb:cell 2:3; ")
    assert table[-2]["outcome"] == "problem"
    assert table[-2]["reasons"] == "not TOML: a value is missing after ="


def test_an_unmeasured_score_is_an_empty_cell() -> None:
    silent = rows(sample_results.typical())[3]
    assert (silent["outcome"], silent["score"], silent["from"]) == ("unavailable", "", "")


def test_no_cell_is_a_formula() -> None:
    found = finding("@scope/name", Rated(80.0, Facts(license="=cmd|' /C calc'!A0", grade="+1")))
    (row,) = rows(ScanResult(findings=(found,)))
    assert row["target"] == "'@scope/name"
    assert row["license"] == "'=cmd|' /C calc'!A0"
    assert row["grade"] == "'+1"


def test_a_failure_of_the_policy_has_its_row() -> None:
    (row,) = rows(ScanResult(policy_failures=(Reason("unused-ignore", "x matches nothing"),)))
    assert (row["outcome"], row["rules"]) == ("policy", "unused-ignore")
