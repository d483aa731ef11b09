"""`nerq compare` as a user meets it, against a service on real sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from cli.command import nerq
from contract.preflight_service import PreflightService, Reply, Request, always

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PHI = "microsoft/phi-2"
PHI4 = "microsoft/Phi-4-multimodal-instruct"


@pytest.fixture
def service() -> Iterator[PreflightService]:
    with PreflightService() as running:
        yield running


def test_the_higher_score_wins_by_its_margin(project: Path, service: PreflightService) -> None:
    done = nerq("compare", PHI, PHI4, folder=project, NERQ_API_URL=service.url, COLUMNS="80")
    assert done.code == 0
    rows = [line.split() for line in done.out.splitlines()]
    assert ["Score", "61.2", "62.2", "B", "by", "1.0"] in rows
    assert ["Compliance", "100.0", "100.0", "tie"] in rows
    assert f"{PHI4} wins: 62.2, by 1.0." in done.out
    assert "Security" in done.out
    assert "open" in done.out


@pytest.mark.parametrize("columns", [60, 80, 160])
def test_three_fit_any_terminal(project: Path, service: PreflightService, columns: int) -> None:
    done = nerq(
        "compare", PHI, PHI4, "superpowers",
        folder=project, NERQ_API_URL=service.url, COLUMNS=str(columns),
    )  # fmt: skip
    assert max(len(line) for line in done.out.splitlines()) <= columns
    assert "superpowers wins: 71.8, by 9.6." in done.out


def test_a_tie_is_called_one(project: Path, service: PreflightService) -> None:
    done = nerq(
        "compare", "superpowers", "awesome-scalability", folder=project, NERQ_API_URL=service.url
    )
    assert "A tie: superpowers and awesome-scalability have the same score, 71.8." in done.out


def test_what_has_no_score_neither_wins_nor_loses(project: Path, service: PreflightService) -> None:
    done = nerq("compare", PHI, "zzz-nothing", folder=project, NERQ_API_URL=service.url)
    assert done.code == 0
    assert "No winner: without a score, zzz-nothing cannot be compared." in done.out


def test_the_service_has_its_own_say(project: Path, service: PreflightService) -> None:
    def comparing(request: Request) -> Reply | None:
        if not request.path.startswith("/v1/compare/"):
            return None
        return Reply(200, {"agent_a": {}, "agent_b": {}, "winner": "<b>\x1b[1mphi</b>"})

    service.behave(comparing)
    done = nerq("compare", PHI, PHI4, "--json", folder=project, NERQ_API_URL=service.url)
    comparison = done.report["comparison"]
    assert comparison["winners"] == [PHI4]
    assert comparison["margin"] == 1.0
    assert "\x1b" not in comparison["service_winner"]
    assert [item["target"] for item in done.report["findings"]] == [PHI, PHI4]
    shown = nerq("compare", PHI, PHI4, "-f", "markdown", folder=project, NERQ_API_URL=service.url)
    assert "`<b>`" in shown.out or "`<b>" in shown.out
    assert service.requests[-1].path.count("/vs/") == 1


def test_markdown_names_the_winner(project: Path, service: PreflightService) -> None:
    done = nerq("compare", PHI, PHI4, "-f", "markdown", folder=project, NERQ_API_URL=service.url)
    assert f"| Score | 61.2 | 62.2 | `{PHI4}` by 1.0 |" in done.out


def test_fewer_than_two_are_a_usage_error(project: Path) -> None:
    for texts in ((PHI,), (PHI, PHI), ("two words", PHI)):
        done = nerq("compare", *texts, folder=project)
        assert done.code == 2
        assert done.err.count("\n") == 1
    assert nerq("compare", PHI, PHI4, "-f", "html", folder=project).code == 2


def test_a_service_that_is_down_ends_unfinished(project: Path, service: PreflightService) -> None:
    service.behave(always(Reply(503)))
    done = nerq("compare", PHI, PHI4, "--timeout", "2", folder=project, NERQ_API_URL=service.url)
    assert done.code == 3
    assert "No winner" in done.out
