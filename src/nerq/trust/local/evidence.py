"""What the sources say about one target, in one shape; every part may be missing.

A part that is None was not obtained: the signals that need it are absent. Nothing here is a
judgement. ``seen`` is the UTC day on which a document was fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nerq.model import Target
    from nerq.trust.local.osv_document import Advisory, KnownVulnerability

Subject = Literal["pypi", "npm", "model", "dataset", "space", "repository"]


@dataclass(frozen=True, slots=True)
class Release:
    """One version in a registry.

    Attributes:
        version: as the registry writes it.
        uploaded: day of the first file, UTC; None where the registry does not say.
        yanked: the reason for withdrawal, empty text where none is given; None = not
            withdrawn.
        deprecated: the author's message (npm), or None.
        has_wheel: whether a built distribution exists; None outside Python.
        has_provenance: whether every file carries an attestation; None = not told.
        requires_python: the specifier as written, or None.
        publisher: the account that uploaded it, where visible.
        has_install_script: whether installing runs code of the package (npm); None = not told.
    """

    version: str
    uploaded: date | None = None
    yanked: str | None = None
    deprecated: str | None = None
    has_wheel: bool | None = None
    has_provenance: bool | None = None
    requires_python: str | None = None
    publisher: str | None = None
    has_install_script: bool | None = None


@dataclass(frozen=True, slots=True)
class Releases:
    """All versions in a registry.

    Attributes:
        url: of the document.
        entries: in no particular order.
        status: ``active``, ``archived``, ``deprecated`` or ``quarantined`` as the index says
            (project status markers), or None.
    """

    url: str
    entries: tuple[Release, ...]
    status: str | None = None
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a package says about itself.

    Attributes:
        url: of the document.
        version: which release the document describes.
        description: number of characters of the long description, or None = not told.
        description_format: media type of it, or None.
        urls: (label, address) pairs as written.
        licence: the SPDX expression, or whatever text stands in its place.
        licence_files: how many licence files are declared; None = not told.
        is_typed: whether type information is declared.
        owners: how many accounts may publish, or None.
        organisation: the organisation that owns it, or None.
        opening: how the long description begins, as one line without markup; None = not told.
        requires: names of what it always needs, normalised; None = not told.
        is_holder: whether the registry itself holds the name in place of what was removed.
    """

    url: str
    version: str | None = None
    summary: str | None = None
    description: int | None = None
    description_format: str | None = None
    urls: tuple[tuple[str, str], ...] = ()
    classifiers: tuple[str, ...] = ()
    licence: str | None = None
    licence_files: int | None = None
    is_typed: bool | None = None
    owners: int | None = None
    organisation: str | None = None
    opening: str | None = None
    requires: tuple[str, ...] | None = None
    is_holder: bool = False
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Repository:
    """The source repository as its host shows it."""

    url: str
    is_archived: bool | None = None
    pushed: date | None = None
    created: date | None = None
    stars: int | None = None
    forks: int | None = None
    licence: str | None = None
    description: str | None = None
    homepage: str | None = None
    owner_type: str | None = None
    topics: tuple[str, ...] = ()
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """An OpenSSF Scorecard result: checks by name, each 0-10 (-1 = inconclusive)."""

    url: str
    score: float
    measured: date | None = None
    checks: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Insights:
    """What deps.dev knows of one version: licences, provenance, and who depends on it."""

    url: str
    licences: tuple[str, ...] = ()
    has_provenance: bool | None = None
    dependents: int | None = None
    seen: date | None = None


@dataclass(frozen=True, slots=True)
class HubRecord:
    """A model, dataset or space as the hub describes it.

    Attributes:
        url: of the document.
        files: paths in the repository.
        card: the front matter of the card; None = no card data.
        readme: headings of the card's text, lower case; None = not read.
        readme_length: characters of the card's text, or None.
        flagged: paths that a scan of the hub flagged, with their level.
        is_scanned: whether all scans are done; None = not told.
        has_custom_code: whether loading it runs code from the repository; None = not told.
        has_safetensors: whether the hub has read weights in that format.
        author_type: ``org`` or ``user``; None = not told.
        bases: ids of the models that it was made from.
        gate: ``auto``, ``manual`` or ``none``; None = not told.
    """

    url: str
    files: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    task: str | None = None
    card: Mapping[str, object] | None = None
    readme: tuple[str, ...] | None = None
    readme_length: int | None = None
    flagged: tuple[tuple[str, str], ...] = ()
    is_scanned: bool | None = None
    has_custom_code: bool | None = None
    has_safetensors: bool = False
    author_type: str | None = None
    bases: tuple[str, ...] = ()
    gate: str | None = None
    is_disabled: bool | None = None
    created: date | None = None
    modified: date | None = None
    commits: int | None = None
    library: str | None = None
    licence: str | None = None
    likes: int | None = None
    downloads: int | None = None
    spaces: int | None = None
    has_results: bool | None = None
    seen: date | None = None

    @property
    def is_scanned_clean(self) -> bool:
        """Whether every scan is done, and none flagged a file."""
        return self.is_scanned is True and not self.flagged


