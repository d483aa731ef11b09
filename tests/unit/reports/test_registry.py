from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import sample_results

import nerq.reports
from nerq.reports import REPORTS
from nerq.rules import describe

if TYPE_CHECKING:
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


def test_the_order_is_the_one_of_the_documentation() -> None:
    assert [report.id for report in REPORTS] == [
        "table", "json", "sarif", "cyclonedx", "spdx", "markdown", "junit", "github", "gitlab", "html",
        "csv",
    ]  # fmt: skip


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
