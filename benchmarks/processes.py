"""Runs whole processes in turn, A B A B, and says how they compare.

Ratios are taken round by round: a machine that slows down slows both, and the median of the
ratios stays.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


@dataclass
class Command:
    """A process to measure.

    Attributes:
        words: the program and its arguments.
        environment: added to a small, clean one.
        expected: exit codes that count as done.
        printed: what it measured itself stands on its last line of output, see `inside`.
    """

    words: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None
    expected: tuple[int, ...] = (0,)
    printed: bool = False


@dataclass
class Run:
    """One process: seconds on the clock and on the processors, and MiB of memory at most."""

    wall: float
    cpu: float
    memory: float


@dataclass
class Compared:
    """Two commands, run in turn; medians, and the median of the rounds' ratios."""

    ours: list[Run]
    theirs: list[Run]

    @property
    def ratio(self) -> float:
        return median(a.wall / b.wall for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def cpu_ratio(self) -> float:
        return median(
            a.cpu / b.cpu for a, b in zip(self.ours, self.theirs, strict=True) if b.cpu > 0
        )


def run(command: Command) -> Run:
    """Runs one process to its end.

    Raises:
        RuntimeError: it ended with a code that was not expected.
    """
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = {**kept, "PYTHONHASHSEED": "0", **command.environment}
    started = time.perf_counter()
    process = subprocess.Popen(
        command.words,
        env=environment,
        cwd=command.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    output, errors = _drain(process)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in command.expected:
        raise RuntimeError(
            f"{' '.join(command.words)} ended with {process.returncode}: {errors[-2000:]!r}"
        )
    memory = used.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    if command.printed:
        inside = json.loads(output.strip().rpartition(b"\n")[2])
        return Run(inside["seconds"], inside["cpu"], memory)
    return Run(wall, used.ru_utime + used.ru_stime, memory)


def _drain(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    chunks: dict[str, list[bytes]] = {"out": [], "err": []}
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, "out")  # type: ignore[arg-type]
        selector.register(process.stderr, selectors.EVENT_READ, "err")  # type: ignore[arg-type]
        while selector.get_map():
            for key, _ in selector.select():
                data = os.read(key.fd, 1 << 16)
                if data:
                    # Only the end: a child's memory counts from this process's when it starts.
                    chunks[key.data] = [*chunks[key.data][-1:], data]
                else:
                    selector.unregister(key.fileobj)
    return b"".join(chunks["out"]), b"".join(chunks["err"])


def compare(ours: Command, theirs: Command, rounds: int) -> Compared:
    """Runs both once for nothing, then in turn."""
    run(theirs)
    run(ours)
    compared = Compared([], [])
    for _ in range(rounds):
        compared.ours.append(run(ours))
        compared.theirs.append(run(theirs))
    return compared
