# ruff: noqa: E501 - tables and sample texts read better unbroken
"""Writes docs/performance.md."""

from __future__ import annotations

import os
import platform
import subprocess
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.rows import ROOT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.processes import Compared
    from benchmarks.rows import Row

PAGE = ROOT / "docs" / "performance.md"
LIMITS = ROOT / "benchmarks" / "limits.md"
HEAD = "| what | against | goal | stretch | measured | ours | theirs | memory |\n|---|---|---|---|---|---|---|---|\n"


def line(row: Row, compared: Compared) -> str:
    ratio = compared.cpu_ratio if row.of == "cpu" else compared.ratio
    ours = median(getattr(run, row.of) for run in compared.ours)
    theirs = median(getattr(run, row.of) for run in compared.theirs)
    memory = max(run.memory for run in compared.ours)
    mark = "" if row.goal is None or ratio <= row.goal else " **missed**"
    goal, stretch = (f"≤ {value:g} x" if value else "" for value in (row.goal, row.stretch))
    return (
        f"| {row.what} | {row.against} | {goal} | {stretch} | {ratio:.3g} x{mark} | "
        f"{_time(ours)} | {_time(theirs)} | {memory:.0f} MiB |"
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def write(results: Sequence[tuple[Row, Compared]], size: str, python: str, warm: int) -> None:
    table = HEAD + "".join(line(row, compared) + "\n" for row, compared in results)
    PAGE.write_text(
        "<!-- Written by python -m benchmarks --write; measure again instead. -->\n"
        "# Performance\n\nWhole processes, run in turn (A B A B); each ratio is the median of the "
        "rounds' ratios, so that a machine's moods cancel out. «Bare» is `python -c pass` in the "
        "same environment. Times are medians and drift with the machine; read the ratios.\n\n"
        f"{_machine(python)}\n\nSize: {size}.\n\n{table}\n"
        f"A warm scan sends {warm} requests.\n\n{LIMITS.read_text(encoding='utf-8')}",
        encoding="utf-8",
    )


def _machine(python: str) -> str:
    names = ("nerq", "typer", "packaging", "tomli", "httpx")
    code = (
        "import platform, importlib.metadata as m; print('Python', platform.python_version(), "
        f"*(f'· {{n}} {{m.version(n)}}' for n in {names!r}))"
    )
    versions = subprocess.run([python, "-c", code], check=True, capture_output=True, text=True)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0
    return (
        f"Machine: {platform.system()} {platform.machine()}, {os.cpu_count()} processors, "
        f"load {load:.1f} at the end · {versions.stdout.strip()}."
    )
