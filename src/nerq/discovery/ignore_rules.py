"""What Git ignores, read by Git's own rules (https://git-scm.com/docs/gitignore)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from nerq.discovery.source import decode, read_bytes
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec


class IgnoreRules:
    """What is ignored in one folder: Git's rules from the repository's top down to it."""

    __slots__ = ("_specs",)

    def __init__(self, specs: tuple[tuple[str, GitIgnoreSpec], ...] = ()) -> None:
        self._specs = specs

    @classmethod
    def above(cls, folder: str, root: str, exclude: tuple[str, ...]) -> IgnoreRules:
        """The rules that hold where a walk begins."""
        rules = cls(((root, _spec(exclude)),) if exclude else ())
        chain = _up_to_repository(folder)
        for parent in chain:
            if os.path.isdir(os.path.join(parent, ".git")):
                rules = rules.adding(parent, os.path.join(parent, ".git", "info", "exclude"))
            if parent != folder:
                rules = rules.adding(parent, os.path.join(parent, ".gitignore"))
        return rules

    def entering(self, folder: str, names: list[str]) -> IgnoreRules:
        """The rules inside a folder that holds these files."""
        if ".gitignore" not in names:
            return self
        return self.adding(folder, os.path.join(folder, ".gitignore"))

    def adding(self, base: str, file: str) -> IgnoreRules:
        """These rules and those of one more file, which hold below ``base``."""
        try:
            lines = decode(read_bytes(file))[0].splitlines()
        except ManifestError:
            return self
        return IgnoreRules((*self._specs, (base, _spec(lines)))) if any(lines) else self

    def ignores(self, path: str) -> bool:
        """Whether a path (a folder's ends in ``/``) is ignored; the deepest rule decides."""
        for base, spec in reversed(self._specs):
            relative = path[len(base.rstrip(os.sep)) + 1 :].replace(os.sep, "/")
            include = spec.check_file(relative).include
            if include is not None:
                return include
        return False


def _spec(lines: Iterable[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    kept = []
    for line in lines:
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:
            continue  # Git skips patterns it cannot read, and so do we.
        kept.append(line)
    return GitIgnoreSpec.from_lines(kept)


def _up_to_repository(folder: str) -> list[str]:
    """The repository's top down to the folder; the folder alone outside a repository."""
    chain = [folder]
    while not os.path.exists(os.path.join(chain[0], ".git")):
        parent = os.path.dirname(chain[0])
        if parent == chain[0]:
            return [folder]
        chain.insert(0, parent)
    return chain
