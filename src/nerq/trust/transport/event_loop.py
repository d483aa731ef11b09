"""Runs asynchronous work from plain code, inside another event loop and from several threads."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

T = TypeVar("T")


class _Abandonable(ThreadPoolExecutor):
    """Looks host names up in threads that nobody waits for.

    The system's resolver cannot be interrupted: with ordinary threads a name server that does not
    answer would hold up the end of the loop, and of the process, past every time limit.
    """

    def submit(  # type: ignore[override] # only what a loop passes on
        self, fn: Callable[..., T], /, *args: object
    ) -> Future[T]:
        future: Future[T] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args))
            except BaseException as error:  # noqa: BLE001 -- raised again where it is awaited
                future.set_exception(error)

        threading.Thread(target=run, name="nerq-resolver", daemon=True).start()
        return future


def run_to_end(work: Coroutine[object, object, None]) -> None:
    """Runs it; an exception in it comes out here.

    In a notebook, where a loop already runs in this thread, another thread does it.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(_with_own_threads(work))
        return
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(_with_own_threads(work))
        except BaseException as error:  # noqa: BLE001 -- raised again in the caller's thread
            raised.append(error)

    thread = threading.Thread(target=run, name="nerq-preflight", daemon=True)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


class LoopThread:
    """An event loop in a thread of its own, to which plain code in other threads gives work."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(_Abandonable(1))
        run = self._loop.run_forever
        self._thread = threading.Thread(target=run, name="nerq-network", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[object, object, T]) -> T:
        """What the work returns, or raises.

        Raises:
            concurrent.futures.CancelledError: `cancel` was called meanwhile.
        """
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def cancel(self) -> None:
        """Ends all work that is under way."""

        def cancel_all() -> None:
            for task in asyncio.all_tasks(self._loop):
                task.cancel()

        self._loop.call_soon_threadsafe(cancel_all)

    def close(self) -> None:
        """Ends the loop and its thread; no work may be under way."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


async def _with_own_threads(work: Coroutine[object, object, None]) -> None:
    asyncio.get_running_loop().set_default_executor(_Abandonable(1))
    await work
