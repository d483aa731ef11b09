"""Reports, listed by id: each renders a `ScanResult` and knows no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.registry import Registry

if TYPE_CHECKING:
    from nerq.plugin import ReportFormat

REPORTS: Registry[ReportFormat] = Registry(
    "nerq.reports",
    "REPORT",
    (
        ("table", "table"),
        ("json_v1", "json"),
        ("sarif", "sarif"),
        ("cyclonedx", "cyclonedx"),
        ("spdx", "spdx"),
        ("markdown", "markdown"),
        ("junit", "junit"),
        ("github", "github"),
        ("gitlab", "gitlab"),
        ("html_page", "html"),
        ("csv_rows", "csv"),
    ),
)
