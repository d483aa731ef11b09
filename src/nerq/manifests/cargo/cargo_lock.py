"""Cargo's ``Cargo.lock``, versions 1 to 4.

https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html ; the fields are those of
cargo's own ``EncodableDependency``.

    [[package]]
    name = "memchr"
    version = "2.7.4"
    source = "registry+https://…"
    dependencies = ["libc", "syn 2.0.1", "rand 0.8.5 (registry+https://…)"]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests import dependency_graph
from nerq.manifests.cargo.crate_name import is_crate_name
from nerq.manifests.cargo.registries import read_registries
from nerq.model import Location, Origin, Problem, Reference
from nerq.origins import git_origin, registry_origin
from nerq.patterns import regex
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "cargo-lock"

_VERSION = regex(r"[\w.+-]+")


@dataclass(eq=False, slots=True)
class _Crate:
    """One package of the lock.

    Attributes:
        asks: what it depends on, as written.
        source: as written; None for the workspace's own members and path dependencies.
    """

    name: Node
    version: str | None
    source: str | None
    asks: tuple[str, ...]


def parse(source: Source) -> Iterator[Item]:
    """One reference for every package with a source, in the file's order.

    Raises:
        ManifestError: the file is not TOML, or its packages are not a list.
    """
    root = toml_nodes.load(source)
    crates: list[_Crate] = []
    packages = root.get("package")
    for node in packages.items() if packages is not None else ():
        found = _crate(source, node)
        if isinstance(found, Problem):
            yield found
        else:
            crates.append(found)
    chains = _chains(crates, root.get("root"))
    registries = read_registries(source)
    for crate in crates:
        if crate.source is not None:
            yield registries.locked(_reference(source, crate, crate.source, chains.get(crate)))


def _crate(source: Source, node: Node) -> _Crate | Problem:
    if not node.is_table:
        return Problem(Location(source.path, node.line), str(node.wrong("a table")))
    name = node.get("name")
    if name is None or not isinstance(name.value, str) or not is_crate_name(name.value):
        return Problem(Location(source.path, node.line), f"{node.dotted} has no crate's name")
    for key in ("version", "source"):
        field = node.get(key)
        if field is not None and not isinstance(field.value, str):
            return Problem(Location(source.path, field.line), str(field.wrong("text")))
    version = node.text_at("version") or ""
    exact = version if _VERSION.fullmatch(version) else None
    return _Crate(name, exact, node.text_at("source"), _asks(node))


def _asks(node: Node) -> tuple[str, ...]:
    wanted = node.get("dependencies")
    if wanted is None or not wanted.is_array:
        return ()
    return tuple(item.value for item in wanted.items() if isinstance(item.value, str))


def _chains(crates: list[_Crate], root: Node | None) -> dict[_Crate, tuple[str, ...]]:
    known: dict[tuple[str, str | None], _Crate] = {}
    for crate in crates:
        # A lock adds the version only to names that it holds twice.
        known.setdefault((crate.name.text(), crate.version), crate)
        known.setdefault((crate.name.text(), None), crate)

    def find(wanted: str) -> _Crate | None:
        name, _, rest = wanted.partition(" ")
        return known.get((name, rest.partition(" ")[0] or None))

    def edges(crate: _Crate) -> Iterator[_Crate]:
        return (found for wanted in crate.asks if (found := find(wanted)) is not None)

    # Lock version 1 keeps the project itself in a table of its own.
    first = _asks(root) if root is not None else ()
    direct = [found for wanted in first if (found := find(wanted)) is not None]
    # What has no source is a member of the workspace: what it asks for is what people chose.
    own = [crate for crate in crates if crate.source is None]
    direct += [found for crate in own for found in edges(crate) if found.source is not None]
    direct = direct or dependency_graph.unasked(crates, edges)
    return dependency_graph.chains(
        direct, edges, lambda crate: crate.name.text() if crate.source is not None else ""
    )


def _reference(
    source: Source, crate: _Crate, written: str, chain: tuple[str, ...] | None
) -> Reference:
    return Reference(
        kind="package",
        ecosystem="cargo",
        name=crate.name.text(),
        location=Location(source.path, crate.name.line),
        found_by=ID,
        version=crate.version,
        direct=chain == (),
        via=chain or (),
        origin=_origin(written),
    )


def _origin(written: str) -> Origin:
    kind, _, url = written.partition("+")
    if kind == "git":
        return git_origin(url)
    if kind in {"path", "directory", "local-registry"}:
        return Origin("path")
    return registry_origin(url or written)


FORMAT = ManifestFormat(
    id=ID,
    title="Cargo.lock",
    files=("Cargo.lock",),
    parse=parse,
    reads="every package with a source, with chains from the workspace's members",
    omits="the workspace's members and path dependencies; which scope a package is for",
    spec="https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html",
)
