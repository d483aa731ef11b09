"""Two or more targets side by side: measure by measure, who is ahead and by how much.

Nothing is decided on a zero that may mean that nothing was measured, nor without a score.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from string import ascii_uppercase
from typing import TYPE_CHECKING

from nerq.model import DIMENSIONS
from nerq.reports import wording
from nerq.reports.cards import verdicts
from nerq.reports.cards.content import card
from nerq.reports.cards.measures import dimensions
from nerq.reports.escaping import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import Finding, ScanResult
    from nerq.reports.cards.content import Card

MOST = len(ascii_uppercase)
"""So many targets have a letter of their own."""

OPEN = "open"
_ABSENT = "-"
# Labels of a card's facts, and what they are called beside the dimensions.
_FACTS = {
    "Vulnerabilities": "Vulnerabilities",
    "Licence": "Licence",
    "EU AI Act": "EU AI Act",
    "Compliance": "Jurisdictions",
    "Popularity": "Popularity",
    "Last update": "Last update",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One measure.

    Attributes:
        name: what is measured.
        values: one text a target, in their order.
        winners: positions of those ahead: one, several in a tie, or none where it is open
            or not a matter of better and worse.
        margin: between the best and the next, 0 in a tie; None where nobody is ahead.
        words: the same for a person: ``B by 1.0``, ``tie``, ``open``, or empty.
    """

    name: str
    values: tuple[str, ...]
    winners: tuple[int, ...] = ()
    margin: Decimal | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Targets side by side.

    Attributes:
        letters: one a target: A, B, C.
        titles: their ids, with kind and ecosystem.
        rows: the score first, then the dimensions, then facts.
        verdict: one sentence: who wins, by how much.
        service: what the service itself says, or empty.
    """

    letters: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[Row, ...]
    verdict: str
    service: str = ""


def compare(findings: Sequence[Finding], service_winner: str | None = None) -> Comparison:
    """The comparison of the findings, in the order given; at most `MOST` of them."""
    cards = [card(finding) for finding in findings]
    scores = [wording.score(finding) for finding in findings]
    score = _measured("Score", scores, [wording.score_text(value) for value in scores])
    measured = [_dimension(name, findings) for name in DIMENSIONS]
    sources = tuple(wording.scored_by(finding) or _ABSENT for finding in findings)
    if len(set(sources) - {_ABSENT}) > 1:
        # Two measures: a difference between them says nothing about the targets.
        score = _undecided(score)
        measured = [_undecided(row) for row in measured]
    rows = [
        score,
        Row("Scored by", sources),
        Row("Grade", tuple(item.grade for item in cards)),
        Row("Verdict", tuple(item.verdict for item in cards)),
        *measured,
        *(_fact(name, cards) for name in _FACTS),
    ]
    titles = tuple(f"{item.title} ({item.kind})" for item in cards)
    return Comparison(
        letters=tuple(ascii_uppercase[: len(findings)]),
        titles=titles,
        rows=tuple(rows),
        verdict=_verdict(findings, score),
        service=_service(service_winner),
    )


def _undecided(row: Row) -> Row:
    return replace(row, winners=(), margin=None, words=OPEN)


def _measured(name: str, values: Sequence[float | None], texts: Sequence[str]) -> Row:
    """Who has the highest value; open where fewer than two are known."""
    known = {index: value for index, value in enumerate(values) if value is not None}
    if len(known) < len(values) or len(known) < 2:
        return Row(name, tuple(texts), words=OPEN)
    best = max(known.values())
    winners = tuple(index for index, value in known.items() if value == best)
    if len(winners) > 1:
        names = " and ".join(ascii_uppercase[index] for index in winners)
        words = "tie" if len(winners) == len(values) else f"tie of {names}"
        return Row(name, tuple(texts), winners, Decimal(0), words)
    next_best = max(value for value in known.values() if value != best)
    margin = verdicts.difference(best, next_best)
    words = f"{ascii_uppercase[winners[0]]} by {verdicts.decimal(margin)}"
    return Row(name, tuple(texts), winners, margin, words)


def _dimension(name: str, findings: Sequence[Finding]) -> Row:
    values: list[float | None] = []
    texts: list[str] = []
    for finding in findings:
        found = next((item for item in dimensions(finding) if item.name == name), None)
        if found is None or found.value is None:
            values.append(None)
            texts.append("not measured" if found is not None else _ABSENT)
        elif found.is_doubtful:
            values.append(None)
            texts.append("0 or not measured")
        else:
            values.append(found.value)
            texts.append(found.text)
    return _measured(name.capitalize(), values, texts)


def _fact(name: str, cards: Sequence[Card]) -> Row:
    texts = (next((i.text for i in item.facts if i.label == name), _ABSENT) for item in cards)
    return Row(_FACTS[name], tuple(texts))


def _verdict(findings: Sequence[Finding], score: Row) -> str:
    titles = [wording.title(finding) for finding in findings]
    if score.margin is None:
        without = [
            title
            for title, finding in zip(titles, findings, strict=True)
            if wording.score(finding) is None
        ]
        if not without:
            return "No winner: the scores are of two sources, which measure differently."
        return f"No winner: without a score, {' and '.join(without)} cannot be compared."
    winners = " and ".join(titles[index] for index in score.winners)
    best = score.values[score.winners[0]]
    if len(score.winners) > 1:
        return f"A tie: {winners} have the same score, {best}."
    margin = verdicts.decimal(score.margin)
    if wording.has_fact_against(findings[score.winners[0]]):
        return f"No winner: {winners} scores {margin} higher, but a rule speaks against it."
    return f"{winners} wins: {best}, by {margin}."


def _service(winner: str | None) -> str:
    return "" if winner is None else f"The service itself names as winner: {one_line(winner)}."


def document(result: ScanResult, service_winner: str | None = None) -> dict[str, object]:
    """The JSON report, version 1, with a ``comparison`` at its end."""
    from nerq.reports.json_v1 import document as report

    shown = compare(result.findings, service_winner)
    ids = [finding.target.id for finding in result.findings]
    score = shown.rows[0]
    return {
        **report(result),
        "comparison": {
            "targets": ids,
            "winners": [ids[index] for index in score.winners],
            "margin": None if score.margin is None else float(score.margin),
            "service_winner": service_winner,
            "measures": [
                {
                    "name": row.name.lower(),
                    "values": list(row.values),
                    "winners": [ids[index] for index in row.winners],
                    "margin": None if row.margin is None else float(row.margin),
                }
                for row in shown.rows
            ],
        },
    }
