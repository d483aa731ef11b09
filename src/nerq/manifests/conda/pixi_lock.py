"""Reads pixi's lockfile.

    # pixi.lock
    version: 6
    environments:
      default: {packages: {linux-64: [{conda: https://…/numpy-2.1.0-py312_0.conda}]}}
    packages:
    - conda: https://…/linux-64/numpy-2.1.0-py312_0.conda
      depends: [python >=3.12]

Format: https://pixi.sh/latest/workspace/lockfile/ (versions 4 to 7; the list ``package`` of
the versions before is read too)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError
from nerq.manifests.conda.match_spec import Spec, channel_origin, is_name, parse_file
from nerq.manifests.conda.pixi_manifest import asked_for
from nerq.manifests.dependency_graph import chains, unasked
from nerq.manifests.python.mentions import normalised
from nerq.model import Location, Origin, Problem, Reference
from nerq.origins import least_public, origin_of
from nerq.patterns import regex
from nerq.plugin import ManifestFormat
from nerq.redaction import clean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "pixi-lock"

_LOCAL = regex(r"([\w.-]+)(?:\[\w*\])? @ ")
_NAME = regex(r"[A-Za-z0-9_.-]+")

_PROJECT = (".", "./")
"""Where the lock names the project itself."""


def parse(source: Source) -> Iterator[Item]:
    """Each package of an environment once, whatever the number of platforms.

    What the project asks for itself is read from ``pixi.toml`` or ``pyproject.toml`` beside
    the lock; without them, packages that no other one depends on count as asked for.

    Raises:
        ManifestError: it is not YAML, or not a lock of pixi.
    """
    document = yaml_nodes.load(source)
    if document.value is None:
        return
    listed = document.get("packages") or document.get("package")
    if listed is None:
        raise ManifestError("no list of packages under the key packages")
    lock = _Lock(source, document)
    nodes = list(listed.items())
    for node in nodes:
        lock.learn(node)
    lock.connect()
    seen: set[tuple[str, str, str | None]] = set()
    for node in filter(lock.has, nodes):
        item = lock.item(node)
        key = (item.ecosystem, item.name, item.version) if isinstance(item, Reference) else None
        if key not in seen:
            yield item
        if key is not None:
            seen.add(key)


class _Lock:
    """One lockfile's packages and how they hang together."""

    def __init__(self, source: Source, document: Node) -> None:
        self._source = source
        self._scopes = _scopes(document)
        self._needs: dict[str, list[str]] = {}
        self._names: dict[str, str] = {}
        self._roots: set[str] = set()
        self._chains: dict[str, tuple[str, ...]] = {}

    def has(self, node: Node) -> bool:
        """Whether a package is installed; others are there to build local ones, or the project."""
        address = _spec(node)[2]
        return address not in _PROJECT and (not self._scopes or address in self._scopes)

    def learn(self, node: Node) -> None:
        """Takes in what a package depends on."""
        spec = _spec(node)[1]
        if spec is not None:
            key = normalised(spec.name)
            self._names[key] = spec.name
            self._needs.setdefault(key, []).extend(_needs(node))

    def connect(self) -> None:
        """Finds what the project asks for, and chains to the rest; call after all `learn`."""
        asked = asked_for(self._source) & self._needs.keys()
        roots = [n for n in self._needs if n in asked] or unasked(self._needs, self._children)
        self._roots = set(roots)
        self._chains = chains(roots, self._children, lambda name: self._names.get(name, ""))

    def _children(self, name: str) -> list[str]:
        return self._needs.get(name, [])

    def item(self, node: Node) -> Reference | Problem:
        """The package, or why it is none."""
        place = Location(self._source.path, node.line)
        ecosystem, spec, address = _spec(node)
        if spec is None:
            return Problem(place, f"{node.dotted} names no package: {shown(address)}")
        key = normalised(spec.name)
        origin = _origin(node, ecosystem, address)
        # The version of a local package is what it was when it was locked, no pin.
        version = spec.version if origin.kind != "path" else None
        return Reference(
            "package",
            ecosystem,
            spec.name,
            place,
            ID,
            version,
            f"=={version}" if version else None,
            self._scopes.get(address, "runtime"),
            direct=key in self._roots,
            via=self._chains.get(key, ()),
            origin=origin,
        )


def _spec(node: Node) -> tuple[str, Spec | None, str]:
    """Ecosystem, name and version, and the address of one entry."""
    for key in ("conda", "pypi", "conda_source"):
        if address := node.text_at(key):
            break
    else:
        # Versions 4 and 5 write the kind, those before the manager.
        key = node.text_at("kind") or node.text_at("manager") or ""
        address = node.text_at("url") or node.text_at("path") or ""
    ecosystem = "pypi" if key in ("pypi", "pip") else "conda"
    name, version = node.text_at("name"), node.text_at("version")
    if name:
        spec = Spec(name, clean(version) if version else None) if is_name(name) else None
        return ecosystem, spec, address
    if ecosystem == "conda" and (file := parse_file(address)):
        return ecosystem, file, address
    local = _LOCAL.match(address)
    return ecosystem, Spec(local[1]) if local else None, address


def _needs(node: Node) -> Iterator[str]:
    for key in ("depends", "requires_dist"):
        listed = node.get(key)
        for item in listed.items() if listed and listed.is_array else ():
            if found := _NAME.match(str(item.value)):
                yield normalised(found[0])


def _scopes(document: Node) -> dict[str, str]:
    """By address: runtime for what the default environment has, else the environment."""
    scopes: dict[str, str] = {}
    environments = document.get("environments")
    if environments is None or not environments.is_table:
        return scopes
    for name, environment in environments.entries():
        scope = "runtime" if name == "default" else f"group:{name}"
        for address in _addresses(environment.get("packages")):
            if scope == "runtime":
                scopes[address] = scope
            scopes.setdefault(address, scope)
    return scopes


def _addresses(platforms: Node | None) -> Iterator[str]:
    if platforms is None or not isinstance(platforms.value, dict):
        return
    for listed in platforms.value.values():
        for entry in listed if isinstance(listed, list) else ():
            yield from (
                (v for v in entry.values() if isinstance(v, str)) if isinstance(entry, dict) else ()
            )


def _origin(node: Node, ecosystem: str, address: str) -> Origin:
    if node.text_at("conda_source") or "://" not in address:
        return Origin("path")
    if ecosystem == "conda":
        # What stands before the platform's folder and the file is the channel.
        return channel_origin([address.rpartition("/")[0].rpartition("/")[0]])
    origin = origin_of(address)
    if origin.kind != "url":
        return origin
    return least_public([node.text_at("index") or address.rpartition("/")[0]], ecosystem)


FORMAT = ManifestFormat(
    id=ID,
    title="pixi lockfile",
    files=("pixi.lock",),
    parse=parse,
    reads="packages of conda and PyPI with version, channel, environment and what brought them"
    " in; local packages as such",
    omits="what is only needed to build local packages",
    spec="https://pixi.sh/latest/workspace/lockfile/",
)
