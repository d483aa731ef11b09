"""The GitHub REST API: one document about the source repository.

https://docs.github.com/en/rest/repos/repos#get-a-repository (2022-11-28)
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import Endpoints, join
from nerq.trust.local.evidence import Repository
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.sources.source import Access, EvidenceSource
from nerq.trust.transport.addresses import origin

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.exchange import Document


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """Stars, forks, last push, archival and licence of the repository."""
    if dossier.subject == "repository":
        dossier.repository_id = "/".join(question.target.id.split("/")[:2])
    base = access.endpoints.github
    if not base or dossier.repository_id is None:
        return
    headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}
    if access.github_token and _may_see_token(base):
        headers["Authorization"] = f"Bearer {access.github_token}"
    owner, _, name = dossier.repository_id.partition("/")
    try:
        document = access.fetcher.fetch(Request(join(base, "repos", owner, name), headers))
    except NotThereError:
        dossier.is_missing = dossier.subject == "repository"
        return
    if js.text(document.data, "full_name") is None:
        raise SourceError("its answer describes no repository")
    dossier.repository = parse_repository(document)


def _may_see_token(base: str) -> bool:
    """Whether the address is GitHub's own, or on this machine.

    The settings of a scanned project may name any address; the user's token is not theirs.
    """
    is_own = origin(base) == origin(Endpoints().github)
    return is_own or (urlsplit(base).hostname or "") in {"localhost", "127.0.0.1", "::1"}


def parse_repository(document: Document) -> Repository:
    """The record of a repository document."""
    data = document.data
    licence = js.line(data, "license", "spdx_id")
    return Repository(
        url=document.url,
        is_archived=js.flag(data, "archived"),
        pushed=js.day(data, "pushed_at"),
        created=js.day(data, "created_at"),
        stars=js.count(data, "stargazers_count"),
        forks=js.count(data, "forks_count"),
        licence=None if licence == "NOASSERTION" else licence,
        description=js.line(data, "description"),
        homepage=js.line(data, "homepage"),
        owner_type=js.line(data, "owner", "type"),
        topics=tuple(js.clean(topic) for topic in js.texts(data, "topics")),
        seen=document.seen,
    )


SOURCE = EvidenceSource(
    id="github",
    title="GitHub API",
    subjects=("pypi", "npm", "repository"),
    collect=collect,
    reads="stars, forks, last push, archival, licence, owner of the source repository",
    setting="github",
)
