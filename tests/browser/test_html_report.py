"""The HTML report in a real browser: it sorts, filters, unfolds, prints, and asks for nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sample_results

from nerq.model import Rated, ScanResult
from nerq.reports import html_page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.filterwarnings("default")  # the driver's own are none of ours

SCREENSHOTS = os.environ.get("NERQ_TEST_SCREENSHOTS")
LOUD = '<img src=x onerror="document.title=1"><script>document.title=2</script>'


def picture(page: Page, name: str) -> None:
    """Keeps a picture for a person to look at, where a folder for them is named."""
    if SCREENSHOTS:
        page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), full_page=True)


@pytest.fixture
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    """The typical report, opened; fails on any console message, error or request."""
    page_file.write_text(html_page.render(sample_results.typical()), encoding="utf-8")
    complaints: list[str] = []
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.on("console", lambda message: complaints.append(f"console: {message.text}"))
    opened.on("pageerror", lambda error: complaints.append(f"error: {error}"))
    opened.on("request", lambda request: complaints.append(f"request: {request.url}"))
    opened.goto(page_file.as_uri())
    yield opened
    opened.close()
    assert [line for line in complaints if page_file.as_uri() not in line] == []


def visible(page: Page) -> list[str]:
    """The targets shown, in order."""
    rows = page.locator("#table > tbody:not([hidden]) > tr.row > th.target > button")
    return [text.strip() for text in rows.all_inner_texts()]


def test_the_worst_stand_first_and_details_are_folded(page: Page) -> None:
    picture(page, "light")
    assert visible(page)[:2] == ["old-http", "microsoft/phi-2"]
    assert page.locator("tr.detail:visible").count() == 0
    assert page.locator("#shown").inner_text() == "37 of 37 shown"


def test_a_click_on_a_heading_sorts_both_ways(page: Page) -> None:
    head = page.locator("#table > thead th", has_text="Score")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert visible(page)[:3] == ["old-http", "debt", "microsoft/phi-2"]
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert visible(page)[:3] == ["requests", "click", "flask"]
    assert "rare-package-1" in visible(page)[7:]  # without a score last, both ways
    by_name = page.locator("#table > thead th", has_text="Target")
    by_name.get_by_role("button").click()
    names = visible(page)
    assert head.get_attribute("aria-sort") is None
    assert names.index("rare-package-2") < names.index("rare-package-10")


def test_searching_and_choosing_narrow_the_table(page: Page) -> None:
    page.get_by_label("Search").fill("RARE package-1")
    assert "rare-package-1" in visible(page)
    assert "rare-package-2" not in visible(page)
    page.get_by_label("Search").fill("loader_for_everything")  # stands in the details
    assert visible(page) == ["microsoft/phi-2"]
    assert page.locator("#shown").inner_text() == "1 of 37 shown"
    page.get_by_label("Search").fill("")
    page.get_by_label("Outcome").select_option("pass")
    assert visible(page) == ["flask", "click", "requests"]
    page.get_by_label("Outcome").select_option("")
    page.get_by_label("Kind").select_option("model")
    assert len(visible(page)) == 2


def test_the_keyboard_is_enough(page: Page) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    button = page.get_by_role("button", name="microsoft/phi-2")
    button.focus()
    assert button.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    shown = page.locator("tr.detail:visible")
    assert shown.count() == 1
    assert "nb/explore.ipynb:cell 2:3" in shown.inner_text()
    picture(page, "unfolded")
    page.keyboard.press("Space")
    assert shown.count() == 0


def test_all_details_open_at_once(page: Page) -> None:
    page.get_by_role("button", name="Show all details").click()
    assert page.locator("tr.detail:visible").count() == 37


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(15, 19, 24)")]
)
def test_the_page_follows_the_colour_scheme(page: Page, scheme: str, paper: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.get_by_role("button", name="old-http").click()
    color = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert color == paper
    picture(page, scheme + "-open")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show all details").click()
    low = page.evaluate(CONTRAST)
    assert low == []


def test_on_paper_details_of_failures_are_open_and_controls_are_gone(page: Page) -> None:
    page.get_by_role("button", name="flask").click()
    page.emulate_media(media="print")
    assert page.locator("tr.detail:visible").count() == 3 + 1
    assert page.locator(".filters").is_hidden()
    picture(page, "print")


def test_a_narrow_screen_does_not_scroll_sideways(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    picture(page, "narrow")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_hostile_text_runs_nothing(browser: Browser, page_file: Path) -> None:
    found = sample_results.finding(LOUD, Rated(1.0), "fail")
    result = ScanResult(findings=(found,), notes=(LOUD,), root=LOUD)
    page_file.write_text(html_page.render(result), encoding="utf-8")
    opened = browser.new_page()
    opened.goto(page_file.as_uri())
    assert opened.title() == "nerq: failed"
    assert opened.locator("img").count() == 0
    opened.close()


def test_without_scripts_everything_is_readable(browser: Browser, page_file: Path) -> None:
    page_file.write_text(html_page.render(sample_results.typical()), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(page_file.as_uri())
    assert opened.locator("tr.detail:visible").count() == 37
    assert opened.locator(".filters").is_hidden()
    context.close()


CONTRAST = """() => {
  const parse = (text) => text.match(/[0-9.]+/g).map(Number);
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((v) => {
      v /= 255;
      return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const low = [];
  for (const element of document.querySelectorAll("body *:not(script):not(svg):not(svg *)")) {
    const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !element.offsetParent) continue;
    const a = light(parse(getComputedStyle(element).color));
    const b = light(ground(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${element.tagName}.${element.className} ${ratio.toFixed(2)}`);
  }
  return [...new Set(low)];
}"""
