"""Plain code gives asynchronous work away, and gets back what came of it."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import CancelledError, ThreadPoolExecutor

import pytest

from nerq.trust.transport.event_loop import LoopThread, run_to_end


async def _fail() -> None:
    raise KeyError("x")


def test_an_exception_comes_out_where_the_work_was_given_away() -> None:
    with pytest.raises(KeyError):
        run_to_end(_fail())

    async def inside() -> None:
        run_to_end(_fail())

    with pytest.raises(KeyError):
        asyncio.run(inside())


def test_several_threads_share_one_loop() -> None:
    loop = LoopThread()
    seen: set[str] = set()

    async def work(number: int) -> int:
        seen.add(threading.current_thread().name)
        await asyncio.sleep(0.01)
        return number * 2

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda n: loop.run(work(n)), range(20))) == [n * 2 for n in range(20)]
    loop.close()
    assert seen == {"nerq-network"}


def test_cancelled_work_ends_at_once() -> None:
    loop = LoopThread()
    begun = threading.Event()

    async def work() -> None:
        begun.set()
        await asyncio.sleep(60)

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(loop.run, work())
        assert begun.wait(5)
        loop.cancel()
        with pytest.raises(CancelledError):
            waiting.result(5)
    loop.close()
