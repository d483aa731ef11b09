"""``Pipfile.lock`` of pipenv (https://pipenv.pypa.io/en/latest/pipfile.html).

.. code:: json

    {"_meta": {"sources": []},
     "default": {"requests": {"index": "main", "version": "==2.18.0"}},
     "develop": {}}
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import json_nodes
from nerq.manifests.python.direct_names import direct_names
from nerq.manifests.python.mentions import Mentions, is_project_name, normalised
from nerq.manifests.python.pipenv.entry import read_entry, read_sources
from nerq.manifests.python.pipenv.pipfile_packages import read_pipfile
from nerq.manifests.python.requirement_line import Requirement
from nerq.model import Reference
from nerq.plugin import ManifestFormat
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.package_sources import PackageSources
    from nerq.plugin import Item, Source

_SCOPES = {"default": "runtime", "develop": "dev"}


def parse(source: Source) -> Iterator[Item]:
    """The packages of every category, in the file's order.

    The file has no graph: what the ``Pipfile`` beside it does not name is transitive.

    Raises:
        ManifestError: the file is not JSON, or not a table.
    """
    document = json_nodes.load(source)
    mentions = Mentions(source.path, "pipfile-lock")
    yield from _repeated(mentions, document)
    sources = read_sources(document.at("_meta", "sources"))
    direct = direct_names(source, "Pipfile", read_pipfile)
    for category, table in document.entries():
        if category == "_meta":
            continue
        scope = _SCOPES.get(category, f"group:{category}")
        if not table.is_table:
            yield mentions.problem(str(table.wrong("a table of packages")), table.line)
            continue
        for name, value in table.entries():
            for item in _package(mentions, sources, name, value, scope):
                yield _marked(item, direct)


def _marked(item: Item, direct: dict[str, str] | None) -> Item:
    if direct is None or not isinstance(item, Reference):
        return item
    return replace(item, direct=normalised(item.name) in direct)


def _repeated(mentions: Mentions, document: Node) -> Iterator[Item]:
    for path, line in json_nodes.repeated_keys(document):
        if len(path) <= 2:
            message = f"{shown(str(path[-1]))} is written twice; only the last one is read"
            yield mentions.problem(message, line)


def _package(
    mentions: Mentions, sources: PackageSources, name: str, value: Node, scope: str
) -> Iterator[Item]:
    if not is_project_name(name):
        yield mentions.problem(f"{shown(value.dotted)} names no package", value.line)
    elif value.is_table:
        requirement, origin = read_entry(name, value, sources)
        yield mentions.package(requirement, value.line, scope, origin)
        version = value.get("version")
        if version is not None and not isinstance(version.value, str):
            yield mentions.problem(str(version.wrong("text")), version.line)
    else:
        yield mentions.package(Requirement(name), value.line, scope, sources.of(name))
        yield mentions.problem(str(value.wrong("a table")), value.line)


FORMAT = ManifestFormat(
    id="pipfile-lock",
    title="Pipfile.lock",
    files=("Pipfile.lock",),
    parse=parse,
    reads="every locked package of every category; which are direct, from the Pipfile beside it",
    omits="chains (the file has no graph), hashes",
    spec="https://pipenv.pypa.io/en/latest/pipfile.html",
)
