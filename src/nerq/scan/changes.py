"""Which targets were added or changed since a Git revision."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nerq.discovery import Tree
from nerq.errors import ManifestError
from nerq.scan.git_revision import merge_base
from nerq.scan.reading import Findings, Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.identity import Identified
    from nerq.model import Reference

Sameness = tuple[object, ...]


def changed_since(
    reference: str, tree: Tree, reader: Reader, entries: Sequence[Identified]
) -> tuple[list[Identified], str]:
    """The entries with a mention that the merge base lacks, and a line that counts the rest.

    Mentions are compared by what they name (name, version, specifier, scope, origin), so that a
    line that only moved is no change.

    Raises:
        UsageError: see `merge_base`.
    """
    revision = merge_base(tree.root, reference)
    mentions = [mention for entry in entries for mention in entry.references]
    paths = {mention.location.path for mention in mentions}
    changed = {path for path in paths if revision.has_changed(path, _data(tree, path))}
    old = _read_old(tree, reader, revision.contents(sorted(changed)))
    known = {_sameness(mention) for mention in old}
    known |= {_sameness(m) for m in mentions if m.location.path not in changed}
    kept = [e for e in entries if any(_sameness(m) not in known for m in e.references)]
    unchanged = len(entries) - len(kept)
    return kept, f"{unchanged} targets are unchanged since {reference} and were not judged"


def _data(tree: Tree, path: str) -> bytes:
    try:
        source = tree.open(os.path.join(tree.root, path))  # noqa: PTH118 - paths are text here
        data = b"" if source is None else source.data
    except ManifestError:
        data = b""
    return data


def _read_old(tree: Tree, reader: Reader, contents: dict[str, bytes | None]) -> list[Reference]:
    """What the changed files mentioned before; files beside them are read as they were, too."""
    old_tree = Tree(tree.root, overlay=contents)
    found = Findings()
    for path in contents:
        source = old_tree.open(os.path.join(tree.root, path))  # noqa: PTH118 - as above
        if source is not None:
            reader.read(source, found)
    return found.references


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
