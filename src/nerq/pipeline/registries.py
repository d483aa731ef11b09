"""What a name stands for that says no registry: what was found under exactly this name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.ecosystems import ECOSYSTEMS, ecosystem_of
from nerq.identity import purl
from nerq.model import Rated, Target
from nerq.pipeline.ask import Answered
from nerq.trust.service.matching import identity

if TYPE_CHECKING:
    from nerq.model import Answer, Kind
    from nerq.pipeline.target_text import Named

_MEANINGS: tuple[tuple[Kind, str], ...] = tuple(
    (row.kind, row.id) for row in ECOSYSTEMS if not row.home
)
"""What a name that says no registry may turn out to be, in the order tried."""


def understand(one: Named, answer: Answer) -> Answered:
    """What was meant, seen from what was scored, and the answer about it.

    A name that says no registry means the thing of exactly that name which was found, in
    whichever registry. Anything else stays as it is.
    """
    if one.is_explicit or not isinstance(answer, Rated) or answer.identity in ("exact", None):
        return Answered(one.target, answer)
    source, url = answer.facts.matched_source, answer.facts.matched_url
    meanings = _MEANINGS
    if source is not None:
        other = source.strip().lower().partition("_")[0].partition(" ")[0]
        meanings = (*_MEANINGS, ("package", other))
    for kind, ecosystem in meanings:
        target = _retyped(one, kind, ecosystem)
        match = identity(target, source, url)
        if match.identity == "exact":
            exact = replace(answer, identity="exact", identity_basis=match.basis)
            return Answered(target, exact)
    return Answered(one.target, answer)


def elsewhere(one: Named) -> Target | None:
    """The name as one of the next registry to look in; None where there is none."""
    if one.is_explicit or _is_slip(one):
        return None
    following = ecosystem_of(one.target.ecosystem).next
    return _retyped(one, ecosystem_of(following).kind, following) if following else None


def _is_slip(one: Named) -> bool:
    """Whether the name is nearly a famous one, and not itself known in the next registry."""
    from nerq.trust.local.popular import find_lookalike, rank_of

    name, ecosystem = one.target.id, one.target.ecosystem
    following = ecosystem_of(ecosystem).next
    return find_lookalike(ecosystem, name) is not None and rank_of(following, name) is None


def _retyped(one: Named, kind: Kind, ecosystem: str) -> Target:
    """The name as one of another registry; without a package URL where a slug may stand for it."""
    name = one.target.id
    is_whole = not ecosystem_of(ecosystem).has_owners or "/" in name
    return Target(
        name, kind, ecosystem, purl(kind, ecosystem, name, one.version) if is_whole else None
    )
