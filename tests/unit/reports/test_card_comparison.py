"""Comparisons: who is ahead, what stays open, and that foreign text stays text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import validators
from sample_cards import EVIL, HOSTILE, judged, result

from nerq.model import Facts, Finding, Rated, Target, Unrated
from nerq.reports.cards import comparison_page
from nerq.reports.cards.badge import Badge, project_badge, snippet, svg, target_badge
from nerq.reports.cards.comparison import Row, compare
from nerq.reports.cards.text_width import text_width

if TYPE_CHECKING:
    from nerq.model import Answer


def side(*answers: Answer) -> dict[str, Row]:
    findings = [judged(answer, f"package-{n}") for n, answer in enumerate(answers)]
    return {row.name: row for row in compare(findings).rows}


def rated(score: float, **facts: float) -> Rated:
    return Rated(score, Facts(dimensions=dict(facts)), identity="exact")


def test_the_best_is_ahead_by_the_distance_to_the_next() -> None:
    row = side(rated(61.2), rated(71.8), rated(69.3))["Score"]
    assert (row.winners, str(row.margin), row.words) == ((1,), "2.5", "B by 2.5")


def test_equals_are_a_tie() -> None:
    assert side(rated(70.0), rated(70.0))["Score"].words == "tie"
    row = side(rated(70.0), rated(60.0), rated(70.0))["Score"]
    assert (row.winners, row.words) == ((0, 2), "tie of A and C")
    assert compare([judged(rated(70.0), "a"), judged(rated(70.0), "b")]).verdict == (
        "A tie: a and b have the same score, 70.0."
    )


def test_a_zero_that_may_be_no_measure_decides_nothing() -> None:
    row = side(rated(50.0, security=0.0), rated(50.0, security=80.0))["Security"]
    assert (row.values, row.words) == (("0 or not measured", "80.0"), "open")
    local = (
        Rated(50.0, Facts(dimensions={"security": value}), source="local") for value in (0.0, 80.0)
    )
    assert side(*local)["Security"].words == "B by 80.0"


def test_what_is_not_known_of_all_is_open() -> None:
    rows = side(rated(50.0, security=10.0), rated(60.0), Unrated("not-in-index", "no"))
    assert rows["Score"].words == "open"
    assert rows["Security"].values == ("10.0", "-", "-")


def hostile_findings() -> list[Finding]:
    target = Target(EVIL, "package", EVIL)
    answer = Rated(50.0, HOSTILE, identity="exact")
    return [Finding(target, (), answer, "fail"), judged(rated(60.0))]


def test_hostile_text_stays_text() -> None:
    compared = result(*hostile_findings())
    shown = comparison_page.write(compared, 80, color=False, unicode=True, service_winner=EVIL)
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    html = validators.render_markdown(comparison_page.render_markdown(compared, EVIL))
    for tag in ("<script", "<img", 'href="javascript'):
        assert tag not in html
    document = comparison_page.render_json(compared, EVIL)
    assert document.isascii()
    assert json.loads(document)["comparison"]["service_winner"] == EVIL


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("count", [2, 3, 8])
def test_any_number_fits_any_width(width: int, count: int) -> None:
    facts = Facts(license="an expression OR another one AND a third", stars=10**9)
    findings = [
        judged(Rated(float(n), facts), f"organisation-{n}/a-long-name") for n in range(count)
    ]
    shown = comparison_page.write(result(*findings), width, color=False, unicode=False)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert shown.isascii()


def test_widths_add_up() -> None:
    assert text_width("", 11) == 0
    assert text_width("mm", 10) == pytest.approx(2 * text_width("m", 10))
    assert text_width("m", 10, bold=True) > text_width("m", 10)
    assert text_width("\u0301", 10) == 0
    assert text_width("\u4e2d", 10) == 10


def test_hostile_text_stays_text_on_a_badge() -> None:
    badge = target_badge(hostile_findings()[0])
    drawn = svg(Badge(EVIL, badge.message + EVIL * 40, "#000"))
    assert "<script" not in drawn
    assert "\x1b" not in drawn
    assert len(drawn) < 4000
    evil = Badge("nerq", EVIL, "#000")
    for markup in ("markdown", "html"):
        html = snippet(evil, "a>b <c>.svg", markup)
        if markup == "markdown":
            html = validators.render_markdown(html)
        assert html.count("<img") == 1
        assert "<script" not in html
        assert "href" not in html
    assert snippet(evil, "a.svg", "rst").count("\n") == 2


def test_a_project_counts_what_is_judged() -> None:
    good = judged(rated(90.0), "a")
    private = judged(Unrated("private", "not asked"), "b")
    unknown = judged(Unrated("not-in-index", "no"), "c")
    bad = judged(rated(10.0), "d")
    assert project_badge(result(good, private)).message == "1/1 trusted"
    colors = {
        project_badge(result(*findings)).color
        for findings in ([good], [good, unknown], [good, bad])
    }
    assert len(colors) == 3
    assert project_badge(result()).message == "none"
