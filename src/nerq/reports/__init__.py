"""Reports: one module a format, all listed here; each renders a `ScanResult` and knows no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.reports import (
    csv_rows,
    cyclonedx,
    github,
    gitlab,
    html_page,
    json_v1,
    junit,
    markdown,
    sarif,
    table,
)

if TYPE_CHECKING:
    from nerq.plugin import ReportFormat

REPORTS: tuple[ReportFormat, ...] = (
    table.REPORT,
    json_v1.REPORT,
    sarif.REPORT,
    cyclonedx.REPORT,
    markdown.REPORT,
    junit.REPORT,
    github.REPORT,
    gitlab.REPORT,
    html_page.REPORT,
    csv_rows.REPORT,
)
