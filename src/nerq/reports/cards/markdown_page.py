"""Cards in Markdown, for a review or an issue: foreign text is code wherever it could be markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.reports import verdict_line, wording
from nerq.reports.cards import verdicts
from nerq.reports.cards.content import card
from nerq.reports.cards.measures import sparkline
from nerq.reports.escaping import markdown, markdown_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import Finding, ScanResult
    from nerq.reports.cards.content import Card, Item


def render(result: ScanResult) -> str:
    """One table over several targets, then the card of each."""
    lines: list[str] = []
    if len(result.findings) > 1:
        lines += [f"### nerq check: {wording.state(result)}", ""]
        lines += _table(("Score", "Grade", "Verdict", "Target", "Policy"), _rows(result.findings))
        lines.append("")
    for finding in result.findings:
        lines += _card(card(finding))
    lines += [line for note in result.notes for line in (f"Note: {markdown(note)}", "")]
    lines.append(markdown(verdict_line.verdict(result)))
    return "\n".join(lines) + "\n"


def _rows(findings: Sequence[Finding]) -> list[tuple[str, ...]]:
    return [
        (
            wording.score_text(wording.score(finding)),
            markdown(wording.grade(finding)),
            verdicts.verdict(finding),
            markdown_code(finding.target.id),
            markdown(verdicts.outcome(finding)),
        )
        for finding in findings
    ]


def _card(shown: Card) -> list[str]:
    score = "no score" if shown.score == "-" else f"{shown.score} of 100"
    grade = "no grade" if shown.grade == "-" else f"grade {markdown(shown.grade)}"
    lines = [f"### {markdown_code(shown.title)} ({markdown(shown.kind)})", ""]
    lines += [f"**{score} · {grade} · {shown.verdict}**", ""]
    lines += [line for text in shown.summary for line in (markdown(text), "")]
    lines += _dimensions(shown)
    lines += _items(("Fact", "Value"), shown.facts)
    lines += _items(("Known vulnerability", "Details"), shown.vulnerabilities)
    lines += _items(("Flag", "Meaning"), shown.flags)
    lines += _items(("Alternative that scores higher", "Score"), shown.alternatives)
    if shown.history is not None:
        drawn = f" {sparkline(shown.history.points)}" if len(shown.history.points) > 1 else ""
        lines += [f"History of the score: {markdown(shown.history.words)}{drawn}", ""]
    if shown.signals:
        lines += ["<details><summary>Evidence</summary>", ""]
        lines += [
            *_items(("Signal", "Evidence"), [signal.item for signal in shown.signals]),
            "</details>",
            "",
        ]
    lines += ["What to do next:", "", *(f"- {markdown(step)}" for step in shown.steps), ""]
    if shown.report:
        lines += [f"[Full report](<{shown.report}>)", ""]
    return lines


def _dimensions(shown: Card) -> list[str]:
    if not shown.facts:
        return []
    if not shown.dimensions:
        return ["Dimensions: not in this answer", ""]
    rows = [(item.name, item.text, item.meaning, markdown(item.note)) for item in shown.dimensions]
    lines = [*_table(("Dimension", "Score", "About", "Note"), rows), ""]
    return [*lines, markdown(shown.remark), ""] if shown.remark else lines


def _items(head: tuple[str, str], items: Sequence[Item]) -> list[str]:
    if not items:
        return []
    rows = [(markdown(item.label), _linked(item)) for item in items]
    return [*_table(head, rows), ""]


def _linked(item: Item) -> str:
    text = markdown(item.text)
    is_linked = item.url and "|" not in item.url and item.url not in item.text
    return f"{text} ([page](<{item.url}>))" if is_linked else text


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    rule = "|" + "".join(" ---: |" if name == "Score" else " --- |" for name in head)
    lines = [head, *rows]
    table = ["| " + " | ".join(line) + " |" for line in lines]
    return [table[0], rule, *table[1:]]
