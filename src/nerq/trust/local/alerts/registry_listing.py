"""What the registry does not list: names and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.ecosystems import ecosystem_of
from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact
from nerq.trust.local.popular import find_lookalike
from nerq.trust.local.signals.definition import PACKAGES
from nerq.trust.local.versions import canonical, public_version

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.trust.local.evidence import Evidence


def find_missing(evidence: Evidence) -> Iterator[Alert]:
    """Names that are not there, and pins of versions that are not."""
    if evidence.has_other_index or not evidence.is_listed_by_registry:
        return
    registry, name = ecosystem_of(evidence.subject).registry, evidence.target.id
    if evidence.is_missing:
        near = find_lookalike(evidence.subject, name)
        meant = f"did you mean {near.name}?" if near is not None else "a slip, or removed."
        message = f"{registry} has no {name}: {meant} {_private(name)}"
        yield Alert("not-in-registry", message, evidence.target.purl or name)
    elif evidence.is_pinned and evidence.version and not _is_listed(evidence, evidence.version):
        message = (
            f"{registry} does not list {name} {evidence.version}: removed, or never there; "
            f"pin a release that it lists. {_private(name)}"
        )
        yield Alert("not-in-registry", message, f"{name}@{evidence.version}")


def _private(name: str) -> str:
    return f'If it is your own, set private = ["{name}"]'


def _is_listed(evidence: Evidence, version: str) -> bool:
    """Whether the registry has the version; a local label (``+cu121``) is never there."""
    entries = evidence.releases.entries if evidence.releases is not None else ()
    wanted = canonical(evidence.subject, public_version(evidence.subject, version))
    return any(canonical(evidence.subject, entry.version) == wanted for entry in entries)


FACTS = (
    Fact(
        "not-in-registry",
        PACKAGES,
        find_missing,
        "the registry has no such name, or not the pinned version (local labels such as "
        "`+cu121` aside), and no other index is known",
    ),
)
