from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sample_results

import nerq.reports
from nerq.model import Rated
from nerq.policy import worst_first
from nerq.reports import REPORTS
from nerq.rules import describe

if TYPE_CHECKING:
    from nerq.model import Finding
    from nerq.plugin import ReportFormat

HEAVY = {
    "rich",
    "jinja2",
    "cyclonedx",
    "spdx_tools",
    "httpx",
    "asyncio",
    "pydantic",
    "xml",
    "csv",
    "decimal",
}


def test_every_module_that_ends_in_a_record_is_listed() -> None:
    names = [module.name for module in pkgutil.iter_modules(nerq.reports.__path__)]
    modules = [importlib.import_module(f"nerq.reports.{name}") for name in names]
    records = [module.REPORT for module in modules if hasattr(module, "REPORT")]
    assert sorted(record.id for record in records) == sorted(report.id for report in REPORTS)


def test_ids_are_used_once_and_what_people_read_comes_first() -> None:
    ids = [report.id for report in REPORTS]
    assert len(set(ids)) == len(ids)
    assert ids[:2] == ["table", "json"]


@pytest.mark.parametrize(
    "code",
    [
        "import nerq.reports",
        "import sample_results as s; from nerq.reports import json_v1; json_v1.render(s.clean())",
    ],
)
def test_listing_the_reports_and_writing_json_load_nothing_heavy(code: str) -> None:
    script = f"import sys; sys.path.insert(0, 'tests'); {code}; print(*sys.modules)"
    # Measuring coverage would load modules of its own.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    heavy = HEAVY - ({"csv"} if "json_v1" in code else set())  # installed metadata reads CSV
    assert not loaded & heavy


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
@pytest.mark.parametrize("name", ["typical", "clean", "empty"])
def test_a_report_is_the_same_text_for_an_equal_result(report: ReportFormat, name: str) -> None:
    make = getattr(sample_results, name)
    text = report.render(make())
    assert text == report.render(make())
    assert text.endswith("\n")
    assert report.extension.startswith(".")


def test_a_rule_of_a_newer_policy_is_shown_under_its_own_id() -> None:
    rule = describe("some-new-rule")
    assert rule.title == "Some new rule."
    assert rule.url.endswith("#some-new-rule")
    assert describe("a b#c").url.endswith("#a%20b%23c")


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_a_report_does_not_know_in_what_order_things_were_found(report: ReportFormat) -> None:
    """Findings are sorted before they reach it, and a mapping turned round is an equal one."""
    result = sample_results.typical()
    found = map(_turned, reversed(result.findings))
    turned = replace(result, findings=tuple(sorted(found, key=worst_first)))
    straight = replace(result, findings=tuple(sorted(result.findings, key=worst_first)))
    assert report.render(turned) == report.render(straight)


def _turned(finding: Finding) -> Finding:
    answer = finding.answer
    if not isinstance(answer, Rated) or answer.facts.dimensions is None:
        return finding
    dimensions = dict(reversed(list(answer.facts.dimensions.items())))
    facts = replace(answer.facts, dimensions=dimensions)
    return replace(finding, answer=replace(answer, facts=facts))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
def test_a_report_names_what_failed(report: ReportFormat) -> None:
    """Each failed target, as its format writes it: long names may be cut or folded."""
    result = sample_results.typical()
    text = report.render(result)
    failed = [finding.target.id for finding in result.findings if finding.outcome == "fail"]
    assert failed
    assert [name for name in failed if name.rpartition("/")[2][:12] not in text] == []
