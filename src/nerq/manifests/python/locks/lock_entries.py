"""The ``[[package]]`` entries that TOML lockfiles of several tools share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.mentions import require_project_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.locks.locked_package import LockedPackage
    from nerq.manifests.python.mentions import Mentions
    from nerq.model import Problem


def read_entries(
    array: Node | None,
    read: Callable[[Node], LockedPackage | None],
    mentions: Mentions,
) -> Iterator[LockedPackage | Problem]:
    """What ``read`` makes of each entry, in order; its errors, and other shapes, as problems.

    Args:
        array: of tables; None counts as empty.
        read: None for an entry that is left out.
        mentions: makes the problems.
    """
    if array is None:
        return
    if not array.is_array:
        yield mentions.problem(str(array.wrong("an array of tables")), array.line)
        return
    for entry in array.items():
        found = _read_one(entry, read, mentions)
        if found is not None:
            yield found
        yield from _misshapen(entry, mentions)


def _read_one(
    entry: Node, read: Callable[[Node], LockedPackage | None], mentions: Mentions
) -> LockedPackage | Problem | None:
    try:
        return read(entry)
    except ManifestError as error:
        return mentions.problem(str(error), error.line or entry.line)


def _misshapen(entry: Node, mentions: Mentions) -> Iterator[Problem]:
    """Parts of an entry that are left out because they are of the wrong type."""
    version = entry.get("version")
    if version is not None and not isinstance(version.value, str):
        yield mentions.problem(str(version.wrong("text")), version.line)
    needs = entry.get("dependencies")
    if needs is not None and not (needs.is_array or needs.is_table):
        yield mentions.problem(str(needs.wrong("a table or an array")), needs.line)


def entry_name(entry: Node) -> tuple[str, int | None]:
    """An entry's name and its line.

    Raises:
        ManifestError: the entry is not a table, or has no name of a package.
    """
    if not entry.is_table:
        raise entry.wrong("a table")
    name = entry.get("name")
    if name is None:
        raise ManifestError(f"{entry.dotted} has no name", entry.line)
    return require_project_name(name.text(), name.line), name.line


def texts(array: Node | None) -> tuple[str, ...]:
    """The texts of an array that may be missing; other values in it are left out."""
    if array is None or not array.is_array:
        return ()
    return tuple(item.value for item in array.items() if isinstance(item.value, str))
