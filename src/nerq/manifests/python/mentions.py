"""References and problems of one Python manifest, made in one place so that all look alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.requirement_line import Requirement, parse_requirement
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.origins import origin_of
from nerq.patterns import regex
from nerq.redaction import clean, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item

_SEPARATORS = regex(r"[-_.]+")
_NAME = regex(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_MAX_NAME = 1000
_MAX_MESSAGE = 500


def normalised(name: str) -> str:
    """A project, extra or group name for comparison (PEP 503)."""
    return _SEPARATORS.sub("-", name).lower()


def is_project_name(name: str) -> bool:
    """Whether PyPI would take this as a project's name."""
    return len(name) <= _MAX_NAME and _NAME.fullmatch(name) is not None


def require_project_name(name: str, line: int | None) -> str:
    """The name again.

    Raises:
        ManifestError: it cannot be a project's name.
    """
    if not is_project_name(name):
        raise ManifestError(f"{shown(name)} is not a package name", line)
    return name


@dataclass(frozen=True, slots=True)
class Mentions:
    """Makes the items of one file.

    Attributes:
        path: of the file, as in `Location`.
        found_by: the format's id.
    """

    path: str
    found_by: str

    def problem(self, message: str, line: int | None, *, is_computed: bool = False) -> Problem:
        """Something here that could not be read; see `Problem.is_computed`."""
        message = clean(message)
        if len(message) > _MAX_MESSAGE:
            message = message[:_MAX_MESSAGE] + "…"
        return Problem(Location(self.path, line), message, is_computed=is_computed)

    def collect(self, items: Iterable[Item], line: int | None = None) -> Iterator[Item]:
        """The items, and where reading them fails the reason as the last one.

        Args:
            items: made lazily.
            line: for errors that know none.
        """
        try:
            yield from items
        except ManifestError as error:
            yield self.problem(str(error), line if error.line is None else error.line)

    def package(
        self,
        requirement: Requirement,
        line: int | None,
        scope: str,
        origin: Origin = PUBLIC_REGISTRY,
    ) -> Reference:
        """A reference to what a requirement asks for; its own URL goes before ``origin``."""
        return Reference(
            kind="package",
            ecosystem="pypi",
            name=requirement.name,
            location=Location(self.path, line),
            found_by=self.found_by,
            version=_clean(requirement.version),
            specifier=_clean(requirement.specifier),
            scope=clean(scope),
            origin=origin_of(requirement.url) if requirement.url else origin,
            extras=tuple(map(clean, requirement.extras)),
            marker=_clean(requirement.marker),
        )

    def requirement(
        self, text: str, line: int | None, scope: str, origin: Origin = PUBLIC_REGISTRY
    ) -> Item:
        """A reference to what a dependency specifier asks for, or why it is none."""
        try:
            return self.package(parse_requirement(text), line, scope, origin)
        except ManifestError as error:
            return self.problem(str(error), line)


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)
