"""The site: every page is listed, every link leads somewhere, nothing comes from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import yaml
from docs.pages import DOCS, PAGES, README, ROOT, anchors, links

from nerq.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def listed(nav: object) -> Iterator[str]:
    """Paths of the navigation, however nested."""
    match nav:
        case str():
            yield nav
        case list():
            for item in nav:
                yield from listed(item)
        case dict():
            for item in nav.values():
                yield from listed(item)
        case _:
            raise TypeError(nav)


def test_the_navigation_lists_every_page_once() -> None:
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    assert sorted(listed(config["nav"])) == [p.relative_to(DOCS).as_posix() for p in PAGES]


@pytest.mark.parametrize("page", [README, *PAGES], ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert target.is_relative_to(DOCS) or page == README, f"{page.name}: {link}"
        if anchor:
            assert anchor in anchors(target), f"{page.name}: {link}"


def test_every_rule_has_an_anchor() -> None:
    """Reports link to it."""
    assert {rule.id for rule in RULES} <= anchors(DOCS / "rules.md")
    assert {rule.url.partition("#")[0] for rule in RULES} == {"https://nerq.ai/docs/rules"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_has_one_title(page: Path) -> None:
    outside = re.sub(
        r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    assert len(re.findall(r"^# ", outside, re.MULTILINE)) == 1


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("zensical", reason="the site's generator is not installed")
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(DOCS, folder / "docs")
    shutil.copy(ROOT / "mkdocs.yml", folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", "mkdocs.yml"],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "site"


def test_the_site_loads_nothing_from_elsewhere(site: Path) -> None:
    pages = list(site.rglob("*.html"))
    assert len(pages) > len(PAGES)
    loading = re.compile(
        r"<(?:script|img|iframe|source)[^>]*\ssrc=[\"']?(?:https?:)?//"
        r"|<link(?![^>]*rel=[\"']?(?:canonical|prev|next))[^>]*\shref=[\"']?(?:https?:)?//"
    )
    for page in pages:
        assert loading.search(page.read_text(encoding="utf-8")) is None, page
    assert not list(site.rglob("fragments"))
    assert not list(site.rglob("*.py"))


def test_schemas_are_published(site: Path) -> None:
    for name in ("nerq-report-1.json", "nerq-settings.json"):
        assert (site / "schema" / name).read_bytes() == (DOCS / "schema" / name).read_bytes()
