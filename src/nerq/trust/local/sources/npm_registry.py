"""The npm registry: the document of a package, with all its versions.

https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md (2024)::

    {"name": "left-pad", "dist-tags": {"latest": "1.3.0"}, "time": {"1.3.0": "2018-04-09T…"},
     "versions": {"1.3.0": {"license": "WTFPL", "maintainers": […], "deprecated": "…",
       "scripts": {"postinstall": "…"}, "dist": {"attestations": {…}}}}}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import credentials, join
from nerq.trust.local.evidence import Metadata, Release, Releases
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.notices import opening_of
from nerq.trust.local.repository_address import github_id_of_npm
from nerq.trust.local.sources.source import Access, EvidenceSource
from nerq.trust.local.versions import judged_versions

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.exchange import Document

_INSTALL_SCRIPTS = ("preinstall", "install", "postinstall")


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """Releases, metadata and maintainers."""
    base = access.endpoints.npm
    if not base:
        raise SourceError("its address is switched off")
    try:
        document = access.fetcher.fetch(
            Request(join(base, question.target.id), auth=credentials(base))
        )
    except NotThereError:
        dossier.is_missing = True
        return
    entries = parse_releases(document.data)
    if not entries:
        raise SourceError("its document lists no versions")
    status = "active" if _is_complete(document.data) else None
    dossier.releases = Releases(document.url, entries, status, document.seen)
    dossier.versions = judged_versions("npm", entries, question.versions, question.specifiers)
    latest = js.line(document.data, "dist-tags", "latest")
    if not question.versions and not question.specifiers and latest is not None:
        # The author's own pointer: an old line's patch may be newer than the latest release.
        dossier.versions = (latest,)
    for version in {latest, *dossier.versions}:
        if version in js.table(document.data, "versions"):
            dossier.documents[str(version)] = parse_metadata(document, str(version))
    chosen = latest or (dossier.versions[0] if dossier.versions else None)
    dossier.metadata = dossier.documents.get(chosen or "")
    repository = _repository(document.data, chosen)
    dossier.repository_id = github_id_of_npm(repository) if repository else None


def _is_complete(data: object) -> bool:
    """Whether this is the registry's own document.

    Mirrors that rebuild it leave out ``created`` and ``deprecated``, and put the day of their
    own copy in place of the day of publication.
    """
    return js.day(data, "time", "created") is not None


def parse_releases(data: object) -> tuple[Release, ...]:
    """All versions of the document."""
    times = js.table(data, "time") if _is_complete(data) else {}
    return tuple(
        _release(js.clean(version), entry, js.day(times, version))
        for version, entry in js.table(data, "versions").items()
        if isinstance(entry, dict)
    )


def _release(version: str, entry: dict[str, object], uploaded: object) -> Release:
    from datetime import date

    scripts = js.table(entry, "scripts")
    declared = js.flag(entry, "hasInstallScript")
    has_script = any(name in scripts for name in _INSTALL_SCRIPTS) or bool(declared)
    return Release(
        version=version,
        uploaded=uploaded if isinstance(uploaded, date) else None,
        deprecated=js.line(entry, "deprecated"),
        has_provenance="attestations" in js.table(entry, "dist")
        if js.table(entry, "dist")
        else None,
        publisher=js.line(entry, "_npmUser", "name"),
        has_install_script=has_script,
    )


def _repository(data: object, version: str | None) -> str | None:
    entry = js.table(data, "versions", version or "")
    for place in (entry, data):
        written = js.line(place, "repository", "url") or js.line(place, "repository")
        if written:
            return written
    return None


def parse_metadata(document: Document, version: str) -> Metadata:
    """What the package says of itself in one version."""
    entry = js.table(document.data, "versions", version)
    readme = js.look(document.data, "readme")
    licence = js.line(entry, "license") or js.line(entry, "license", "type")
    owners = {js.line(person, "name") for person in js.items(document.data, "maintainers")}
    owners |= {js.line(person, "name") for person in js.items(entry, "maintainers")}
    owners -= {None}
    scope = (version and js.line(document.data, "name")) or ""
    urls = [
        ("home_page", js.line(entry, "homepage")),
        ("source", _repository(document.data, version)),
        ("issues", js.line(entry, "bugs", "url") or js.line(entry, "bugs")),
    ]
    return Metadata(
        url=document.url,
        version=version,
        summary=js.line(entry, "description"),
        description=len(readme.strip()) if isinstance(readme, str) else None,
        description_format="text/markdown" if isinstance(readme, str) else None,
        urls=tuple((label, address) for label, address in urls if address),
        licence=licence,
        is_typed=js.text(entry, "types") is not None or js.text(entry, "typings") is not None,
        owners=len(owners) or None,
        organisation=scope.partition("/")[0][1:] if scope.startswith("@") else None,
        opening=opening_of(readme) if isinstance(readme, str) else None,
        requires=tuple(sorted(js.table(entry, "dependencies"))),
        is_holder=_is_holder(entry, version),
        seen=document.seen,
    )


def _is_holder(entry: dict[str, object], version: str) -> bool:
    """Whether the registry put this version in place of a malicious package.

    npm documentation, «Threats and mitigations» (2024): security holding packages.
    """
    summary = (js.line(entry, "description") or "").lower()
    repository = js.line(entry, "repository", "url") or js.line(entry, "repository") or ""
    is_named = "security holding package" in summary or "npm/security-holder" in repository
    return is_named or version.endswith("-security")


SOURCE = EvidenceSource(
    id="npm-registry",
    title="npm registry",
    subjects=("npm",),
    collect=collect,
    reads="versions, times, deprecation, install scripts, attestations, licence, maintainers",
    setting="npm",
    tells_versions=True,
    is_live_proven=True,
)
