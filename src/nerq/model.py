"""The central types: what was found, what was answered, what was decided.

All are frozen and compare by value. Nothing here reads, asks or prints.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal[
    "package", "model", "dataset", "space", "repository", "action", "mcp-server", "api-model"
]
Outcome = Literal["pass", "fail", "unknown", "ignored", "unavailable"]
Provenance = Literal["network", "cache", "stale-cache", "snapshot", "local"]
Identity = Literal["exact", "project", "other"]
IdentityBasis = Literal["name", "slug", "registry"]
Certainty = Literal["certain", "likely"]
OriginKind = Literal["registry", "git", "url", "path"]
Level = Literal["error", "warn", "note", "off"]

DIMENSIONS = ("security", "maintenance", "documentation", "compliance", "community")


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the scanned tree.

    Attributes:
        path: relative to the scan's root, with ``/``.
        line: 1-based, or None for the file as a whole. In a notebook: within the cell.
        column: 1-based, or None where only the line is known.
        cell: 0-based number of the notebook cell, or None outside notebooks.
    """

    path: str
    line: int | None = None
    column: int | None = None
    cell: int | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, int]:
        """Orders by path, cell, line and column, unknown ones first."""
        cell = -1 if self.cell is None else self.cell
        return (self.path, cell, self.line or 0, self.column or 0)

    def __lt__(self, other: Location) -> bool:
        """Order by place: path, cell, line, column."""
        return self.sort_key < other.sort_key

    def __str__(self) -> str:
        """``path:line``, or ``path:cell N:line`` in a notebook."""
        parts = [self.path]
        if self.cell is not None:
            parts.append(f"cell {self.cell}")
        if self.line is not None:
            parts.append(str(self.line))
        return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a thing comes from, as far as the file that names it says.

    Attributes:
        kind: ``registry`` (a package index or model hub), ``git``, ``url`` (a direct archive)
            or ``path`` (this machine: a local folder, an editable install).
        url: of the registry, repository or archive, without credentials; None for the
            ecosystem's public registry, or for a path.
    """

    kind: OriginKind = "registry"
    url: str | None = None


PUBLIC_REGISTRY = Origin()


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a package, model or service, as written.

    Attributes:
        kind: what the mention names.
        ecosystem: pypi, conda, npm, cargo, golang, huggingface, ollama, github,
            githubactions, or the provider of an API model.
        name: as written there.
        location: where the name stands.
        found_by: kebab-case id of the format or of the shape that found it.
        version: an exact pin (a revision for models and repositories), else None.
        specifier: the constraint as written (``>=2,<3``, ``^1.2``, ``==1.0``), else None.
        scope: runtime, build, dev, test, constraint, prose, ``group:NAME`` or ``extra:NAME``.
        direct: whether the project itself asks for it.
        via: names from the direct dependency down to the immediate parent, for a
            transitive one whose chain is known; else empty.
        origin: where it comes from.
        extras: the extras asked for, in the order written.
        marker: the PEP 508 environment marker as written, else None.
        certainty: how sure the detector is that this is a live reference of this kind.
    """

    kind: Kind
    ecosystem: str
    name: str
    location: Location
    found_by: str
    version: str | None = None
    specifier: str | None = None
    scope: str = "runtime"
    direct: bool = True
    via: tuple[str, ...] = ()
    origin: Origin = PUBLIC_REGISTRY
    extras: tuple[str, ...] = ()
    marker: str | None = None
    certainty: Certainty = "certain"

    @property
    def sort_key(self) -> tuple[tuple[str, int, int, int], str, str, str, str]:
        """Orders by place, then by what was written there."""
        return (self.location.sort_key, self.name, self.version or "", self.scope, self.found_by)

    def __lt__(self, other: Reference) -> bool:
        """Order by place: path, cell, line, column."""
        return self.sort_key < other.sort_key


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A place that names a model at run time only, and cannot be followed.

    Attributes:
        location: where the expression stands.
        expression: what stands there, one line, shortened.
        found_by: kebab-case id of the shape.
    """

    location: Location
    expression: str
    found_by: str

    def __lt__(self, other: Unresolved) -> bool:
        """Order by place: path, cell, line, column."""
        return self.location < other.location


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that looks like a dependency, or a file, that could not be read.

    Attributes:
        location: the file, and the line where one is known.
        message: why, for a person; without control characters or credentials.
        is_named: whether the file was named on the command line, so that the scan is
            unfinished without it.
        is_unsupported: the entry is sound, but of a kind that nerq does not cover: it is
            counted and shown, and never makes a scan unfinished.
        is_computed: the dependency is only known once code runs; a lock or list of requirements
            of the same project tells it all the same.
        level: ``error`` where the scan is unfinished without it, else ``note``.
    """

    location: Location
    message: str
    is_named: bool = False
    is_unsupported: bool = False
    is_computed: bool = False
    level: Level = "error"

    def __lt__(self, other: Problem) -> bool:
        """Order by place, then text."""
        return (self.location.sort_key, self.message) < (other.location.sort_key, other.message)


