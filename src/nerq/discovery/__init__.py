"""Walks the tree once and opens its files; nothing else in nerq reads the scanned tree."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from nerq.discovery.source import FileSource, decode
from nerq.discovery.tree import Tree, is_below
from nerq.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["STDIN", "FileSource", "Selection", "Tree", "decode", "select"]

STDIN = "-"


class Selection(NamedTuple):
    """What the paths of one command line select.

    Attributes:
        label: the root as a person would write it.
        named: files given by name, in order.
        folders: absolute, in order.
    """

    tree: Tree
    label: str
    named: tuple[FileSource, ...]
    folders: tuple[str, ...]

    def sources(self) -> Iterator[FileSource]:
        """Named files first, then the folders' files; each once."""
        seen: set[str] = set()
        for source in self.named:
            if source.path not in seen:
                seen.add(source.path)
                yield source
        for folder in self.folders:
            for source in self.tree.walk(folder):
                if source.path not in seen:
                    seen.add(source.path)
                    yield source
                    source.release()


def select(
    paths: Sequence[str], exclude: tuple[str, ...] = (), stdin: bytes | None = None
) -> Selection:
    """The files and folders that these paths name.

    A single folder is the root of its own tree; otherwise the root is the current folder
    where everything lies below it, else the nearest folder that holds everything. The path
    ``-`` is a file with the content ``stdin``.

    Raises:
        UsageError: a path does not exist.
    """
    kept = [path for path in paths if path != STDIN or stdin is None]
    for path in kept:
        if not os.path.lexists(path):
            raise UsageError(f"{path}: no such file or folder")
    reals = [os.path.normpath(os.path.abspath(path)) for path in kept]
    folders = tuple(real for real in reals if os.path.isdir(real))
    if len(paths) == 1 and folders:
        root, label = os.path.realpath(reals[0]), os.path.normpath(paths[0]).replace(os.sep, "/")
        return Selection(Tree(root, exclude), label, (), (root,))
    root, label = _common_root(reals)
    tree = Tree(root, exclude)
    named = [tree.open(real, is_named=True) for real in reals if not os.path.isdir(real)]
    if stdin is not None:
        named.append(FileSource(tree, os.path.join(root, STDIN), STDIN, is_named=True, data=stdin))
    return Selection(tree, label, tuple(source for source in named if source), folders)


def _common_root(reals: Sequence[str]) -> tuple[str, str]:
    here = os.path.realpath(os.getcwd())
    if all(is_below(real, here) for real in reals):
        return here, "."
    parents = [real if os.path.isdir(real) else os.path.dirname(real) for real in reals]
    root = os.path.realpath(os.path.commonpath(parents))
    return root, os.path.relpath(root, here).replace(os.sep, "/")
