"""The npm downloads API: how often a package was fetched in the last week.

https://github.com/npm/registry/blob/main/docs/download-counts.md (2024):
``GET /downloads/point/last-week/NAME`` answers ``{"downloads": 1234, "package": "left-pad"}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import join
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.sources.source import Access, EvidenceSource

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """Downloads of the last week, where there is an address to ask."""
    base = access.endpoints.npm_downloads
    if not base:
        return
    url = join(base, "downloads", "point", "last-week", *question.target.id.split("/"))
    try:
        document = access.fetcher.fetch(Request(url))
    except NotThereError:
        return
    dossier.weekly_downloads = js.count(document.data, "downloads")
    if dossier.weekly_downloads is None:
        raise SourceError("its answer holds no number")


SOURCE = EvidenceSource(
    id="npm-downloads",
    title="npm downloads API",
    subjects=("npm",),
    collect=collect,
    reads="downloads of the last week",
    setting="npm_downloads",
)
