"""Which rows of batches decide, and which leave the single question open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nerq.trust.service.matching import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nerq.model import Target
    from nerq.trust.service.wire import Rating

CONFIRMATIONS = 30
"""Single questions of one run about rows that tell their registry and are below the threshold.

Free use of the service ends at 60 requests an hour; past these the row decides.
"""


class Meant(NamedTuple):
    """What an id that is asked stands for.

    Attributes:
        threshold: a score below it is confirmed singly.
        pin: the id, where the user says that it is this target.
    """

    target: Target
    threshold: float
    pin: str | None = None


class Screening:
    """Judges rows of batches.

    Args:
        meant: what each id stands for: one target an ecosystem.
        pins: ``ecosystem:id`` of a target to the id that is asked instead.
        is_shared: whether several registries have a well-known package of a target's name.
    """

    def __init__(
        self,
        meant: Mapping[str, tuple[Meant, ...]],
        pins: Mapping[str, str],
        is_shared: Callable[[Target], bool],
    ) -> None:
        self._meant = meant
        self.pins = pins
        self._is_shared = is_shared

    @property
    def ids(self) -> tuple[str, ...]:
        """What is asked about, in the order of the questions."""
        return tuple(self._meant)

    def is_settled(self, id_: str, rating: Rating) -> bool:
        """Whether the row says all that there is to know: no score, enough, or another thing's."""
        if rating.score is None or rating.is_filler:
            return True
        return all(self._is_enough(rating, rating.score, meant) for meant in self._meant[id_])

    def _is_enough(self, rating: Rating, score: float, meant: Meant) -> bool:
        if self.is_doubtful(meant.target, rating):
            return False
        facts = rating.facts
        if score >= meant.threshold:
            return True
        # The single question looks the name up in the same way and finds the same namesake.
        match = identity(meant.target, facts.matched_source, facts.matched_url, meant.pin)
        return match == ("other", "registry")

    def is_doubtful(self, target: Target, rating: Rating) -> bool:
        """Whether nothing tells which of several well-known namesakes was scored."""
        return rating.facts.matched_source is None and self._is_shared(target)

    def tells_registry(self, id_: str, rating: Rating) -> bool:
        """Whether the row shows that the registry which was meant was scored, for every target."""
        facts = rating.facts
        return facts.matched_source is not None and all(
            identity(m.target, facts.matched_source, facts.matched_url, m.pin).identity == "exact"
            for m in self._meant[id_]
        )
