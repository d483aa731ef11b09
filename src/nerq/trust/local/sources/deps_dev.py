"""deps.dev: licences, provenance and dependents of a version, and its source project.

https://docs.deps.dev/api/v3/ and, for dependents, https://docs.deps.dev/api/v3alpha/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import GITHUB_HOST, join
from nerq.trust.local.evidence import Insights, Repository
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.sources.scorecard import parse_scorecard
from nerq.trust.local.sources.source import Access, EvidenceSource
from nerq.trust.local.versions import order_of

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.exchange import Document


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """One record per judged version; the project where GitHub itself told nothing."""
    base = access.endpoints.deps_dev
    if not base:
        return
    for version in dossier.versions:
        if order_of(dossier.subject, version) is None:
            continue  # nothing that could stand in an address
        place = ("systems", dossier.subject, "packages", question.target.id, "versions")
        document = _fetch(access, join(base, "v3", *place, version))
        if document is None:
            continue
        counted = _fetch(access, join(base, "v3alpha", *place, f"{version}:dependents"))
        dossier.insights[version] = _insights(document, counted)
        dossier.repository_id = dossier.repository_id or _source_repository(document.data)
    if dossier.repository_id is not None and dossier.repository is None:
        _read_project(access, base, dossier)


def _fetch(access: Access, url: str) -> Document | None:
    try:
        document = access.fetcher.fetch(Request(url))
    except NotThereError:
        return None
    if not isinstance(document.data, dict):
        raise SourceError("its answer is not a record")
    return document


def _insights(document: Document, counted: Document | None) -> Insights:
    data = document.data
    known = "slsaProvenances" in js.table(data) or "attestations" in js.table(data)
    proofs = (*js.items(data, "slsaProvenances"), *js.items(data, "attestations"))
    return Insights(
        url=document.url,
        licences=tuple(js.clean(entry) for entry in js.texts(data, "licenses")),
        has_provenance=bool(proofs) if known else None,
        dependents=None if counted is None else js.count(counted.data, "dependentCount"),
        seen=document.seen,
    )


def _source_repository(data: object) -> str | None:
    for project in js.items(data, "relatedProjects"):
        identity = js.line(project, "projectKey", "id") or ""
        if js.look(project, "relationType") == "SOURCE_REPO" and identity.count("/") == 2:
            host, _, name = identity.partition("/")
            if host == GITHUB_HOST:
                return name
    return None


def _read_project(access: Access, base: str, dossier: Dossier) -> None:
    identity = f"{GITHUB_HOST}/{dossier.repository_id}"
    document = _fetch(access, join(base, "v3", "projects", identity))
    if document is None:
        return
    data = document.data
    dossier.repository = Repository(
        url=document.url,
        stars=js.count(data, "starsCount"),
        forks=js.count(data, "forksCount"),
        licence=js.line(data, "license"),
        description=js.line(data, "description"),
        homepage=js.line(data, "homepage"),
        seen=document.seen,
    )
    result = js.look(data, "scorecard")
    dossier.scorecard = dossier.scorecard or parse_scorecard(result, document.url, "overallScore")


SOURCE = EvidenceSource(
    id="deps-dev",
    title="deps.dev",
    subjects=("pypi", "npm"),
    collect=collect,
    reads="licences, provenance and dependents of a version; stars, forks, Scorecard result",
    setting="deps_dev",
)
