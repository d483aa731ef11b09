"""The pictures show what nerq writes today; they are small, and ask nobody for anything."""

from __future__ import annotations

import html
import importlib.util
import re
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService
from docs.pages import DOCS

if TYPE_CHECKING:
    from collections.abc import Iterator

SPEC = importlib.util.spec_from_file_location("generate_images", DOCS / "generate_images.py")
assert SPEC is not None
assert SPEC.loader is not None
generate_images = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(generate_images)

PICTURES = sorted((DOCS / "images").iterdir())


@pytest.fixture(scope="module")
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        for target, fields in generate_images.answers().items():
            running.know(target, **fields)
        yield running


def words(picture: str) -> str:
    """What a person reads in an SVG, however it is drawn."""
    texts = re.findall(r"<text[^>]*>(.*?)</text>", picture, re.DOTALL)
    return " ".join(html.unescape(" ".join(texts)).split())


@pytest.mark.parametrize("name", sorted(generate_images.TERMINAL))
def test_a_terminal_is_shown_as_it_is(name: str, service: PreflightService) -> None:
    drawn = (DOCS / "images" / f"{name}.svg").read_text(encoding="utf-8")
    assert words(drawn) == words(generate_images.terminal(name, service.url)), (
        "run: python docs/generate_images.py"
    )


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.name)
def test_a_picture_asks_nobody(picture: object) -> None:
    data = (DOCS / "images" / str(picture)).read_bytes()
    assert b"@import" not in data
    assert not re.search(rb"(?:url\(|href=)[\"']?(?:https?:)?//", data)


def test_pictures_are_small_and_none_is_left_over() -> None:
    made = {f"{name}.svg" for name in generate_images.TERMINAL} | {"report.png"}
    assert {path.name for path in PICTURES} == made
    assert sum(path.stat().st_size for path in PICTURES) < 300_000
    assert (DOCS / "images" / "report.png").read_bytes().startswith(b"\x89PNG")
