"""Reports: one module a format, all listed here; each renders a `ScanResult` and knows no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.reports import json_v1, table

if TYPE_CHECKING:
    from nerq.plugin import ReportFormat

REPORTS: tuple[ReportFormat, ...] = (table.REPORT, json_v1.REPORT)
