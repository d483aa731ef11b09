"""What a project mentions: its files walked and read, and each mention given its target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from nerq.discovery import select
from nerq.identity import Identified, identify
from nerq.model import Unsupported
from nerq.pipeline.changes import Changes
from nerq.pipeline.plugins import is_any_added
from nerq.pipeline.reading import Inventory, Reader
from nerq.pipeline.unread import settled, weighed
from nerq.settings.keys import KIND_GROUPS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.discovery import Tree
    from nerq.model import Problem, Reference, Unresolved
    from nerq.pipeline.reading_cache import ReadingCache
    from nerq.plugin import Item
    from nerq.policy.ignores import InlineIgnore
    from nerq.settings import Settings
    from nerq.settings.groups import Coverage


class Collected(NamedTuple):
    """What a project mentions, before anything is asked.

    Attributes:
        root: as in `ScanResult`.
        files: how many were read.
        is_partial: whether targets were left out on purpose (``only``, ``since``, ``scope``).
        unchanged: what ``since`` left out of ``targets``.
        unsupported: as in `ScanResult`.
    """

    targets: tuple[Identified, ...]
    problems: tuple[Problem, ...]
    unresolved: tuple[Unresolved, ...]
    ignores: tuple[InlineIgnore, ...]
    root: str
    files: int
    notes: tuple[str, ...] = ()
    is_partial: bool = False
    unchanged: tuple[Identified, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()


def collect(paths: Sequence[str], settings: Settings, *, stdin: bytes | None = None) -> Collected:
    """Walks and reads the paths; nothing is asked and nothing runs.

    Raises:
        UsageError: a path does not exist, or ``since`` cannot be compared with.
        SettingsError: an ignore comment is malformed.
    """
    selected = select(paths, settings.coverage.exclude, stdin)
    readings = _reading_cache(settings)
    reader, inventory = Reader(settings.search, readings), Inventory()
    for source in selected.sources():
        reader.read(source, inventory)
    faults: tuple[str, ...] = ()
    if readings is not None:
        readings.close()
        faults = readings.notes
    for item in _transitive(inventory.references, settings, selected.tree.root):
        inventory.add(item)
    own = frozenset(inventory.own)
    naming = replace(settings.naming, own=own, is_well_known=_is_well_known)
    asked = _in_scope(inventory.references, settings)
    entries = [entry for entry in identify(asked, naming) if _is_dependency(entry.references)]
    problems = {*inventory.problems, *map(weighed, selected.tree.problems)}
    problems = set(settled(problems, inventory.references))
    unsupported = tuple(
        Unsupported(kind, tuple(sorted(paths)))
        for kind, paths in sorted(inventory.unsupported.items())
    )
    changes = _changes(entries, problems, selected.tree, reader, settings)
    return Collected(
        targets=tuple(changes.changed),
        problems=tuple(sorted(changes.problems)),
        unresolved=tuple(sorted(set(inventory.unresolved))),
        ignores=tuple(inventory.ignores),
        root=selected.label,
        files=inventory.files,
        notes=(*faults, *_reach(asked), *_left_out(unsupported), *changes.notes),
        is_partial=_is_partial(settings.coverage),
        unchanged=tuple(changes.unchanged),
        unsupported=unsupported,
    )


def _is_well_known(ecosystem: str, name: str) -> bool:
    from nerq.trust.local.popular import is_well_known

    return is_well_known(ecosystem, name)


def _is_partial(chosen: Coverage) -> bool:
    return bool(chosen.since or chosen.only or chosen.scope != "all")


def _reading_cache(settings: Settings) -> ReadingCache | None:
    """Where readings are kept; not with readers of other packages, whose code is not watched."""
    if not settings.storage.cache or is_any_added():
        return None
    from nerq.pipeline.assessors import cache_folder
    from nerq.pipeline.reading_cache import ReadingCache

    return ReadingCache(cache_folder(settings), settings.search)


def _transitive(references: Sequence[Reference], settings: Settings, root: str) -> list[Item]:
    wanted = settings.transitive
    if not (wanted.env or wanted.python or wanted.resolve):
        return []
    from nerq.pipeline.transitive import transitive

    return transitive(references, settings, root)


def _changes(
    entries: Sequence[Identified],
    problems: Iterable[Problem],
    tree: Tree,
    reader: Reader,
    settings: Settings,
) -> Changes:
    """What ``since`` leaves, and what it leaves out."""
    since = settings.coverage.since
    if not since:
        return Changes(entries, (), tuple(problems))
    from nerq.pipeline.git_changes import changed_since

    return changed_since(since, tree, reader, entries, problems)


def _left_out(unsupported: Sequence[Unsupported]) -> list[str]:
    """One line for all files of kinds that nerq does not read."""
    if not unsupported:
        return []
    kinds = [f"{one.kind} ({_files(one.paths)})" for one in unsupported]
    return [f"dependencies of these kinds are not read: {', '.join(kinds)}"]


def _files(paths: Sequence[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"


def _reach(references: Sequence[Reference]) -> list[str]:
    """What a person should know about the reach of this scan."""
    packages = [ref for ref in references if ref.kind == "package" and ref.ecosystem == "pypi"]
    if packages and all(reference.direct for reference in packages):
        return [
            (
                "no lockfile was found: only direct Python dependencies were seen "
                "(--resolve adds what they bring)"
            )
        ]
    return []


def _in_scope(references: Iterable[Reference], settings: Settings) -> list[Reference]:
    chosen = settings.coverage
    kinds = {kind for name in chosen.only for kind in KIND_GROUPS.get(name, (name,))}
    return [
        reference
        for reference in references
        if (not kinds or reference.kind in kinds)
        and (settings.search.with_prose or reference.scope != "prose")
        and (chosen.scope == "all" or _is_runtime(reference.scope))
    ]


def _is_runtime(scope: str) -> bool:
    return scope in {"runtime", "constraint", "prose"} or scope.startswith("extra:")


def _is_dependency(references: Sequence[Reference]) -> bool:
    """A name that only a constraints file mentions is installed by nothing."""
    return any(reference.scope != "constraint" for reference in references)
