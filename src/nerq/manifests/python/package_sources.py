"""Which index, repository or folder a project's own tables assign to its packages.

Read are the tables of uv (https://docs.astral.sh/uv/concepts/indexes/), Poetry
(https://python-poetry.org/docs/repositories/) and PDM
(https://pdm-project.org/latest/usage/config/), and uv's settings in ``uv.toml`` or in the
workspace above. An index that is searched besides the default one could hold any package that
no lock says the origin of: such a package counts as coming from there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nerq.manifests.python.implicit_indexes import locked_names, table_beside, uv_settings
from nerq.manifests.python.mentions import normalised
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.origins import git_origin, least_public_of, origin_of, registry_origin
from nerq.redaction import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nerq.documents.node import Node
    from nerq.plugin import Source

_MAX_PATTERNS = 100
_DEFAULT_INDEX_NAME = "pypi"
_BESIDES_DEFAULT = ("secondary", "supplemental")
_DEFAULT, _BESIDE, _EXPLICIT = "default", "beside", "explicit"
"""How an index is used: in place of the public one, besides it, or where a package names it."""


@dataclass(frozen=True, slots=True)
class PackageSources:
    """Where packages of one project come from.

    Attributes:
        default: of packages that nothing else is said about.
        build: of such packages among those that only build the project; of the three tools
            uv alone asks its own indexes for them.
        settled: of packages whose origin a lock tells.
        locked: normalised names of the packages in locks.
        indexes: origins by the name of the index, lower case.
        packages: origins by normalised package name.
        patterns: globs on normalised package names, with their origin.
    """

    default: Origin = PUBLIC_REGISTRY
    build: Origin = PUBLIC_REGISTRY
    settled: Origin = PUBLIC_REGISTRY
    locked: frozenset[str] = frozenset()
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
        if scope == "build":
            return self.build
        return self.settled if name in self.locked else self.default

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


def read_sources(document: Node, source: Source | None = None) -> PackageSources:
    """What a ``pyproject.toml``, or the table of an inline script, says about origins.

    Args:
        document: the whole of it.
        source: the file, where settings and locks beside it hold for it too.
    """
    indexes: dict[str, Origin] = {}
    found: dict[bool, list[Origin]] = {True: [], False: []}
    beside: dict[bool, list[Origin]] = {True: [], False: []}
    settings = uv_settings(document, source)
    for rows, is_uv in ((_uv_indexes(settings), True), (_listed(document), False)):
        for entry, use in rows:
            origin = registry_origin(entry.text_at("url"))
            indexes[(entry.text_at("name") or "").lower()] = origin
            if use != _EXPLICIT:
                (found if use == _DEFAULT else beside)[is_uv].append(origin)
    for key, value in _legacy(settings):
        (found if key == "index-url" else beside)[True].append(registry_origin(value))
    settled = _first([*found[True], *found[False]])
    everywhere = [*found[True], *beside[True], *found[False], *beside[False]]
    sources = PackageSources(
        default=least_public_of([*everywhere, settled], "pypi"),
        build=least_public_of([*found[True], *beside[True]], "pypi"),
        settled=settled,
        locked=locked_names(source) if beside[True] or beside[False] else frozenset(),
        indexes=indexes,
    )
    return replace(
        sources,
        packages=_assignments(document, sources),
        patterns=_included(document, sources)[:_MAX_PATTERNS],
    )


def sources_beside(source: Source) -> PackageSources:
    """What the ``pyproject.toml`` beside a lock says about origins."""
    manifest = table_beside(source, "pyproject.toml")
    return PackageSources() if manifest is None else read_sources(manifest, source)


def _first(defaults: list[Origin]) -> Origin:
    """The public index where it is among them or they are none."""
    return PUBLIC_REGISTRY if PUBLIC_REGISTRY in defaults or not defaults else defaults[0]


def _rows(array: Node | None) -> Iterator[Node]:
    if array is not None and array.is_array:
        yield from (row for row in array.items() if row.is_table)


def _uv_indexes(settings: Node | None) -> Iterator[tuple[Node, str]]:
    for row in _rows(settings.get("index") if settings is not None else None):
        for use in (_EXPLICIT, _DEFAULT):
            flag = row.get(use)
            if flag is not None and flag.value is True:
                yield row, use
                break
        else:
            yield row, _BESIDE


def _legacy(settings: Node | None) -> Iterator[tuple[str, str]]:
    """The older settings of uv: ``index-url``, and lists of further places."""
    if settings is None:
        return
    # These are pip's options too, and uv takes them under its [pip] table as well.
    for table in (settings, settings.get("pip")):
        if table is None or not table.is_table:
            continue
        if url := table.text_at("index-url"):
            yield "index-url", url
        for key in ("extra-index-url", "find-links"):
            urls = table.get(key)
            for item in urls.items() if urls is not None and urls.is_array else ():
                if isinstance(item.value, str):
                    yield key, item.value


def _listed(document: Node) -> Iterator[tuple[Node, str]]:
    """Poetry's sources stand in for the public index unless they say otherwise; PDM's by name."""
    for row in _rows(document.at("tool", "poetry", "source")):
        flags = [row.get(key) for key in _BESIDES_DEFAULT]
        is_besides = any(flag is not None and flag.value is True for flag in flags)
        priority = (row.text_at("priority") or "").lower()
        if priority == _EXPLICIT:
            yield row, _EXPLICIT
        else:
            yield row, _BESIDE if is_besides or priority in _BESIDES_DEFAULT else _DEFAULT
    for row in _rows(document.at("tool", "pdm", "source")):
        excluded = row.get("exclude_packages")
        if excluded is not None and isinstance(excluded.value, list) and "*" in excluded.value:
            yield row, _EXPLICIT
        else:
            is_default = (row.text_at("name") or "").lower() == _DEFAULT_INDEX_NAME
            yield row, _DEFAULT if is_default else _BESIDE


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
