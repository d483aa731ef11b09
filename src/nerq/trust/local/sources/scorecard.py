"""The OpenSSF Scorecard API: published results for a source repository.

https://api.scorecard.dev/ (v5): ``GET /projects/github.com/OWNER/NAME`` answers
``{"date": "2026-11-16", "score": 7.2, "checks": [{"name": "Maintained", "score": 10}]}``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import GITHUB_HOST, join
from nerq.trust.local.evidence import Scorecard
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.sources.source import Access, EvidenceSource

if TYPE_CHECKING:
    from datetime import date

    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier

_HIGHEST = 10.0


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """The newest published result, unless an earlier source brought it along."""
    del question
    base = access.endpoints.scorecard
    if not base or dossier.repository_id is None or dossier.scorecard is not None:
        return
    owner, _, name = dossier.repository_id.partition("/")
    url = join(base, "projects", GITHUB_HOST, owner, name)
    try:
        document = access.fetcher.fetch(Request(url))
    except NotThereError:
        return
    dossier.scorecard = parse_scorecard(document.data, url, "score")
    if dossier.scorecard is None:
        raise SourceError("its answer holds no score")


def parse_scorecard(data: object, url: str, score_field: str) -> Scorecard | None:
    """A result, or None where the document holds none."""
    score = js.number(data, score_field)
    if score is None or not 0 <= score <= _HIGHEST:
        return None
    checks = {}
    for check in js.items(data, "checks"):
        name, points = js.line(check, "name"), js.number(check, "score")
        if name is not None and points is not None and -1 <= points <= _HIGHEST:
            checks[name] = points
    measured: date | None = js.day(data, "date")
    return Scorecard(url, score, measured, checks)


SOURCE = EvidenceSource(
    id="scorecard",
    title="OpenSSF Scorecard API",
    subjects=("pypi", "npm", "repository"),
    collect=collect,
    reads="the overall score and single checks of the source repository",
    setting="scorecard",
)
