"""The transitive dependencies of manifests without a lock, as uv resolves them.

uv (https://docs.astral.sh/uv/pip/compile/) is given the direct requirements alone, in a folder
of their own, and is told to take built distributions only: nothing is built and nothing of the
scanned tree is read or run by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.manifests import dependency_graph
from nerq.manifests.python.environment import uv_command
from nerq.manifests.python.environment.uv_command import Platform, UvFailedError
from nerq.model import PUBLIC_REGISTRY, Location, Problem, Reference
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from nerq.plugin import Item

FOUND_BY = "uv-resolve"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A direct requirement as uv is given it."""

    name: str
    line: str
    reference: Reference


def is_public(reference: Reference) -> bool:
    """Whether a requirement comes from the public index, as far as its manifest says."""
    return reference.origin == PUBLIC_REGISTRY


def resolve(
    references: Iterable[Reference],
    target: Platform,
    may_ask: Callable[[Reference], bool] = is_public,
) -> Iterator[Item]:
    """The packages that direct PyPI requirements bring, with their chains, file by file.

    A reference found this way has the location of the direct one that brings it, an exact
    version, and its scope. Requirements that are not public are left out and named in a
    problem each; a file that uv cannot resolve is a problem, and what it brings stays unseen.

    Args:
        references: of all manifests; others than direct PyPI packages are passed over.
        target: what to resolve for.
        may_ask: tells whether a requirement's name may be sent to the index.

    Raises:
        UsageError: uv is not installed.
    """
    uv = uv_command.find()
    constraints: list[str] = []
    files: dict[str, list[Wanted]] = {}
    for reference in references:
        if not _is_direct(reference):
            continue
        wanted = _wanted(reference, may_ask)
        if isinstance(wanted, Problem):
            yield wanted
        elif reference.scope == "constraint":
            constraints.append(wanted.line)
        else:
            files.setdefault(reference.location.path, []).append(wanted)
    for path, requirements in files.items():
        yield from _file(uv, path, requirements, constraints, target)


def _is_direct(reference: Reference) -> bool:
    is_package = reference.kind == "package" and reference.ecosystem == "pypi"
    return is_package and reference.direct and reference.scope != "prose"


def _wanted(reference: Reference, may_ask: Callable[[Reference], bool]) -> Wanted | Problem:
    """The requirement of a reference as one line of PEP 508."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    if not may_ask(reference):
        return Problem(
            reference.location,
            f"{shown(reference.name)} is not on the public index; what it brings was not resolved",
            is_unsupported=True,
        )
    extras = f"[{','.join(reference.extras)}]" if reference.extras else ""
    specifier = f"=={reference.version}" if reference.version else reference.specifier or ""
    marker = f" ; {reference.marker}" if reference.marker else ""
    try:
        requirement = Requirement(f"{reference.name}{extras}{specifier}{marker}")
    except InvalidRequirement:
        return Problem(
            reference.location,
            f"{shown(reference.name)} cannot be written as a requirement; what it "
            f"brings was not resolved",
        )
    return Wanted(canonicalize_name(requirement.name), str(requirement), reference)


def _file(
    uv: str, path: str, requirements: list[Wanted], constraints: list[str], target: Platform
) -> Iterator[Item]:
    """One file at once; where its groups contradict one another, each of them with the rest."""
    scopes = dict.fromkeys(wanted.reference.scope for wanted in requirements)
    try:
        yield from _closure(uv, requirements, constraints, target)
    except UvFailedError as error:
        if len(scopes) == 1 or not error.is_unsolvable:
            yield Problem(Location(path), f"dependencies were not resolved: {error}")
            return
        for scope in scopes:
            part = [item for item in requirements if item.reference.scope in {"runtime", scope}]
            try:
                yield from _closure(uv, part, constraints, target)
            except UvFailedError as again:
                yield Problem(Location(path), f"dependencies of {scope} were not resolved: {again}")


def _closure(
    uv: str, requirements: list[Wanted], constraints: list[str], target: Platform
) -> Iterator[Reference]:
    lines = [wanted.line for wanted in requirements]
    found = uv_command.compile_requirements(uv, lines, constraints, target)
    direct: dict[str, Reference] = {}
    for wanted in requirements:
        if wanted.name in found:
            direct.setdefault(wanted.name, wanted.reference)
    children: dict[str, list[str]] = {}
    for name, package in found.items():
        for parent in package.via:
            children.setdefault(parent, []).append(name)
    chains = dependency_graph.chains(direct, lambda name: children.get(name, ()), str)
    for name, package in found.items():
        chain = chains.get(name)
        if chain:
            bringer = direct[chain[0]]
            yield Reference(
                kind="package",
                ecosystem="pypi",
                name=name,
                location=bringer.location,
                found_by=FOUND_BY,
                version=package.version,
                scope=bringer.scope,
                direct=False,
                via=(bringer.name, *chain[1:]),
            )
