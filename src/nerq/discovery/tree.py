"""The scanned tree: one walk, links and limits minded."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.discovery.ignore_rules import IgnoreRules
from nerq.discovery.source import FileSource
from nerq.errors import ManifestError
from nerq.model import Location, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_FILES = 500_000
MAX_DEPTH = 100

SKIPPED_FOLDERS = frozenset(
    {
        ".git",
        ".hg",
        ".svn",
        ".bzr",
        ".venv",
        "venv",
        "virtualenv",
        ".tox",
        ".nox",
        ".eggs",
        "node_modules",
        "bower_components",
        "site-packages",
        "__pycache__",
        "__pypackages__",
        ".mypy_cache",
        ".pytest_cache",
        ".ruff_cache",
        ".hypothesis",
        ".import_linter_cache",
        ".ipynb_checkpoints",
        ".cache",
        ".terraform",
        ".pixi",
        ".gradle",
    }
)
_BUILD_OUTPUT = frozenset({"build", "dist", "target", "_build"})
_BUILDERS = frozenset(
    {
        "pyproject.toml",
        "setup.py",
        "setup.cfg",
        "package.json",
        "Cargo.toml",
        "pom.xml",
        "build.gradle",
        "CMakeLists.txt",
        "Makefile",
        "conf.py",
    }
)


@dataclass(slots=True)
class Tree:
    """The files below one root, each opened at most once.

    Attributes:
        root: absolute path; locations are relative to it, and nothing outside it is read.
        exclude: patterns of paths left out, as in ``.gitignore``.
        problems: what the walk could not enter, and which limits it met.
        overlay: content by relative path that stands for what is on disk; None for a file
            that does not exist.
    """

    root: str
    exclude: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    overlay: Mapping[str, bytes | None] = field(default_factory=dict)
    _opened: dict[str, FileSource] = field(default_factory=dict)

    def open(self, real: str, *, is_named: bool = False) -> FileSource | None:
        """The file at an absolute path, None where there is none.

        Raises:
            ManifestError: it lies outside the root, through ``..`` or a symbolic link.
        """
        real = os.path.normpath(real)
        known = self._opened.get(real)
        if known is not None:
            known.is_named = known.is_named or is_named
            return known
        path = os.path.relpath(real, self.root).replace(os.sep, "/")
        if not is_named and self.is_outside(real):
            raise ManifestError(f"{path} lies outside the scanned tree; not read")
        if path in self.overlay:
            data = self.overlay[path]
            return None if data is None else self._keep(real, path, data=data)
        if not os.path.lexists(real) or os.path.isdir(real):
            return None
        return self._keep(real, path, is_named=is_named)

    def _keep(
        self, real: str, path: str, *, is_named: bool = False, data: bytes | None = None
    ) -> FileSource:
        source = FileSource(self, real, path, is_named=is_named, data=data)
        self._opened[real] = source
        return source

    def is_outside(self, real: str) -> bool:
        """Whether a path, or what its symbolic links lead to, is not below the root."""
        return not (is_below(real, self.root) and is_below(os.path.realpath(real), self.root))

    def walk(self, folder: str) -> Iterator[FileSource]:
        """Every file below a folder, by path; nothing is opened yet.

        Symbolic links to folders are not followed. What Git ignores, `SKIPPED_FOLDERS`, virtual
        environments and build output are left out; what cannot be entered becomes a problem.
        """
        rules = IgnoreRules.above(folder, self.root, self.exclude)
        pending = [(folder, rules, 0)]
        count = 0
        while pending:
            here, rules, depth = pending.pop()
            files, folders = self._list(here)
            rules = rules.entering(here, [entry.name for entry in files])
            for entry in files:
                if not rules.ignores(entry.path):
                    count += 1
                    yield self._file(entry.path)
            if count > MAX_FILES:
                self._problem(
                    here, f"more than the limit of {MAX_FILES:,} files; the rest not read"
                )
                return
            names = {entry.name for entry in files}
            kept = [
                f.path for f in folders if _is_entered(f, names) and not rules.ignores(f.path + "/")
            ]
            if depth >= MAX_DEPTH and kept:
                self._problem(here, f"nested deeper than the limit of {MAX_DEPTH}; not entered")
                continue
            pending += [(path, rules, depth + 1) for path in reversed(kept)]

    def _file(self, real: str) -> FileSource:
        known = self._opened.get(real)
        path = os.path.relpath(real, self.root).replace(os.sep, "/") if known is None else ""
        return known if known is not None else self._keep(real, path)

    def _list(self, folder: str) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
        try:
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(folder, f"folder cannot be read: {error.strerror or error}")
            return [], []
        folders = [entry for entry in found if entry.is_dir(follow_symlinks=False)]
        files = [e for e in found if not e.is_dir(follow_symlinks=False) and not _links_folder(e)]
        return files, folders

    def _problem(self, real: str, message: str) -> None:
        path = os.path.relpath(real, self.root).replace(os.sep, "/")
        self.problems.append(Problem(Location(path), message))


def _links_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:
        return False


def is_below(path: str, root: str) -> bool:
    """Whether an absolute path is the root or lies below it, by its name alone."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _is_entered(folder: os.DirEntry[str], beside: set[str]) -> bool:
    """Whether a folder can hold a project's own files.

    ``build``, ``dist``, ``target`` and ``_build`` are output only beside something that builds;
    a Python package may bear the name too.
    """
    name = folder.name
    if name in SKIPPED_FOLDERS or name.endswith((".egg-info", ".dist-info")):
        return False
    if name in _BUILD_OUTPUT and beside & _BUILDERS:
        return os.path.exists(os.path.join(folder.path, "__init__.py"))
    return not (
        os.path.exists(os.path.join(folder.path, "pyvenv.cfg"))
        or os.path.isdir(os.path.join(folder.path, "conda-meta"))
    )
