"""The packages of a ``Pipfile``, for it and for the lock beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests.python.mentions import Mentions, is_project_name
from nerq.manifests.python.pipenv.entry import read_entry, read_sources
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.package_sources import PackageSources
    from nerq.plugin import Item, Source

ID = "pipfile"

_NO_PACKAGES = frozenset({"source", "requires", "scripts", "pipenv", "pipfile"})
_SCOPES = {"packages": "runtime", "dev-packages": "dev"}


def read_pipfile(source: Source) -> Iterator[Item]:
    """The packages of every category, in the file's order.

    Raises:
        ManifestError: the file is not TOML.
    """
    document = toml_nodes.load(source)
    mentions = Mentions(source.path, ID)
    sources = read_sources(document.get("source"))
    for category, table in document.entries():
        if category in _NO_PACKAGES:
            continue
        scope = _SCOPES.get(category, f"group:{category}")
        if table.is_table:
            for name, value in table.entries():
                yield from _package(mentions, sources, name, value, scope)
        elif category in _SCOPES:
            # Another key with a plain value may be a setting of some later pipenv.
            yield mentions.problem(str(table.wrong("a table")), table.line)


def _package(
    mentions: Mentions, sources: PackageSources, name: str, value: Node, scope: str
) -> Iterator[Item]:
    if not is_project_name(name):
        yield mentions.problem(f"{shown(value.dotted)} names no package", value.line)
    elif isinstance(value.value, str) or value.is_table:
        requirement, origin = read_entry(name, value, sources)
        yield mentions.package(requirement, value.line, scope, origin)
    else:
        yield mentions.problem(str(value.wrong("a version or a table")), value.line)
