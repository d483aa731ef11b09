"""From what is known and what came to one answer a target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from nerq.model import Rated, Unavailable, Unrated
from nerq.trust.service.matching import identity
from nerq.trust.service.recall import Recalled
from nerq.trust.transport.cleaning import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nerq.model import Answer, Facts, Target
    from nerq.plugin import Question
    from nerq.trust.service.plan import RunResult
    from nerq.trust.service.recall import Recall
    from nerq.trust.service.screening import Screening
    from nerq.trust.service.wire import Rating

_DAY = 86_400.0
_LONGEST = 500
"""Characters of an id; no registry allows as many."""


class Answerer:
    """Answers questions after a run, or without one.

    Args:
        url: of the service.
        screening: which rows of batches leave the single question open.
        now: seconds since the epoch.
    """

    def __init__(
        self,
        url: str,
        screening: Screening,
        known: Recall,
        result: RunResult,
        *,
        is_offline: bool,
        now: float,
    ) -> None:
        self._url = url
        self._screening = screening
        self._known = known
        self._result = result
        self._is_offline = is_offline
        self._now = now
        self._oldest: list[float] = []

    def answer(self, question: Question) -> Answer:
        """The answer for one target."""
        target = question.target
        pin = self._screening.pins.get(f"{target.ecosystem}:{target.id}")
        id_ = pin or target.id
        if not is_askable(id_):
            shown = f"{clean(id_)!r} is not a name that a service can know"
            return Unrated("not-in-index", shown, provenance=None)
        if id_ in self._result.refused:
            return Unavailable(self._result.refused[id_])
        recalled = self._recalled(id_)
        if recalled is None:
            return Unavailable(self._why(id_))
        if recalled.provenance == "stale-cache" and recalled.stored_at is not None:
            self._oldest.append(recalled.stored_at)
        return self._read(target, id_, pin, recalled)

    def notes(self, answers: Mapping[Target, Answer]) -> Iterator[str]:
        """Lines for a person about all the answers."""
        missing = sum(isinstance(answer, Unavailable) for answer in answers.values())
        count = f"{len(answers) - missing} of {len(answers)} targets answered"
        if self._result.stopped is not None:
            yield f"{self._result.stopped} ({count})"
        elif self._is_offline and missing:
            yield f"offline: {count}; only what an earlier scan was told, or a --snapshot, is used"
        elif answers and missing == len(answers):
            first = next(a.message for a in answers.values() if isinstance(a, Unavailable))
            yield f"{first} ({count})"
        if self._oldest:
            days = (self._now - min(self._oldest)) / _DAY
            age = f"{days:.0f} days" if days >= 2 else f"{days * 24:.0f} hours"
            yield f"{len(self._oldest)} answers are past their time, the oldest {age} old"

    def _recalled(self, id_: str) -> Recalled | None:
        """The most reliable reading of an id."""
        known, result = self._known, self._result
        if id_ in result.single:
            return Recalled(result.single[id_].rating, "network")
        if id_ in result.unchanged:
            return Recalled(known.singles[id_].rating, "network")
        if id_ in known.final:
            return known.final[id_]
        stale = known.stale.get(id_)
        if id_ in result.batch:
            rating = result.batch[id_].rating
            is_settled = id_ in result.decided or self._screening.is_settled(id_, rating)
            if is_settled or stale is None or not stale.is_single:
                return Recalled(rating, "network", is_settled)
        return stale or self._unconfirmed(id_)

    def _unconfirmed(self, id_: str) -> Recalled | None:
        """A kept row of a batch whose single question was not asked."""
        kept = self._known.unconfirmed.get(id_)
        is_decided = kept is not None and id_ in self._result.decided
        return replace(kept, is_confirmed=True) if kept is not None and is_decided else kept

    def _why(self, id_: str) -> str:
        if self._is_offline:
            return f"offline, and neither cache nor snapshot knows {id_}"
        failed, stopped = self._result.failed.get(id_), self._result.stopped
        if failed is not None:
            return failed
        return f"{id_} was not asked: {stopped}" if stopped else f"no answer came for {id_}"

    def _read(self, target: Target, id_: str, pin: str | None, recalled: Recalled) -> Answer:
        facts = _evident(target, _with_addresses(recalled.rating.facts, self._url))
        why = self._unscored(id_, recalled.rating)
        if why is not None or recalled.rating.score is None:
            return Unrated("not-in-index", why or "", facts, provenance=recalled.provenance)
        if not recalled.is_confirmed and self._screening.is_doubtful(target, recalled.rating):
            return Unavailable(
                f"{id_} is a name in several registries, and the row of the batch does not tell "
                "which one was scored; the single question that does was not answered: run again"
            )
        match = identity(target, facts.matched_source, facts.matched_url, pin)
        return Rated(
            recalled.rating.score,
            facts,
            provenance=recalled.provenance,
            identity=match.identity,
            identity_basis=match.basis,
            is_confirmed=recalled.is_confirmed,
        )

    def _unscored(self, id_: str, rating: Rating) -> str | None:
        """Why there is no score; None where there is one."""
        if rating.score is None:
            return f"{self._url} does not know {id_}"
        if rating.is_filler:
            return (
                f"{self._url} has not scored {id_} yet: {rating.score:g} with grade "
                f"{rating.facts.grade}, no date and no popularity only stands in for a score"
            )
        return None


def is_askable(id_: str) -> bool:
    """Whether an id can be sent: printable text (no lone surrogates) of a name's length."""
    return 0 < len(id_) <= _LONGEST and id_.isprintable()


def _evident(target: Target, facts: Facts) -> Facts:
    """The facts without what the service says of everything, known or not.

    It finds advisories by an id that no package has, so a zero stands there for every package;
    and it looks for a state of advisories that none is in, so that none is ever open.
    """
    if facts.has_active_advisory is False:
        facts = replace(facts, has_active_advisory=None)
    if target.kind == "package" and facts.known_cves == 0:
        facts = replace(facts, known_cves=None, max_severity=None)
    return facts


def _with_addresses(facts: Facts, url: str) -> Facts:
    """The facts with whole addresses where the service gave paths of its own."""
    page = facts.matched_url
    if page is not None and page.startswith("/"):
        facts = replace(facts, matched_url=urljoin(url, page))
    if any(entry.url is not None and entry.url.startswith("/") for entry in facts.alternatives):
        whole = (replace(e, url=e.url and urljoin(url, e.url)) for e in facts.alternatives)
        facts = replace(facts, alternatives=tuple(whole))
    return facts
