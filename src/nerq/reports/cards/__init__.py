"""Report cards: everything known about a few named targets, for people.

`CARDS` lists the formats; all of them render a `ScanResult` whose findings have no mentions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ReportFormat
from nerq.reports import json_v1

if TYPE_CHECKING:
    from nerq.model import ScanResult


def _table(result: ScanResult) -> str:
    from nerq.reports.cards.terminal import render

    return render(result)


def _markdown(result: ScanResult) -> str:
    from nerq.reports.cards.markdown_page import render

    return render(result)


def _html(result: ScanResult) -> str:
    from nerq.reports.cards.html_page import render

    return render(result)


CARDS: tuple[ReportFormat, ...] = (
    ReportFormat("table", "a card for people", _table, "text/plain", ".txt"),
    json_v1.REPORT,
    ReportFormat("markdown", "a card to paste into a review", _markdown, "text/markdown", ".md"),
    ReportFormat("html", "one self-contained page", _html, "text/html", ".html"),
)

COMPARISONS = ("table", "json", "markdown")
"""Formats of a comparison."""

STYLES = ("flat", "for-the-badge")
"""How badges can be drawn."""

SNIPPETS = ("markdown", "rst", "html")
"""Languages of pages that a badge can be shown in."""
