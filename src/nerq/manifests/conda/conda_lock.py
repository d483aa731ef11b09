"""Reads the unified lockfiles of conda-lock.

    # conda-lock.yml
    version: 1
    package:
    - {name: numpy, version: 2.1.0, manager: conda, platform: linux-64, category: main,
       dependencies: {python: '>=3.10'}, url: https://…/linux-64/numpy-2.1.0-py312_0.conda}

Format: https://conda.github.io/conda-lock/output/#unified-lockfile (version 1)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError
from nerq.manifests.conda.environment_packages import read_environment
from nerq.manifests.conda.match_spec import channel_origin, is_name
from nerq.manifests.dependency_graph import chains, unasked
from nerq.manifests.python.direct_names import direct_names
from nerq.manifests.python.mentions import normalised
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.origins import least_public, origin_of
from nerq.plugin import ManifestFormat
from nerq.redaction import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "conda-lock"

_ECOSYSTEMS = {"conda": "conda", "pip": "pypi"}
_SCOPES = {"main": "runtime", "dev": "dev"}


def parse(source: Source) -> Iterator[Item]:
    """Each locked package once, whatever the number of platforms.

    What the project asks for itself is read from the environment file that the lock names;
    without it, packages that no other one depends on count as asked for.

    Raises:
        ManifestError: it is not YAML, or not a lock of conda-lock.
    """
    document = yaml_nodes.load(source)
    if document.value is None:
        return
    listed = document.get("package")
    if listed is None:
        raise ManifestError("no list of packages under the key package")
    nodes = list(listed.items())
    graph = _graph(nodes)
    direct = _direct(source, document)
    roots = [name for name in graph if name in direct] if direct else unasked(graph, graph.get_all)
    found = chains(roots, graph.get_all, lambda name: graph.written.get(name, ""))
    seen: set[tuple[str, ...]] = set()
    for node in nodes:
        # An entry stands here once a platform.
        key = tuple(node.text_at(key) or "" for key in ("manager", "name", "version", "category"))
        if key not in seen:
            seen.add(key)
            yield _item(source, node, set(roots), found)


class _Graph(dict[str, list[str]]):
    """What each package depends on, by normalised names."""

    def __init__(self) -> None:
        super().__init__()
        self.written: dict[str, str] = {}

    def get_all(self, name: str) -> list[str]:
        """What one package depends on."""
        return self.get(name, [])


def _graph(nodes: list[Node]) -> _Graph:
    graph = _Graph()
    for node in nodes:
        name = node.text_at("name")
        if name is None or not is_name(name):
            continue
        key = normalised(name)
        graph.written[key] = name
        needs = node.get("dependencies")
        names = [key for key, _ in needs.entries()] if needs and needs.is_table else []
        graph.setdefault(key, []).extend(normalised(name) for name in names)
    return graph


def _direct(source: Source, document: Node) -> set[str]:
    sources = document.at("metadata", "sources")
    names: set[str] = set()
    for node in sources.items() if sources and sources.is_array else ():
        found = direct_names(source, str(node.value), read_environment)
        if found is None:
            return set()
        names.update(found)
    return names


def _item(
    source: Source, node: Node, roots: set[str], found: dict[str, tuple[str, ...]]
) -> Reference | Problem:
    place = Location(source.path, node.line)
    name, version = node.text_at("name"), node.text_at("version")
    ecosystem = _ECOSYSTEMS.get(node.text_at("manager") or "")
    if name is None or not is_name(name) or ecosystem is None:
        return Problem(place, f"{node.dotted} names no package of conda or pip")
    version = clean(version) if version else None
    category = clean(node.text_at("category") or "main")
    key = normalised(name)
    return Reference(
        "package",
        ecosystem,
        name,
        place,
        ID,
        version,
        f"=={version}" if version else None,
        _SCOPES.get(category, f"group:{category}"),
        direct=key in roots,
        via=found.get(key, ()),
        origin=_origin(ecosystem, node.text_at("url") or ""),
    )


def _origin(ecosystem: str, url: str) -> Origin:
    if not url:
        return PUBLIC_REGISTRY
    if ecosystem == "conda":
        # What stands before the platform's folder and the file is the channel.
        return channel_origin([url.rpartition("/")[0].rpartition("/")[0]])
    origin = origin_of(url)
    if origin.kind != "url":
        return origin
    return least_public([url.rpartition("/")[0]], ecosystem)


FORMAT = ManifestFormat(
    id=ID,
    title="conda-lock unified lockfile",
    files=("conda-lock.yml", "*.conda-lock.yml", "conda-lock.yaml"),
    parse=parse,
    reads="packages of conda and pip with version, channel, category and what brought them in",
    omits="explicit lockfiles for one platform (conda-linux-64.lock)",
    spec="https://conda.github.io/conda-lock/output/#unified-lockfile",
)
