"""Work is counted in calls, which are the same on every machine and under any load."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LINEAR = 1.15  # of what doubling may cost, over twice


def calls(action: Callable[[], object]) -> int:
    """How many functions a piece of work calls, Python's own and those of C."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    gc.disable()
    sys.setprofile(note)
    try:
        action()
    finally:
        sys.setprofile(None)
        gc.enable()
    return count


def assert_linear(costs: list[int]) -> None:
    """Each further doubling costs at most twice what the one before did."""
    first, second = costs[1] - costs[0], costs[2] - costs[1]
    assert 0 < second <= 2 * LINEAR * first, costs
