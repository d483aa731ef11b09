"""Cargo's ``Cargo.toml``.

https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html

    [dependencies]
    serde = "1.0"
    mine = {package = "real", version = "=1.2.3"}
    [target.'cfg(unix)'.dev-dependencies]
    tool = {git = "https://host/owner/tool", tag = "v1"}
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.cargo.crate_name import is_crate_name
from nerq.manifests.cargo.registries import read_registries
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.origins import git_origin, registry_origin
from nerq.patterns import regex
from nerq.plugin import ManifestFormat
from nerq.redaction import shown, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "cargo-toml"

_TABLES = {
    "dependencies": "runtime",
    "dev-dependencies": "dev",
    "dev_dependencies": "dev",
    "build-dependencies": "build",
    "build_dependencies": "build",
}
# A version without an operator is a range here (``1.0`` means ``^1.0``); only ``=`` pins.
_EXACT = regex(r"=\s*v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?)\s*")
_PARENTS = 6
"""Folders above a member in which the workspace's own manifest is looked for."""


def parse(source: Source) -> Iterator[Item]:
    """One reference for every dependency that is not a path, in the file's order.

    Raises:
        ManifestError: the file is not TOML.
    """
    root = toml_nodes.load(source)
    workspace = _Workspace(source, root)
    registries = read_registries(source)
    for table, scope in _dependency_tables(root):
        for item in _table(source, table, scope, workspace):
            yield registries.settled(item) if isinstance(item, Reference) else item


def _dependency_tables(root: Node) -> Iterator[tuple[Node, str]]:
    for key, node in root.entries():
        if key in _TABLES:
            yield node, _TABLES[key]
        elif key == "workspace":
            yield from _within(node)
        elif key == "target":
            for _, platform in node.entries():
                yield from _within(platform)
        elif key == "patch":
            yield from ((patched, "constraint") for _, patched in node.entries())
        elif key == "replace":
            yield node, "constraint"


def _within(node: Node) -> Iterator[tuple[Node, str]]:
    return ((table, _TABLES[key]) for key, table in node.entries() if key in _TABLES)


class _Workspace:
    """The ``[workspace.dependencies]`` that a member's ``workspace = true`` points to."""

    def __init__(self, source: Source, root: Node) -> None:
        self._source = source
        self._root = root
        self._table: Node | None = None
        self._is_known = False

    def dependency(self, name: str) -> Node | None:
        """What the workspace says of a name; None where no workspace or no such name is."""
        if not self._is_known:
            self._table = self._find()
            self._is_known = True
        return self._table.get(name) if self._table is not None else None

    def _find(self) -> Node | None:
        if self._root.get("workspace") is not None:
            return self._root.at("workspace", "dependencies")
        for depth in range(1, _PARENTS + 1):
            try:
                manifest = self._source.sibling("../" * depth + "Cargo.toml")
                root = toml_nodes.load(manifest) if manifest is not None else None
            except ManifestError:
                # Outside the scanned tree, or broken, which is told under its own name.
                return None
            if root is not None and root.get("workspace") is not None:
                return root.at("workspace", "dependencies")
        return None


def _table(source: Source, table: Node, scope: str, workspace: _Workspace) -> Iterator[Item]:
    if not table.is_table:
        yield Problem(Location(source.path, table.line), str(table.wrong("a table")))
        return
    for name, node in table.entries():
        try:
            item = _dependency(source, name, node, scope, workspace)
        except ManifestError as error:
            item = Problem(Location(source.path, error.line), str(error))
        if item is not None:
            yield item


def _dependency(
    source: Source, name: str, node: Node, scope: str, workspace: _Workspace
) -> Item | None:
    location = Location(source.path, node.line)
    if isinstance(node.value, str):
        return _reference(name, node.value, PUBLIC_REGISTRY, location, scope)
    if not node.is_table:
        raise node.wrong("a version or a table")
    said = node
    inherited = node.get("workspace")
    if inherited is not None and inherited.value is True:
        found = workspace.dependency(name)
        if found is None:
            return Problem(location, f"{name} is taken from a workspace that was not found here")
        said = found
    if isinstance(said.value, str):
        return _reference(name, said.value, PUBLIC_REGISTRY, location, scope)
    if said.get("path") is not None:
        # A version beside a path is for those who get the crate published.
        return None
    package, version = said.text_at("package"), said.get("version")
    written = version.text() if version is not None else None
    return _reference(package or _plain(name, scope), written, _origin(said), location, scope)


def _plain(name: str, scope: str) -> str:
    """Keys of ``[replace]`` are ``name:version``."""
    return name.partition(":")[0] if scope == "constraint" else name


def _reference(
    name: str, written: str | None, origin: Origin, location: Location, scope: str
) -> Reference | Problem:
    if not is_crate_name(name) or (written and "://" in written):
        what = shown(f"{name} {written or ''}")
        return Problem(location, f"{what} is not a crate's name and version")
    exact = _EXACT.fullmatch(written.strip()) if written else None
    return Reference(
        kind="package",
        ecosystem="cargo",
        name=name,
        location=location,
        found_by=ID,
        version=exact[1] if exact else None,
        specifier=written.strip() if written else None,
        scope=scope,
        origin=origin,
    )


def _origin(node: Node) -> Origin:
    repository = node.text_at("git")
    if repository is not None:
        return git_origin(repository)
    index = node.text_at("registry-index")
    if index is not None:
        return registry_origin(index.removeprefix("sparse+"))
    registry = node.text_at("registry")
    # A registry is a name that the user's own configuration explains.
    return Origin("registry", without_credentials(registry)) if registry else PUBLIC_REGISTRY


FORMAT = ManifestFormat(
    id=ID,
    title="Cargo.toml",
    files=("Cargo.toml",),
    parse=parse,
    reads=(
        "dependencies, dev-dependencies and build-dependencies, those of targets and of the "
        "workspace; renamed and inherited ones; patches (scope constraint); registries that "
        ".cargo/config.toml names or puts in place of the public one, for locks too"
    ),
    omits="path dependencies and workspace members",
    spec="https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html",
)
