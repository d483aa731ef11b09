"""Projects that have ended, and releases that were withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact, named
from nerq.trust.local.ended import how_it_ended
from nerq.trust.local.signals.definition import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.trust.local.evidence import Evidence


def find_end(evidence: Evidence) -> Iterator[Alert]:
    """The strongest statement that the project has ended."""
    ended = how_it_ended(evidence)
    if ended is None:
        return
    todo = f"use {ended.successor}" if ended.successor else "look for what follows it"
    message = f"{evidence.target.id} has ended: {ended.reason}; {todo}"
    yield Alert("ended", message, ended.url)


def find_withdrawal(evidence: Evidence) -> Iterator[Alert]:
    """The pinned release, where its publisher has withdrawn (yanked) it."""
    release, releases = evidence.release, evidence.releases
    if not evidence.is_pinned or release is None or releases is None or release.yanked is None:
        return
    why = f"its publisher says: {release.yanked}" if release.yanked else "no reason is given"
    message = f"{named(evidence)} was withdrawn (yanked), {why}; pin another release"
    yield Alert("yanked", message, releases.url)


FACTS = (
    Fact("yanked", PACKAGES, find_withdrawal, "the pinned release was withdrawn by its publisher"),
    Fact(
        "ended",
        (*PACKAGES, "repository"),
        find_end,
        "index (PEP 792), npm registry, repository, classifier or the author's summary and "
        "opening words say so; the shipped list does; the standard library holds it; it runs on "
        "Python 2 only; or every release was withdrawn",
    ),
)
