"""One fault, watched: what is answered, said, kept and sent."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from unittest.mock import patch

from contract.arrangements import GOOD_ID, self_signed
from contract.preflight_service import PreflightService, Request

from nerq.model import Answer, Target, Unavailable
from nerq.plugin import Question
from nerq.trust.service.cache import Cache
from nerq.trust.service.preflight import Preflight
from nerq.trust.transport import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = Target(GOOD_ID, "package", "pypi")
FINE = Target("superpowers", "repository", "github")
UNKNOWN = Target("nobody-knows-this", "package", "pypi")
TARGETS = (GOOD, FINE, UNKNOWN)


@dataclass(frozen=True)
class Fault:
    """One row of the table.

    Attributes:
        title: what is wrong, for the documentation.
        arrange: makes the service so.
        says: a part of the message that a person reads; None where nothing is said.
        answered: how many of the three targets get an answer, and are in the cache
            afterwards; None = none where something is said, else all.
        requests: at most so many are sent.
        timeout: the total deadline, in seconds.
        seconds: it is over by then.
        address: asks here instead of the service.
    """

    id: str
    title: str
    arrange: Callable[[PreflightService], None] = lambda service: None
    says: str | None = None
    answered: int | None = None
    requests: int = 1
    timeout: float = 20.0
    seconds: float = 5.0
    address: Callable[[PreflightService], str] = lambda service: service.url
    is_tls: bool = False

    @property
    def expected(self) -> int:
        """How many targets get an answer."""
        if self.answered is not None:
            return self.answered
        return len(TARGETS) if self.says is None else 0


@dataclass
class Waits:
    """Records what the person would see while waiting."""

    waits: list[tuple[float, str]] = field(default_factory=list)

    def advance(self, done: int, total: int) -> None: ...

    def wait(self, seconds: float, reason: str) -> None:
        self.waits.append((seconds, reason))


@dataclass(frozen=True)
class Observed:
    """What one fault led to."""

    answers: dict[Target, Answer]
    notes: tuple[str, ...]
    kept: int
    requests: tuple[Request, ...]
    seconds: float
    waits: tuple[tuple[float, str], ...]

    @property
    def answered(self) -> int:
        return sum(not isinstance(answer, Unavailable) for answer in self.answers.values())

    @property
    def message(self) -> str | None:
        """The line that a person reads, with a stable address in it."""
        lines = [a.message for a in self.answers.values() if isinstance(a, Unavailable)]
        lines = [*self.notes, *lines]
        return lines[0] if lines else None

    @property
    def exit_code(self) -> int:
        """All targets that are rated pass: 0, or 3 where an answer is missing."""
        return 3 if self.answered < len(self.answers) else 0


@cache
def observed(fault: Fault) -> Observed:
    """As `observe`; each fault is watched once, for its test and for its documentation."""
    with tempfile.TemporaryDirectory(prefix="nerq-test-") as folder:
        return observe(fault, Path(folder))


def observe(fault: Fault, folder: Path) -> Observed:
    """Asks a service with this fault about `TARGETS`, with an empty cache in ``folder``."""
    cache, waits = Cache(folder), Waits()
    with PreflightService(tls=self_signed() if fault.is_tls else None) as service:
        service.know(GOOD.id, 81.5, source="pypi", details_url="https://nerq.ai/safe/langchain")
        fault.arrange(service)
        address = fault.address(service)
        preflight = Preflight(address, cache=cache, timeout=fault.timeout)
        start = monotonic()
        with patch.object(retry_after, "FIRST_BACKOFF", 0.1):  # the pauses are tested elsewhere
            answers = preflight.ask([Question(target) for target in TARGETS], waits)
        seconds = monotonic() - start
        requests = tuple(service.requests)
    kept = cache.info().answers
    cache.close()
    return Observed(answers, tuple(preflight.notes), kept, requests, seconds, tuple(waits.waits))
