"""Security signals of packages and repositories, besides known vulnerabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.popular import find_lookalike, listing
from nerq.trust.local.signals.definition import (
    PACKAGES,
    Definition,
    Measure,
    curve,
    days_between,
    plural,
)
from nerq.trust.local.versions import order_of

if TYPE_CHECKING:
    from datetime import date

    from nerq.trust.local.evidence import Evidence, Release

_LONG_SILENCE = 730  # days
_RECENT = 180  # days


def measure_withdrawal(evidence: Evidence) -> Measure | None:
    """Whether the judged release was withdrawn (yanked), or the project quarantined."""
    releases, release = evidence.releases, evidence.release
    if releases is None:
        return None
    if releases.status == "quarantined":
        return Measure(
            "quarantined", 0, "the index has quarantined the project", releases.url, releases.seen
        )
    if release is None and evidence.version is not None:
        text = "the registry does not list it: deleted, or never there"
        return Measure(f"{evidence.version} not listed", 25, text, releases.url, releases.seen)
    if release is None:
        return None
    if release.yanked is not None:
        reason = f": {release.yanked}" if release.yanked else ", no reason given"
        text = f"release {release.version} was withdrawn{reason}"
        return Measure(f"{release.version} yanked", 15, text, releases.url, release.uploaded)
    return Measure(
        f"{release.version} not yanked", 100, "the release stands", releases.url, releases.seen
    )


def measure_attestations(evidence: Evidence) -> Measure | None:
    """Whether the judged release's files carry provenance."""
    release = evidence.release
    if release is not None and release.has_provenance is not None and evidence.releases:
        has, url, seen = release.has_provenance, evidence.releases.url, evidence.releases.seen
    elif evidence.insights is not None and evidence.insights.has_provenance is not None:
        has, url, seen = (
            evidence.insights.has_provenance,
            evidence.insights.url,
            evidence.insights.seen,
        )
    else:
        return None
    if has:
        return Measure("attested", 100, "attestations tell where the files were built", url, seen)
    return Measure("none", 50, "nothing attests where the files were built", url, seen)


def first_upload(evidence: Evidence) -> date | None:
    """The day of the first release with a known day."""
    entries = evidence.releases.entries if evidence.releases else ()
    return min((r.uploaded for r in entries if r.uploaded is not None), default=None)


def measure_lookalike(evidence: Evidence) -> Measure | None:
    """Whether the name is nearly that of a far more used package."""
    shipped = listing(evidence.subject)
    if shipped is None:
        return None
    near = find_lookalike(evidence.subject, evidence.target.id)
    where = "names of the most used packages, shipped with nerq"
    if near is None:
        return Measure(
            "no", 100, "no far more used package has nearly this name", where, shipped.drawn_up
        )
    first = first_upload(evidence)
    # Old namesakes are common; a new one is how typosquats look.
    points = (
        20.0
        if first is None
        else curve(
            days_between(first, evidence.today), ((30, 0), (365, 20), (1095, 60), (2190, 85))
        )
    )
    age = "of unknown age" if first is None else f"first released {first.isoformat()}"
    reason = f"{plural(near.distance, 'letter')} from {near.name!r} (rank {near.rank}), {age}"
    return Measure(f"near {near.name}", points, reason, where, shipped.drawn_up)


def measure_age(evidence: Evidence) -> Measure | None:
    """Days since the first release, or since the repository was made."""
    found: tuple[date | None, str] = (
        first_upload(evidence),
        evidence.releases.url if evidence.releases else "",
    )
    if evidence.subject == "repository" and evidence.repository is not None:
        found = (evidence.repository.created, evidence.repository.url)
    if evidence.hub is not None:
        found = (evidence.hub.created, evidence.hub.url)
    first, url = found
    if first is None:
        return None
    days = days_between(first, evidence.today)
    points = curve(days, ((0, 0), (30, 20), (90, 60), (365, 90), (730, 100)))
    reason = f"first seen {first.isoformat()}; the very young have no record yet"
    return Measure(plural(days, "day"), points, reason, url, first)


def measure_silence(evidence: Evidence) -> Measure | None:
    """Whether a recent release broke a long silence, and whether others cut it."""
    release = evidence.release
    if release is None or release.uploaded is None or evidence.releases is None:
        return None
    earlier = [r for r in evidence.releases.entries if r.uploaded and r.uploaded < release.uploaded]
    if not earlier:
        return None
    before = max(earlier, key=lambda r: (r.uploaded.isoformat() if r.uploaded else "", r.version))
    gap = days_between(before.uploaded, release.uploaded) if before.uploaded else 0
    is_recent = days_between(release.uploaded, evidence.today) < _RECENT
    url = evidence.releases.url
    if gap < _LONG_SILENCE or not is_recent:
        return Measure("no", 100, "no recent release broke a long silence", url, release.uploaded)
    value = f"{release.version} after {plural(gap, 'day')}"
    if _is_new_publisher(release, earlier):
        reason = f"released after a long silence by {release.publisher!r}, who never did before"
        return Measure(value, 5, reason, url, release.uploaded)
    return Measure(value, 50, "released after a long silence; look who did", url, release.uploaded)


