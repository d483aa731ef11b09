"""The preflight service as an assessor: what is known is not asked, and what is asked is kept."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from typing import TYPE_CHECKING

from nerq.trust.service.answers import Answerer, is_askable
from nerq.trust.service.freshness import WHOLE_AGE
from nerq.trust.service.plan import Plan, RunResult
from nerq.trust.service.recall import Recall, recall
from nerq.trust.service.screening import Meant, Screening
from nerq.trust.transport.addresses import is_private_line, service_url, usable_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nerq.model import Answer, Target
    from nerq.plugin import Progress, Question
    from nerq.trust.service.cache import Cache
    from nerq.trust.service.snapshot import Snapshot


class Preflight:
    """Asks a preflight service.

    Args:
        url: its base URL.
        api_key: sent to this origin only, and only where nobody can read along.
        find_key: looks for a key by URL where none is given, once something is to be asked.
        cache: answers of earlier runs; None keeps and finds nothing.
        snapshot: answers from a file; they go before everything else.
        offline: ask nothing; answers past their time are used too.
        refresh: use no kept answer; new ones are kept.
        concurrency: requests under way at once.
        timeout: seconds for everything that one `ask` does.
        pins: ``ecosystem:id`` of a target to the id to ask instead.
        with_history: ask singly, with the score's history.
        is_shared: whether several registries have a well-known package of a target's name.
        clock: seconds since the epoch.

    Raises:
        SettingsError: the URL is not an http or https address, or holds credentials; or the key
            holds characters that no header can carry.
    """

    def __init__(  # noqa: PLR0913 -- plain keyword arguments, one a setting
        self,
        url: str,
        *,
        api_key: str | None = None,
        find_key: Callable[[str], str | None] | None = None,
        cache: Cache | None = None,
        snapshot: Snapshot | None = None,
        offline: bool = False,
        refresh: bool = False,
        concurrency: int = 10,
        timeout: float = 60.0,
        pins: Mapping[str, str] | None = None,
        with_history: bool = False,
        is_shared: Callable[[Target], bool] = lambda _: False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._url = service_url(url)
        self._api_key = usable_key(api_key)
        self._find_key = find_key
        self._cache = cache
        self._snapshot = snapshot
        self._is_offline = offline
        self._refreshes = refresh and not offline
        self._concurrency = max(1, concurrency)
        self._timeout = timeout
        self._pins = dict(pins or {})
        self._with_history = with_history
        self._is_shared = is_shared
        self._clock = clock
        self._notes: list[str] = []

    @property
    def kind(self) -> str:
        """``nerq``."""
        return "nerq"

    @property
    def url(self) -> str:
        """Base URL of the service, without a slash at its end."""
        return self._url

    @property
    def notes(self) -> Sequence[str]:
        """Lines for the person about the last `ask`."""
        return tuple(self._notes)

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """An answer for every target, in the order of the questions.

        Where nothing could be asked, every answer is `Unavailable` and the reason stands in
        `notes`.

        Raises:
            UnfinishedError: the snapshot is damaged, or ``SSL_CERT_FILE`` cannot be read.
        """
        with self._closing():
            screening = self._screening(questions)
            known = self._recall(screening)
            result = RunResult()
            plan = self._plan(screening, known)
            if not plan.is_empty:
                # asyncio is a costly import, which a run that needs no network does without.
                from nerq.trust.transport.event_loop import run_to_end

                run_to_end(self._run(plan, known, result, progress))
            return self._answers(questions, screening, known, result)

    async def ask_async(
        self, questions: Sequence[Question], progress: Progress
    ) -> dict[Target, Answer]:
        """As `ask`, inside a running event loop."""
        with self._closing():
            screening = self._screening(questions)
            known = self._recall(screening)
            result = RunResult()
            plan = self._plan(screening, known)
            if not plan.is_empty:
                await self._run(plan, known, result, progress)
            return self._answers(questions, screening, known, result)

    def _closing(self) -> AbstractContextManager[object]:
        """Closes the cache at the end, whatever happens."""
        return nullcontext() if self._cache is None else closing(self._cache)

    def _screening(self, questions: Sequence[Question]) -> Screening:
        """What judges the rows that batches give, for every id that can be asked."""
        self._notes.clear()
        meant: dict[str, tuple[Meant, ...]] = {}
        for question in questions:
            target = question.target
            pin = self._pins.get(f"{target.ecosystem}:{target.id}")
            id_ = pin or target.id
            if is_askable(id_):
                meant[id_] = (*meant.get(id_, ()), Meant(target, question.threshold, pin))
        return Screening(meant, self._pins, self._is_shared)

    def _recall(self, screening: Screening) -> Recall:
        cached = {}
        if self._cache is not None and not self._refreshes:
            kinds = ("history",) if self._with_history else ("single", "batch")
            cached = self._cache.read(self._url, screening.ids, kinds)
        return recall(
            screening,
            self._snapshot,
            cached,
            now=self._clock(),
            is_offline=self._is_offline,
            with_history=self._with_history,
        )

    def _plan(self, screening: Screening, known: Recall) -> Plan:
        if self._is_offline:
            return Plan((), (), screening)
        recalled = known.final.keys() | known.unconfirmed.keys()
        unknown = tuple(id_ for id_ in screening.ids if id_ not in recalled)
        # A batch of one, and then the single question, would be two requests for one answer.
        is_single = self._with_history or len(unknown) == 1
        return Plan(
            screen=() if is_single else unknown,
            confirm=unknown if is_single else (),
            screening=screening,
            open={id_: kept.rating for id_, kept in known.unconfirmed.items()},
            etags=self._etags(known),
            with_history=self._with_history,
        )

    def _etags(self, known: Recall) -> dict[str, str]:
        """Of those single answers whose facts are new enough to be kept."""
        oldest = self._clock() - WHOLE_AGE
        singles = known.singles.items()
        return {id_: kept.etag for id_, kept in singles if kept.etag and kept.stored_at > oldest}

    async def _run(self, plan: Plan, known: Recall, result: RunResult, progress: Progress) -> None:
        from nerq.trust.service.cache_writer import CacheWriter
        from nerq.trust.service.connection import ServiceAddress
        from nerq.trust.service.run import ServiceRun

        total = len(plan.screening.ids)
        write = None if self._cache is None else partial(self._cache.write, self._url)
        writer = CacheWriter(write, known, result, progress, total, self._clock)
        service = ServiceAddress(self._url, self._usable_key())
        try:
            run = ServiceRun(service, plan, result, writer)
            await run.run(self._concurrency, self._timeout, progress)
        finally:
            writer.flush()
            if self._cache is not None:
                self._cache.prune(self._clock())

    def _usable_key(self) -> str | None:
        if self._api_key is None and self._find_key is not None:
            self._api_key, self._find_key = usable_key(self._find_key(self._url)), None
        if is_private_line(self._url):
            return self._api_key
        self._notes.append(
            f"{self._url} is not https: answers can be read and changed on their way"
            + ("; the API key was not sent" if self._api_key else "")
        )
        return None

    def _answers(
        self, questions: Sequence[Question], screening: Screening, known: Recall, result: RunResult
    ) -> dict[Target, Answer]:
        answering = Answerer(
            self._url, screening, known, result, is_offline=self._is_offline, now=self._clock()
        )
        answers = {question.target: answering.answer(question) for question in questions}
        self._notes.extend(answering.notes(answers))
        if self._cache is not None:
            self._notes.extend(self._cache.notes)
            self._cache.notes.clear()
        return answers
