"""`nerq badge` as a user meets it, against a service on real sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from cli.command import nerq
from contract.preflight_service import PreflightService, Reply, always

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("flask", 90.0, source="pypi")
        running.know("nose", 31.5, source="pypi")
        yield running


def said(text: str) -> str:
    root = ET.fromstring(text)
    title = root.find(f"{SVG}title")
    assert title is not None
    assert root.get("role") == "img"
    assert root.get("aria-label") == title.text
    return title.text or ""


@pytest.mark.parametrize("style", ["flat", "for-the-badge"])
def test_a_badge_says_score_grade_and_verdict(
    project: Path, service: PreflightService, style: str
) -> None:
    done = nerq(
        "badge", "microsoft/phi-2", "--style", style, folder=project, NERQ_API_URL=service.url
    )
    assert done.code == 0
    assert said(done.out) == "nerq: 61.2 C caution"


def test_an_unknown_target_has_a_badge_that_says_so(
    project: Path, service: PreflightService
) -> None:
    done = nerq("badge", "zzz-nothing", folder=project, NERQ_API_URL=service.url)
    assert (done.code, said(done.out)) == (0, "nerq: unknown")


def test_no_answer_draws_nothing(project: Path, service: PreflightService) -> None:
    service.behave(always(Reply(503)))
    done = nerq(
        "badge", "flask", "-o", "b.svg", "--timeout", "2", folder=project, NERQ_API_URL=service.url
    )
    assert done.code == 3
    assert "no badge was drawn" in done.err
    assert not (project / "b.svg").exists()


def test_snippets_show_the_file_that_was_written(project: Path, service: PreflightService) -> None:
    page = "https://nerq.ai/safe/microsoftphi-2"
    expected = {
        "markdown": f"[![nerq: 61.2 C caution](<my%20badge.svg>)](<{page}>)\n",
        "rst": f".. image:: my%20badge.svg\n   :alt: nerq: 61.2 C caution\n   :target: {page}\n",
        "html": f'<a href="{page}"><img src="my%20badge.svg" alt="nerq: 61.2 C caution"></a>\n',
    }
    for markup, text in expected.items():
        done = nerq(
            "badge", "microsoft/phi-2", "-o", "my badge.svg", "--snippet", markup,
            folder=project, NERQ_API_URL=service.url,
        )  # fmt: skip
        assert done.out == text
    assert said((project / "my badge.svg").read_text()) == "nerq: 61.2 C caution"


def test_without_a_file_the_snippet_shows_the_services_own_badge(
    project: Path, service: PreflightService
) -> None:
    done = nerq("badge", "flask", "--snippet", "markdown", folder=project, NERQ_API_URL=service.url)
    assert done.out == f"![nerq: 90.0 trusted](<{service.url}/badge/flask>)\n"


def test_a_project_has_a_badge(project: Path, service: PreflightService) -> None:
    (project / "requirements.txt").write_text("flask\n")
    done = nerq("badge", "--project", folder=project, NERQ_API_URL=service.url)
    assert (done.code, said(done.out)) == (0, "deps: 1/1 trusted")
    (project / "requirements.txt").write_text("flask\nnose\nacme-own\n")
    (project / "nerq.toml").write_text('private = ["acme-*"]\n')
    done = nerq("badge", "--project", ".", folder=project, NERQ_API_URL=service.url)
    assert (done.code, said(done.out)) == (0, "deps: 1/2 trusted")
    (project / "requirements.txt").write_text("")
    done = nerq("badge", "--project", folder=project, NERQ_API_URL=service.url)
    assert said(done.out) == "deps: none"


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["two words"],
        ["flask", "--style", "round"],
        ["flask", "--snippet", "org"],
        ["--project", "nowhere"],
        ["--project", "--snippet", "html"],
        ["flask", "-o", "no/such/folder/b.svg"],
    ],
)
def test_bad_input_is_one_line_and_code_2(
    project: Path, service: PreflightService, arguments: list[str]
) -> None:
    done = nerq("badge", *arguments, folder=project, NERQ_API_URL=service.url)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_a_hostile_grade_stays_text(project: Path, service: PreflightService) -> None:
    service.know("evil", 50.0, source="pypi", grade='"><script>')
    done = nerq("badge", "evil", folder=project, NERQ_API_URL=service.url)
    assert "<script" not in done.out
    assert said(done.out).startswith("nerq: 50.0 ")
    for markup in ("markdown", "rst", "html"):
        line = nerq(
            "badge", "evil", "--snippet", markup, folder=project, NERQ_API_URL=service.url
        ).out
        assert "<script" not in line
