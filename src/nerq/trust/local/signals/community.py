"""Community signals of packages, repositories and the hub."""

from __future__ import annotations

from math import log10
from typing import TYPE_CHECKING

from nerq.trust.local.popular import listing, rank_of
from nerq.trust.local.signals.definition import HUB, PACKAGES, Definition, Measure, curve, plural

if TYPE_CHECKING:
    from nerq.trust.local.evidence import Evidence


def _magnitude(number: int) -> float:
    return log10(number + 1)


def measure_owners(evidence: Evidence) -> Measure | None:
    """How many people, or which organisation, can publish."""
    metadata, repository = evidence.metadata, evidence.repository
    if evidence.subject == "repository":
        if repository is None or repository.owner_type is None:
            return None
        points = 100.0 if repository.owner_type == "Organization" else 60.0
        return Measure(
            repository.owner_type, points, "who owns it", repository.url, repository.seen
        )
    if metadata is None:
        return None
    if metadata.organisation is not None:
        return Measure(
            metadata.organisation, 100, "owned by an organisation", metadata.url, metadata.seen
        )
    if metadata.owners is None:
        return None
    points = curve(metadata.owners, ((1, 55), (2, 80), (3, 100)))
    return Measure(
        plural(metadata.owners, "owner"),
        points,
        "accounts that can publish",
        metadata.url,
        metadata.seen,
    )


def measure_rank(evidence: Evidence) -> Measure | None:
    """The package's place among the most downloaded ones."""
    shipped = listing(evidence.subject)
    if shipped is None:
        return None
    rank = rank_of(evidence.subject, evidence.target.id)
    where = "download ranking, shipped with nerq"
    size = len(shipped.lines)
    if rank is None:
        return Measure(
            f"beyond {size}", 15, "not among the most downloaded", where, shipped.drawn_up
        )
    points = curve(log10(rank), ((2, 100), (3, 90), (log10(5000), 70), (log10(15000), 50)))
    return Measure(
        f"rank {rank}", points, f"among the {size} most downloaded", where, shipped.drawn_up
    )


def measure_dependents(evidence: Evidence) -> Measure | None:
    """How many packages depend on the version."""
    insights = evidence.insights
    if insights is None or insights.dependents is None:
        return None
    points = curve(_magnitude(insights.dependents), ((0, 10), (1, 40), (2, 65), (3, 85), (4, 100)))
    return Measure(
        plural(insights.dependents, "package"), points, "depend on it", insights.url, insights.seen
    )


def measure_stars(evidence: Evidence) -> Measure | None:
    """Stars of the source repository."""
    repository = evidence.repository
    if repository is None or repository.stars is None:
        return None
    points = curve(_magnitude(repository.stars), ((0, 10), (1, 30), (2, 55), (3, 80), (4, 100)))
    return Measure(
        plural(repository.stars, "star"),
        points,
        "on the source host",
        repository.url,
        repository.seen,
    )


def measure_forks(evidence: Evidence) -> Measure | None:
    """Forks of the source repository."""
    repository = evidence.repository
    if repository is None or repository.forks is None:
        return None
    points = curve(_magnitude(repository.forks), ((0, 10), (1, 45), (2, 75), (3, 100)))
    return Measure(
        plural(repository.forks, "fork"),
        points,
        "on the source host",
        repository.url,
        repository.seen,
    )


def measure_likes(evidence: Evidence) -> Measure | None:
    """Likes on the hub."""
    record = evidence.hub
    if record is None or record.likes is None:
        return None
    points = curve(_magnitude(record.likes), ((0, 10), (1, 45), (2, 75), (3, 100)))
    return Measure(plural(record.likes, "like"), points, "on the hub", record.url, record.seen)


def measure_downloads(evidence: Evidence) -> Measure | None:
    """Downloads of the last 30 days on the hub."""
    record = evidence.hub
    if record is None or record.downloads is None:
        return None
    points = curve(
        _magnitude(record.downloads), ((0, 5), (2, 30), (3, 50), (4, 70), (5, 85), (6, 100))
    )
    return Measure(
        plural(record.downloads, "download"), points, "in the last 30 days", record.url, record.seen
    )


def measure_spaces(evidence: Evidence) -> Measure | None:
    """How many spaces use the model."""
    record = evidence.hub
    if record is None or record.spaces is None:
        return None
    points = curve(record.spaces, ((0, 20), (5, 60), (20, 85), (100, 100)))
    return Measure(plural(record.spaces, "space"), points, "use the model", record.url, record.seen)


SIGNALS = (
    Definition(
        "owners",
        "community",
        25,
        (*PACKAGES, "repository"),
        measure_owners,
        "100 for an organisation or three owners, 80 for two, 55 for one (repositories: 100 "
        "organisation, 60 person).",
    ),
    Definition(
        "download-rank",
        "community",
        35,
        PACKAGES,
        measure_rank,
        "Place in the shipped ranking: 100 among the first 100, 90 at 1,000, 70 at 5,000, 50 at "
        "15,000, 15 beyond.",
    ),
    Definition(
        "dependents",
        "community",
        15,
        PACKAGES,
        measure_dependents,
        "10 for none, 40 at 10, 65 at 100, 85 at 1,000, 100 at 10,000.",
    ),
    Definition(
        "stars",
        "community",
        15,
        (*PACKAGES, "repository"),
        measure_stars,
        "10 for none, 30 at 10, 55 at 100, 80 at 1,000, 100 at 10,000.",
    ),
    Definition(
        "forks",
        "community",
        10,
        (*PACKAGES, "repository"),
        measure_forks,
        "10 for none, 45 at 10, 75 at 100, 100 at 1,000.",
    ),
    Definition(
        "likes",
        "community",
        40,
        HUB,
        measure_likes,
        "10 for none, 45 at 10, 75 at 100, 100 at 1,000.",
    ),
    Definition(
        "downloads",
        "community",
        45,
        ("model", "dataset"),
        measure_downloads,
        "5 for none, 30 at 100, 50 at 1,000, 70 at 10,000, 85 at 100,000, 100 at a million in 30 "
        "days.",
    ),
    Definition(
        "spaces",
        "community",
        15,
        ("model",),
        measure_spaces,
        "20 for none, 60 at 5, 85 at 20, 100 at 100.",
    ),
)
