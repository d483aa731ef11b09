"""Badges in a real browser: the drawn text fits its place, and is said to who cannot see it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nerq.reports.cards import STYLES
from nerq.reports.cards.badge import Badge, svg
from nerq.reports.cards.text_width import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.filterwarnings("default")  # the driver's own are none of ours

SCREENSHOTS = os.environ.get("NERQ_TEST_SCREENSHOTS")
BADGES = [
    Badge("nerq", "61.2 C caution", "#8a5a00"),
    Badge("nerq", "92.5 A trusted", "#1a7f37"),
    Badge("nerq", "31.5 E unsafe", "#b42318"),
    Badge("nerq", "unknown", "#57606a"),
    Badge("deps", "42/42 trusted", "#1a7f37"),
    Badge("WWWWWWWW", "iiiiiiii", "#1a7f37"),
    Badge("nerq", '<&"> 61.2', "#8a5a00"),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 420, "height": 420}, device_scale_factor=3)
    yield opened
    opened.close()


@pytest.mark.parametrize("style", STYLES)
def test_the_text_stays_within_its_half_in_whatever_font(page: Page, style: str) -> None:
    drawn = "".join(f"<p>{svg(badge, style)}</p>" for badge in BADGES)
    page.set_content(f"<body style='font: 16px serif'>{drawn}")
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"badge-{style}.png"))
    for number in range(len(BADGES)):
        image = page.locator("svg").nth(number)
        left, right = image.locator("text").all()
        outer = image.bounding_box()
        edge = image.locator("path").bounding_box()
        assert outer is not None
        assert edge is not None
        boxes = [left.bounding_box(), right.bounding_box()]
        first, second = (box for box in boxes if box is not None)
        assert outer["x"] + 4 < first["x"]
        assert first["x"] + first["width"] < edge["x"] + edge["width"] - 4
        assert edge["x"] + edge["width"] + 4 < second["x"]
        assert second["x"] + second["width"] < outer["x"] + outer["width"] - 4


def test_widths_are_those_of_the_font_they_were_taken_from(page: Page) -> None:
    page.set_content("<canvas></canvas>")
    measure = """([text, font]) => {
        const pen = document.querySelector('canvas').getContext('2d');
        pen.font = font; return pen.measureText(text).width }"""
    if not page.evaluate("document.fonts.check('100px \"DejaVu Sans\"')"):
        pytest.skip("DejaVu Sans is not installed")
    for text in ("42/42 trusted", "61.2 C caution", "WiIl~@#", "ABCxyz 0189"):
        shown = page.evaluate(measure, [text, "100px 'DejaVu Sans'"])
        # Kerning draws some pairs closer together than their widths add up to.
        assert text_width(text, 100) == pytest.approx(shown, rel=0.02)
        bold = page.evaluate(measure, [text, "bold 100px 'DejaVu Sans'"])
        assert text_width(text, 100, bold=True) == pytest.approx(bold, rel=0.02)


def test_a_screen_reader_is_told_the_text_once(page: Page) -> None:
    page.set_content(f"<main>{svg(BADGES[0])}</main>")
    assert page.locator("main").aria_snapshot() == ("- main:\n  - 'img \"nerq: 61.2 C caution\"'")
    assert page.locator("title").first.text_content() == "nerq: 61.2 C caution"
