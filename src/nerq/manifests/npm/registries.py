"""Which registry a project's own settings assign to its npm packages.

Read are ``.npmrc``
(https://github.com/npm/cli/blob/latest/docs/lib/content/configuring-npm/npmrc.md), ``.yarnrc``,
``.yarnrc.yml`` (https://github.com/yarnpkg/berry) and ``pnpm-workspace.yaml``
(https://pnpm.io/settings), beside the manifest and above it as far as the scan reaches. Of
what stands in them only registries are looked at.

    registry=https://host/npm/
    @scope:registry=https://other.host/
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.patterns import regex
from nerq.redaction import clean, without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Source

_PARENTS = 6
"""Folders above a manifest in which settings are looked for."""
_SETTING = regex(r"""\s*["']?(?:(@[^\s:"'=]+):)?registry["']?\s*[=\s]\s*["']?([^\s"';#]+)""")


@dataclass(frozen=True, slots=True)
class Registries:
    """Where packages come from that say nothing themselves.

    Attributes:
        default: of packages without a scope, and of scopes that nothing is said about.
        scopes: origins by scope, with its ``@``.
    """

    default: Origin = PUBLIC_REGISTRY
    scopes: dict[str, Origin] = field(default_factory=dict)

    def of(self, name: str) -> Origin:
        """The origin of a package by its name."""
        scope = name.partition("/")[0] if name.startswith("@") else ""
        return self.scopes.get(scope, self.default)

    def instead(self, origin: Origin, name: str) -> Origin:
        """The origin itself, but for the public registry what the settings say."""
        return self.of(name) if origin == PUBLIC_REGISTRY else origin


def read_registries(source: Source) -> Registries:
    """The settings that hold for a manifest; the nearest wins. Broken files say nothing."""
    found: dict[str, Origin] = {}
    for depth in range(_PARENTS + 1):
        for name, read in _FILES.items():
            try:
                settings = source.sibling("../" * depth + name)
            except ManifestError:
                settings = None
            for scope, url in read(settings) if settings is not None else ():
                found.setdefault(scope, _origin(url))
    return Registries(found.pop("", PUBLIC_REGISTRY), found)


def _origin(url: str) -> Origin:
    # A variable of the environment stands for a registry that nobody but its owner knows.
    known = "://" in url and "$" not in url
    return Origin("registry", without_credentials(url).rstrip("/") if known else clean(url))


def _lines(source: Source) -> Iterator[tuple[str, str]]:
    """Scope (empty for the default) and URL of each registry; the last of a name counts."""
    settings: dict[str, str] = {}
    for line in source.text.splitlines():
        if "registry" in line and (match := _SETTING.match(line)):
            settings[match[1] or ""] = match[2]
    yield from settings.items()


def _yarn(source: Source) -> Iterator[tuple[str, str]]:
    root = _yaml(source)
    if root is None:
        return
    if url := root.text_at("npmRegistryServer"):
        yield "", url
    scopes = root.get("npmScopes")
    for scope, node in scopes.entries() if scopes is not None and scopes.is_table else ():
        if node.is_table and (url := node.text_at("npmRegistryServer")):
            yield f"@{scope.removeprefix('@')}", url


def _pnpm(source: Source) -> Iterator[tuple[str, str]]:
    root = _yaml(source)
    registries = root.get("registries") if root is not None else None
    if registries is None or not registries.is_table:
        return
    for scope, node in registries.entries():
        if isinstance(node.value, str):
            yield "" if scope == "default" else scope, node.value


def _yaml(source: Source) -> Node | None:
    try:
        root = next(iter(yaml_nodes.load_all(source)), None)
    except ManifestError:
        return None
    return root if root is not None and root.is_table else None


_FILES: dict[str, Callable[[Source], Iterator[tuple[str, str]]]] = {
    ".npmrc": _lines,
    ".yarnrc": _lines,
    ".yarnrc.yml": _yarn,
    "pnpm-workspace.yaml": _pnpm,
}