@dataclass(frozen=True, slots=True)
class Vulnerabilities:
    """The known vulnerabilities of one version.

    Attributes:
        urls: of the sources that were asked; never empty.
        affecting: those that affect the version, in no particular order; where no version
            can be told, those that affect every one.
        malware: advisories that call the version (or, where the registry lists the name no
            longer, any version) malicious; they are not vulnerabilities.
    """

    urls: tuple[str, ...]
    affecting: tuple[KnownVulnerability, ...] = ()
    malware: tuple[KnownVulnerability, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that a score is computed from.

    Attributes:
        version: the release that is judged; None where none can be told.
        today: the day of judgement, UTC.
        is_pinned: whether the project asks for exactly this version.
        is_missing: whether the registry said that it has no such name.
        has_other_index: whether an index besides the registry could serve the name.
        least_age: days that the settings ask a release to be old; None = any age.
        weekly_downloads: of all versions together; None = not told.
    """

    target: Target
    subject: Subject
    today: date
    version: str | None = None
    releases: Releases | None = None
    metadata: Metadata | None = None
    vulnerabilities: Vulnerabilities | None = None
    repository: Repository | None = None
    scorecard: Scorecard | None = None
    insights: Insights | None = None
    hub: HubRecord | None = None
    is_pinned: bool = False
    is_missing: bool = False
    has_other_index: bool = False
    least_age: float | None = None
    weekly_downloads: int | None = None

    @property
    def is_listed_by_registry(self) -> bool:
        """Whether the registry said which versions it has, or that it has none."""
        has_list = self.releases is not None and bool(self.releases.entries)
        return self.is_missing or has_list

    @property
    def is_empty(self) -> bool:
        """Whether no source gave anything."""
        parts = (self.releases, self.metadata, self.vulnerabilities, self.repository)
        others = (self.scorecard, self.insights, self.hub)
        return all(part is None for part in (*parts, *others))

    @property
    def release(self) -> Release | None:
        """The release that is judged, where the registry lists it."""
        if self.releases is None or self.version is None:
            return None
        return next((r for r in self.releases.entries if r.version == self.version), None)


@dataclass(slots=True)
class Dossier:
    """What has been collected so far about one target; sources add to it in their order.

    Attributes:
        advisories: all advisories that name the package, whatever version they affect, by
            the URL of their source.
        reported: vulnerabilities that a registry itself lists, by version and source URL.
        ratings: CVSS score and severity by advisory id, of aliases that were looked up.
        documents: what a registry says about single versions.
        insights: by version.
        repository_id: ``owner/name`` on GitHub, once a source has named it.
        is_missing: the source that must know the target says there is none.
        is_pinned: whether the project pins the versions that are judged.
        has_other_index: as in `Evidence`.
        least_age: as in `Evidence`.
        weekly_downloads: as in `Evidence`.
    """

    target: Target
    subject: Subject
    today: date
    releases: Releases | None = None
    metadata: Metadata | None = None
    documents: dict[str, Metadata] = field(default_factory=dict)
    advisories: dict[str, tuple[Advisory, ...]] = field(default_factory=dict)
    reported: dict[str, tuple[str, tuple[KnownVulnerability, ...]]] = field(default_factory=dict)
    ratings: dict[str, tuple[float | None, str | None]] = field(default_factory=dict)
    repository: Repository | None = None
    repository_id: str | None = None
    scorecard: Scorecard | None = None
    insights: dict[str, Insights] = field(default_factory=dict)
    hub: HubRecord | None = None
    versions: tuple[str, ...] = ()
    is_missing: bool = False
    is_pinned: bool = False
    has_other_index: bool = False
    least_age: float | None = None
    weekly_downloads: int | None = None