def _is_new_publisher(release: Release, earlier: list[Release]) -> bool:
    known = {r.publisher for r in earlier if r.publisher}
    return release.publisher is not None and bool(known) and release.publisher not in known


def measure_currency(evidence: Evidence) -> Measure | None:
    """For how long a newer release than the judged one has been out."""
    release, releases = evidence.release, evidence.releases
    if release is None or releases is None:
        return None
    if order_of(evidence.subject, release.version) is None:
        return None
    later = newer_releases(evidence)
    if not later:
        return Measure(
            f"{release.version} is the newest",
            100,
            "nothing newer is out",
            releases.url,
            releases.seen,
        )
    dated = [r.uploaded for r in later if r.uploaded is not None]
    if not dated:
        return None
    days = days_between(min(dated), evidence.today)
    points = curve(days, ((30, 100), (180, 95), (365, 85), (1095, 55), (2190, 25)))
    reason = f"{plural(len(later), 'newer release')}, the first since {min(dated).isoformat()}"
    return Measure(f"{release.version} superseded", points, reason, releases.url, min(dated))


def newer_releases(evidence: Evidence) -> list[Release]:
    """The releases above the judged version that stand; pre-releases do not count."""
    releases, version = evidence.releases, evidence.version
    place = order_of(evidence.subject, version) if version is not None else None
    if releases is None or place is None:
        return []
    return [r for r in releases.entries if _supersedes(evidence, r, place)]


def _supersedes(evidence: Evidence, other: Release, place: object) -> bool:
    from nerq.trust.local.versions import is_prerelease

    found = order_of(evidence.subject, other.version)
    if found is None or other.yanked is not None or is_prerelease(evidence.subject, other.version):
        return False
    return bool(found > place)


def measure_install_scripts(evidence: Evidence) -> Measure | None:
    """Whether installing runs the package's code."""
    release = evidence.release
    if release is None or release.has_install_script is None or evidence.releases is None:
        return None
    url = evidence.releases.url
    if release.has_install_script:
        return Measure("yes", 30, "installing it runs its scripts", url, release.uploaded)
    return Measure("no", 100, "installing it runs nothing", url, release.uploaded)


def measure_scorecard(evidence: Evidence) -> Measure | None:
    """The overall OpenSSF Scorecard result."""
    card = evidence.scorecard
    if card is None:
        return None
    low = sorted(name for name, points in card.checks.items() if 0 <= points <= 2)
    reason = "weak: " + ", ".join(low[:4]) if low else "no check is weak"
    # Few projects reach 8: the result is stretched so that a good project can be a good one.
    points = curve(card.score, ((0, 0), (3, 30), (5, 60), (7, 85), (9, 100)))
    return Measure(f"{card.score:g} of 10", points, reason, card.url, card.measured)


SIGNALS = (
    Definition(
        "release-withdrawn",
        "security",
        12,
        PACKAGES,
        measure_withdrawal,
        "100 where the judged release stands, 15 where it was yanked (all its files), 25 "
        "where the registry does not list it, 0 where the "
        "index has quarantined the project.",
        is_ceiling=True,
    ),
    Definition(
        "lookalike-name",
        "security",
        12,
        PACKAGES,
        measure_lookalike,
        "100 where the name is on the list of most used packages or is not within one slip (two "
        "from nine letters on) of one of the 3,000 most used; else 0 when new, rising to 85 at "
        "six years.",
        is_ceiling=True,
    ),
    Definition(
        "age",
        "security",
        8,
        (*PACKAGES, "model", "dataset", "space", "repository"),
        measure_age,
        "0 on the first day, 20 at 30 days, 60 at 90, 90 at a year, 100 at two.",
    ),
    Definition(
        "release-after-silence",
        "security",
        8,
        PACKAGES,
        measure_silence,
        "50 where a release of the last 180 days came after two years without any, 5 where its "
        "publisher had never released before (npm only: the Python index does not show it); else "
        "100.",
    ),
    Definition(
        "superseded",
        "security",
        10,
        PACKAGES,
        measure_currency,
        "100 where the judged release is the newest; by how long a newer one has been out: 95 at "
        "180 days, 85 at a year, 55 at three, 25 from six on: the fixes of those years are "
        "missing.",
        is_ceiling=True,
    ),
    Definition(
        "attestations",
        "security",
        5,
        PACKAGES,
        measure_attestations,
        "100 where every file of the judged release carries provenance (PEP 740, npm, SLSA), 50 "
        "where none does.",
    ),
    Definition(
        "install-scripts",
        "security",
        6,
        ("npm",),
        measure_install_scripts,
        "30 where installing runs a script of the package, else 100.",
    ),
    Definition(
        "scorecard",
        "security",
        12,
        (*PACKAGES, "repository"),
        measure_scorecard,
        "The OpenSSF Scorecard result of the source repository: 30 at 3 of 10, 60 at 5, 85 at 7, "
        "100 at 9.",
    ),
)
