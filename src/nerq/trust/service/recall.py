"""What is known before anything is asked: a snapshot, and the answers of earlier runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.model import Provenance
    from nerq.trust.service.cache import Cached
    from nerq.trust.service.screening import Screening
    from nerq.trust.service.snapshot import Snapshot
    from nerq.trust.service.wire import Rating

CachedByQuestion = dict[tuple[str, str], "Cached"]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A rating, and how far it can be relied on.

    Attributes:
        is_confirmed: False for a score below the threshold that only a batch row gives.
        is_single: whether a single question, which decides, gave it.
        stored_at: seconds since the epoch, for one from the cache.
    """

    rating: Rating
    provenance: Provenance
    is_confirmed: bool = True
    stored_at: float | None = None
    is_single: bool = False


@dataclass(slots=True)
class Recall:
    """What is known of the ids of one `ask`.

    Attributes:
        final: by id; nothing needs to be asked.
        unconfirmed: fresh batch rows below the threshold: the single question is open.
        stale: answers past their time that may stand in where none can be had; a single one
            before a batch row.
        singles: the latest single answer of each id, whatever its age.
    """

    final: dict[str, Recalled] = field(default_factory=dict)
    unconfirmed: dict[str, Recalled] = field(default_factory=dict)
    stale: dict[str, Recalled] = field(default_factory=dict)
    singles: dict[str, Cached] = field(default_factory=dict)


def recall(
    screening: Screening,
    snapshot: Snapshot | None,
    cached: CachedByQuestion,
    *,
    now: float,
    is_offline: bool = False,
    with_history: bool = False,
) -> Recall:
    """Sorts out what is known, by id; the snapshot goes before the cache.

    Args:
        screening: knows the ids, and which rows of batches leave the single question open.
        snapshot: answers from a file.
        cached: answers from the cache by id and kind of question.
        now: seconds since the epoch.
        is_offline: use kept answers of any age.
        with_history: only single answers with their history will do.
    """
    known = Recall()
    for id_ in screening.ids:
        found = snapshot.find(id_) if snapshot is not None else None
        if found is not None:
            known.final[id_] = Recalled(found[0], "snapshot", found[1])
            continue
        single = cached.get((id_, "history" if with_history else "single"))
        batch = None if with_history else cached.get((id_, "batch"))
        _recall_one(known, id_, screening, (single, batch), now=now, is_offline=is_offline)
    return known


def _recall_one(
    known: Recall,
    id_: str,
    screening: Screening,
    entries: tuple[Cached | None, Cached | None],
    *,
    now: float,
    is_offline: bool,
) -> None:
    single, batch = entries
    if single is not None:
        known.singles[id_] = single
        if single.is_fresh(now):
            known.final[id_] = Recalled(single.rating, "cache", stored_at=single.stored_at)
            return
    if batch is not None and batch.is_fresh(now):
        is_settled = screening.is_settled(id_, batch.rating)
        recalled = Recalled(batch.rating, "cache", is_settled, batch.stored_at)
        (known.final if is_settled else known.unconfirmed)[id_] = recalled
        if is_settled:
            return
    for entry in (single, batch):
        if entry is None or entry.is_fresh(now) or id_ in known.stale:
            continue
        if is_offline or now < entry.stale_until:
            is_single = entry is single
            is_settled = is_single or screening.is_settled(id_, entry.rating)
            known.stale[id_] = Recalled(
                entry.rating, "stale-cache", is_settled, entry.stored_at, is_single
            )
