"""One self-contained HTML page: sortable, filterable, printable, light and dark.

It asks for nothing: styles and script stand in the page and are the only ones that its
Content-Security-Policy lets run. Without scripts everything is readable, all details open.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from nerq.plugin import ReportFormat
from nerq.reports import verdict_line, wording
from nerq.reports.escaping import one_line, well_formed

if TYPE_CHECKING:
    from jinja2 import Template

    from nerq.model import Location, ScanResult

_COLUMNS = (
    {"title": "Outcome", "type": "rank"},
    {"title": "Score", "type": "number"},
    {"title": "Grade", "type": "text"},
    {"title": "Advice", "type": "text"},
    {"title": "Target", "type": "text"},
    {"title": "Why", "type": "text"},
    {"title": "Where", "type": "text"},
)


def render(result: ScanResult) -> str:
    """A page of its own, to read, sort and filter; style and script inside, nothing loaded."""
    from markupsafe import Markup

    from nerq.reports.html_rows import chart, counts, row
    from nerq.reports.json_v1 import version

    css, script = asset("report.css"), asset("report.js")
    page = _template().render(
        policy=_policy(css, script),
        css=Markup(css),  # noqa: S704 - a file of this package
        script=Markup(script),  # noqa: S704 - a file of this package
        state=wording.state(result),
        verdict=verdict_line.verdict(result),
        about=_about(result),
        counts=counts(result),
        chart=chart(result),
        columns=_COLUMNS,
        rows=[row(finding) for finding in result.findings],
        kinds=sorted({finding.target.kind for finding in result.findings}),
        sections=_sections(result),
        footer=f"Made by nerq {version()} on {one_line(result.scanned_at)}.",
    )
    return well_formed(page).rstrip("\n") + "\n"


def _about(result: ScanResult) -> str:
    parts = [
        wording.summary_line(result),
        f"scanned {one_line(result.root)}",
        one_line(result.scanned_at),
    ]
    return " · ".join(part for part in parts if part)


def _sections(result: ScanResult) -> list[dict[str, Any]]:
    """What is said about the scan as a whole, empty parts left out."""
    sections = [
        ("Not read", [_entry(item.location, item.message) for item in result.problems]),
        (
            "Known at run time only",
            [_entry(item.location, item.expression) for item in result.unresolved],
        ),
        ("Policy", [_entry(None, item.message) for item in result.policy_failures]),
        ("Notes", [_entry(None, note) for note in result.notes]),
    ]
    return [{"title": title, "entries": entries} for title, entries in sections if entries]


def _entry(location: Location | None, text: str) -> dict[str, str]:
    return {"place": wording.place(location) if location else "", "text": one_line(text)}


def _policy(css: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{digest(css)}'; script-src '{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """As CSP Level 3 names a text that may stand in the page."""
    from base64 import b64encode
    from hashlib import sha256

    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def asset(name: str) -> str:
    """The text of a file in ``templates/``."""
    from importlib.resources import files

    return (files("nerq.reports") / "templates" / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined)
    return environment.from_string(asset("report.html.j2"))


REPORT = ReportFormat(
    id="html",
    title="a page to read, sort and filter",
    render=render,
    media_type="text/html",
    extension=".html",
)