@dataclass(frozen=True, slots=True, order=True)
class Unsupported:
    """Files that list dependencies, of one kind that nerq does not read.

    Attributes:
        kind: how people call it (``Maven``).
        paths: as in `Location`, sorted.
    """

    kind: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Target:
    """One thing to ask about; all mentions of it are merged under it.

    Attributes:
        id: what the service is asked: ``foo-bar``, ``owner/name``, ``@scope/name``.
        kind: as in `Reference`.
        ecosystem: as in `Reference`.
        purl: package URL with the version where exactly one is pinned, else without; None
            where no purl type fits (API and Ollama models).
    """

    id: str
    kind: Kind
    ecosystem: str
    purl: str | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """A higher-scoring thing of the same category, as the service names it."""

    name: str
    score: float | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """One measured fact behind a local score.

    Attributes:
        id: kebab-case, stable.
        dimension: one of `DIMENSIONS`.
        value: what was measured, as text.
        points: 0-100.
        weight: share of its dimension, relative to the dimension's other signals.
        reason: one line for a person.
        evidence: a URL or the name of a field.
        observed: ISO 8601 date of the evidence, or None.
    """

    id: str
    dimension: str
    value: str
    points: float
    weight: float
    reason: str
    evidence: str
    observed: str | None = None


@dataclass(frozen=True, slots=True)
class Vulnerability:
    """One known vulnerability that affects what is used.

    Attributes:
        id: PYSEC-, GHSA- or CVE-.
        severity: low, medium, high or critical; None where no rating is given.
        score: CVSS base score 0-10, or None.
        fixed_in: the lowest fixed release, or None where there is none.
        url: of the advisory.
    """

    id: str
    severity: str | None = None
    score: float | None = None
    fixed_in: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source says about a target besides the score; None or empty = not said.

    Attributes:
        grade: the source's own letter, never derived.
        recommendation: PROCEED, CAUTION, DENY or UNKNOWN.
        verified: whether the service calls it «Nerq Verified».
        dimensions: 0-100 by name of `DIMENSIONS`; a dimension not measured is absent or None.
        matched_source: the registry that the service scored, as it names it.
        matched_url: the page of what was scored.
        eu_ai_act: minimal, limited, high or unacceptable; None = not assessed.
        history: (ISO date, score) pairs, oldest first.
        assessed_at: when the source last looked, ISO 8601.
        confidence: share of the weight that was measured, 0-1 (local scores only).
        signals: local scores only, in table order.
    """

    grade: str | None = None
    recommendation: str | None = None
    verified: bool | None = None
    category: str | None = None
    dimensions: Mapping[str, float | None] | None = None
    known_cves: int | None = None
    max_severity: str | None = None
    has_active_advisory: bool | None = None
    vulnerabilities: tuple[Vulnerability, ...] = ()
    license: str | None = None
    license_category: str | None = None
    eu_ai_act: str | None = None
    compliance_score: float | None = None
    jurisdictions: int | None = None
    stars: int | None = None
    weekly_downloads: int | None = None
    last_commit_days_ago: int | None = None
    interaction_risk: str | None = None
    flags: tuple[str, ...] = ()
    matched_source: str | None = None
    matched_url: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    history: tuple[tuple[str, float], ...] = ()
    assessed_at: str | None = None
    confidence: float | None = None
    signals: tuple[Signal, ...] = ()


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Alert:
    """A fact that a rule knows about a target, whoever scored it.

    Attributes:
        rule: id of a row of `nerq.rules.RULES`.
        message: what is the matter and what to do, one line for a person.
        evidence: the id of the advisory, or the URL where the fact is said.
        severity: low, medium, high or critical where a database rates it.
        fixed_in: the lowest release without the fault, or None where none is known.
        level: how the policy counts it; None until it is judged.
    """

    rule: str
    message: str
    evidence: str | None = None
    severity: str | None = None
    fixed_in: str | None = None
    level: Level | None = None

    def __lt__(self, other: Alert) -> bool:
        """Order by rule, evidence and text."""
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, str, str, str]:
        return (self.rule, self.evidence or "", self.message, self.fixed_in or "")


@dataclass(frozen=True, slots=True)
class Rated:
    """A source gave a score.

    Attributes:
        score: 0-100.
        facts: the rest of the answer.
        source: ``nerq`` or ``local``: which measure this is.
        provenance: where the answer came from.
        identity: whether what was scored is what was meant; None where nothing shows it.
        identity_basis: by what that is known: the whole name, its slug (which two names can
            share), or the registry only; None where nothing shows it.
        is_confirmed: False where only a batch row stands behind a score below the
            threshold, because the single question could not be asked.
        alerts: what the source itself knows beside the score.
        mean: the weighted mean, where a rule caps a local score below it; else None.
    """

    score: float
    facts: Facts = NO_FACTS
    source: str = "nerq"
    provenance: Provenance = "network"
    identity: Identity | None = None
    is_confirmed: bool = True
    alerts: tuple[Alert, ...] = ()
    mean: float | None = None
    identity_basis: IdentityBasis | None = None


@dataclass(frozen=True, slots=True)
class Unrated:
    """A source answered that it has no score.

    Attributes:
        rule: ``not-in-index``, ``private``, ``not-asked`` or ``low-confidence``.
        message: for a person.
    """

    rule: str
    message: str
    facts: Facts = NO_FACTS
    source: str | None = "nerq"
    provenance: Provenance | None = "network"
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Unavailable:
    """No usable answer was obtained; the verdict is open.

    Attributes:
        message: what was asked, what came back, what to try.
    """

    message: str
    source: str | None = "nerq"
    alerts: tuple[Alert, ...] = ()


Answer = Rated | Unrated | Unavailable


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why a finding has its outcome: a rule id, never reused, and a line for a person.

    Attributes:
        level: how the rule counts here; an ``error`` decided the outcome.
    """

    rule: str
    message: str
    level: Level = "note"


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict on one target.

    Attributes:
        threshold: what the score was held against, 0-100.
        alerts: what the rules know, with their levels, weightiest first; those that are off are
            left out.
    """

    target: Target
    references: tuple[Reference, ...]
    answer: Answer
    outcome: Outcome
    reasons: tuple[Reason, ...] = ()
    threshold: float = 70.0
    alerts: tuple[Alert, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts over the findings of one scan."""

    targets: int = 0
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    ignored: int = 0
    unavailable: int = 0
    problems: int = 0


