"""A comparison on a terminal, in Markdown and in JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nerq.reports.cards.comparison import compare, document
from nerq.reports.escaping import ascii_only, json_ascii, markdown, markdown_code, one_line
from nerq.reports.table_page import Page, fold

if TYPE_CHECKING:
    from nerq.model import ScanResult
    from nerq.reports.cards.comparison import Comparison, Row

_NARROWEST = 40
_GAP = 2
_WIDEST = 30  # columns of a value; a longer one is folded


def write(
    result: ScanResult,
    console_width: int,
    *,
    color: bool,
    unicode: bool,
    service_winner: str | None = None,
) -> str:
    """The comparison for a terminal; see `nerq.reports.cards.terminal.write`."""
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    shown = compare(result.findings, service_winner)
    for letter, title in zip(shown.letters, shown.titles, strict=True):
        page.entry(f"{letter}  {title}", indent=0)
    page.line()
    widths = _widths(shown, page.width)
    if widths is None:
        for row in shown.rows:
            _listed(page, shown, row)
    else:
        head = ("", *shown.letters, "Ahead")
        _cells(page, head, widths, "bold")
        for row in shown.rows:
            _cells(page, (row.name, *row.values, row.words), widths)
    page.line()
    if any(row.words == "open" for row in shown.rows):
        page.line(_OPEN)
    for note in result.notes:
        page.line(f"Note: {one_line(note)}")
    if shown.service:
        page.line(shown.service)
    page.line(shown.verdict, "bold")
    return page.text() if unicode else ascii_only(page.text())


def _widths(shown: Comparison, width: int) -> list[int] | None:
    """Of the columns, values folded where that helps; None where no table fits."""
    label = max(len(row.name) for row in shown.rows)
    words = max(len("Ahead"), *(len(row.words) for row in shown.rows))
    count = len(shown.letters)
    left = width - label - words - _GAP * (count + 1)
    longest = max(len(value) for row in shown.rows for value in row.values)
    each = min(left // count, longest, _WIDEST)
    return None if each < min(longest, _LEAST) else [label, *[each] * count, words]


_LEAST = 12  # columns of a value in which most words fit
_OPEN = "open: not known of all, or a 0 that may mean that nothing was measured"


def _cells(page: Page, texts: tuple[str, ...], widths: list[int], style: str = "") -> None:
    from rich.cells import cell_len

    columns = [fold(text, width) for text, width in zip(texts, widths, strict=True)]
    for index in range(max(len(column) for column in columns)):
        line = ""
        for column, width in zip(columns, widths, strict=True):
            text = column[index] if index < len(column) else ""
            line += text + " " * (width - cell_len(text) + _GAP)
        text = line.rstrip()
        page.line(text.lstrip(), style, indent=len(text) - len(text.lstrip()))


def _listed(page: Page, shown: Comparison, row: Row) -> None:
    """Where no table fits: the measure, then a line a target."""
    page.line(f"{row.name}: {row.words}" if row.words else row.name, "bold")
    for letter, value in zip(shown.letters, row.values, strict=True):
        page.entry(f"{letter}  {value}", indent=2)


def render_markdown(result: ScanResult, service_winner: str | None = None) -> str:
    """The comparison as a Markdown table."""
    shown = compare(result.findings, service_winner)
    names = [markdown_code(finding.target.id) for finding in result.findings]
    lines = [
        "### nerq compare",
        "",
        "| | " + " | ".join([*names, "Ahead"]) + " |",
        "| --- |" + " --- |" * (len(names) + 1),
    ]
    for row in shown.rows:
        cells = [row.name, *(markdown(value) for value in row.values), _ahead(row, names)]
        lines.append("| " + " | ".join(cells) + " |")
    lines += ["", _OPEN, ""]
    lines += [line for note in result.notes for line in (f"Note: {markdown(note)}", "")]
    if shown.service:
        lines += [markdown(shown.service), ""]
    return "\n".join([*lines, f"**{markdown(shown.verdict)}**"]) + "\n"


def _ahead(row: Row, names: list[str]) -> str:
    if row.margin is None:
        return row.words
    if len(row.winners) > 1:
        return "tie" if len(row.winners) == len(names) else row.words
    return f"{names[row.winners[0]]} {row.words.partition(' ')[2]}"


def render_json(result: ScanResult, service_winner: str | None = None) -> str:
    """The JSON report, version 1, with a ``comparison`` at its end."""
    content = document(result, service_winner)
    return json_ascii(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)) + "\n"
