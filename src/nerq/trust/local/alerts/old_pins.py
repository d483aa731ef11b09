"""Old pins of which nobody could say whether they are vulnerable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact
from nerq.trust.local.signals.definition import PACKAGES, days_between
from nerq.trust.local.signals.security import newer_releases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.trust.local.evidence import Evidence, Release

_NEWER = 2  # releases
_HALF_A_YEAR = 180  # days
_NEWER_UNDATED = 5  # releases, where the registry tells no dates
WAYS_OUT = "reach OSV, or fetch its archives with `nerq advisories update`"


def find_unknown(evidence: Evidence) -> Iterator[Alert]:
    """A pin that is old enough to have known faults, where no source knew any way or other."""
    if not evidence.is_pinned or evidence.vulnerabilities is not None:
        return
    newer = newer_releases(evidence)
    if not _is_old(evidence, newer):
        return
    # Neither a number nor an address in it: reports gather the targets that share a reason.
    message = (
        f"{evidence.target.id} is pinned to an old release, and no source could say whether it is "
        f"vulnerable: {WAYS_OUT}"
    )
    yield Alert("not-looked-up", message)


def _is_old(evidence: Evidence, newer: Sequence[Release]) -> bool:
    dated = [release.uploaded for release in newer if release.uploaded is not None]
    if len(dated) < len(newer):
        return len(newer) >= _NEWER_UNDATED
    return len(newer) >= _NEWER and days_between(min(dated), evidence.today) >= _HALF_A_YEAR


FACTS = (
    Fact(
        "not-looked-up",
        PACKAGES,
        find_unknown,
        "the pin has at least two newer releases, the first of them half a year old (five where "
        "the registry tells no dates), and no source could say whether it is vulnerable",
    ),
)
