"""One run of questions over the network: screen by batch, confirm singly, split what fails."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from nerq.trust.service.connection import Connection, ServiceAddress
from nerq.trust.service.failures import Failure, OutOfTimeError
from nerq.trust.service.freshness import Freshness, freshness
from nerq.trust.service.matching import slug
from nerq.trust.service.pacing import Pace
from nerq.trust.service.plan import Received
from nerq.trust.service.replies import BatchRows, batch_rows, single_row
from nerq.trust.service.retry import ATTEMPTS, NO_ENDPOINT, Retry
from nerq.trust.service.screening import CONFIRMATIONS
from nerq.trust.service.wire import Rating, RowError, WireRow, read_row
from nerq.trust.transport.addresses import shown

if TYPE_CHECKING:
    from ssl import SSLContext

    from nerq.plugin import Progress
    from nerq.trust.service.plan import Asked, Listener, Plan, RunResult
    from nerq.trust.transport.client import Reply

BATCH_SIZE = 50
"""Targets in one batch: the most that the service takes."""

_APART = 0.001
"""Seconds between the starts of two workers.

Started together they stay in step: all wait for the network, then all for the processor.
"""

_SINGLE = "/v1/preflight"
_BATCH = "/v1/preflight/batch"


@dataclass(frozen=True, slots=True)
class _Batch:
    ids: tuple[str, ...]
    attempts: int = ATTEMPTS


@dataclass(frozen=True, slots=True)
class _Arrived:
    ids: tuple[str, ...]
    found: BatchRows
    freshness: Freshness


_Job: TypeAlias = "_Batch | str"
"""A batch, or the id of a single question."""


class ServiceRun:
    """Asks everything of one `Plan`, several requests at a time.

    Args:
        listener: told of each answer, so that it can be kept at once.
    """

    def __init__(
        self, service: ServiceAddress, plan: Plan, result: RunResult, listener: Listener
    ) -> None:
        self._service = service
        self._plan = plan
        self._result = result
        self._listener = listener
        self._queue: asyncio.Queue[_Job] = asyncio.Queue()
        self._arrived: asyncio.Queue[_Arrived] = asyncio.Queue()
        self._singly: set[str] = set()
        self._below: dict[str, float] = {}
        self._unread_batches = 0
        self._has_batch = True

    async def run(self, concurrency: int, timeout: float, progress: Progress) -> None:
        """Asks until everything is answered or the run has to stop.

        Args:
            concurrency: requests under way at once.
            timeout: seconds for everything.
            progress: told about pauses.
        """
        pace = Pace(timeout, progress)
        self._retry = Retry(self._service.url, pace, self._result, concurrency)
        ids = self._plan.screen
        for start in range(0, len(ids), BATCH_SIZE):
            self._ask_batch(_Batch(ids[start : start + BATCH_SIZE]))
        for id_ in self._plan.confirm:
            self._ask_singly(id_)
        for id_, rating in self._plan.open.items():
            self._leave_open(id_, rating)
        self._confirm_below()
        count = min(concurrency, len(ids) + len(self._plan.confirm) + len(self._plan.open))
        trust = self._service.trust()
        tasks = [asyncio.ensure_future(self._worker(trust, n * _APART)) for n in range(count)]
        tasks += [asyncio.ensure_future(self._reader()), asyncio.ensure_future(self._queue.join())]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            while not self._arrived.empty():
                self._read(self._arrived.get_nowait())
        for error in ended:
            if isinstance(error, Exception):
                raise error

    def _ask_batch(self, batch: _Batch) -> None:
        self._unread_batches += 1
        self._queue.put_nowait(batch)

    def _leave_open(self, id_: str, rating: Rating) -> None:
        """The single question follows: at once, or once all that tell their registry are known."""
        if rating.score is not None and self._plan.screening.tells_registry(id_, rating):
            self._below[id_] = rating.score
        else:
            self._ask_singly(id_)

    def _confirm_below(self) -> None:
        """Once every batch is read: confirms some, those nearest to passing first.

        Which ones does not depend on what arrived first.
        """
        if self._unread_batches:
            return
        ids = sorted(self._below, key=lambda id_: (-self._below[id_], id_))
        self._below.clear()
        for id_ in ids[:CONFIRMATIONS]:
            self._ask_singly(id_)
        self._result.decided.update(ids[CONFIRMATIONS:])
        self._result.settled.update(ids[CONFIRMATIONS:])

    def _ask_singly(self, id_: str) -> None:
        if id_ not in self._singly:
            self._singly.add(id_)
            self._queue.put_nowait(id_)

    async def _worker(self, trust: SSLContext, delay: float) -> None:
        connection: Connection | None = None
        try:
            await asyncio.sleep(delay)
            while True:
                job = await self._queue.get()
                if connection is None:
                    connection = Connection(self._service, trust)
                if await self._do(connection, job):
                    self._queue.task_done()
        finally:
            if connection is not None:
                await connection.close()

    async def _reader(self) -> None:
        """Reads the rows that arrived, while the next requests are on their way."""
        while True:
            self._read(await self._arrived.get())
            self._queue.task_done()
            await asyncio.sleep(0)

    def _read(self, arrived: _Arrived) -> None:
        for id_ in arrived.ids:
            self._screened(id_, arrived.found, arrived.freshness)
        self._unread_batches -= 1
        self._confirm_below()
        self._listener.advance()

    async def _do(self, connection: Connection, job: _Job) -> bool:
        """Asks; False where the answer still has to be read."""
        if self._retry.has_stopped:
            return True
        try:
            if isinstance(job, _Batch):
                return await self._screen(connection, job)
            await self._confirm(connection, job)
        except OutOfTimeError as error:
            self._retry.stop(error)
        return True

    async def _screen(self, connection: Connection, job: _Batch) -> bool:
        if not self._has_batch:
            self._split(job)
            return True
        body = json.dumps({"targets": job.ids}).encode()

        async def ask(within: float) -> tuple[Reply, BatchRows]:
            reply = await connection.post(_BATCH, body, within)
            return reply, batch_rows(reply.body, job.ids)

        try:
            reply, found = await self._retry.patiently(ask, _BATCH, job.attempts)
        except Failure as failure:
            if failure.status in NO_ENDPOINT:
                self._has_batch = False
            else:
                self._retry.count(failure)
            self._split(job)
            return True
        self._arrived.put_nowait(_Arrived(job.ids, found, freshness(reply.headers)))
        return False

    def _screened(self, id_: str, found: BatchRows, fresh: Freshness) -> None:
        row = found.rows.get(id_)
        if row is None and id_ not in found.not_found:
            self._ask_singly(id_)
            return
        try:
            rating = Rating(None) if row is None else read_row(row)
        except RowError:
            self._ask_singly(id_)
            return
        received = self._result.batch[id_] = Received(rating, "batch", fresh)
        self._listener.keep(id_, received)
        if self._plan.screening.is_settled(id_, rating):
            self._result.settled.add(id_)
        else:
            self._leave_open(id_, rating)

    def _split(self, job: _Batch) -> None:
        """Asks the parts of a batch that failed, so that one bad row spoils no other."""
        self._split_in_two(job)
        self._unread_batches -= 1
        self._confirm_below()

    def _split_in_two(self, job: _Batch) -> None:
        half = len(job.ids) // 2
        if half == 0 or not self._has_batch:
            for id_ in job.ids:
                self._ask_singly(id_)
            return
        # The whole was tried several times; its parts are tried once each.
        for part in (job.ids[:half], job.ids[half:]):
            if len(part) == 1:
                self._ask_singly(part[0])
            else:
                self._ask_batch(_Batch(part, 1))

    async def _confirm(self, connection: Connection, id_: str) -> None:
        asked: Asked = "history" if self._plan.with_history else "single"
        parameters = {"target": id_}
        if self._plan.with_history:
            parameters["include"] = "history"
        etag = self._plan.etags.get(id_)

        async def ask(within: float) -> tuple[Reply, WireRow | None]:
            reply = await connection.get(_SINGLE, parameters, etag, within)
            return reply, None if reply.status == 304 else single_row(reply.body)

        try:
            reply, row = await self._retry.patiently(ask, _SINGLE, self._retry.attempts)
        except Failure as failure:
            self._result.failed[id_] = f"{id_}: {failure.text}"
            self._retry.count(failure)
            return
        self._result.settled.add(id_)
        fresh = freshness(reply.headers)
        if row is None:
            self._result.unchanged[id_] = fresh
            self._listener.keep_unchanged(id_, fresh)
        else:
            self._confirmed(id_, row, Received(Rating(None), asked, fresh))
        self._listener.advance()

    def _confirmed(self, id_: str, row: WireRow, received: Received) -> None:
        try:
            _check_echo(id_, row)
            rating = read_row(row)
        except RowError as error:
            where = shown(self._service.url + _SINGLE)
            self._result.refused[id_] = f"{where} gave no usable answer for {id_}: {error}"
        else:
            received = self._result.single[id_] = Received(
                rating, received.asked, received.freshness
            )
            self._listener.keep(id_, received)


def _check_echo(id_: str, row: WireRow) -> None:
    """Refuses an answer that echoes another question (a mixed-up proxy)."""
    echo = row.get("target")
    if isinstance(echo, str) and echo != id_ and slug(echo) != slug(id_):
        raise RowError("it is about something else that was not asked")
