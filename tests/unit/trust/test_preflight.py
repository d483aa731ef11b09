"""The assessor against a service on the loopback interface."""

from __future__ import annotations

from contract.preflight_service import PreflightService, Reply, always

from nerq.model import Rated, Target, Unavailable, Unrated
from nerq.plugin import Question
from nerq.trust.preflight import Preflight

PHI = Target("microsoft/phi-2", "model", "huggingface")
LANGCHAIN = Target("langchain", "package", "pypi")


class Silent:
    def advance(self, done: int, total: int) -> None: ...

    def wait(self, seconds: float, reason: str) -> None: ...


def test_the_single_answer_decides_below_the_threshold() -> None:
    """Only what the batch leaves below the threshold is asked singly."""
    with PreflightService() as service:
        service.know("langchain", 81.5)
        questions = [Question(PHI), Question(LANGCHAIN), Question(Target("x", "package", "pypi"))]
        answers = Preflight(service.url).ask(questions, Silent())
        assert service.batches == [("microsoft/phi-2", "langchain", "x")]
        assert service.singles == ["microsoft/phi-2"]
    model, package, unknown = answers.values()
    assert isinstance(model, Rated)
    assert (model.score, model.facts.grade, model.identity) == (61.2, "C", "exact")
    assert isinstance(package, Rated)
    assert package.score == 81.5
    assert isinstance(unknown, Unrated)


def test_a_service_that_is_down_leaves_everything_open() -> None:
    with PreflightService() as service:
        service.behave(always(Reply(503)))
        answers = Preflight(service.url).ask([Question(PHI), Question(LANGCHAIN)], Silent())
    assert all(isinstance(answer, Unavailable) for answer in answers.values())
