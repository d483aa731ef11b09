"""Cards on a terminal, for 60 to 200 columns: plain lines, numbers before drawings.

Colour, bars and sparklines only repeat what the words say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.reports import verdict_line, wording
from nerq.reports.cards import verdicts
from nerq.reports.cards.content import card
from nerq.reports.cards.measures import ZERO, bar, sparkline
from nerq.reports.escaping import ascii_only, one_line
from nerq.reports.table_page import Page, fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.model import Finding, ScanResult
    from nerq.reports.cards.content import Card, Item

PLAIN_WIDTH = 100
_NARROWEST = 40
_WIDE = 80
_STYLES: dict[verdicts.Verdict, str] = {
    "trusted": "bold green",
    "caution": "bold yellow",
    "unsafe": "bold red",
    "unknown": "bold",
    "no answer": "bold magenta",
}
SUGGESTION = "did you mean"
"""Words by which the message about an unknown name tells of near ones."""

_HEAD = "Score  Grade  Verdict    "


def render(result: ScanResult) -> str:
    """The cards as plain text for 100 columns, without colour."""
    return write(result, PLAIN_WIDTH, color=False, unicode=True, verbose=0)


def write(
    result: ScanResult, console_width: int, *, color: bool, unicode: bool, verbose: int
) -> str:
    """The cards for a terminal.

    Args:
        result: what to show; one finding is a card, several are a list.
        console_width: in columns; fewer than 40 are treated as 40.
        color: whether ANSI colours are written.
        unicode: False for output that can carry ASCII only.
        verbose: 1 and more adds the card of each of several, and every signal of evidence.

    Returns:
        The text, newline at the end.
    """
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    findings = result.findings
    if len(findings) != 1:
        _list(page, findings)
    if len(findings) == 1 or verbose:
        for finding in findings:
            _card(page, card(finding), verbose)
    _close(page, result)
    return _text(page)


def head(console_width: int, *, color: bool, unicode: bool) -> str:
    """The line above rows that are shown as they come."""
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    page.line(f"{_HEAD}Target", "bold")
    return _text(page)


def rows(findings: Iterable[Finding], console_width: int, *, color: bool, unicode: bool) -> str:
    """One row a finding, as `write` lists them, in the order given."""
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    for finding in findings:
        _row(page, finding)
    return _text(page)


def cards(
    result: ScanResult, console_width: int, *, color: bool, unicode: bool, verbose: int
) -> str:
    """The card of every finding; see `write`."""
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    for finding in result.findings:
        _card(page, card(finding), verbose)
    return "\n" + _text(page)


def close(result: ScanResult, console_width: int, *, color: bool, unicode: bool) -> str:
    """Notes, counts and what they come to."""
    page = Page(max(console_width, _NARROWEST), color=color, unicode=unicode)
    _close(page, result)
    return "\n" + _text(page)


def _text(page: Page) -> str:
    return page.text() if page.unicode else ascii_only(page.text())


def _list(page: Page, findings: Sequence[Finding]) -> None:
    page.line(f"{_HEAD}Target", "bold")
    for finding in findings:
        _row(page, finding)


def _row(page: Page, finding: Finding) -> None:
    word = verdicts.verdict(finding)
    kind = finding.target.kind
    name = wording.title(finding) + ("" if kind == "package" else f" ({kind})")
    score = wording.score_text(wording.score(finding))
    first, *rest = fold(name, page.width - len(_HEAD))
    line = f"{score:<5}  {wording.grade(finding):<5}  {word:<9}  {first}"
    page.line(line, _STYLES[word])
    for text in (*rest, *_why(finding)):
        page.line(text, indent=len(_HEAD))


def _why(finding: Finding) -> list[str]:
    """The reasons, where they say more than the verdict does."""
    is_pass = finding.outcome == "pass"
    reasons = wording.called_out(finding) if is_pass else wording.reasons(finding)
    is_plain = wording.rules(finding) == ["not-in-index"] and finding.outcome == "unknown"
    return [text for text in reasons if not is_plain or SUGGESTION in text]


def _card(page: Page, shown: Card, verbose: int) -> None:
    page.heading(f"{shown.title} ({shown.kind})")
    page.line()
    grade = "no grade" if shown.grade == "-" else f"grade {shown.grade}"
    score = "No score" if shown.score == "-" else f"{shown.score} of 100"
    page.line(f"{score} · {grade} · {shown.verdict}", _STYLES[shown.verdict])
    for line in shown.summary:
        page.line(line)
    _dimensions(page, shown)
    _items(page, "Facts", shown.facts, with_url=True)
    _items(page, "More facts", shown.more if verbose else ())
    _items(page, "Known vulnerabilities", shown.vulnerabilities, with_url=True)
    _items(page, "Flags", shown.flags)
    _items(page, "Alternatives that score higher", shown.alternatives, with_url=verbose > 0)
    _history(page, shown)
    _evidence(page, shown, verbose)
    _entries(page, "What to do next", shown.steps)
    if shown.report:
        page.heading("Full report")
        page.line(shown.report, indent=2)


def _dimensions(page: Page, shown: Card) -> None:
    if not shown.facts:
        return
    page.heading("Dimensions, each 0 to 100")
    if not shown.dimensions:
        page.line("not in this answer", indent=2)
    for item in shown.dimensions:
        drawn = bar(item.value, unicode=page.unicode)
        line = f"{item.name:<13}  {item.text:>12}  {drawn}"
        if page.width > _WIDE + _NARROWEST:
            page.line(f"{line}  {item.meaning}{f'; {item.note}' if item.note else ''}", indent=2)
            continue
        page.line(f"{line}  {item.note}" if item.note == ZERO else line, indent=2)
        page.line(item.meaning, "dim", indent=6)
        if item.note and item.note != ZERO:
            page.line(item.note, indent=6)
    if shown.remark:
        page.line(shown.remark, indent=2)


def _items(page: Page, title: str, items: Sequence[Item], *, with_url: bool = False) -> None:
    """``label  text``, further lines below the text; nothing where there is no item."""
    if not items:
        return
    page.heading(title)
    width = min(max(len(item.label) for item in items), page.width // 2)
    for item in items:
        text = f"{item.text} {item.url}" if with_url and item.url else item.text
        label = item.label
        if len(label) > width:
            page.entry(f"{label}: {text}", indent=2)
            continue
        first, *rest = fold(text, page.width - width - 4)
        page.line(f"{label:<{width}}  {first}", indent=2)
        for part in rest:
            page.line(part, indent=width + 4)


def _evidence(page: Page, shown: Card, verbose: int) -> None:
    """Signal by signal, by dimension; only their number unless more is wanted."""
    if shown.signals and not verbose:
        page.heading("Evidence")
        page.line(f"{wording.count(len(shown.signals), 'signal')} (-v lists them)", indent=2)
        return
    dimension = ""
    for signal in shown.signals:
        if signal.dimension != dimension:
            dimension = signal.dimension
            page.heading(f"Evidence for {dimension}")
        page.line(f"{signal.points} of 100, weight {signal.weight}: {signal.id}", indent=2)
        page.line(signal.finding, indent=6)
        page.line(f"seen in {signal.source}", "dim", indent=6)


def _entries(page: Page, title: str, texts: Sequence[str]) -> None:
    if texts:
        page.heading(title)
    for text in texts:
        page.entry(f"- {text}", indent=2)


def _history(page: Page, shown: Card) -> None:
    if shown.history is None:
        return
    page.heading("History of the score")
    page.line(shown.history.words, indent=2)
    if page.unicode and len(shown.history.points) > 1:
        page.line(sparkline(shown.history.points), indent=2)


def _close(page: Page, result: ScanResult) -> None:
    _entries(page, "Notes", [one_line(note) for note in result.notes])
    if len(result.findings) > 1:
        page.heading(wording.summary_line(result))
    else:
        page.line()
    style = "bold red" if result.exit_code else "bold"
    page.line(verdict_line.verdict(result), style)
