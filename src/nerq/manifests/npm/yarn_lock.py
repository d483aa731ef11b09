"""yarn's ``yarn.lock``, of yarn 1 and of yarn 2 and later.

https://github.com/yarnpkg/yarn and https://github.com/yarnpkg/berry ; the two syntaxes have a
module each, `yarn_classic` and `yarn_berry`.

    "a@^1.0.0", "a@>=1":
      version "1.0.1"
      resolved "https://…/a/-/a-1.0.1.tgz#…"
      dependencies:
        b "^2.0.0"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import dependency_graph
from nerq.manifests.npm import yarn_berry, yarn_classic, yarn_lines
from nerq.manifests.npm.dependency_tables import TABLES, asked_beside
from nerq.manifests.npm.registries import read_registries
from nerq.manifests.npm.specifier import is_package_name, locked_version, not_a_name, split_pattern
from nerq.manifests.npm.yarn_entry import YarnEntry
from nerq.model import Location, Problem, Reference
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

ID = "yarn-lock"

_HEAD = 4000
"""Characters within which the lock says of which yarn it is."""


def parse(source: Source) -> Iterator[Item]:
    """One reference for every entry, in the file's order.

    What the project asks for is taken from the workspace entries of the lock, and from the
    ``package.json`` beside it.
    """
    is_berry = "\n__metadata:" in f"\n{source.text[:_HEAD]}"
    read = yarn_berry.entry if is_berry else yarn_classic.entry
    found = [
        draft if isinstance(draft, Problem) else read(draft) for draft in yarn_lines.drafts(source)
    ]
    lock = _Lock([item for item in found if isinstance(item, YarnEntry)], source)
    for item in found:
        if isinstance(item, Problem):
            yield item
        elif not item.is_member:
            yield lock.item(item)


class _Lock:
    """The entries of one lock, and what asks for what."""

    def __init__(self, entries: list[YarnEntry], source: Source) -> None:
        self.path = source.path
        self.registries = read_registries(source)
        self.by_pattern = {pattern: entry for entry in entries for pattern in entry.patterns}
        self.by_name: dict[str, list[YarnEntry]] = {}
        for entry in entries:
            name = split_pattern(entry.patterns[0])[0]
            self.by_name.setdefault(name, []).append(entry)
        roots = self._roots(entries, source)
        starts = [entry for found in roots.values() for entry in found]
        starts = starts or dependency_graph.unasked(entries, self._edges)
        self.chains = dependency_graph.chains(starts, self._edges, lambda entry: entry.name)
        self.scopes = dependency_graph.scopes(roots, self._edges)

    def item(self, entry: YarnEntry) -> Item:
        location = Location(self.path, entry.line)
        if not is_package_name(entry.name):
            return Problem(location, not_a_name(entry.name))
        chain = self.chains.get(entry)
        return Reference(
            kind="package",
            ecosystem="npm",
            name=entry.name,
            location=location,
            found_by=ID,
            version=locked_version(entry.version),
            scope=self.scopes.get(entry, "runtime"),
            direct=chain == (),
            via=chain or (),
            origin=self.registries.instead(entry.origin, entry.name),
        )

    def _roots(self, entries: list[YarnEntry], source: Source) -> dict[str, list[YarnEntry]]:
        roots: dict[str, list[YarnEntry]] = {scope: [] for scope in TABLES.values()}
        scopes: dict[str, str] = {}
        for name, wanted, scope in asked_beside(source):
            scopes.setdefault(name, scope)
            found = self._find(name, wanted)
            if found is not None and not found.is_member:
                roots[scope].append(found)
        for member in entries:
            for name, wanted in member.asks if member.is_member else ():
                found = self._find(name, wanted)
                if found is not None and not found.is_member:
                    # A member's entry lists all that it asks for without saying for what.
                    roots[scopes.get(name, "runtime")].append(found)
        return roots

    def _edges(self, entry: YarnEntry) -> Iterator[YarnEntry]:
        for name, wanted in entry.asks:
            found = self._find(name, wanted)
            if found is not None and not found.is_member:
                yield found

    def _find(self, name: str, wanted: str) -> YarnEntry | None:
        for pattern in (f"{name}@{wanted}", f"{name}@npm:{wanted}"):
            if pattern in self.by_pattern:
                return self.by_pattern[pattern]
        # A resolution in package.json replaces the pattern that was asked for.
        same = self.by_name.get(name, [])
        return same[0] if len(same) == 1 else None


FORMAT = ManifestFormat(
    id=ID,
    title="yarn.lock",
    files=("yarn.lock",),
    parse=parse,
    reads=(
        "every entry of yarn 1 and of yarn 2 and later, with chains; direct ones and scopes "
        "by the workspace entries and the package.json beside it"
    ),
    omits="the project and its workspace members",
    spec="https://github.com/yarnpkg/berry",
)
