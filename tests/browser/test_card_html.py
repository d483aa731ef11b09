"""The HTML card in a real browser: readable, without script or request, at any width."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sample_cards import FULL, hostile, judged, result

from nerq.model import Rated, Unrated
from nerq.reports.cards.html_page import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.filterwarnings("default")  # the driver's own are none of ours

SCREENSHOTS = os.environ.get("NERQ_TEST_SCREENSHOTS")


@pytest.fixture
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    """A page; fails on any console message, error, dialog or request but for its file."""
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 1100, "height": 900})
    opened.on("console", lambda message: complaints.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda request: complaints.append(f"request: {request.url}"))
    yield opened
    opened.close()
    assert [line for line in complaints if page_file.as_uri() not in line] == []


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_window(
    page: Page, page_file: Path, width: int, scheme: str
) -> None:
    cards = result(
        judged(Rated(74.25, FULL, identity="exact")), judged(Unrated("not-in-index", "no"), "nowt")
    )
    page_file.write_text(render(cards), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(page_file.as_uri())
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"card-{width}-{scheme}.png"), full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.get_by_role("region", name="flask").count() == 1
    assert page.get_by_role("link", name="Full report").get_attribute("href") == FULL.matched_url
    page.get_by_role("link", name="nowt").click()
    assert page.url.endswith("#card-1")


def test_hostile_text_does_nothing(page: Page, page_file: Path) -> None:
    page_file.write_text(render(hostile()), encoding="utf-8")
    page.goto(page_file.as_uri())
    assert page.locator("script, img").count() == 0
    addresses = page.locator("a").evaluate_all("links => links.map(link => link.protocol)")
    assert set(addresses) <= {"file:", "https:"}
