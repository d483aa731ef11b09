"""SPDX 2.3: the packages and models, for tools that read nothing else (extra ``nerq[spdx]``).

https://spdx.github.io/spdx-spec/v2.3/

SPDX has no place for scores and verdicts: they stand in each package's comment. The namespace
is derived from the content and the time stamp is the scan's, so that the same result gives the
same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import UsageError
from nerq.plugin import ReportFormat
from nerq.reports import verdict_line, wording
from nerq.reports.escaping import json_ascii, one_line

if TYPE_CHECKING:
    from boolean import Expression
    from spdx_tools.spdx.model import Document, Package, Relationship

    from nerq.model import Finding, ScanResult

_ROOT = "SPDXRef-project"
_NAMESPACE = "https://nerq.ai/spdx/"


def render(result: ScanResult) -> str:
    """The document as indented JSON.

    Raises:
        UsageError: the extra is not installed.
    """
    import json

    try:
        from spdx_tools.spdx.jsonschema.document_converter import DocumentConverter
    except ImportError as error:
        raise UsageError("the spdx report needs an extra: pip install 'nerq[spdx]'") from error
    document = DocumentConverter().convert(_document(result))
    return json_ascii(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


def _document(result: ScanResult) -> Document:
    from uuid import NAMESPACE_URL, uuid5

    from spdx_tools.spdx.model import Actor, ActorType, CreationInfo, Document

    from nerq.reports import json_v1
    from nerq.reports.timestamp import moment

    name = wording.project(result.root)
    info = CreationInfo(
        spdx_version="SPDX-2.3",
        spdx_id="SPDXRef-DOCUMENT",
        name=name,
        data_license="CC0-1.0",
        document_namespace=f"{_NAMESPACE}{uuid5(NAMESPACE_URL, json_v1.render(result))}",
        creators=[Actor(ActorType.TOOL, f"nerq-{json_v1.version()}")],
        created=moment(result.scanned_at).replace(tzinfo=None),
        document_comment=one_line(verdict_line.verdict(result)),
    )
    packages = [_project(name)]
    packages += [_package(finding, index) for index, finding in enumerate(result.findings, 1)]
    return Document(info, packages=packages, relationships=_relationships(result))


def _project(name: str) -> Package:
    from spdx_tools.spdx.model import Package, SpdxNoAssertion

    return Package(
        spdx_id=_ROOT, name=name, download_location=SpdxNoAssertion(), files_analyzed=False
    )


def _package(finding: Finding, index: int) -> Package:
    from spdx_tools.spdx.model import (
        ExternalPackageRef,
        ExternalPackageRefCategory,
        Package,
        SpdxNoAssertion,
    )

    target = finding.target
    versions = {reference.version for reference in finding.references if reference.version}
    purls = []
    if target.purl:
        category = ExternalPackageRefCategory.PACKAGE_MANAGER
        purls = [ExternalPackageRef(category, "purl", one_line(target.purl))]
    return Package(
        spdx_id=f"SPDXRef-{index}",
        name=one_line(target.id) or "unnamed",
        version=one_line(versions.pop()) if len(versions) == 1 else None,
        download_location=SpdxNoAssertion(),
        files_analyzed=False,
        license_declared=_license(wording.facts(finding).license),
        comment=_comment(finding),
        external_references=purls,
    )


def _comment(finding: Finding) -> str:
    said = [f"{_kind(finding)}; {wording.OUTCOMES[finding.outcome].lower()}"]
    score = wording.score(finding)
    if score is not None:
        said.append(f"trust score {wording.score_text(score)} {wording.grade(finding)}".strip())
    return "; ".join([*said, *wording.reasons(finding), *wording.places(finding)])


def _kind(finding: Finding) -> str:
    return f"{finding.target.kind}, {one_line(finding.target.ecosystem)}"


def _license(text: str | None) -> Expression | None:
    """The SPDX expression, or None (not asserted) where the text is none."""
    from license_expression import ExpressionError
    from spdx_tools.common.spdx_licensing import spdx_licensing

    try:
        parsed = spdx_licensing.parse(one_line(text or ""), validate=True)
    except (ExpressionError, ValueError, TypeError):
        return None
    return parsed


def _relationships(result: ScanResult) -> list[Relationship]:
    from spdx_tools.spdx.model import Relationship, RelationshipType

    depends = RelationshipType.DEPENDS_ON
    found = [Relationship("SPDXRef-DOCUMENT", RelationshipType.DESCRIBES, _ROOT)]
    for index, finding in enumerate(result.findings, 1):
        if any(reference.direct for reference in finding.references):
            found.append(Relationship(_ROOT, depends, f"SPDXRef-{index}"))
    return found


REPORT = ReportFormat(
    id="spdx",
    title="SPDX 2.3, a bill of materials (extra nerq[spdx])",
    render=render,
    media_type="application/spdx+json",
    extension=".spdx.json",
)
