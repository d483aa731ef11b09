"""Which index, repository or folder a project's own tables assign to its packages.

Read are the tables of uv (https://docs.astral.sh/uv/concepts/indexes/), Poetry
(https://python-poetry.org/docs/repositories/) and PDM
(https://pdm-project.org/latest/usage/config/). An index that is searched besides the default
one assigns nothing: only packages that name it are known to come from it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nerq.manifests.addresses import clean, git_origin, origin_of, registry_origin
from nerq.manifests.mentions import normalised
from nerq.model import PUBLIC_REGISTRY, Origin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nerq.documents.node import Node

_MAX_PATTERNS = 100
_DEFAULT_INDEX_NAME = "pypi"
_BESIDES_DEFAULT = ("secondary", "supplemental", "explicit")


@dataclass(frozen=True, slots=True)
class PackageSources:
    """Where packages of one project come from.

    Attributes:
        default: of packages that nothing else is said about.
        build: of such packages among those that only build the project; of the three tools
            uv alone asks its own indexes for them.
        indexes: origins by the name of the index, lower case.
        packages: origins by normalised package name.
        patterns: globs on normalised package names, with their origin.
    """

    default: Origin = PUBLIC_REGISTRY
    build: Origin = PUBLIC_REGISTRY
    indexes: Mapping[str, Origin] = field(default_factory=dict)
    packages: Mapping[str, Origin] = field(default_factory=dict)
    patterns: tuple[tuple[str, Origin], ...] = ()

    def of(self, name: str, scope: str = "runtime") -> Origin:
        """The origin of a package that names none itself."""
        name = normalised(name)
        found = self.packages.get(name)
        if found is not None:
            return found
        for pattern, origin in self.patterns:
            if fnmatchcase(name, pattern):
                return origin
        return self.build if scope == "build" else self.default

    def index(self, name: str) -> Origin:
        """The origin that an index's name stands for; an unknown name is not the public one."""
        known = self.indexes.get(name.lower())
        if known is not None:
            return known
        is_public = name.lower() == _DEFAULT_INDEX_NAME
        return PUBLIC_REGISTRY if is_public else Origin("registry", clean(name))

    def assigned(self, table: Node) -> Origin | None:
        """The origin that a dependency's own table names, else None."""
        if (git := table.text_at("git")) is not None:
            return git_origin(git)
        if (url := table.text_at("url")) is not None:
            return origin_of(url)
        if any(table.get(key) is not None for key in ("path", "file", "workspace", "editable")):
            return Origin("path")
        index = table.text_at("index") or table.text_at("source")
        return None if index is None else self.index(index)


def read_sources(document: Node) -> PackageSources:
    """What a ``pyproject.toml``, or the table of an inline script, says about origins."""
    indexes: dict[str, Origin] = {}
    found: dict[bool, list[Origin]] = {True: [], False: []}
    for rows, is_uv in ((_uv_indexes(document), True), (_listed(document), False)):
        for entry, is_default in rows:
            origin = registry_origin(entry.text_at("url"))
            indexes[(entry.text_at("name") or "").lower()] = origin
            if is_default:
                found[is_uv].append(origin)
    legacy = document.text_at("tool", "uv", "index-url")
    if legacy is not None:
        found[True].append(registry_origin(legacy))
    sources = PackageSources(
        default=_first([*found[True], *found[False]]), build=_first(found[True]), indexes=indexes
    )
    return replace(
        sources,
        packages=_assignments(document, sources),
        patterns=_included(document, sources)[:_MAX_PATTERNS],
    )


def _first(defaults: list[Origin]) -> Origin:
    """The public index where it is among them or they are none."""
    return PUBLIC_REGISTRY if PUBLIC_REGISTRY in defaults or not defaults else defaults[0]


def _rows(array: Node | None) -> Iterator[Node]:
    if array is not None and array.is_array:
        yield from (row for row in array.items() if row.is_table)


def _uv_indexes(document: Node) -> Iterator[tuple[Node, bool]]:
    for row in _rows(document.at("tool", "uv", "index")):
        default = row.get("default")
        yield row, default is not None and default.value is True


def _listed(document: Node) -> Iterator[tuple[Node, bool]]:
    """Poetry's sources stand in for the public index unless they say otherwise; PDM's by name."""
    for row in _rows(document.at("tool", "poetry", "source")):
        flags = [row.get(key) for key in _BESIDES_DEFAULT]
        is_besides = any(flag is not None and flag.value is True for flag in flags)
        priority = (row.text_at("priority") or "").lower()
        yield row, not is_besides and priority not in _BESIDES_DEFAULT
    for row in _rows(document.at("tool", "pdm", "source")):
        yield row, (row.text_at("name") or "").lower() == _DEFAULT_INDEX_NAME


def _assignments(document: Node, sources: PackageSources) -> dict[str, Origin]:
    found: dict[str, Origin] = {}
    tables = (document.at("tool", "uv", "sources"), _enriching(document))
    for table in tables:
        if table is None or not table.is_table:
            continue
        for name, value in table.entries():
            rows = [value] if value.is_table else list(_rows(value))
            origins = [origin for row in rows if (origin := sources.assigned(row)) is not None]
            if origins:
                found.setdefault(normalised(name), origins[0])
    return found


def _enriching(document: Node) -> Node | None:
    """Poetry's own table, where it only adds to what the standard one says."""
    if document.at("project", "dependencies") is None:
        return None
    return document.at("tool", "poetry", "dependencies")


def _included(document: Node, sources: PackageSources) -> tuple[tuple[str, Origin], ...]:
    found: list[tuple[str, Origin]] = []
    for row in _rows(document.at("tool", "pdm", "source")):
        patterns = row.get("include_packages")
        if patterns is None or not patterns.is_array:
            continue
        origin = sources.index(row.text_at("name") or "")
        found += [
            (item.value.lower(), origin) for item in patterns.items() if isinstance(item.value, str)
        ]
    return tuple(found)