@dataclass(frozen=True, slots=True)
class ScanResult:
    """Everything a report needs; the same input gives an equal result but for the time.

    Attributes:
        findings: worst first, then by target.
        problems: by place.
        unresolved: by place.
        scanned_at: ISO 8601, UTC, to the second, ending in ``Z``.
        root: the scanned folder as given on the command line; locations are relative to it.
        source_kind: ``nerq``, ``local`` or both with a comma.
        source_url: of the service asked, or None.
        threshold: the general one, 0-100.
        is_strict: whether unknown fails too.
        notes: lines for a person that are not a problem of a file (only direct dependencies
            seen, an expired ignore, a stale snapshot).
        files: how many files were read.
        is_dry_run: nothing was asked on purpose.
        unsupported: by kind; they never change the exit code.
    """

    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    scanned_at: str = ""
    root: str = "."
    source_kind: str = "nerq"
    source_url: str | None = None
    threshold: float = 70.0
    is_strict: bool = False
    notes: tuple[str, ...] = ()
    files: int = 0
    is_dry_run: bool = False
    policy_failures: tuple[Reason, ...] = field(default=())
    unsupported: tuple[Unsupported, ...] = ()

    @property
    def summary(self) -> Summary:
        """How many targets came out how, and how many files could not be read."""
        counts = {"pass": 0, "fail": 0, "unknown": 0, "ignored": 0, "unavailable": 0}
        for finding in self.findings:
            counts[finding.outcome] += 1
        return Summary(
            targets=len(self.findings),
            passed=counts["pass"],
            failed=counts["fail"],
            unknown=counts["unknown"],
            ignored=counts["ignored"],
            unavailable=counts["unavailable"],
            problems=len(self.problems),
        )

    @property
    def exit_code(self) -> int:
        """0 clean, 1 policy failed, 3 could not finish; 1 wins over 3."""
        if self.policy_failures or any(f.outcome == "fail" for f in self.findings):
            return 1
        if self.unread:
            return 1 if self.is_strict else 3
        return 3 if any(f.outcome == "unavailable" for f in self.findings) else 0

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The problems without which the scan is unfinished; under ``--strict`` they fail it."""
        return tuple(problem for problem in self.problems if problem.level == "error")
