"""Whatever an answer holds, cards, comparisons and badges stay readable and harmless."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st
from property.test_reports import Elements, findings, many, results
from rich.cells import cell_len
from validators import render_markdown

from nerq.model import ScanResult
from nerq.reports import json_schema
from nerq.reports.cards import CARDS, STYLES, comparison_page, terminal
from nerq.reports.cards.badge import project_badge, snippet, svg, target_badge

if TYPE_CHECKING:
    from nerq.model import Finding

few = settings(many, max_examples=25)
BY_ID = {card.id: card for card in CARDS}
SAFE = re.compile(r"https?://|#cards?\b|#card-\d+\Z")


@few
@given(result=results, width=st.integers(1, 200), unicode=st.booleans(), verbose=st.integers(0, 1))
def test_cards_keep_their_width_and_give_no_orders(
    *, result: ScanResult, width: int, unicode: bool, verbose: int
) -> None:
    text = terminal.write(result, width, color=False, unicode=unicode, verbose=verbose)
    assert text.replace("\n", "").isprintable()
    assert text.isascii() or unicode
    if unicode:
        assert all(cell_len(line) <= max(width, 40) for line in text.splitlines())
    assert not re.search(r"(?m)^\s*::", text)


@few
@given(st.lists(findings, min_size=2, max_size=4), st.none() | st.text(max_size=20))
def test_comparisons_keep_their_width(compared: list[Finding], winner: str | None) -> None:
    result = ScanResult(findings=tuple(compared))
    for width in (40, 80, 160):
        text = comparison_page.write(
            result, width, color=False, unicode=True, service_winner=winner
        )
        assert text.replace("\n", "").isprintable()
        assert all(cell_len(line) <= width for line in text.splitlines())
    json.loads(comparison_page.render_json(result, winner))
    html = Elements(render_markdown(comparison_page.render_markdown(result, winner)))
    assert html.links == []
    assert "script" not in html.names


@few
@given(results)
def test_programs_can_read_the_json(result: ScanResult) -> None:
    data = json.loads(BY_ID["json"].render(result))
    jsonschema.Draft202012Validator(json_schema.schema()).validate(data)


@few
@given(results)
def test_pages_hold_no_foreign_markup(result: ScanResult) -> None:
    page = Elements(BY_ID["html"].render(result))
    assert page.names.count("style") == 1
    assert not {"script", "img", "iframe"} & set(page.names)
    assert page.handlers == []
    assert all(SAFE.match(link) for link in page.links)


@few
@given(results)
def test_markdown_holds_no_foreign_markup(result: ScanResult) -> None:
    text = BY_ID["markdown"].render(result)
    assert text.replace("\n", "").isprintable()
    page = Elements(render_markdown(text))
    own = {"h3", "p", "strong", "code", "table", "thead", "tbody", "tr", "th", "td", "br",
           "details", "summary", "ul", "li", "a"}  # fmt: skip
    assert set(page.names) <= own
    assert all(re.match("https?://", link) for link in page.links)


@few
@given(findings, results)
def test_badges_are_drawings_that_say_what_they_show(finding: Finding, result: ScanResult) -> None:
    for badge in (target_badge(finding), project_badge(result)):
        for style in STYLES:
            root = ET.fromstring(svg(badge, style))
            assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
                "svg", "title", "rect", "path", "g", "text",
            }  # fmt: skip
        page = Elements(render_markdown(snippet(badge, "a.svg", "markdown")))
        assert page.names.count("img") == 1
        assert snippet(badge, "a.svg", "rst").count("\n") in (2, 3)
