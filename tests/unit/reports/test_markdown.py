from __future__ import annotations

from dataclasses import replace

import pytest
import sample_results
from sample_results import finding
from validators import render_markdown

from nerq.model import Location, Problem, Rated, Reason, ScanResult, Unrated, Unresolved
from nerq.reports import markdown


def html(result: ScanResult) -> str:
    return render_markdown(markdown.render(result))


def test_the_comment_starts_with_its_marker_and_verdict() -> None:
    lines = markdown.render(sample_results.typical()).splitlines()
    assert lines[:2] == [markdown.MARKER, "### nerq: failed"]
    assert any(
        line.startswith("Failed: 3 targets did not meet the policy (advisory") for line in lines
    )


def test_what_failed_is_a_table_and_the_rest_is_folded() -> None:
    page = html(sample_results.typical())
    table, _, folded = page.partition("<details>")
    assert "<code>microsoft/phi-2</code>" in table
    assert "<code>awesome-scalability (71.8)</code>" in table
    assert "rare-package-25" not in table
    assert "rare-package-25" in folded
    assert folded.count("<summary>") == 6


@pytest.mark.parametrize("name", ["clean", "empty"])
def test_a_scan_without_failures_has_no_table_of_them(name: str) -> None:
    assert "Advice" not in markdown.render(getattr(sample_results, name)())


def test_a_huge_scan_fits_a_comment_and_counts_what_is_left_out() -> None:
    reason = (Reason("score-below-threshold", "1 is below 70: \U0001f600" * 30),)
    failed = tuple(finding(f"bad-{n}", Rated(1.0), "fail", reasons=reason) for n in range(3000))
    unknown = tuple(finding(f"u-{n}", Unrated("x", "y"), "unknown") for n in range(3000))
    places = tuple(Problem(Location(f"{n}.lock"), "broken") for n in range(3000))
    dynamic = tuple(Unresolved(Location(f"{n}.py"), "f(x)", "x") for n in range(3000))
    text = markdown.render(
        ScanResult(findings=(*failed, *unknown), problems=places, unresolved=dynamic)
    )
    assert len(text) < 65_536
    shown = sum(line.count("`bad-") for line in text.splitlines())
    assert f"… and {3000 - shown} more" in text
    assert "… and 3000 more" in text
    assert text.count("<details>") == text.count("</details>") == 3


def test_a_chain_and_a_kind_are_told_in_words() -> None:
    text = markdown.render(sample_results.typical())
    assert "`microsoft/phi-2` (model)" in text
    assert "via requests, and 1 other way" in text


def test_strictness_is_part_of_the_summary() -> None:
    assert "· strict" in markdown.render(replace(sample_results.clean(), is_strict=True))
