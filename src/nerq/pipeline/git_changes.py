"""Which targets were added or changed since a Git revision."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.discovery import Tree
from nerq.errors import ManifestError
from nerq.pipeline.changes import Changes
from nerq.pipeline.git_revision import Revision, merge_base
from nerq.pipeline.reading import Inventory, Reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.identity import Identified
    from nerq.model import Problem, Reference

Sameness = tuple[object, ...]


def changed_since(
    reference: str,
    tree: Tree,
    reader: Reader,
    entries: Sequence[Identified],
    problems: Iterable[Problem],
) -> Changes:
    """The entries with a mention that the merge base lacks, and a line that counts the rest.

    Mentions are compared by what they name (name, version, specifier, scope, origin), so that a
    line that only moved is not a change.

    What could not be read of a file that is as it was is a note.

    Raises:
        UsageError: see `merge_base`.
    """
    revision = merge_base(tree.root, reference)
    mentions = [mention for entry in entries for mention in entry.references]
    paths = sorted({mention.location.path for mention in mentions})
    changed = [path for path in paths if revision.has_changed(path, _data(tree, path))]
    known = _known_before(tree, reader, paths, revision.contents(changed)) if changed else None
    kept = [e for e in entries if known is not None and _is_new(e.references, known)]
    rest = [e for e in entries if known is None or not _is_new(e.references, known)]
    them = "1 target is" if len(rest) == 1 else f"{len(rest)} targets are"
    note = f"{them} unchanged since {reference}: not judged, but for what is malicious"
    return Changes(
        kept, rest, tuple(_weighed(problem, revision, tree) for problem in problems), (note,)
    )


def _weighed(problem: Problem, revision: Revision, tree: Tree) -> Problem:
    path = problem.location.path
    is_old = not revision.has_changed(path, _data(tree, path))
    return replace(problem, level="note") if is_old and not problem.is_named else problem


def _is_new(mentions: Sequence[Reference], known: set[Sameness]) -> bool:
    return any(_sameness(mention) not in known for mention in mentions)


def _data(tree: Tree, path: str) -> bytes:
    try:
        source = tree.open(os.path.join(tree.root, path))  # noqa: PTH118 - paths are text here
        data = b"" if source is None else source.data
    except ManifestError:
        data = b""
    return data


def _known_before(
    tree: Tree, reader: Reader, paths: Sequence[str], contents: dict[str, bytes | None]
) -> set[Sameness]:
    """What the files mentioned at the revision.

    Unchanged files are read again as well: one of them may be how a changed file is reached.
    """
    old_tree = Tree(tree.root, overlay=contents)
    inventory = Inventory()
    for path in paths:
        source = old_tree.open(os.path.join(tree.root, path))  # noqa: PTH118 - as above
        if source is not None:
            reader.read(source, inventory)
            source.release()
    return {_sameness(mention) for mention in inventory.references}


def _sameness(mention: Reference) -> Sameness:
    return (
        mention.kind,
        mention.ecosystem,
        mention.name,
        mention.version,
        mention.specifier,
        mention.scope,
        mention.origin,
    )
