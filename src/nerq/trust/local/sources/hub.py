"""The Hugging Face Hub: the record of a model, dataset or space, its card and its commits.

https://huggingface.co/docs/hub/api (2026): ``GET /api/models/ID?securityStatus=true``,
``GET /api/models/ID/commits/main`` and ``GET /ID/raw/main/README.md``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from nerq.patterns import regex
from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import join
from nerq.trust.local.evidence import HubRecord
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.sources.source import Access, EvidenceSource

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.exchange import Document

_FOLDERS = {"model": "models", "dataset": "datasets", "space": "spaces"}
_MISSING = frozenset({401, 404, 410})  # the hub says 401 for what it has not, too
_HEADING = regex(r"^ {0,3}#{1,6}[ \t]+(.{1,200})$", re.MULTILINE)
_FRONT_MATTER = regex(r"\A---\r?\n.*?\n---\r?\n", re.DOTALL)
_HARMLESS = frozenset({"safe", "queued", "pending", "unscanned", "error"})
_LONGEST_CARD = 500_000


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """The record; then, where it names a card, its headings; then the number of commits."""
    base = access.endpoints.hub
    folder = _FOLDERS.get(dossier.subject)
    if not base or folder is None:
        raise SourceError("its address is switched off")
    parts = question.target.id.split("/")
    address = join(base, "api", folder, *parts)
    query = "?securityStatus=true" if dossier.subject == "model" else ""
    # The pinned revision is what is loaded; one that the hub does not list is judged by the newest.
    pinned = [f"{address}/revision/{quote(v, safe='')}" for v in question.versions[:1]]
    document = _first(access, [f"{place}{query}" for place in (*pinned, address)])
    if document is None:
        dossier.is_missing = True
        return
    if js.text(document.data, "id") is None and js.text(document.data, "modelId") is None:
        raise SourceError("its answer describes nothing of that name")
    dossier.hub = parse_record(document, dossier.subject)
    dossier.versions = question.versions[:1]
    dossier.hub = _with_card(access, parts, dossier.subject, dossier.hub)
    dossier.hub = _with_commits(access, address, dossier.hub)


def _first(access: Access, urls: list[str]) -> Document | None:
    """The first of these that is there."""
    for url in urls:
        try:
            return access.fetcher.fetch(Request(url, missing=_MISSING))
        except NotThereError:  # noqa: PERF203 - two addresses; the second stands in for the first
            continue
    return None


def _with_card(access: Access, parts: list[str], subject: str, record: HubRecord) -> HubRecord:
    if "README.md" not in record.files:
        return record
    prefix = () if subject == "model" else (_FOLDERS[subject],)
    url = join(access.endpoints.hub, *prefix, *parts, "raw", "main", "README.md")
    try:
        document = access.fetcher.fetch(Request(url, is_text=True, missing=_MISSING | {403}))
    except NotThereError:
        return record  # behind a gate: the card's text is not obtained
    body = _FRONT_MATTER.sub("", str(document.data)[:_LONGEST_CARD])
    headings = tuple(js.clean(heading).lower() for heading in _HEADING.findall(body))
    return replace(record, readme=headings, readme_length=len(body.strip()))


def _with_commits(access: Access, address: str, record: HubRecord) -> HubRecord:
    try:
        document = access.fetcher.fetch(
            Request(f"{address}/commits/main", missing=_MISSING | {403})
        )
    except NotThereError:
        return record
    total = document.headers.get("x-total-count", "")
    listed = len(document.data) if isinstance(document.data, list) else None
    return replace(record, commits=int(total) if total.isdigit() and len(total) < 10 else listed)


def parse_record(document: Document, subject: str = "model") -> HubRecord:
    """The record of an API document."""
    data = document.data
    card = js.look(data, "cardData")
    files = tuple(f for s in js.items(data, "siblings") if (f := js.line(s, "rfilename")))
    tags = tuple(js.clean(tag) for tag in js.texts(data, "tags"))
    spaces = js.look(data, "spaces")
    return HubRecord(
        url=document.url.partition("?")[0],
        files=files,
        tags=tags,
        task=js.line(data, "pipeline_tag"),
        card=card if isinstance(card, dict) else None,
        flagged=_flagged(data),
        is_scanned=js.flag(data, "securityRepoStatus", "scansDone"),
        has_custom_code=_custom_code(data, tags) or _has_loader(data, files, subject),
        has_safetensors=bool(js.table(data, "safetensors")),
        author_type=js.line(data, "authorData", "type"),
        bases=_bases(card, tags),
        gate=_gate(js.look(data, "gated")),
        is_disabled=js.flag(data, "disabled"),
        created=js.day(data, "createdAt"),
        modified=js.day(data, "lastModified"),
        library=js.line(data, "library_name"),
        licence=_licence(card, tags),
        likes=js.count(data, "likes"),
        downloads=js.count(data, "downloads"),
        spaces=len(spaces) if isinstance(spaces, list) else None,
        has_results="model-index" in js.table(data) or "model-index" in js.table(card),
        seen=document.seen,
    )


def _gate(written: object) -> str | None:
    """``gated`` is false, true, or the way in which requests are accepted."""
    if isinstance(written, bool):
        return "manual" if written else "none"
    return js.clean(written).lower() if isinstance(written, str) else None


def _flagged(data: object) -> tuple[tuple[str, str], ...]:
    """A flag stands as soon as one scanner raised it, whether or not the others are done."""
    flagged = {
        (path, (js.line(entry, "level") or "unsafe").lower())
        for entry in js.items(data, "securityRepoStatus", "filesWithIssues")
        if (path := js.line(entry, "path")) is not None
    }
    for file in js.items(data, "siblings"):
        path, level = js.line(file, "rfilename"), js.line(file, "securityFileStatus", "status")
        if path is not None and level is not None and level.lower() not in _HARMLESS:
            flagged.add((path, level.lower()))
    return tuple(sorted(flagged))


def _custom_code(data: object, tags: tuple[str, ...]) -> bool | None:
    if "custom_code" in tags or js.table(data, "config", "auto_map"):
        return True
    return False if tags or isinstance(js.look(data, "config"), dict) else None


def _has_loader(data: object, files: tuple[str, ...], subject: str) -> bool:
    """Whether a dataset brings the script that loads it: it is named as the dataset is."""
    name = (js.line(data, "id") or "").rpartition("/")[2]
    return subject == "dataset" and f"{name}.py" in files


def _bases(card: object, tags: tuple[str, ...]) -> tuple[str, ...]:
    """What the model was made from: ids, sorted."""
    tagged = (tag.rpartition(":")[2] for tag in tags if tag.startswith("base_model:"))
    written = (js.clean(base) for base in js.texts(card, "base_model"))
    return tuple(sorted({base for base in (*written, *tagged) if base}))


def _licence(card: object, tags: tuple[str, ...]) -> str | None:
    written = js.texts(card, "license")
    if written:
        named = js.line(card, "license_name")
        return named if written[0].lower() == "other" and named else js.clean(written[0])
    tagged = (tag.partition(":")[2] for tag in tags if tag.startswith("license:"))
    return next(tagged, None)


SOURCE = EvidenceSource(
    id="hub",
    title="Hugging Face Hub API",
    subjects=("model", "dataset", "space"),
    collect=collect,
    reads="files, card, task, scan, gate, licence, likes, downloads, commits",
    setting="hub",
    tells_versions=True,
)
