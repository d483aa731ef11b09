from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
import sample_results
from sample_results import finding

from nerq.model import Alternative, Facts, Rated, Reason, ScanResult, Vulnerability
from nerq.reports import html_page

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """Collects elements and attributes as a browser would see them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def test_the_policy_allows_just_the_style_and_script_of_the_page() -> None:
    text = html_page.render(sample_results.typical())
    policy = next(str(item["content"]) for item in Page(text).all("meta") if "http-equiv" in item)
    for tag in ("style", "script"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_the_page_asks_for_nothing() -> None:
    page = Page(html_page.render(sample_results.typical()))
    names = {name for name, _ in page.elements}
    assert not names & {"link", "img", "iframe", "object", "embed", "base"}
    for _, attributes in page.elements:
        assert not {"src", "style", "srcset", "onclick", "onerror"} & set(attributes)


def test_foreign_text_is_text() -> None:
    facts = Facts(
        grade=EVIL,
        license=EVIL,
        matched_url="javascript:alert(1)",
        alternatives=(Alternative(EVIL, 1.0, "javascript:alert(1)"),),
        vulnerabilities=(Vulnerability(EVIL, EVIL, 1.0, EVIL, "javascript:alert(1)"),),
    )
    found = finding(EVIL, Rated(1.0, facts), "fail", reasons=(Reason(EVIL, EVIL),))
    page = Page(html_page.render(ScanResult(findings=(found,), notes=(EVIL,), root=EVIL)))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert [link["href"] for link in page.all("a")] == ["#targets"]


@pytest.mark.parametrize(
    ("name", "state"), [("typical", "failed"), ("clean", "passed"), ("empty", "nothing found")]
)
def test_the_title_says_how_it_went(name: str, state: str) -> None:
    assert f"<title>nerq: {state}</title>" in html_page.render(getattr(sample_results, name)())


def test_without_findings_there_is_no_table() -> None:
    page = html_page.render(sample_results.empty())
    assert '<table id="table">' not in page
    assert "No dependency or model was found." in page


def test_the_score_of_another_thing_is_not_in_the_chart() -> None:
    text = html_page.render(sample_results.typical())
    assert "30 to 39: 1" in text.replace("30 to 40", "30 to 39")
    assert "Scores of 7 targets" in text


def test_details_name_dimensions_facts_and_mentions() -> None:
    text = html_page.render(sample_results.typical())
    for part in (
        "not measured",
        "<dt>EU AI Act</dt><dd>minimal</dd>",
        ": high, CVSS 8.1, fixed in 2.0.1",
        "via flask → click",
        "maintenance, last-release: old (10.0 points)",
        "<code>nb/explore.ipynb:cell 2:3</code>",
    ):
        assert part in text


def test_failures_of_the_policy_have_their_section() -> None:
    reason = Reason("unused-ignore", "the ignore of x matches nothing")
    text = html_page.render(replace(sample_results.clean(), policy_failures=(reason,)))
    assert "<h2>Policy</h2>" in text


def test_a_dimension_that_is_not_a_number_was_not_measured() -> None:
    facts = Facts(dimensions={"security": float("nan"), "community": 250.0})
    text = html_page.render(ScanResult(findings=(finding("a", Rated(1.0, facts), "fail"),)))
    assert text.count("not measured") == 4
    assert 'class="value" width="100.0"' in text
