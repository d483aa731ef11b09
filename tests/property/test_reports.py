"""Whatever stands in a result, every report stays readable, harmless and the same."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import StringIO
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from rich.cells import cell_len
from validators import render_markdown, validate_cyclonedx, validate_sarif

from nerq.model import (
    Alternative,
    Facts,
    Finding,
    Location,
    Origin,
    Problem,
    Rated,
    Reason,
    Reference,
    ScanResult,
    Signal,
    Target,
    Unavailable,
    Unrated,
    Unresolved,
    Vulnerability,
)
from nerq.reports import REPORTS, json_schema, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.plugin import ReportFormat

BY_ID: dict[str, ReportFormat] = {report.id: report for report in REPORTS}

HOSTILE = (
    "\x1b[31mred\x1b[0m", "\x1b]0;title\x07", "\x9b1m", "\u202eevil\u2066", "\ud800", "\x00", "\x7f",
    "a\r\nb", "\u2028", "\ufeff", "[red]x[/red]", "[link=https://x]y[/link]", ":smile:",
    "::error file=x::y", "\n::set-output name=a::b", "##[command]x", "##vso[task.x]y", "%0A%25",
    "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(1)", "\t=1", "|", "`", "``a`", "| --- |", "**b**",
    "[a](https://evil.example)", "![i](https://evil.example/i.png)", "<https://evil.example>",
    "https://evil.example/x", "www.evil.example", "@octocat", "#1", "GH-1", "a@b.example",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"'><b>", "]]>", "<!-- x -->",
    "-->", "&lt;b&gt;", "&amp;", "{{ 7 * 7 }}", "{% raw %}", "</style>", "</details>", "~~~", "# h",
    "javascript:alert(1)", "模型", "🙂", "e\u0301",
)  # fmt: skip

TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map("".join),
    st.lists(st.sampled_from(HOSTILE), min_size=2, max_size=3).map(" ".join),
    st.text(max_size=12),
    st.text(st.characters(codec=None, categories=["Cs", "Cc", "Cf", "Zl", "Zp", "L"]), max_size=8),
)
MAYBE = st.none() | TEXTS
SCORES = st.floats(0, 100) | st.sampled_from([0.0, 69.97, 70.0, float("nan"), float("inf")])
COUNTS = st.none() | st.integers(0, 10**6) | st.just(10**400)

locations = st.builds(
    Location,
    TEXTS,
    st.none() | st.integers(1, 10**6),
    st.none() | st.integers(1, 500),
    st.none() | st.integers(0, 9),
)
kinds = st.sampled_from(
    ["package", "model", "dataset", "space", "repository", "action", "mcp-server", "api-model"]
)
references = st.builds(
    Reference,
    kinds,
    TEXTS,
    TEXTS,
    locations,
    TEXTS,
    version=MAYBE,
    specifier=MAYBE,
    scope=st.sampled_from(["runtime", "dev", "extra:a", "prose"]) | TEXTS,
    direct=st.booleans(),
    via=st.lists(TEXTS, max_size=2).map(tuple),
    origin=st.builds(Origin, st.sampled_from(["registry", "git", "url", "path"]), MAYBE),
    extras=st.lists(TEXTS, max_size=1).map(tuple),
    marker=MAYBE,
)
urls = (
    st.none()
    | st.sampled_from(["https://nerq.example/a?b=c#d", "javascript:x", "https://["])
    | TEXTS
)
facts = st.builds(
    Facts,
    grade=MAYBE,
    recommendation=MAYBE,
    category=MAYBE,
    dimensions=st.none()
    | st.dictionaries(st.sampled_from(["security", "other"]), st.none() | SCORES),
    known_cves=COUNTS,
    vulnerabilities=st.lists(
        st.builds(
            Vulnerability,
            TEXTS,
            st.sampled_from(["high", None]) | TEXTS,
            st.none() | SCORES,
            MAYBE,
            urls,
        ),
        max_size=2,
    ).map(tuple),
    license=st.sampled_from(["MIT", "MIT OR ISC", None]) | TEXTS,
    eu_ai_act=MAYBE,
    stars=COUNTS,
    flags=st.lists(TEXTS, max_size=1).map(tuple),
    matched_source=MAYBE,
    matched_url=urls,
    alternatives=st.lists(st.builds(Alternative, TEXTS, st.none() | SCORES, urls), max_size=2).map(
        tuple
    ),
    history=st.lists(st.tuples(TEXTS, SCORES), max_size=1).map(tuple),
    assessed_at=MAYBE,
    confidence=st.none() | SCORES,
    signals=st.lists(
        st.builds(Signal, TEXTS, TEXTS, TEXTS, SCORES, SCORES, TEXTS, TEXTS, MAYBE), max_size=1
    ).map(tuple),
)
answers = st.one_of(
    st.builds(
        Rated,
        SCORES,
        facts,
        identity=st.sampled_from([None, "exact", "project", "other"]),
        is_confirmed=st.booleans(),
    ),
    st.builds(Unrated, TEXTS, TEXTS, facts),
    st.builds(Unavailable, TEXTS),
)
reasons = st.lists(
    st.builds(Reason, st.sampled_from(["score-warning", "private"]) | TEXTS, TEXTS), max_size=2
).map(tuple)
purls = st.none() | st.sampled_from(["pkg:pypi/a@1.0", "pkg:npm/%40a/b"]) | TEXTS
findings = st.builds(
    Finding,
    st.builds(Target, TEXTS, kinds, TEXTS, purls),
    st.lists(references, max_size=3).map(tuple),
    answers,
    st.sampled_from(["pass", "fail", "unknown", "ignored", "unavailable"]),
    reasons,
    st.floats(0, 100),
)
results = st.builds(
    ScanResult,
    st.lists(findings, max_size=4).map(tuple),
    st.lists(st.builds(Problem, locations, TEXTS, st.booleans()), max_size=2).map(tuple),
    st.lists(st.builds(Unresolved, locations, TEXTS, TEXTS), max_size=2).map(tuple),
    scanned_at=st.sampled_from(["2026-03-20T10:11:12Z"]),
    root=st.sampled_from([".", "sub", "/abs"]) | TEXTS,
    source_kind=TEXTS,
    source_url=urls,
    threshold=st.floats(0, 100),
    is_strict=st.booleans(),
    notes=st.lists(TEXTS, max_size=2).map(tuple),
    is_dry_run=st.booleans(),
    policy_failures=reasons,
)
many = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


class Elements(HTMLParser):
    """The elements and links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def _read_csv(text: str) -> None:
    rows = list(csv.reader(StringIO(text, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not any(cell.lstrip()[:1] in tuple("=+-@") for row in rows[1:] for cell in row if cell)


def _read_html(text: str) -> None:
    """Nothing that runs or loads, besides what the page brings itself."""
    page = Elements(text)
    own = Elements(BY_ID["html"].render(ScanResult()))
    assert [page.names.count(name) for name in RUNS] == [own.names.count(name) for name in RUNS]
    assert page.handlers == own.handlers
    assert all(link.startswith(("#", "https://")) for link in page.links)


def _read_markdown(text: str) -> None:
    page = Elements(render_markdown(text))
    assert page.links == []
    assert not {"script", "img", "style"} & set(page.names)


RUNS = ("script", "style", "img", "iframe", "object", "embed", "link", "base")
READ: dict[str, Callable[[str], object]] = {
    "application/json": json.loads,
    "application/sarif+json": json.loads,
    "application/spdx+json": json.loads,
    "application/vnd.cyclonedx+json": json.loads,
    "application/xml": lambda text: JUnitXml.fromstring(text.encode()),
    "text/csv": _read_csv,
    "text/html": _read_html,
    "text/markdown": _read_markdown,
    "text/plain": str.encode,
}


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.id)
@settings(many, max_examples=40)
@given(result=results)
def test_every_report_is_what_its_media_type_says(report: ReportFormat, result: ScanResult) -> None:
    """A report of a new media type needs a reader here, which hostile text cannot mislead."""
    assert report.media_type in READ, f"how is {report.media_type} read? add it to READ"
    READ[report.media_type](report.render(result))


@many
@given(results)
def test_no_report_holds_a_character_that_nobody_can_see(result: ScanResult) -> None:
    for report in REPORTS:
        text = report.render(result)
        assert text.replace("\r\n", "").replace("\n", "").isprintable(), report.id
        assert "##v" not in text.replace("###", ""), report.id
        assert report.id == "github" or not re.search(r"(?m)^\s*::", text), report.id
        assert text == report.render(result), report.id
        text.encode()


@many
@given(result=results, width=st.integers(1, 200), unicode=st.booleans(), verbose=st.integers(0, 1))
def test_the_table_keeps_its_width_and_gives_no_orders(
    *, result: ScanResult, width: int, unicode: bool, verbose: int
) -> None:
    text = table.write(result, width, color=False, unicode=unicode, verbose=verbose)
    assert text.isascii() or unicode
    if unicode:
        assert all(cell_len(line) <= max(width, 40) for line in text.splitlines())
    assert not re.search(r"(?m)^\s*::", text)
    colored = table.write(result, width, color=True, unicode=True, verbose=verbose)
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored).replace("\n", "").isprintable()


@many
@given(results)
def test_programs_can_read_what_is_written_for_them(result: ScanResult) -> None:
    data = json.loads(BY_ID["json"].render(result))
    jsonschema.Draft202012Validator(json_schema.schema()).validate(data)
    assert len(data["findings"]) == len(result.findings)
    issues = json.loads(BY_ID["gitlab"].render(result))
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    rows = list(csv.reader(StringIO(BY_ID["csv"].render(result), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert not any(
        cell.lstrip().startswith(("=", "+", "-", "@")) for row in rows[1:] for cell in row
    )


@many
@given(results)
def test_build_servers_can_read_junit_xml(result: ScanResult) -> None:
    xml = JUnitXml.fromstring(BY_ID["junit"].render(result).encode())
    cases = len(result.findings) + len(result.problems) + len(result.policy_failures)
    assert xml.tests == cases


@many
@given(results)
def test_sarif_stays_valid(result: ScanResult) -> None:
    validate_sarif(BY_ID["sarif"].render(result))


@settings(many, max_examples=30)
@given(results)
def test_cyclonedx_stays_valid(result: ScanResult) -> None:
    validate_cyclonedx(BY_ID["cyclonedx"].render(result))


@many
@given(results)
def test_markdown_holds_no_foreign_markup(result: ScanResult) -> None:
    text = BY_ID["markdown"].render(result)
    assert len(text) < 65_536
    page = Elements(render_markdown(text))
    own = {"h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "br",
           "details", "summary", "ul", "li"}  # fmt: skip
    assert set(page.names) <= own
    assert page.links == []
    without_code = re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
    assert "@" not in without_code


@many
@given(results)
def test_html_holds_no_foreign_markup(result: ScanResult) -> None:
    page = Elements(BY_ID["html"].render(result))
    assert page.names.count("script") == page.names.count("style") == 1
    assert "img" not in page.names
    assert page.handlers == []
    assert all(link == "#targets" or link.startswith("https://") for link in page.links)


@many
@given(results)
def test_workflow_commands_are_only_nerqs_own(result: ScanResult) -> None:
    for line in BY_ID["github"].render(result).splitlines():
        if line.lstrip().startswith("::"):
            head = re.match(r"::(error|warning|notice) ([^:]*)::", line)
            assert head, line
            keys = [part.partition("=")[0] for part in head[2].split(",")]
            assert keys in (["title"], ["title", "file", "line"], ["title", "file", "line", "col"])
