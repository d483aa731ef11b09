"""The Python package index: its simple pages and its project documents.

https://packaging.python.org/en/latest/specifications/simple-repository-api/ (1.4; JSON form)
and the project JSON documents that the public index serves beside it::

    {"name": "requests", "meta": {"api-version": "1.1"}, "files": [{"filename":
      "requests-2.34.2-py3-none-any.whl", "upload-time": "2026-05-14T19:25:26.443000Z",
      "yanked": false, "requires-python": ">=3.10", "provenance": null}]}

    {"info": {"version": "2.34.2", "classifiers": […], "project_urls": {…}},
     "releases": {…}, "vulnerabilities": [], "ownership": {"organization": null, "roles": […]}}
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import credentials, join
from nerq.trust.local.evidence import Metadata, Release, Releases
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.licence_names import licence_in_words
from nerq.trust.local.licences import licence_of_classifiers
from nerq.trust.local.notices import opening_of
from nerq.trust.local.osv_document import KnownVulnerability
from nerq.trust.local.repository_address import github_id
from nerq.trust.local.sources.source import Access, EvidenceSource
from nerq.trust.local.versions import judged_versions, order_of

if TYPE_CHECKING:
    from datetime import date

    from nerq.plugin import Question
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.exchange import Document

SIMPLE_JSON = "application/vnd.pypi.simple.v1+json"
_TYPED = "Typing :: Typed"
_LONGEST_FILENAME = 500
_MOST_REQUIRED = 500


def collect(access: Access, question: Question, dossier: Dossier) -> None:
    """Releases, what the package says of itself, and the vulnerabilities the index lists."""
    name, faults, missing = question.target.id, [], 0
    for read in (_read_simple, _read_project):
        try:
            read(access, name, dossier)
        except NotThereError:  # noqa: PERF203 - two documents; each may fail for itself
            missing += 1
        except SourceError as error:
            faults.append(str(error))
    if dossier.releases is None and dossier.metadata is None:
        if missing and not faults:
            dossier.is_missing = True
            return
        raise SourceError(faults[0] if faults else "its address is switched off")
    releases = dossier.releases.entries if dossier.releases else ()
    dossier.versions = judged_versions("pypi", releases, question.versions, question.specifiers)
    for version in dossier.versions:
        _read_version(access, name, version, dossier)
    if faults:
        raise SourceError(faults[0])


def collect_listing(access: Access, question: Question, dossier: Dossier) -> None:
    """Releases alone; from the project document where there is no simple page to be read."""
    name = question.target.id
    try:
        _read_simple(access, name, dossier)
        if dossier.releases is None:
            _read_project(access, name, dossier)
    except NotThereError:
        dossier.is_missing = True
        return
    releases = dossier.releases.entries if dossier.releases else ()
    dossier.versions = judged_versions("pypi", releases, question.versions, question.specifiers)


def _read_simple(access: Access, name: str, dossier: Dossier) -> None:
    base = access.endpoints.index
    if not base:
        return
    request = Request(
        f"{join(base, name)}/", {"Accept": f"{SIMPLE_JSON}, */*;q=0.1"}, credentials(base)
    )
    try:
        document = access.fetcher.fetch(request)
    except SourceError as error:
        if "not JSON" in str(error):  # an index that serves HTML only has no upload times either
            return
        raise
    releases = parse_simple(document.data)
    status = js.line(document.data, "project-status", "status")
    # A quarantined project is served with its status and without files (PEP 792).
    if releases or js.items(document.data, "files") or status is not None:
        dossier.releases = Releases(document.url, releases, status, document.seen)


def _read_project(access: Access, name: str, dossier: Dossier) -> None:
    base = access.endpoints.project
    if not base:
        return
    request = Request(f"{join(base, name)}/json", auth=credentials(base))
    document = access.fetcher.fetch(request)
    if not js.table(document.data, "info"):
        raise SourceError("its project document has no «info»")
    dossier.metadata = parse_metadata(document)
    dossier.repository_id = github_id(dossier.metadata.urls)
    if dossier.releases is None:
        entries = parse_project_releases(document.data)
        dossier.releases = Releases(document.url, entries, None, document.seen) if entries else None
    _note_vulnerabilities(document, dossier)


def _read_version(access: Access, name: str, version: str, dossier: Dossier) -> None:
    """The document of one release, where the index has such documents."""
    described = dossier.metadata.version if dossier.metadata else None
    base = access.endpoints.project
    if not base or version == described or order_of("pypi", version) is None:
        return
    try:
        document = access.fetcher.fetch(
            Request(f"{join(base, name, version)}/json", auth=credentials(base))
        )
    except (NotThereError, SourceError):
        return  # many indexes have none: what they would tell is absent
    metadata = parse_metadata(document)
    if metadata.version is not None:
        dossier.documents[version] = metadata
        _note_vulnerabilities(document, dossier)


def _note_vulnerabilities(document: Document, dossier: Dossier) -> None:
    version = js.line(document.data, "info", "version")
    if version is not None and isinstance(js.look(document.data, "vulnerabilities"), list):
        found = tuple(_vulnerabilities(document.data))
        dossier.reported[version] = (document.url, found)


def _vulnerabilities(data: object) -> list[KnownVulnerability]:
    found = []
    for entry in js.items(data, "vulnerabilities"):
        identity = js.line(entry, "id")
        if identity is None or js.text(entry, "withdrawn") is not None:
            continue
        fixes = js.texts(entry, "fixed_in")
        found.append(
            KnownVulnerability(
                id=identity,
                aliases=tuple(js.clean(alias) for alias in js.texts(entry, "aliases")),
                fixed_in=js.clean(fixes[0]) if fixes else None,
                url=js.line(entry, "link"),
            )
        )
    return found


@dataclass(slots=True)
class _Files:
    """The files of one version, as they add up."""

    uploaded: list[date] = field(default_factory=list)
    yanks: list[str | None] = field(default_factory=list)
    wheels: list[bool] = field(default_factory=list)
    provenance: list[bool | None] = field(default_factory=list)
    requires: list[str] = field(default_factory=list)

    def add(self, file: object, *, is_wheel: bool, when: date | None) -> None:
        if when is not None:
            self.uploaded.append(when)
        yanked = js.look(file, "yanked")
        reason = yanked if isinstance(yanked, str) else js.text(file, "yanked_reason") or ""
        self.yanks.append(js.clean(reason) if yanked not in (None, False) else None)
        self.wheels.append(is_wheel)
        told = isinstance(file, dict) and "provenance" in file
        self.provenance.append(js.text(file, "provenance") is not None if told else None)
        requires = js.line(file, "requires-python") or js.line(file, "requires_python")
        if requires:
            self.requires.append(requires)

    def release(self, version: str) -> Release:
        # A release is withdrawn when all its files are (PEP 592).
        withdrawn = [reason for reason in self.yanks if reason is not None]
        is_withdrawn = len(withdrawn) == len(self.yanks)
        told = [has for has in self.provenance if has is not None]
        return Release(
            version=version,
            uploaded=min(self.uploaded, default=None),
            yanked=max(withdrawn) if is_withdrawn else None,
            has_wheel=any(self.wheels),
            has_provenance=all(told) if told else None,
            requires_python=max(self.requires, default=None),
        )


def parse_simple(data: object) -> tuple[Release, ...]:
    """The releases on a simple page; files whose names tell no version are left out."""
    versions: dict[str, _Files] = defaultdict(_Files)
    for file in js.items(data, "files"):
        filename = js.text(file, "filename")
        version = _version_of(filename) if filename else None
        if filename is None or version is None:
            continue
        when = js.day(file, "upload-time")
        versions[version].add(file, is_wheel=filename.endswith(".whl"), when=when)
    listed = tuple(files.release(version) for version, files in versions.items())
    # A release may stand there without a file that we can read the version of (PEP 700).
    bare = {_normal(written) for written in js.texts(data, "versions")} - versions.keys()
    return (*listed, *(Release(version) for version in sorted(bare)))


def _normal(version: str) -> str:
    parsed = order_of("pypi", version)
    return js.clean(version) if parsed is None else str(parsed)


def parse_project_releases(data: object) -> tuple[Release, ...]:
    """The releases in a project document; those without a file are left out."""
    found = []
    for version, files in js.table(data, "releases").items():
        summed = _Files()
        for file in files if isinstance(files, list) else []:
            is_wheel = js.look(file, "packagetype") == "bdist_wheel"
            when = js.day(file, "upload_time_iso_8601") or js.day(file, "upload_time")
            summed.add(file, is_wheel=is_wheel, when=when)
        if summed.yanks:
            found.append(summed.release(js.clean(version)))
    return tuple(found)


def _version_of(filename: str) -> str | None:
    from packaging.utils import (
        InvalidSdistFilename,
        InvalidWheelFilename,
        parse_sdist_filename,
        parse_wheel_filename,
    )

    if len(filename) > _LONGEST_FILENAME:
        return None
    try:
        if filename.endswith(".whl"):
            return str(parse_wheel_filename(filename)[1])
        return str(parse_sdist_filename(filename)[1])
    except (InvalidWheelFilename, InvalidSdistFilename, ValueError):
        return None


def parse_metadata(document: Document) -> Metadata:
    """What the package says of itself, from a project document."""
    info = js.table(document.data, "info")
    classifiers = tuple(js.clean(c) for c in js.texts(info, "classifiers"))
    long = js.look(info, "description")
    licence = js.text(info, "license_expression") or js.text(info, "license")
    files = js.look(info, "license_files")
    roles = js.items(document.data, "ownership", "roles")
    owners = {js.line(role, "user") for role in roles} - {None}
    return Metadata(
        url=document.url,
        version=js.line(info, "version"),
        summary=js.line(info, "summary"),
        description=len(long.strip()) if isinstance(long, str) else None,
        description_format=js.line(info, "description_content_type"),
        urls=_urls(info),
        classifiers=classifiers,
        licence=licence or licence_of_classifiers(classifiers) or _in_words(long),
        licence_files=len(files) if isinstance(files, list) else None,
        is_typed=_TYPED in classifiers if classifiers else None,
        owners=len(owners) or None,
        organisation=js.line(document.data, "ownership", "organization"),
        opening=opening_of(long) if isinstance(long, str) else None,
        requires=_requires(info),
        seen=document.seen,
    )


def _in_words(description: object) -> str | None:
    """The licence that the long description names, for metadata without a field for it."""
    return licence_in_words(description) if isinstance(description, str) else None


def _requires(info: dict[str, object]) -> tuple[str, ...] | None:
    """Names of what every installation needs; None where the metadata has no field for it."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    if "requires_dist" not in info:
        return None
    names = set()
    for written in js.texts(info, "requires_dist")[:_MOST_REQUIRED]:
        try:
            requirement = Requirement(written)
        except InvalidRequirement:
            continue
        if "extra" not in str(requirement.marker or ""):
            names.add(str(canonicalize_name(requirement.name)))
    return tuple(sorted(names))


def _urls(info: dict[str, object]) -> tuple[tuple[str, str], ...]:
    found = []
    for label, address in js.table(info, "project_urls").items():
        if isinstance(address, str):
            found.append((js.clean(label), js.clean(address)))
    for label in ("home_page", "docs_url", "bugtrack_url"):
        written = js.line(info, label)
        if written:
            found.append((label, written))
    return tuple(found)


SOURCE = EvidenceSource(
    id="package-index",
    title="Python package index",
    subjects=("pypi",),
    collect=collect,
    reads="releases, upload times, yanked files, attestations, metadata, owners, vulnerabilities",
    setting="index",
    tells_versions=True,
    is_live_proven=True,
)

# What one question tells: whether the name is there, with which versions, and its status.
LISTING = replace(SOURCE, collect=collect_listing, reads="releases, upload times, yanked files")
