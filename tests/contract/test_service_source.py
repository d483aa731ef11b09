"""The service as its public source answers: each fact of it has a test that names it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.command import Done, nerq
from contract.preflight_service import PreflightService
from contract.source_index import Entry, SourceIndex, dash_slug, details_slug, page_slug

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHI = Entry("microsoft/phi-2", "huggingface_model", 61.2)


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService(index=SourceIndex([PHI])) as running:
        yield running


def scan(project: Path, service: PreflightService, *options: str) -> Done:
    return nerq("scan", "--json", *options, folder=project, NERQ_API_URL=service.url)


@pytest.mark.parametrize("write", ["answer", "page", "dash"])
def test_details_url_is_any_slug_of_the_name(
    project: Path, service: PreflightService, write: str
) -> None:
    written = {
        "answer": details_slug(PHI.name, PHI.source),
        "page": page_slug(PHI.name),
        "dash": dash_slug(PHI.name),
    }
    service.index = SourceIndex([Entry(PHI.name, PHI.source, PHI.score, slug=written[write])])
    (project / "app.py").write_text(
        "from transformers import pipeline\npipeline('text-generation', 'microsoft/phi-2')\n"
    )
    (project / "nerq.toml").write_text("checks = []\n")
    done = scan(project, service)
    (found,) = done.report["findings"]
    assert (done.code, found["outcome"], found["score"]) == (1, "fail", 61.2)
    assert (found["identity"], found["identity_basis"]) == ("exact", "slug")


def test_a_card_says_that_the_slug_told(project: Path, service: PreflightService) -> None:
    done = nerq("check", "microsoft/phi-2", folder=project, NERQ_API_URL=service.url)
    assert done.code == 1
    shown = " ".join(done.out.split())
    assert "exactly what was named, going by the slug of the page" in shown


@pytest.mark.parametrize(
    ("line", "name", "source"),
    [
        ('"@babel/core": "7.0.0"', "@babel/core", "npm"),
        ('"lodash": "4.0.0"', "lodash", "npm"),
    ],
)
def test_a_package_is_itself_by_its_slug(
    project: Path, service: PreflightService, line: str, name: str, source: str
) -> None:
    service.index = SourceIndex([Entry(name, source, 55.0)])
    (project / "package.json").write_text(f'{{"dependencies": {{{line}}}}}')
    (project / "nerq.toml").write_text("checks = []\n")
    done = scan(project, service)
    (found,) = done.report["findings"]
    assert (done.code, found["identity"]) == (1, "exact")
