"""Data that ships with nerq: plain lists with their source and date in the head."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Listing:
    """A list as shipped: its entries in the file's order, and the day it was drawn up."""

    lines: tuple[str, ...]
    drawn_up: date | None = None


@lru_cache(maxsize=8)
def read_lines(name: str) -> Listing:
    """The list in the file of this name; lines starting with ``#`` are its head."""
    from importlib import resources

    text = (resources.files("nerq.trust.local") / "data" / name).read_text(encoding="utf-8")
    lines, drawn_up = [], None
    for line in text.splitlines():
        if line.startswith("# date: "):
            drawn_up = date.fromisoformat(line.removeprefix("# date: ").strip())
        elif line and not line.startswith("#"):
            lines.append(line)
    return Listing(tuple(lines), drawn_up)
