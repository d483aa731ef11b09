"""Names that a person may have meant: near ones only, from the service and from the machine."""

from __future__ import annotations

from contract.preflight_service import PreflightService, Reply, Request

from nerq.model import Target
from nerq.pipeline.near_names import near_names
from nerq.settings import Settings

MODEL = Target("microsft/phi-2", "model", "huggingface")
PACKAGE = Target("reqeusts", "package", "pypi")
FOUND = ["acme/unlike", "other/phi-2", "microsoft/phi-2", "microsoft/phi-1", "microsft/phi-2"]


def searching(request: Request) -> Reply | None:
    is_search = request.path == "/v1/agent/search"
    return Reply(200, [{"name": name} for name in FOUND]) if is_search else None


def test_the_nearest_stand_first_and_what_is_unlike_nowhere() -> None:
    with PreflightService() as service:
        service.behave(searching)
        near = near_names([MODEL, PACKAGE], Settings().replace(api_url=service.url))
    assert near[MODEL] == ("microsoft/phi-2", "microsoft/phi-1", "other/phi-2")
    assert near[PACKAGE] == ("requests",)


def test_offline_and_local_runs_search_nowhere() -> None:
    with PreflightService() as service:
        service.behave(searching)
        for settings in (
            Settings().replace(api_url=service.url, offline=True),
            Settings().replace(api_url=service.url, sources=("local",)),
        ):
            assert near_names([MODEL, PACKAGE], settings) == {PACKAGE: ("requests",)}
        assert service.requests == []


def test_only_a_few_are_searched_for() -> None:
    targets = [Target(f"a/b{number}", "model", "huggingface") for number in range(9)]
    with PreflightService() as service:
        service.behave(searching)
        near_names(targets, Settings().replace(api_url=service.url))
        assert len(service.requests) == 3
