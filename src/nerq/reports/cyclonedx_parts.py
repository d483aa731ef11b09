"""Findings as CycloneDX components, and the edges between them."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from cyclonedx.model import ExternalReference, ExternalReferenceType, Property, XsUri
from cyclonedx.model.component import Component, ComponentScope, ComponentType

from nerq.model import DIMENSIONS, Unavailable
from nerq.reports import wording
from nerq.reports.escaping import link, one_line, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cyclonedx.model.license import License
    from packageurl import PackageURL

    from nerq.model import Finding, Kind

    Parts: TypeAlias = Sequence[tuple[Finding, Component]]

_TYPES: dict[Kind, ComponentType] = {
    "package": ComponentType.LIBRARY,
    "model": ComponentType.MACHINE_LEARNING_MODEL,
    "api-model": ComponentType.MACHINE_LEARNING_MODEL,
    "dataset": ComponentType.DATA,
    "space": ComponentType.APPLICATION,
    "repository": ComponentType.APPLICATION,
    "action": ComponentType.APPLICATION,
    "mcp-server": ComponentType.APPLICATION,
}


def root_component(root: str) -> Component:
    """The scanned project as the component that all others hang on; named after its folder."""
    return Component(
        name=wording.project(root), type=ComponentType.APPLICATION, bom_ref="nerq-root"
    )


def components(findings: Iterable[Finding]) -> Parts:
    """A component for each finding, in order."""
    seen: dict[str, int] = {}
    parts = []
    for finding in findings:
        target = finding.target
        ref = well_formed(f"{target.ecosystem}/{target.kind}/{target.id}")
        seen[ref] = seen.get(ref, 0) + 1
        if seen[ref] > 1:
            ref = f"{ref}#{seen[ref]}"
        parts.append((finding, _component(finding, ref)))
    return parts


def _component(finding: Finding, ref: str) -> Component:
    target = finding.target
    purl = _purl(target.purl)
    license_ = _license(wording.facts(finding).license)
    return Component(
        name=one_line(target.id),
        type=_TYPES[target.kind],
        bom_ref=ref,
        version=_version(finding, purl),
        purl=purl,
        scope=_scope(finding),
        licenses=[license_] if license_ else [],
        external_references=_links(finding),
        properties=_properties(finding),
    )


def _purl(text: str | None) -> PackageURL | None:
    from packageurl import PackageURL

    try:
        return PackageURL.from_string(well_formed(text)) if text else None
    except ValueError:
        return None


def _version(finding: Finding, purl: PackageURL | None) -> str | None:
    """The pin, where all mentions agree on one."""
    if purl is not None and purl.version:
        return one_line(purl.version)
    pins = {reference.version for reference in finding.references}
    pin = pins.pop() if len(pins) == 1 else None
    return one_line(pin) if pin else None


def _scope(finding: Finding) -> ComponentScope | None:
    scopes = {reference.scope for reference in finding.references}
    if not scopes:
        return None
    if "runtime" in scopes:
        return ComponentScope.REQUIRED
    if any(scope.startswith("extra:") for scope in scopes):
        return ComponentScope.OPTIONAL
    return ComponentScope.EXCLUDED


def _license(text: str | None) -> License | None:
    """The SPDX id or expression where the text is one, else the text as a name."""
    from cyclonedx import spdx
    from cyclonedx.model.license import DisjunctiveLicense, LicenseExpression

    shown = one_line(text or "").strip()
    if not shown:
        return None
    known = spdx.fixup_id(shown)
    if known:
        return DisjunctiveLicense(id=known)
    if spdx.is_expression(shown):
        return LicenseExpression(shown)
    return DisjunctiveLicense(name=shown)


def _links(finding: Finding) -> list[ExternalReference]:
    """The service's own report on what it scored."""
    url = link(wording.facts(finding).matched_url)
    if not url:
        return []
    return [ExternalReference(type=ExternalReferenceType.RISK_ASSESSMENT, url=XsUri(url))]


def _properties(finding: Finding) -> list[Property]:
    facts, answer = wording.facts(finding), finding.answer
    score = wording.score(finding)
    provenance = None if isinstance(answer, Unavailable) else answer.provenance
    values: list[tuple[str, object]] = [
        ("kind", finding.target.kind),
        ("ecosystem", finding.target.ecosystem),
        ("outcome", finding.outcome),
        ("score", score),
        ("threshold", finding.threshold),
        ("grade", facts.grade),
        ("recommendation", facts.recommendation),
        ("known-cves", facts.known_cves),
        ("eu-ai-act", facts.eu_ai_act),
        ("category", facts.category),
        ("assessed-at", facts.assessed_at),
        ("source", answer.source),
        ("from", provenance),
    ]
    dimensions = facts.dimensions or {}
    values += [(f"dimension:{name}", dimensions.get(name)) for name in DIMENSIONS]
    values += [("rule", rule) for rule in wording.rules(finding)]
    values += [("reason", reason) for reason in wording.reasons(finding)]
    values += [("location", place) for place in wording.places(finding)]
    values += [("scope", item.scope) for item in finding.references]
    return [
        Property(name=f"nerq:{name}", value=one_line(str(value)))
        for name, value in values
        if value is not None
    ]


def edges(root: Component, parts: Parts) -> dict[str, list[str]]:
    """What each component brings in: the project its direct ones, they what the locks say.

    Returns:
        References of children by reference of their parent.
    """
    by_name: dict[tuple[str, str], Component] = {}
    for finding, part in parts:
        for name in (finding.target.id, *(item.name for item in finding.references)):
            by_name.setdefault((finding.target.ecosystem, _plain(name)), part)
    found: dict[str, dict[str, None]] = {}
    for finding, part in parts:
        for reference in finding.references:
            ecosystem = finding.target.ecosystem
            between = [by_name.get((ecosystem, _plain(name))) for name in reference.via]
            chain = [root, part] if reference.direct else [*between, part]
            for parent, child in _known_pairs(chain):
                found.setdefault(reference_of(parent), {}).setdefault(reference_of(child))
    return {parent: list(children) for parent, children in found.items()}


def _known_pairs(chain: Sequence[Component | None]) -> Iterable[tuple[Component, Component]]:
    for parent, child in pairwise(chain):
        if parent is not None and child is not None and parent is not child:
            yield parent, child


def reference_of(part: Component) -> str:
    """The text by which other entries point at the component."""
    return part.bom_ref.value or ""


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
