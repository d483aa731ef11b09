"""A ``uv.lock`` from its TOML document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.locks.locked_package import Link
from nerq.manifests.python.locks.uv_lock_entries import UvEntry, UvLock
from nerq.manifests.python.mentions import normalised, require_project_name

if TYPE_CHECKING:
    from nerq.documents.node import Node

_SOURCES = ("registry", "git", "url", "path", "directory", "editable", "virtual")
_LINK_TABLES = (("optional-dependencies", "extra"), ("dev-dependencies", "group"))


def read_document(document: Node) -> UvLock:
    """The lock; entries that cannot be read are its problems."""
    lock = UvLock()
    read_preamble(document, lock)
    packages = document.get("package") or document.get("distribution")
    if packages is None:
        return lock
    if not packages.is_array:
        lock.problems.append((packages.line, str(packages.wrong("an array of tables"))))
        return lock
    for package in packages.items():
        _add_entry(package, lock)
    return lock


def read_preamble(document: Node, lock: UvLock) -> None:
    """What stands before the packages: the format's version and the manifest."""
    version = document.get("version")
    if version is not None:
        lock.version, lock.version_line = version.value, version.line
    manifest = document.get("manifest")
    if manifest is None:
        return
    members = manifest.get("members")
    if members is not None and members.is_array:
        names = [item.value for item in members.items() if isinstance(item.value, str)]
        lock.members = frozenset(normalised(name) for name in names)
    _add_links(manifest.get("requirements"), "runtime", lock.requirements, lock)
    _add_groups(manifest.get("dependency-groups"), "group", lock.requirements, lock)


def _add_entry(package: Node, lock: UvLock) -> None:
    try:
        lock.entries.append(_entry(package, lock))
    except ManifestError as error:
        lock.problems.append((error.line or package.line, str(error)))


def _entry(package: Node, lock: UvLock) -> UvEntry:
    if not package.is_table:
        raise package.wrong("a table")
    name = package.get("name")
    if name is None:
        raise ManifestError(f"{package.dotted} has no name", package.line)
    text = normalised(require_project_name(name.text(), name.line))
    version = package.get("version")
    if version is not None and not isinstance(version.value, str):
        lock.problems.append((version.line, str(version.wrong("text"))))
    links: dict[str, list[Link]] = {}
    _add_links(package.get("dependencies"), "runtime", links, lock)
    for key, kind in _LINK_TABLES:
        _add_groups(package.get(key), kind, links, lock)
    return UvEntry(text, package.text_at("version"), name.line, _source(package), links)


def _source(package: Node) -> tuple[str, str]:
    source = package.get("source")
    if source is None:
        return "registry", ""
    if isinstance(source.value, str):  # before version 1: "registry+https…"
        before, _, after = source.value.partition("+")
        return before, after
    for kind in _SOURCES:
        value = source.text_at(kind)
        if value is not None:
            return kind, value
    return "unknown", ""


def _add_groups(table: Node | None, kind: str, links: dict[str, list[Link]], lock: UvLock) -> None:
    if table is None:
        return
    if not table.is_table:
        lock.problems.append((table.line, str(table.wrong("a table"))))
        return
    for name, array in table.entries():
        _add_links(array, f"{kind}:{name}", links, lock)


def _add_links(array: Node | None, scope: str, links: dict[str, list[Link]], lock: UvLock) -> None:
    if array is None:
        return
    if not array.is_array:
        lock.problems.append((array.line, str(array.wrong("an array"))))
        return
    found = links.setdefault(scope, [])
    for item in array.items():
        name = item.text_at("name")
        if name is None:
            lock.problems.append((item.line, str(item.wrong("a table with a name"))))
            continue
        extras = item.get("extra") or item.get("extras")
        rows = extras.items() if extras is not None and extras.is_array else ()
        names = tuple(row.value for row in rows if isinstance(row.value, str))
        found.append(Link(normalised(name), item.text_at("version"), names, item.text_at("marker")))
