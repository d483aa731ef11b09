"""CycloneDX 1.6: a bill of materials with what nerq says about each part.

https://cyclonedx.org/docs/1.6/json/

Scores, reasons and places are properties named ``nerq:…``. The serial number is derived from
the content and the time stamp is the scan's, so that the same result gives the same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.plugin import ReportFormat
from nerq.reports import verdict_line, wording
from nerq.reports.escaping import json_ascii, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cyclonedx.model import Property
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component
    from cyclonedx.model.dependency import Dependable
    from cyclonedx.model.tool import ToolRepository

    from nerq.model import ScanResult


def render(result: ScanResult) -> str:
    """The bill of materials as indented JSON."""
    import warnings

    from cyclonedx.output import make_outputter
    from cyclonedx.schema import OutputFormat, SchemaVersion

    bom = _bom(result)
    with warnings.catch_warnings():
        # A project none of whose parts is known to be direct has no edges; that is not a fault.
        warnings.simplefilter("ignore", UserWarning)
        outputter = make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6)
        text = outputter.output_as_string(indent=2)
    return json_ascii(_with_model_cards(text, result)) + "\n"


def _with_model_cards(text: str, result: ScanResult) -> str:
    """The document with what is known for a model's card, which the library cannot write."""
    import json

    document = json.loads(text)
    classes = {
        f"{finding.target.ecosystem}/{finding.target.kind}/{finding.target.id}": one_line(risk)
        for finding in result.findings
        if (risk := wording.facts(finding).eu_ai_act)
    }
    for part in document.get("components", ()):
        risk = classes.get(part["bom-ref"])
        if risk and part["type"] == "machine-learning-model":
            consideration = {"name": f"EU AI Act risk class: {risk}"}
            part["modelCard"] = {"considerations": {"ethicalConsiderations": [consideration]}}
    return json.dumps(document, indent=2, ensure_ascii=False)


def _bom(result: ScanResult) -> Bom:
    from uuid import NAMESPACE_URL, uuid5

    from cyclonedx.model.bom import Bom, BomMetaData

    from nerq.reports import json_v1
    from nerq.reports.cyclonedx_parts import components, edges, root_component
    from nerq.reports.cyclonedx_vulnerabilities import vulnerabilities
    from nerq.reports.timestamp import moment

    root = root_component(result.root)
    parts = components(result.findings)
    bom = Bom(
        components=[part for _, part in parts],
        serial_number=uuid5(NAMESPACE_URL, json_v1.render(result)),
        metadata=BomMetaData(
            tools=_tools(),
            component=root,
            timestamp=moment(result.scanned_at),
            properties=_remarks(result),
        ),
        vulnerabilities=vulnerabilities(parts),
    )
    _connect(bom, [root, *(part for _, part in parts)], edges(root, parts))
    return bom


def _connect(bom: Bom, every: Sequence[Component], children: Mapping[str, Iterable[str]]) -> None:
    """Gives every component its entry in the dependency graph.

    The library would look each one up by going through all; with everything registered at once
    there is nothing left to look up, and a long bill of materials takes linear time.
    """
    from cyclonedx.model.dependency import Dependency

    from nerq.reports.cyclonedx_parts import reference_of

    refs = {reference_of(part): part.bom_ref for part in every}
    bom.dependencies = [
        Dependency(ref, [Dependency(refs[child]) for child in children.get(name, ())])
        for name, ref in refs.items()
    ]
    bom.register_dependency = _registered  # type: ignore[method-assign]


def _registered(target: Dependable, depends_on: Iterable[Dependable] | None = None) -> None:
    """Stands in for `Bom.register_dependency` once every component is registered."""


def _tools() -> ToolRepository:
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.model.tool import ToolRepository

    from nerq.reports.json_v1 import version

    return ToolRepository(
        components=[Component(name="nerq", type=ComponentType.APPLICATION, version=version())]
    )


def _remarks(result: ScanResult) -> list[Property]:
    """What concerns the scan as a whole: counts, verdict, what could not be read, notes."""
    from cyclonedx.model import Property

    summary = result.summary
    values = [
        ("nerq:summary:targets", str(summary.targets)),
        ("nerq:summary:passed", str(summary.passed)),
        ("nerq:summary:failed", str(summary.failed)),
        ("nerq:summary:unknown", str(summary.unknown)),
        ("nerq:summary:ignored", str(summary.ignored)),
        ("nerq:summary:unavailable", str(summary.unavailable)),
        ("nerq:summary:problems", str(summary.problems)),
        ("nerq:summary:exit-code", str(result.exit_code)),
        ("nerq:verdict", verdict_line.verdict(result)),
    ]
    for problem in result.problems:
        text = f"{wording.place(problem.location)}: {one_line(problem.message)}"
        values.append(("nerq:problem", text))
    for item in result.unresolved:
        text = f"{wording.place(item.location)}: {one_line(item.expression)}"
        values.append(("nerq:unresolved", text))
    values += [("nerq:note", one_line(note)) for note in result.notes]
    return [Property(name=name, value=value) for name, value in values]


REPORT = ReportFormat(
    id="cyclonedx",
    title="CycloneDX 1.6, a bill of materials",
    render=render,
    media_type="application/vnd.cyclonedx+json",
    extension=".cdx.json",
)
