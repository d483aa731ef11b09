"""Maintenance signals from what a package declares, and from its repository."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from nerq.trust.local.signals.definition import PACKAGES, Definition, Measure, curve, days_between

if TYPE_CHECKING:
    from nerq.trust.local.evidence import Evidence, Metadata

_STATUS = "Development Status :: "
_STATUS_POINTS = {"1": 20, "2": 35, "3": 55, "4": 80, "5": 100, "6": 100, "7": 0}
# Python versions and the last day of their support: https://devguide.python.org/versions/
# (2026-11); a version counts as supported from its first release.
_PYTHONS = (
    ("3.8", date(2019, 10, 14), date(2024, 10, 7)),
    ("3.9", date(2020, 10, 5), date(2025, 10, 31)),
    ("3.10", date(2021, 10, 4), date(2026, 10, 31)),
    ("3.11", date(2022, 10, 24), date(2027, 10, 31)),
    ("3.12", date(2023, 10, 2), date(2028, 10, 31)),
    ("3.13", date(2024, 10, 7), date(2029, 10, 31)),
    ("3.14", date(2025, 10, 7), date(2030, 10, 31)),
    ("3.15", date(2026, 10, 1), date(2031, 10, 31)),
)


def measure_status(evidence: Evidence) -> Measure | None:
    """The development status that the author declares."""
    metadata = evidence.metadata
    if metadata is None:
        return None
    written = [c.removeprefix(_STATUS) for c in metadata.classifiers if c.startswith(_STATUS)]
    known = [status for status in written if status[:1] in _STATUS_POINTS]
    if not known:
        return None
    status = min(known, key=lambda s: (_STATUS_POINTS[s[:1]], s))
    points = _STATUS_POINTS[status[:1]]
    return Measure(status, points, "as its author declares", metadata.url, metadata.seen)


def measure_pythons(evidence: Evidence) -> Measure | None:
    """How many of the supported Python versions the package says it runs on."""
    metadata = evidence.metadata
    supported = [name for name, start, end in _PYTHONS if start <= evidence.today <= end]
    if metadata is None or not supported:
        return None
    declared = [c.removeprefix("Programming Language :: Python :: ") for c in metadata.classifiers]
    named = [name for name in supported if name in declared]
    if named:
        points = curve(len(named) / len(supported), ((0, 30), (0.4, 80), (0.7, 100)))
        value = f"{named[0]} to {named[-1]}" if len(named) > 1 else named[0]
        return Measure(
            value, points, "supported Python versions it names", metadata.url, metadata.seen
        )
    return _by_constraint(evidence, metadata, supported, declared)


def _by_constraint(
    evidence: Evidence, metadata: Metadata, supported: list[str], declared: list[str]
) -> Measure | None:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    release = evidence.release
    written = release.requires_python if release is not None else None
    if written:
        try:
            allowed = [v for v in supported if SpecifierSet(written).contains(v)]
        except InvalidSpecifier:
            allowed = []
        share = len(allowed) / len(supported)
        reason = f"requires Python {written}, names no supported version"
        return Measure(
            written, curve(share, ((0, 0), (0.5, 60), (1, 75))), reason, metadata.url, metadata.seen
        )
    versions = [name for name in declared if name[:2] in {"2", "2.", "3", "3."}]
    if not versions:
        return None
    has_three = any(name.startswith("3") for name in versions)
    points = 25.0 if has_three else 0.0
    last = max(versions, key=lambda name: ([int(n) for n in re.findall("[0-9]{1,9}", name)], name))
    return Measure(
        last,
        points,
        "names no Python version that is still supported",
        metadata.url,
        metadata.seen,
    )


def measure_pushes(evidence: Evidence) -> Measure | None:
    """Days since the last push to the repository."""
    repository = evidence.repository
    if repository is None or repository.pushed is None:
        return None
    days = days_between(repository.pushed, evidence.today)
    points = curve(days, ((90, 100), (365, 75), (730, 45), (1460, 15), (2555, 0)))
    return Measure(
        f"{days} days ago", points, "last push to the repository", repository.url, repository.pushed
    )


def measure_maintained(evidence: Evidence) -> Measure | None:
    """The Scorecard check of that name: commits and issue work within 90 days."""
    card = evidence.scorecard
    points = card.checks.get("Maintained", -1) if card is not None else -1
    if card is None or points < 0:
        return None
    return Measure(
        f"{points:g} of 10",
        points * 10,
        "commits and issue work within 90 days",
        card.url,
        card.measured,
    )


SIGNALS = (
    Definition(
        "development-status",
        "maintenance",
        7,
        ("pypi",),
        measure_status,
        "The classifier: 100 for stable or mature, 80 beta, 55 alpha, 35 pre-alpha, 20 planning, "
        "0 inactive.",
    ),
    Definition(
        "python-versions",
        "maintenance",
        10,
        ("pypi",),
        measure_pythons,
        "How many of the Python versions that are supported on the day it names: 100 from 70 % "
        "on, 80 at 40 %; "
        "up to 75 where only `requires-python` tells; 25 where it names old versions only, 0 for "
        "Python 2 alone.",
    ),
    Definition(
        "repository-activity",
        "maintenance",
        12,
        (*PACKAGES, "repository"),
        measure_pushes,
        "100 within 90 days of the last push, 75 at a year, 45 at two, 15 at four, 0 at seven.",
    ),
    Definition(
        "scorecard-maintained",
        "maintenance",
        6,
        (*PACKAGES, "repository"),
        measure_maintained,
        "Ten times the Scorecard check «Maintained».",
    ),
)
