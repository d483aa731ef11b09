"""`nerq check` as a user meets it, against a service on real sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.preflight_service import PreflightService, Reply, always

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        running.know("requests", 92.5, source="pypi", grade="A")
        running.know("nose", 31.5, source="pypi", grade="E")
        yield running


@pytest.mark.parametrize("report", ["table", "json", "markdown", "html"])
def test_the_known_answer_is_in_every_format(
    project: Path, service: PreflightService, report: str
) -> None:
    done = nerq("check", "microsoft/phi-2", "-f", report, folder=project, NERQ_API_URL=service.url)
    assert done.code == 1
    assert done.err == ""
    if report == "json":
        (found,) = done.report["findings"]
        assert (found["score"], found["grade"]) == (61.2, "C")
        assert found["recommendation"] == "CAUTION"
        assert (found["eu_ai_act"], found["jurisdictions"]) == ("minimal", 52)
        assert len(found["alternatives"]) == 3
        return
    assert "61.2" in done.out
    assert "grade C" in done.out
    assert "caution" in done.out
    assert "minimal risk" in done.out
    assert "52 jurisdictions" in done.out
    for name in ("awesome-scalability", "superpowers", "cs-video-courses"):
        assert name in done.out


def test_a_service_that_is_down_is_no_answer(project: Path, service: PreflightService) -> None:
    service.behave(always(Reply(503)))
    done = nerq("check", "requests", "--timeout", "2", folder=project, NERQ_API_URL=service.url)
    assert done.code == 3
    assert "no answer" in done.out


@pytest.mark.parametrize("text", ["", "two words", "pkg:nuget/x", "https://example.org/"])
def test_what_names_nothing_is_a_usage_error(project: Path, text: str) -> None:
    done = nerq("check", text, folder=project)
    assert done.code == 2
    assert done.err.count("\n") == 1
    assert done.out == ""


def test_an_unknown_name_is_unknown_and_fails_only_when_strict(
    project: Path, service: PreflightService
) -> None:
    done = nerq("check", "zzz-nothing", folder=project, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "unknown" in done.out
    strict = nerq("check", "zzz-nothing", "--strict", folder=project, NERQ_API_URL=service.url)
    assert strict.code == 1
