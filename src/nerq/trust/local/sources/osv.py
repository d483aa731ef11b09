"""OSV: advisories, from the local database and the API (`nerq.trust.local.osv_screening`).

Both count wherever they can be asked. All advisories that name the package are evaluated here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.advisories import find_advisories
from nerq.trust.local.endpoints import join
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.osv_document import OSV_NAMES, normal_name
from nerq.trust.local.osv_screening import Package
from nerq.trust.local.sources.source import Access, EvidenceSource

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """All advisories on the package that concern the judged versions, or any."""
    del question
    package = package_of(dossier)
    if package is None:
        return
    if access.advisories is not None:
        found = find_advisories(access.advisories, package.ecosystem, package.name)
        if found is not None:
            dossier.advisories[f"imported advisories, state of {found.state}"] = found.advisories
    if access.screening is None or not access.endpoints.osv:
        return
    try:
        told = access.screening.found(package)
    except SourceError:
        # With an import, however old, the question is answered; its age is told once for all.
        if not dossier.advisories:
            raise
    else:
        dossier.advisories[join(access.endpoints.osv, "v1", "querybatch")] = told


def package_of(dossier: Dossier) -> Package | None:
    """What is asked about a target; None for what OSV does not know."""
    if dossier.subject not in OSV_NAMES:
        return None
    name = normal_name(dossier.subject, dossier.target.id)
    return Package(dossier.subject, name, tuple(sorted(dossier.versions)))


SOURCE = EvidenceSource(
    id="osv",
    title="OSV",
    subjects=("pypi", "npm"),
    collect=collect,
    reads="advisories: affected ranges, severity, fixed releases, withdrawal",
    setting="osv",
    asks_missing=True,
)
