"""Poetry's own tables in ``pyproject.toml`` (https://python-poetry.org/docs/pyproject/)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.mentions import is_project_name, normalised
from nerq.manifests.python.pyproject.poetry_constraint import pinned, specifier_of
from nerq.manifests.python.requirement_line import Requirement
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.pyproject.project_tables import Project
    from nerq.plugin import Item


def read_poetry(project: Project) -> Iterator[Item]:
    """Main, group and development dependencies, and the plugins the project requires.

    Where the standard table lists dependencies, Poetry's main table only adds to those; it is
    read by `nerq.manifests.python.package_sources` then, and names nothing itself.
    """
    poetry = project.document.at("tool", "poetry")
    if poetry is None:
        return
    yield from project.misshapen(
        ("tool", "poetry"),
        ("tool", "poetry", "dependencies"),
        ("tool", "poetry", "dev-dependencies"),
        ("tool", "poetry", "group"),
        ("tool", "poetry", "extras"),
    )
    standard = project.document.at("project", "dependencies")
    if standard is None or not standard.is_array or not standard.value:
        extras = _extras(project, poetry)
        for name, value in project.entries(poetry.get("dependencies")):
            yield from _dependency(project, name, value, _main_scope(name, value, extras))
    yield from _table(project, poetry.get("dev-dependencies"), "dev")
    for group, table in project.entries(poetry.get("group")):
        yield from project.misshapen(("tool", "poetry", "group", group, "dependencies"))
        yield from _table(project, table.get("dependencies"), f"group:{group}")
    yield from _table(project, poetry.get("requires-plugins"), "build")


def _table(project: Project, table: Node | None, scope: str) -> Iterator[Item]:
    for name, value in project.entries(table):
        yield from _dependency(project, name, value, scope)


def _extras(project: Project, poetry: Node) -> dict[str, str]:
    """The first extra that lists a package, by the package's normalised name."""
    found: dict[str, str] = {}
    for extra, names in project.entries(poetry.get("extras")):
        for item in names.items() if names.is_array else ():
            if isinstance(item.value, str):
                found.setdefault(normalised(item.value), f"extra:{extra}")
    return found


def _main_scope(name: str, value: Node, extras: dict[str, str]) -> str:
    rows = value.items() if value.is_array else (value,)
    flags = [row.get("optional") for row in rows]
    is_optional = any(flag is not None and flag.value is True for flag in flags)
    return extras.get(normalised(name), "runtime") if is_optional else "runtime"


def _dependency(project: Project, name: str, value: Node, scope: str) -> Iterator[Item]:
    if normalised(name) == "python":
        # The interpreter, not the package of that name.
        return
    if not is_project_name(name):
        yield project.mentions.problem(f"{shown(value.dotted)} names no package", value.line)
        return
    for row in value.items() if value.is_array else (value,):
        if isinstance(row.value, str):
            requirement = _requirement(name, row.value)
            yield from project.package(requirement, value.line, scope)
        elif row.is_table:
            yield from _detailed(project, name, row, scope, value.line)
        else:
            yield project.problem(row.wrong("a version constraint or a table"))


def _requirement(
    name: str, constraint: str, extras: tuple[str, ...] = (), marker: str | None = None
) -> Requirement:
    specifier = specifier_of(constraint)
    return Requirement(name, extras, specifier, marker, None, pinned(specifier or ""))


def _detailed(
    project: Project, name: str, row: Node, scope: str, line: int | None
) -> Iterator[Item]:
    version = row.get("version")
    if version is not None and not isinstance(version.value, str):
        yield project.problem(version.wrong("text"))
    extras = row.get("extras")
    requirement = _requirement(
        name,
        row.text_at("version") or "",
        tuple(str(extra.value) for extra in extras.items()) if extras and extras.is_array else (),
        row.text_at("markers"),
    )
    yield from project.package(requirement, line, scope, project.sources.assigned(row))
