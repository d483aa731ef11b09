"""Names without a record: look-alikes, placeholders, and what is too new to be known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact, named
from nerq.trust.local.notices import says_reserved
from nerq.trust.local.popular import find_lookalike, rank_of
from nerq.trust.local.signals.definition import HUB, PACKAGES, days_between, plural
from nerq.trust.local.signals.security import first_upload

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nerq.trust.local.evidence import Evidence, Metadata

_NEW_NAME = 730  # days in which a look-alike is how typosquats look; old namesakes are common
_NO_RECORD_DAYS = 90
_NO_RECORD_RELEASES = 2
_SAYS_NOTHING = 200  # characters of a description
_FEW = 3  # releases, or commits
_USED_WEEKLY = 10_000  # downloads
_FEW_DOWNLOADS = 500  # in a month


def find_lookalikes(evidence: Evidence) -> Iterator[Alert]:
    """New names that are one slip from a famous one."""
    near = find_lookalike(evidence.subject, evidence.target.id)
    first = first_upload(evidence)
    if near is None or near.distance > 1 or first is None:
        return
    if days_between(first, evidence.today) > _NEW_NAME:
        return
    message = (
        f"{evidence.target.id} is one letter from {near.name} (rank {near.rank}) and first "
        f"appeared on {first.isoformat()}: make sure that you mean it"
    )
    yield Alert("lookalike", message, near.name)


def find_placeholder(evidence: Evidence) -> Iterator[Alert]:
    """Names that are only held, and packages that say nothing of themselves."""
    metadata = evidence.metadata
    if metadata is None or rank_of(evidence.subject, evidence.target.id) is not None:
        return
    words = says_reserved(metadata.summary, metadata.opening, metadata.description)
    if words is not None:
        message = f"{evidence.target.id} only holds the name; its author says: {words}"
        yield Alert("placeholder", message, metadata.url)
    elif _is_empty(evidence, metadata):
        message = f"{evidence.target.id} says nothing of itself: a held name, or an empty package"
        yield Alert("placeholder", message, metadata.url)


def _is_empty(evidence: Evidence, metadata: Metadata) -> bool:
    """No summary, next to no description, no address, few releases: nobody could use it."""
    number = len(evidence.releases.entries) if evidence.releases is not None else 0
    if metadata.summary or metadata.description is None or number > _FEW:
        return False
    return metadata.description < _SAYS_NOTHING and not metadata.urls


def find_unproven(evidence: Evidence) -> Iterator[Alert]:
    """Packages that nobody uses yet, of the last weeks, with one release or two."""
    first, releases = first_upload(evidence), evidence.releases
    if first is None or releases is None:
        return
    age = days_between(first, evidence.today)
    is_ranked = rank_of(evidence.subject, evidence.target.id) is not None
    if (evidence.weekly_downloads or 0) >= _USED_WEEKLY:
        return
    if is_ranked or age >= _NO_RECORD_DAYS or len(releases.entries) > _NO_RECORD_RELEASES:
        return
    message = (
        f"{evidence.target.id} has no record yet: first seen {plural(age, 'day')} ago, "
        f"{plural(len(releases.entries), 'release')}, not among the used packages; wait, or "
        "read it"
    )
    yield Alert("no-record", message, releases.url)


def find_unproven_model(evidence: Evidence) -> Iterator[Alert]:
    """Models of the last weeks that one person put there at once, and nobody uses yet."""
    record = evidence.hub
    if record is None or record.created is None or record.author_type == "org":
        return
    age = days_between(record.created, evidence.today)
    is_used = record.downloads is None or record.downloads >= _FEW_DOWNLOADS
    if is_used or age >= _NO_RECORD_DAYS or (record.commits or 0) > _FEW:
        return
    message = (
        f"{evidence.target.id} has no record yet: made {plural(age, 'day')} ago, "
        f"{plural(record.commits or 0, 'commit')}, {plural(record.downloads or 0, 'download')}; "
        "wait, or look at where it comes from"
    )
    yield Alert("no-record", message, record.url)


def find_too_new(evidence: Evidence) -> Iterator[Alert]:
    """What was released, or last changed, within the days that the settings ask to wait."""
    days, changed = evidence.least_age, last_change(evidence)
    if days is None or changed is None:
        return
    age = days_between(changed, evidence.today)
    if age < days:
        message = (
            f"{named(evidence)} is {plural(age, 'day')} old; min-release-age asks for {days:g}: "
            "wait, or pin an older release"
        )
        yield Alert("too-new", message, changed.isoformat())


def last_change(evidence: Evidence) -> date | None:
    """The day of the judged release, or of the last change of what lies on the hub."""
    if evidence.hub is not None:
        return evidence.hub.modified
    return evidence.release.uploaded if evidence.release is not None else None


FACTS = (
    Fact(
        "lookalike",
        PACKAGES,
        find_lookalikes,
        "a name of the last two years, one slip from one of the 3,000 most used",
    ),
    Fact(
        "placeholder",
        PACKAGES,
        find_placeholder,
        "summary or short description say that the name is only held, or there is neither",
    ),
    Fact(
        "no-record",
        PACKAGES,
        find_unproven,
        "not among the used packages, first released within 90 days, at most two releases",
    ),
    Fact(
        "no-record",
        ("model",),
        find_unproven_model,
        "made within 90 days by one person in at most three commits, under 500 downloads a month",
    ),
    Fact(
        "too-new",
        (*PACKAGES, *HUB),
        find_too_new,
        "the judged release, or a model's last change, is younger than `min-release-age`",
    ),
)
