"""Which known names a person may have meant by one that nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.model import Target
    from nerq.settings import Settings

_MOST = 3
_SEARCHED = 3
"""So many unknown names are searched for at the service; requests are scarce."""

_NEAR = 0.75  # of the letters, by edit distance


def near_names(targets: Sequence[Target], settings: Settings) -> dict[Target, tuple[str, ...]]:
    """Up to three names near each target, nearest first; targets without any are left out."""
    found = {target: [*_used_packages(target)] for target in targets}
    searched = list(targets)[:_SEARCHED]
    service, run = settings.service, settings.run
    if searched and "nerq" in run.sources and not run.offline:
        from nerq.trust.service.lookups import Lookups

        lookups = Lookups(service.api_url, service.api_key, run.timeout)
        answers = lookups.search([target.id for target in searched])
        for target in searched:
            found[target] += _near(target.id, answers.get(target.id, ()))
    return {target: tuple(dict.fromkeys(names))[:_MOST] for target, names in found.items() if names}


def _used_packages(target: Target) -> list[str]:
    """Much used packages of nearly this name, from the lists that are shipped."""
    from nerq.trust.local.popular import find_lookalike, listing

    if target.kind != "package" or listing(target.ecosystem) is None:
        return []
    like = find_lookalike(target.ecosystem, target.id)
    return [like.name] if like is not None else []


def _near(name: str, known: Iterable[str]) -> list[str]:
    from rapidfuzz.distance import OSA

    from nerq.trust.service.matching import slug

    wanted = slug(name)
    likeness = {
        other: OSA.normalized_similarity(wanted, slug(other)) for other in known if other != name
    }
    # The same name of another owner is near too, however different the owners are called.
    last = slug(name.rpartition("/")[2])
    return sorted(
        (
            other
            for other, value in likeness.items()
            if value >= _NEAR or slug(other.rpartition("/")[2]) == last
        ),
        key=lambda other: (-likeness[other], other),
    )
