"""The packages of a conda environment file, for it and for the locks that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError
from nerq.manifests.conda.match_spec import channel_origin, parse_spec
from nerq.manifests.python.requirements.logical_lines import logical_lines
from nerq.manifests.python.requirements.requirement_lines import read_lines
from nerq.model import Location, Problem, Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.model import Origin
    from nerq.plugin import Item, Source

ID = "conda-environment"


def read_environment(source: Source) -> Iterator[Item]:
    """The packages of an environment file, conda's and pip's.

    Raises:
        ManifestError: it is not YAML, or not an environment.
    """
    document = yaml_nodes.load(source)
    if document.value is None:
        return
    if not document.is_table:
        raise document.wrong("a table")
    dependencies = document.get("dependencies")
    if dependencies is None or dependencies.value is None:
        return
    # conda itself knows no scopes; the key is that of conda-lock.
    scope = "dev" if document.text_at("category") == "dev" else "runtime"
    origin = channel_origin(_texts(document.get("channels")))
    for node in dependencies.items():
        if node.is_table:
            yield from _nested(source, document, node, scope)
        else:
            yield from _package(source, node, scope, origin)


def _texts(node: Node | None) -> list[str]:
    if node is None or not isinstance(node.value, list):
        return []
    return [value for value in node.value if isinstance(value, str)]


def _package(source: Source, node: Node, scope: str, origin: Origin) -> Iterator[Item]:
    place = Location(source.path, node.line)
    try:
        spec = parse_spec(node.text())
    except ManifestError as error:
        yield Problem(place, str(error))
        return
    if spec.is_virtual:
        return
    yield Reference(
        "package",
        "conda",
        spec.name,
        place,
        ID,
        spec.version,
        spec.specifier,
        scope,
        origin=channel_origin([spec.channel]) if spec.channel else origin,
    )


def _nested(source: Source, document: Node, table: Node, scope: str) -> Iterator[Item]:
    for key, node in table.entries():
        if key != "pip":
            message = f"{node.dotted} is neither a package nor a list for pip"
            yield Problem(Location(source.path, node.line), message)
        elif node.value is not None:
            yield from _pip(source, document, node, scope)


def _pip(source: Source, document: Node, node: Node, scope: str) -> Iterator[Item]:
    if not node.is_array:
        yield Problem(Location(source.path, node.line), str(node.wrong("an array")))
        return
    lines: list[tuple[int, str]] = []
    for item in node.items():
        if isinstance(item.value, str):
            lines += ((item.line or 1, line) for _, line in logical_lines(item.value.splitlines()))
        else:
            yield Problem(Location(source.path, item.line), str(item.wrong("text")))
    model = Reference("package", "pypi", "", Location(source.path), ID, scope=scope)
    yield from read_lines(source, lines, model, _texts(document.get("pip-repositories")))
