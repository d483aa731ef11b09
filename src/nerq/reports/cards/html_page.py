"""Cards on one self-contained HTML page, in the style of the scan's; it runs no script."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nerq.reports import verdict_line, wording
from nerq.reports.cards import verdicts
from nerq.reports.cards.content import card
from nerq.reports.escaping import one_line, well_formed
from nerq.reports.html_page import asset, digest

if TYPE_CHECKING:
    from jinja2 import Template

    from nerq.model import Finding, ScanResult

_WIDTH = 320.0
_HEIGHT = 60.0
_MARGIN = 4.0


def render(result: ScanResult) -> str:
    """A page of its own with the cards of all findings; style and script inside, nothing loaded."""
    from markupsafe import Markup

    from nerq.reports.json_v1 import version

    css = asset("report.css") + asset("card.css")
    findings = result.findings
    allowed = f"style-src '{digest(css)}'"
    page = _template().render(
        policy=f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'",
        css=Markup(css),  # noqa: S704 - a file of this package
        title=wording.title(findings[0]) if len(findings) == 1 else "nerq check",
        state=wording.state(result),
        verdict=verdict_line.verdict(result),
        about=wording.summary_line(result),
        rows=[_row(finding, number) for number, finding in enumerate(findings)],
        cards=[_card(finding, number) for number, finding in enumerate(findings)],
        notes=[one_line(note) for note in result.notes],
        footer=f"Made by nerq {version()} on {one_line(result.scanned_at)}.",
    )
    return well_formed(page).rstrip("\n") + "\n"


def _row(finding: Finding, number: int) -> dict[str, Any]:
    return {
        "id": f"card-{number}",
        "score": wording.score_text(wording.score(finding)),
        "grade": wording.grade(finding),
        "verdict": verdicts.verdict(finding),
        "target": wording.title(finding),
        "kind": finding.target.kind,
        "outcome": verdicts.outcome(finding),
    }


def _card(finding: Finding, number: int) -> dict[str, Any]:
    shown = card(finding)
    lists = (
        ("Facts", shown.facts),
        ("Known vulnerabilities", shown.vulnerabilities),
        ("Flags", shown.flags),
        ("Alternatives that score higher", shown.alternatives),
        ("Evidence", tuple(signal.item for signal in shown.signals)),
    )
    return {
        "id": f"card-{number}",
        "card": shown,
        "lists": [(title, items) for title, items in lists if items],
        "line": _line(shown.history.points) if shown.history else "",
        "width": _WIDTH,
        "height": _HEIGHT,
    }


def _line(points: tuple[float, ...]) -> str:
    """A polyline from the lowest score to the highest; empty for a single point."""
    if len(points) < 2:
        return ""
    low, high = min(points), max(points)
    step = (_WIDTH - 2 * _MARGIN) / (len(points) - 1)
    reach = _HEIGHT - 2 * _MARGIN
    heights = [(value - low) / (high - low) if high > low else 0.5 for value in points]
    return " ".join(
        f"{_MARGIN + index * step:.1f},{_HEIGHT - _MARGIN - height * reach:.1f}"
        for index, height in enumerate(heights)
    )


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(asset("card.html.j2"))
