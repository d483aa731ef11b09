"""npm's ``package-lock.json`` and ``npm-shrinkwrap.json``, lock versions 1, 2 and 3.

https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-lock-json.md

    {"lockfileVersion": 3,
     "packages": {
       "": {"dependencies": {"a": "^1.0.0"}},
       "node_modules/a": {"version": "1.0.1", "resolved": "https://…/a/-/a-1.0.1.tgz"}
     }}
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.errors import ManifestError
from nerq.manifests.npm.node_modules import Place, chains
from nerq.manifests.npm.origin import resolved_origin
from nerq.manifests.npm.registries import Registries, read_registries
from nerq.manifests.npm.specifier import is_package_name, locked_version, not_a_name, read_specifier
from nerq.model import Location, Origin, Problem, Reference
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "package-lock"

_FOLDER = "/node_modules/"
_MAX_DEPTH = 200


def parse(source: Source) -> Iterator[Item]:
    """One reference for every installed package, in the file's order.

    Raises:
        ManifestError: the file is not JSON, not a table, or its packages are not a list.
    """
    root = json_nodes.load(source)
    if not root.is_table:
        raise root.wrong("a table")
    top = Place()
    places: list[Place] = []
    packages = root.get("packages")
    if packages is not None:
        own = [top, *_flat(packages, top, places)]
    else:
        own = [top]
        nested = root.get("dependencies")
        if nested is not None:
            _nested(nested, top, places)
        _read_siblings_wishes(source, top)
        own += _linked_members(top, places)
    yield from _items(source, own, places, read_registries(source))


def _flat(packages: Node, top: Place, places: list[Place]) -> list[Place]:
    """Lock versions 2 and 3: one table, keyed by folder. Gives the workspace's members."""
    folders: dict[str, Place] = {"": top}
    links: list[tuple[Place, str]] = []
    for key, node in packages.entries():
        # What stands before the first node_modules is a folder of the project.
        first, *names = f"/{key}".split(_FOLDER)
        place = folders.setdefault(first.strip("/"), Place(above=top))
        for name in names:
            place = place.inner(name)
        place.entry = node
        places += [place] if key else []
        if (target := node.text_at("resolved")) and node.get("link"):
            links.append((place, target))
    members = _members(packages, folders)
    for link, target in links:
        link.target = folders.get(target.strip("/"))
    own = set(members)
    for place in places:
        place.reported = "" if place in own else _name(place)
    return members


def _members(packages: Node, folders: dict[str, Place]) -> list[Place]:
    return _matching(packages.get(""), folders)


def _matching(manifest: Node | None, folders: dict[str, Place]) -> list[Place]:
    """The places whose folders the manifest's list of workspaces means."""
    from fnmatch import fnmatchcase

    wanted = manifest.get("workspaces") if manifest is not None else None
    if wanted is not None and wanted.is_table:
        wanted = wanted.get("packages")
    if wanted is None or not wanted.is_array:
        return []
    patterns = [
        node.value.removeprefix("./").strip("/")
        for node in wanted.items()
        if isinstance(node.value, str)
    ]
    return [
        place
        for folder, place in folders.items()
        if folder and any(fnmatchcase(folder, pattern) for pattern in patterns)
    ]


def _linked_members(top: Place, places: list[Place]) -> list[Place]:
    """Members of the workspace, which lock version 1 keeps among the packages as folders."""
    folders = {
        version.removeprefix("file:").strip("./"): place
        for place in places
        if place.above is top
        and place.entry is not None
        and (version := place.entry.text_at("version") or "").startswith("file:")
    }
    return _matching(top.entry, folders)


def _nested(table: Node, above: Place, places: list[Place], depth: int = 0) -> None:
    """Lock version 1: tables within tables, as the folders lie."""
    if depth > _MAX_DEPTH:
        raise ManifestError(f"packages nested more than {_MAX_DEPTH} deep", table.line)
    for key, entry in table.entries():
        # Early versions of npm left a folder's path where the name should be.
        place = above.inner(key.rpartition("node_modules/")[2])
        place.entry = entry
        place.reported = _name(place)
        places.append(place)
        below = entry.get("dependencies")
        if below is not None and below.is_table:
            _nested(below, place, places, depth + 1)


def _read_siblings_wishes(source: Source, top: Place) -> None:
    """Lock version 1 does not say what the project itself asks for; package.json does."""
    try:
        manifest = source.sibling("package.json")
        top.entry = json_nodes.load(manifest) if manifest is not None else None
    except ManifestError:
        # It is read, and its faults are told, under its own name.
        top.entry = None


def _name(place: Place) -> str:
    entry = place.entry
    name = (entry.text_at("name") if entry is not None else None) or place.name
    version = entry.text_at("version") if entry is not None else None
    if version and version.startswith("npm:"):
        name = read_specifier(name, version).name
    if not name and entry is not None:
        name = entry.key.rpartition("/")[2]
    return name


def _items(
    source: Source, own: list[Place], places: list[Place], registries: Registries
) -> Iterator[Item]:
    found = chains(own, places)
    members = set(own)
    for place in places:
        node = place.entry
        if node is None or place in members:
            continue
        location = Location(source.path, node.line)
        if not isinstance(node.value, dict):
            yield Problem(location, str(node.wrong("a table")))
        elif (version := node.get("version")) and not isinstance(version.value, (str, type(None))):
            yield Problem(location, str(version.wrong("text")))
        elif not node.value.get("link"):
            item = _reference(place, node, location, found.get(place))
            yield _placed(item, registries)


def _reference(
    place: Place, node: Node, location: Location, chain: tuple[str, ...] | None
) -> Reference | Problem:
    name = place.reported
    if not is_package_name(name):
        return Problem(location, not_a_name(name))
    written = node.text_at("version")
    wanted = read_specifier(name, written or "")
    origin = wanted.origin
    is_plain = origin.kind == "registry"
    if is_plain:
        origin = resolved_origin(node.text_at("resolved"), name)
    if not place.name:
        # It lies outside of node_modules, so it is a folder of the project.
        origin = Origin("path")
    return Reference(
        kind="package",
        ecosystem="npm",
        name=name,
        location=location,
        found_by=ID,
        version=wanted.version or locked_version(wanted.specifier if is_plain else None),
        scope=_scope(node),
        direct=chain == (),
        via=chain or (),
        origin=origin,
    )


def _placed(item: Reference | Problem, registries: Registries) -> Reference | Problem:
    """The package with the registry of the project's settings, where the lock names none."""
    if isinstance(item, Problem):
        return item
    return replace(item, origin=registries.instead(item.origin, item.name))


def _scope(node: Node) -> str:
    value = node.value if isinstance(node.value, dict) else {}
    if value.get("dev") is True:
        return "dev"
    # devOptional is needed for development and, if it can be had, without it: not dev alone.
    if value.get("optional") is True or value.get("devOptional") is True:
        return "extra:optional"
    return "extra:peer" if value.get("peer") is True else "runtime"


FORMAT = ManifestFormat(
    id=ID,
    title="npm package-lock.json",
    files=("package-lock.json", "npm-shrinkwrap.json"),
    parse=parse,
    reads=(
        "every installed package of lock versions 1 to 3, with chains; flags dev, optional "
        "(scope extra:optional) and peer (extra:peer)"
    ),
    omits="the project and its workspace members; links",
    spec="https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-lock-json.md",
)
