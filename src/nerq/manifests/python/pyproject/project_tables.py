"""A ``pyproject.toml`` being read: its document, its own name, where its packages come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.manifests.python.requirement_line import Requirement, parse_requirement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.package_sources import PackageSources
    from nerq.model import Origin, Problem
    from nerq.plugin import Item, Source


@dataclass(frozen=True, slots=True)
class Project:
    """What every part of the reader needs.

    Attributes:
        source: the file.
        document: its root.
        mentions: makes its items.
        own_name: normalised, or empty where the project has none; never reported.
        sources: where packages come from.
    """

    source: Source
    document: Node
    mentions: Mentions
    own_name: str
    sources: PackageSources

    def requirements(self, array: Node | None, scope: str) -> Iterator[Item]:
        """The packages of an array of dependency specifiers, which may be missing."""
        if array is None:
            return
        if not array.is_array:
            yield self.problem(array.wrong("an array of requirements"))
            return
        for item in array.items():
            yield from self.requirement(item, scope)

    def requirement(self, item: Node, scope: str) -> Iterator[Item]:
        """The package of one dependency specifier, unless it is the project itself."""
        try:
            requirement = parse_requirement(item.text())
        except ManifestError as error:
            yield self.mentions.problem(str(error), error.line or item.line)
            return
        yield from self.package(requirement, item.line, scope)

    def package(
        self, requirement: Requirement, line: int | None, scope: str, origin: Origin | None = None
    ) -> Iterator[Item]:
        """The package, unless it is the project itself."""
        if normalised(requirement.name) != self.own_name:
            origin = self.sources.of(requirement.name, scope) if origin is None else origin
            yield self.mentions.package(requirement, line, scope, origin)

    def scoped(self, table: Node | None, kind: str) -> Iterator[Item]:
        """The packages of a table of arrays of dependency specifiers, scoped by its keys."""
        for name, array in self.entries(table):
            yield from self.requirements(array, f"{kind}:{name}")

    def entries(self, table: Node | None) -> Iterator[tuple[str, Node]]:
        """The entries of a table; none where it is missing or no table (see `misshapen`)."""
        if table is not None and table.is_table:
            yield from table.entries()

    def misshapen(self, *paths: tuple[str, ...]) -> Iterator[Item]:
        """A problem for each of these key paths where something else than a table stands."""
        for path in paths:
            node = self.document.at(*path)
            if node is not None and not node.is_table:
                yield self.problem(node.wrong("a table"))

    def problem(self, error: ManifestError) -> Problem:
        """The error as an item."""
        return self.mentions.problem(str(error), error.line)
