"""npm's ``package.json``.

https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md

    {
      "dependencies": {"express": "^4.18.2", "mine": "npm:real@1.0.0"},
      "devDependencies": {"tool": "github:owner/name#v1"}
    }
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.manifests.npm.dependency_tables import TABLES
from nerq.manifests.npm.registries import Registries, read_registries
from nerq.manifests.npm.specifier import is_package_name, not_a_name, read_specifier
from nerq.model import Location, Problem, Reference
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "package-json"

BUNDLES = ("bundleDependencies", "bundledDependencies")


def parse(source: Source) -> Iterator[Item]:
    """One reference for every entry of the four tables, in the file's order.

    Raises:
        ManifestError: the file is not JSON, or not a table.
    """
    root = json_nodes.load(source)
    listed: set[str] = set()
    registries = read_registries(source)
    for key, node in root.entries():
        if key in TABLES:
            yield from _table(source, node, TABLES[key], listed, registries)
    for key in BUNDLES:
        if bundle := root.get(key):
            yield from _bundle(source, bundle, listed, registries)
    for path, line in json_nodes.repeated_keys(root):
        if path[0] in TABLES:
            yield Problem(
                Location(source.path, line),
                f"{'.'.join(map(str, path))} is written more than once; the last one counts",
            )


def _table(
    source: Source, table: Node, scope: str, listed: set[str], registries: Registries
) -> Iterator[Item]:
    if not table.is_table:
        if table.value not in (None, []):
            yield Problem(Location(source.path, table.line), str(table.wrong("a table")))
        return
    for name, node in table.entries():
        location = Location(source.path, node.line)
        listed.add(name)
        if not isinstance(node.value, str):
            yield Problem(location, str(node.wrong("a version, as text")))
            continue
        wanted = read_specifier(name, node.value)
        if not is_package_name(wanted.name):
            yield Problem(location, not_a_name(wanted.name))
        elif not wanted.is_workspace:
            yield Reference(
                kind="package",
                ecosystem="npm",
                name=wanted.name,
                location=location,
                found_by=ID,
                version=wanted.version,
                specifier=wanted.specifier,
                scope=scope,
                origin=registries.instead(wanted.origin, wanted.name),
            )


def _bundle(
    source: Source, bundle: Node, listed: set[str], registries: Registries
) -> Iterator[Item]:
    """Names that are packed into the archive; they need an entry in a table to be installed."""
    if not bundle.is_array:
        if not isinstance(bundle.value, bool) and bundle.value is not None:
            yield Problem(Location(source.path, bundle.line), str(bundle.wrong("an array")))
        return
    for node in bundle.items():
        location = Location(source.path, node.line)
        if not isinstance(node.value, str):
            yield Problem(location, str(node.wrong("a name, as text")))
        elif not is_package_name(node.value):
            yield Problem(location, not_a_name(node.value))
        elif node.value not in listed:
            origin = registries.of(node.value)
            yield Reference("package", "npm", node.value, location, ID, origin=origin)


FORMAT = ManifestFormat(
    id=ID,
    title="npm package.json",
    files=("package.json",),
    parse=parse,
    reads=(
        "dependencies, devDependencies, optionalDependencies (scope extra:optional), "
        "peerDependencies (extra:peer), bundled names; aliases, git, URL and path specifiers; "
        "registries that .npmrc, .yarnrc, .yarnrc.yml or pnpm-workspace.yaml names, for locks too"
    ),
    omits="workspace: members; overrides and resolutions; engines",
    spec="https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/package-json.md",
)
