"""Reads the names on the command line, and those on standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from nerq.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nerq.pipeline.target_text import Named


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
