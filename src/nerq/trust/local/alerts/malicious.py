"""What a database, a registry or the hub calls malicious."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact, named
from nerq.trust.local.signals.definition import HUB, PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.trust.local.evidence import Evidence

_REMOVE = "remove it, and look at what it ran on"


def find_malware(evidence: Evidence) -> Iterator[Alert]:
    """Advisories on malicious packages that cover what is judged."""
    found = evidence.vulnerabilities.malware if evidence.vulnerabilities else ()
    for known in sorted(found, key=lambda known: known.id):
        message = f"{known.malware_id} calls {named(evidence)} malicious: {_REMOVE}"
        yield Alert("malicious", message, known.malware_id, "critical")


def find_quarantine(evidence: Evidence) -> Iterator[Alert]:
    """Projects that the index has quarantined (PEP 792)."""
    releases = evidence.releases
    if releases is not None and releases.status == "quarantined":
        message = f"the index has quarantined {evidence.target.id}: {_REMOVE}"
        yield Alert("malicious", message, releases.url, "critical")


def find_holder(evidence: Evidence) -> Iterator[Alert]:
    """Names that the npm registry took away from a malicious package and holds."""
    metadata = evidence.metadata
    if metadata is not None and metadata.is_holder:
        message = (
            f"{evidence.target.id} was malicious: the registry removed it and holds the name "
            f"(security holding package): {_REMOVE}"
        )
        yield Alert("malicious", message, metadata.url, "critical")


def find_unsafe_files(evidence: Evidence) -> Iterator[Alert]:
    """Files that the hub's scanners call unsafe, and repositories that it has disabled."""
    record = evidence.hub
    if record is None:
        return
    for path, level in sorted(record.flagged):
        if level in UNSAFE:
            message = f"the hub's scan calls {path} {level}: do not load it"
            yield Alert("malicious", message, f"{record.url}#{path}", "critical")
    if record.is_disabled:
        message = f"the hub has disabled {evidence.target.id}: do not use copies of it"
        yield Alert("malicious", message, record.url, "critical")


UNSAFE = frozenset({"unsafe", "malicious", "infected", "malware"})

FACTS = (
    Fact(
        "malicious",
        PACKAGES,
        find_malware,
        "an advisory with a MAL- id covers the version, every version, or a name that the "
        "registry does not list",
    ),
    Fact(
        "malicious", ("pypi",), find_quarantine, "the index has quarantined the project (PEP 792)"
    ),
    Fact(
        "malicious",
        ("npm",),
        find_holder,
        "the registry holds the name of what it removed (`-security` versions)",
    ),
    Fact(
        "malicious",
        HUB,
        find_unsafe_files,
        "a scan of the hub calls a file unsafe (while other scans still run, too), or the hub "
        "has disabled the repository",
    ),
)
