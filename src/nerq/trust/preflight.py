"""The preflight service as an assessor: what is known is not asked, and what is asked is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Answer, Rated, Target, Unavailable, Unrated
from nerq.trust.addresses import service_url
from nerq.trust.matching import identity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.model import Provenance
    from nerq.plugin import Progress, Question
    from nerq.trust.wire import Reading
    from nerq.trust.work import Outcome


class Preflight:
    """Asks a preflight service.

    Args:
        url: its base URL.
        api_key: sent to this origin only.
        concurrency: requests under way at once.
        timeout: seconds for everything that one `ask` does.
        pins: ``ecosystem:id`` of a target to the id to ask instead.
        with_history: ask singly, with the score's history.

    Raises:
        SettingsError: the URL is no http or https address, or holds credentials.
    """

    kind = "nerq"

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        concurrency: int = 10,
        timeout: float = 60.0,
        pins: Mapping[str, str] | None = None,
        with_history: bool = False,
    ) -> None:
        self.url: str = service_url(url)
        self._api_key = api_key
        self._concurrency = max(1, concurrency)
        self._timeout = timeout
        self._pins = dict(pins or {})
        self._with_history = with_history
        self._notes: list[str] = []

    @property
    def notes(self) -> Sequence[str]:
        """Lines for the person about the last `ask`."""
        return tuple(self._notes)

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """An answer for every target, in the order of the questions."""
        import asyncio

        return asyncio.run(self.ask_async(questions, progress))

    async def ask_async(
        self, questions: Sequence[Question], progress: Progress
    ) -> dict[Target, Answer]:
        """As `ask`, inside a running event loop."""
        from nerq.trust.asking import Run
        from nerq.trust.certificates import prepare_httpx
        from nerq.trust.client import Service
        from nerq.trust.work import Outcome, Work

        prepare_httpx()
        self._notes.clear()
        thresholds: dict[str, float] = {}
        for question in questions:
            id_ = self._asked(question.target)
            thresholds[id_] = max(thresholds.get(id_, 0.0), question.threshold)
        ids = tuple(thresholds)
        singly = self._with_history or len(ids) == 1
        work = Work(
            screen=() if singly else ids,
            confirm=ids if singly else (),
            thresholds=thresholds,
            with_history=self._with_history,
        )
        outcome = Outcome()
        service = Service(self.url, self._api_key, _user_agent())
        await Run(service, work, outcome, lambda: None).run(
            self._concurrency, self._timeout, progress
        )
        if outcome.stopped:
            self._notes.append(outcome.stopped)
        return {q.target: self._answer(q, outcome) for q in questions}

    def _asked(self, target: Target) -> str:
        return self._pins.get(f"{target.ecosystem}:{target.id}", target.id)

    def _answer(self, question: Question, outcome: Outcome) -> Answer:
        id_ = self._asked(question.target)
        if id_ in outcome.single:
            return self._read(question.target, outcome.single[id_].reading, "network")
        if id_ in outcome.refused:
            return Unavailable(outcome.refused[id_])
        heard = outcome.batch.get(id_)
        if heard is None:
            why = outcome.failed.get(id_) or outcome.stopped or "no answer came"
            return Unavailable(why)
        score = heard.reading.score
        is_confirmed = score is None or score >= question.threshold
        return self._read(question.target, heard.reading, "network", is_confirmed=is_confirmed)

    def _read(
        self,
        target: Target,
        reading: Reading,
        provenance: Provenance,
        *,
        is_confirmed: bool = True,
    ) -> Answer:
        if reading.score is None:
            return Unrated(
                "not-in-index",
                f"{self.url} does not know {self._asked(target)}",
                reading.facts,
                provenance=provenance,
            )
        facts = reading.facts
        pin = self._pins.get(f"{target.ecosystem}:{target.id}")
        level = identity(target, facts.matched_source, facts.matched_url, pin)
        return Rated(
            reading.score,
            facts,
            provenance=provenance,
            identity=level,
            is_confirmed=is_confirmed,
        )


def _user_agent() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"nerq/{version('nerq')}"
    except PackageNotFoundError:
        return "nerq"
