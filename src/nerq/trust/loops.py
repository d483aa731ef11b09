"""Runs the asynchronous part to its end from plain code, inside another event loop too."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine


def run_to_end(work: Coroutine[object, object, None]) -> None:
    """Runs it; an exception in it comes out here.

    In a notebook, where a loop already runs in this thread, another thread does it.
    """
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(work)
        return
    raised: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(work)
        except BaseException as error:  # noqa: BLE001 -- raised again in the caller's thread
            raised.append(error)

    thread = threading.Thread(target=run, name="nerq-preflight", daemon=True)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]
