"""OSV: advisories, from the local database and the API.

Where the ecosystem was imported within the last days, the API is not asked; where the import
is older, both count, and the import alone where the API does not answer.

https://google.github.io/osv.dev/post-v1-query/ (v1): ``POST /v1/query`` with
``{"package": {"ecosystem": "PyPI", "name": "requests"}}`` answers ``{"vulns": […],
"next_page_token": "…"}``. All advisories on the package are fetched and evaluated here, so
one answer serves every version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.advisories import find_advisories
from nerq.trust.local.endpoints import join
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.osv_document import OSV_NAMES, Advisory, normal_name, parse_advisory
from nerq.trust.local.sources.source import Access, EvidenceSource

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier

_MOST_PAGES = 20


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """All advisories that name the package."""
    ecosystem = dossier.subject
    if ecosystem not in OSV_NAMES:
        return
    name = normal_name(ecosystem, question.target.id)
    if access.advisories is not None:
        found = find_advisories(access.advisories, ecosystem, name)
        if found is not None:
            dossier.advisories[f"imported advisories, state of {found.state}"] = found.advisories
            if found.is_fresh(dossier.today):
                return
    base = access.endpoints.osv
    if not base:
        return
    try:
        dossier.advisories[join(base, "v1", "query")] = _ask(access, base, ecosystem, name)
    except SourceError:
        # With an import, however old, the question is answered; its age is told once for all.
        if not dossier.advisories:
            raise


def _ask(access: Access, base: str, ecosystem: str, name: str) -> tuple[Advisory, ...]:
    found: list[Advisory] = []
    page: str | None = None
    for _ in range(_MOST_PAGES):
        body: dict[str, object] = {"package": {"ecosystem": OSV_NAMES[ecosystem], "name": name}}
        if page is not None:
            body["page_token"] = page
        try:
            document = access.fetcher.fetch(Request(join(base, "v1", "query"), body=body))
        except NotThereError as error:
            raise SourceError("it has no such endpoint") from error
        if not isinstance(document.data, dict):
            raise SourceError("its answer is not a list of advisories")
        parsed = (parse_advisory(v, ecosystem, name) for v in js.items(document.data, "vulns"))
        found.extend(advisory for advisory in parsed if advisory is not None)
        page = js.text(document.data, "next_page_token")
        if page is None:
            return tuple(found)
    raise SourceError("it lists more advisories than can be read")


SOURCE = EvidenceSource(
    id="osv",
    title="OSV",
    subjects=("pypi", "npm"),
    collect=collect,
    reads="advisories: affected ranges, severity, fixed releases, withdrawal",
    setting="osv",
    asks_missing=True,
)
