"""What one run has to ask over the network, and what it brought."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.trust.service.freshness import Freshness
    from nerq.trust.service.screening import Screening
    from nerq.trust.service.wire import Rating

Asked: TypeAlias = Literal["batch", "single", "history"]


@dataclass(frozen=True, slots=True)
class Received:
    """One usable row.

    Attributes:
        asked: which question it answers.
    """

    rating: Rating
    asked: Asked
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run has to ask.

    Attributes:
        screen: ids to ask by batch.
        confirm: ids to ask singly.
        open: kept rows of batches, by id, that leave the single question open.
        screening: which rows of batches leave it open.
        etags: of earlier single answers, by id.
        with_history: ask for the score's history too (singly).
    """

    screen: tuple[str, ...]
    confirm: tuple[str, ...]
    screening: Screening
    open: Mapping[str, Rating] = field(default_factory=dict)
    etags: Mapping[str, str] = field(default_factory=dict)
    with_history: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be asked."""
        return not (self.screen or self.confirm or self.open)


@dataclass(slots=True)
class RunResult:
    """What a run brought; filled as it goes on, so that an interrupted one keeps its part.

    Attributes:
        batch: rows of batches by id.
        single: rows of single questions by id; these decide.
        unchanged: ids whose earlier single answer still holds (304), with what the new
            headers allow.
        refused: ids whose single answer cannot be used, and why.
        failed: ids that could not be asked, and why.
        decided: ids whose batch row decides though it is below the threshold: it tells its
            registry, and enough others were confirmed.
        settled: ids about which nothing more will be asked.
        stopped: why the run ended early, for a person; None where it did not.
    """

    batch: dict[str, Received] = field(default_factory=dict)
    single: dict[str, Received] = field(default_factory=dict)
    unchanged: dict[str, Freshness] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    decided: set[str] = field(default_factory=set)
    settled: set[str] = field(default_factory=set)
    stopped: str | None = None


class Listener(Protocol):
    """Told of answers as they come."""

    def keep(self, id_: str, received: Received) -> None:
        """A usable row came."""
        ...

    def keep_unchanged(self, id_: str, freshness: Freshness) -> None:
        """The earlier single answer still holds."""
        ...

    def advance(self) -> None:
        """A request is done."""
        ...
