"""The reference part of docs/scoring.md, made from the tables that the scores come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.ecosystems import ecosystem_of
from nerq.grades import GRADES
from nerq.model import DIMENSIONS
from nerq.trust.local.alerts import FACTS
from nerq.trust.local.popular import listing
from nerq.trust.local.score import LEAST_CONFIDENCE, WEIGHTS
from nerq.trust.local.shipped import read_lines
from nerq.trust.local.signals import SIGNALS
from nerq.trust.local.sources import SOURCES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.trust.local.evidence import Subject
    from nerq.trust.local.signals import Definition

START, END = "<!-- generated: signals -->", "<!-- end of generated part -->"
_SUBJECTS: dict[Subject, str] = {
    "pypi": ecosystem_of("pypi").title,
    "npm": ecosystem_of("npm").title,
    "model": "model",
    "dataset": "dataset",
    "space": "space",
    "repository": "repository or action",
}

_LISTS = (
    ("ended Python packages, with what follows them", "ended_pypi.txt"),
    ("ended npm packages, with what follows them", "ended_npm.txt"),
    ("modules of Python's standard library", "stdlib_names.txt"),
    ("SPDX ids of OSI-approved licences", "osi_approved.txt"),
)


def render_reference() -> str:
    """Markdown: weights, grades, signals by dimension, sources, shipped data."""
    parts = [START, *_weights(), *_signals(), *_facts(), *_sources(), *_shipped(), END]
    return "\n".join(parts) + "\n"


def replace_reference(page: str) -> str:
    """The page with its generated part made anew.

    Raises:
        ValueError: the page has no such part.
    """
    before, start, rest = page.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError(f"no part between {START} and {END}")
    return before + render_reference().rstrip("\n") + after


def _weights() -> list[str]:
    rows = [(name, f"{WEIGHTS[name]:g} %") for name in DIMENSIONS]
    letters = ", ".join(f"{letter} from {least:g}" for least, letter in GRADES)
    return [
        "## Dimensions and grades",
        "",
        *_table(("dimension", "weight"), rows),
        "",
        f"Grades: {letters}. Below {LEAST_CONFIDENCE:.0%} confidence there is no score.",
        "",
    ]


def _signals() -> list[str]:
    lines = ["## Signals", "", _counts(), ""]
    for dimension in DIMENSIONS:
        own = [d for d in SIGNALS if d.dimension == dimension]
        lines += [f"### {dimension.capitalize()}", ""]
        lines += _table(("signal", "weight", "of", "points"), map(_row, own))
        lines.append("")
    return lines


def _counts() -> str:
    counted = ", ".join(
        f"{_SUBJECTS[subject]} {sum(subject in d.subjects for d in SIGNALS)}"
        for subject in _SUBJECTS
    )
    return f"Number of signals: {counted}. A signal marked ▼ is a ceiling of its dimension."


def _row(definition: Definition) -> tuple[str, ...]:
    mark = " ▼" if definition.is_ceiling else ""
    subjects = ", ".join(_SUBJECTS[subject] for subject in definition.subjects)
    return (f"`{definition.id}`{mark}", f"{definition.weight:g}", subjects, definition.describes)


def _facts() -> list[str]:
    rows = [
        (
            f"`{fact.rule}`",
            ", ".join(_SUBJECTS[subject] for subject in fact.subjects),
            fact.describes,
        )
        for fact in FACTS
    ]
    head = ("rule", "of", "shows in the evidence where")
    intro = "What a rule knows is not a signal: it stops a build whatever the score, and caps it."
    return ["## Facts that rules know", "", intro, "", *_table(head, rows), ""]


def _sources() -> list[str]:
    rows = [
        (
            source.title,
            ", ".join(_SUBJECTS[subject] for subject in source.subjects),
            source.reads,
            f"`{source.setting}`" if source.setting else "",
            "live" if source.is_live_proven else "replayed answers",
        )
        for source in SOURCES
    ]
    head = ("source", "asked about", "read", "endpoint", "proved by")
    return ["## Sources", "", "In the order in which they are asked:", "", *_table(head, rows), ""]


def _shipped() -> list[str]:
    rows = []
    for ecosystem in ("pypi", "npm"):
        ranked = listing(ecosystem)
        if ranked is not None:
            what = f"most downloaded {_SUBJECTS[_subject(ecosystem)]}s"
            rows.append((what, f"{len(ranked.lines):,}", str(ranked.drawn_up)))
    for what, name in _LISTS:
        found = read_lines(name)
        rows.append((what, f"{len(found.lines):,}", str(found.drawn_up)))
    head = ("list", "entries", "drawn up")
    return ["## Data shipped with nerq", "", *_table(head, rows), ""]


def _subject(ecosystem: str) -> Subject:
    return "npm" if ecosystem == "npm" else "pypi"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]
