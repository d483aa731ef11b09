"""What is kept of a ``uv.lock``, however it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.manifests.python.locks.locked_package import Link, LockedPackage
from nerq.model import Origin
from nerq.origins import git_origin, origin_of, registry_origin

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_OWN_SOURCES = ("virtual", "editable", "directory")


@dataclass(slots=True)
class UvEntry:
    """One package.

    Attributes:
        name: normalised, as uv writes it.
        version: None where it is dynamic.
        line: of the name.
        source: kind (``registry``, ``git``, …) and value as written.
        links: what it asks for, by scope: ``runtime``, ``extra:NAME``, ``group:NAME``.
    """

    name: str
    version: str | None
    line: int | None
    source: tuple[str, str]
    links: Mapping[str, Sequence[Link]]

    def as_locked(self) -> LockedPackage:
        """The package without its development groups, which only a project's own count."""
        links = self.links.get("runtime", ())
        if len(self.links) > ("runtime" in self.links):
            links = [
                link
                for scope, some in self.links.items()
                if not scope.startswith("group:")
                for link in some
            ]
        return LockedPackage(
            self.name, self.name, self.version, self.line, source_origin(*self.source), links
        )


@dataclass(slots=True)
class UvLock:
    """A whole lock.

    Attributes:
        version: of the format, as written.
        version_line: where that stands.
        members: normalised names of the workspace's packages.
        requirements: what a script or the workspace as a whole asks for, by scope.
        entries: in the file's order.
        problems: lines and messages of what could not be read.
    """

    version: object = 1
    version_line: int | None = None
    members: frozenset[str] = frozenset()
    requirements: dict[str, list[Link]] = field(default_factory=dict)
    entries: list[UvEntry] = field(default_factory=list)
    problems: list[tuple[int | None, str]] = field(default_factory=list)

    def is_own(self, entry: UvEntry) -> bool:
        """Whether a package is the project itself or a member of its workspace."""
        kind, place = entry.source
        return kind in _OWN_SOURCES and (place in {".", ""} or entry.name in self.members)

    def asked(self) -> dict[str, list[Link]] | None:
        """What the project asks for, runtime first; None where the lock has no project."""
        asked: dict[str, list[Link]] = {"runtime": []}
        for scope, links in self.requirements.items():
            asked.setdefault(scope, []).extend(links)
        has_project = bool(self.requirements)
        for entry in self.entries:
            if self.is_own(entry):
                has_project = True
                for scope, some in entry.links.items():
                    asked.setdefault(scope, []).extend(some)
        return asked if has_project else None


@lru_cache(maxsize=256)
def source_origin(kind: str, value: str) -> Origin:
    """Where a package with this source comes from."""
    if kind == "registry":
        return registry_origin(value)
    if kind == "git":
        return git_origin(value)
    return origin_of(value) if kind == "url" else Origin("path")
