"""What the commands about named targets have in common: their names, and settings for them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nerq.errors import UsageError
from nerq.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nerq.pipeline.target_text import Named
    from nerq.settings import Settings


def read_targets(texts: Sequence[str]) -> tuple[Named, ...]:
    """What the arguments name; ``-`` stands for the lines of standard input.

    Raises:
        UsageError: a text names nothing, or none is given.
    """
    from nerq.pipeline.check import parse_all

    named = parse_all(_texts(texts))
    if not named:
        raise UsageError("no target is named on standard input")
    return named


def _texts(texts: Iterable[str]) -> Iterator[str]:
    from nerq.pipeline.target_text import parse_target

    for text in texts:
        if text != "-":
            yield text
            continue
        for number, line in enumerate(sys.stdin.buffer.read().splitlines(), start=1):
            name = line.decode("utf-8", "replace").partition(" #")[0].strip()
            if not name or name.startswith("#"):
                continue
            try:
                parse_target(name)
            except UsageError as error:
                raise UsageError(f"standard input, line {number}: {error}") from error
            yield name


def settings_for(
    *,
    start: str = ".",
    threshold: float | None = None,
    strict: bool = False,
    source: str | None = None,
    api_url: str | None = None,
    offline: bool = False,
    refresh: bool = False,
    no_cache: bool = False,
    snapshot: str | None = None,
    concurrency: int | None = None,
    timeout: float | None = None,
    config: str | None = None,
) -> Settings:
    """The settings nearest to ``start``, under the options given."""
    flags = {
        "threshold": threshold,
        "is_strict": strict or None,
        "sources": (source,) if source else None,
        "api_url": api_url.rstrip("/") if api_url else None,
        "offline": offline or None,
        "refresh": refresh or None,
        "cache": False if no_cache else None,
        "snapshot": snapshot,
        "concurrency": concurrency,
        "timeout": timeout,
    }
    return load(start, config=config, flags=flags)
