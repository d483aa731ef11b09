"""Maintenance signals that the releases themselves show."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from nerq.trust.local.ended import how_it_ended
from nerq.trust.local.finished import is_finished
from nerq.trust.local.signals.definition import (
    PACKAGES,
    Definition,
    Measure,
    curve,
    days_between,
    plural,
)

if TYPE_CHECKING:
    from datetime import date

    from nerq.trust.local.evidence import Evidence

FINISHED = 80.0  # points of a silence that is that of a finished project
_LEAST_RELEASES = 4  # for a rhythm to show
_SHORTEST_RHYTHM = 60  # days: nobody must release more often


def release_days(evidence: Evidence) -> list[date]:
    """The distinct days on which something was released, oldest first."""
    entries = evidence.releases.entries if evidence.releases else ()
    return sorted({r.uploaded for r in entries if r.uploaded is not None})


def measure_last(evidence: Evidence) -> Measure | None:
    """Days since the last release."""
    days = release_days(evidence)
    if not days or evidence.releases is None:
        return None
    since = days_between(days[-1], evidence.today)
    points = curve(since, ((180, 100), (365, 90), (730, 70), (1095, 50), (1825, 20), (2920, 0)))
    reason = f"last release {days[-1].isoformat()}"
    if points < FINISHED and is_finished(evidence, since):
        points, reason = FINISHED, f"{reason}; used, clean and stable: finished, not abandoned"
    return Measure(f"{plural(since, 'day')} ago", points, reason, evidence.releases.url, days[-1])


def measure_cadence(evidence: Evidence) -> Measure | None:
    """The present silence, held against the project's own usual gap."""
    days = release_days(evidence)
    if len(days) < _LEAST_RELEASES or evidence.releases is None:
        return None
    usual = median((later - earlier).days for earlier, later in pairwise(days))
    since = days_between(days[-1], evidence.today)
    times = since / max(usual, _SHORTEST_RHYTHM)
    points = curve(times, ((2, 100), (4, 80), (8, 50), (16, 20), (30, 0)))
    if is_finished(evidence, since):
        points = max(points, FINISHED)
    reason = f"usually {usual:.0f} days between releases, now {since} since the last"
    return Measure(
        f"{times:.1f} times the usual gap", points, reason, evidence.releases.url, days[-1]
    )


def measure_number(evidence: Evidence) -> Measure | None:
    """How many releases there are."""
    if evidence.releases is None or not evidence.releases.entries:
        return None
    number = len(evidence.releases.entries)
    points = curve(number, ((1, 20), (3, 50), (6, 75), (12, 100)))
    return Measure(
        plural(number, "release"),
        points,
        "a record of releases",
        evidence.releases.url,
        evidence.releases.seen,
    )


def measure_wheels(evidence: Evidence) -> Measure | None:
    """Whether the judged release can be installed without running its build."""
    release = evidence.release
    if release is None or release.has_wheel is None or evidence.releases is None:
        return None
    url = evidence.releases.url
    if release.has_wheel:
        return Measure("wheel", 100, "installs without running build code", url, release.uploaded)
    return Measure("source only", 35, "installing it runs its build code", url, release.uploaded)


def measure_end(evidence: Evidence) -> Measure | None:
    """Whether the project is declared to have ended."""
    ended = how_it_ended(evidence)
    if ended is not None:
        return Measure(ended.word, 10, ended.reason, ended.url, ended.seen)
    return _alive(evidence)


def _alive(evidence: Evidence) -> Measure | None:
    releases, repository = evidence.releases, evidence.repository
    if repository is not None and repository.is_archived is False:
        return Measure(
            "active", 100, "its repository is not archived", repository.url, repository.seen
        )
    if releases is not None and releases.status == "active":
        return Measure(
            "active", 100, "the registry does not call it ended", releases.url, releases.seen
        )
    return None


SIGNALS = (
    Definition(
        "last-release",
        "maintenance",
        30,
        PACKAGES,
        measure_last,
        "100 within 180 days of the last release, 90 at a year, 70 at two, 50 at three, 20 at "
        "five, 0 at eight: nobody is there to release a fix. At least 80 where what speaks for a "
        "finished project is enough: use, no known vulnerability, stability, a wheel, few needs, a "
        "1.0, several releases; no extension of a framework.",
        is_ceiling=True,
    ),
    Definition(
        "release-cadence",
        "maintenance",
        12,
        PACKAGES,
        measure_cadence,
        "The time since the last release over the project's own median gap (at least 60 days): "
        "100 up to 2, "
        "80 at 4, 50 at 8, 20 at 16, 0 at 30; at least 80 for a finished project. From four "
        "release days on.",
    ),
    Definition(
        "release-count",
        "maintenance",
        8,
        PACKAGES,
        measure_number,
        "20 for one release, 50 for three, 75 for six, 100 from twelve on.",
    ),
    Definition(
        "project-ended",
        "maintenance",
        15,
        (*PACKAGES, "repository"),
        measure_end,
        "10 where the index, the registry, the repository, the author or the shipped list says "
        "that it has ended (archived, deprecated, inactive, superseded); 100 where one of the "
        "first three says it is not.",
        is_ceiling=True,
    ),
    Definition(
        "wheel",
        "maintenance",
        8,
        ("pypi",),
        measure_wheels,
        "100 where the judged release has a wheel, 35 where there is only source to build.",
    ),
)
