"""Tables of uv, PDM, Hatch, Flit and setuptools in ``pyproject.toml``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.manifests.python.listed_requirements import read_listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.pyproject.project_tables import Project
    from nerq.plugin import Item

_UV_CONSTRAINTS = (
    "constraint-dependencies",
    "override-dependencies",
    "build-constraint-dependencies",
)


def read_uv(project: Project) -> Iterator[Item]:
    """https://docs.astral.sh/uv/reference/settings/ (its ``sources`` only say where from)."""
    yield from project.misshapen(("tool", "uv"), ("tool", "uv", "sources"))
    tool = project.document.at("tool", "uv")
    if tool is not None:
        yield from project.requirements(tool.get("dev-dependencies"), "dev")
        for key in _UV_CONSTRAINTS:
            yield from project.requirements(tool.get(key), "constraint")


def read_pdm(project: Project) -> Iterator[Item]:
    """https://pdm-project.org/latest/reference/pep621/ (development dependencies)."""
    yield from project.misshapen(("tool", "pdm"), ("tool", "pdm", "dev-dependencies"))
    for name, group in project.entries(project.document.at("tool", "pdm", "dev-dependencies")):
        if not group.is_array:
            yield project.problem(group.wrong("an array of requirements"))
            continue
        for item in group.items():
            yield from _pdm_requirement(project, item, f"group:{name}")


def _pdm_requirement(project: Project, item: Node, scope: str) -> Iterator[Item]:
    text = item.value
    if isinstance(text, str) and text.startswith("-e "):
        # An editable one: a folder, a repository or a named URL.
        address, _, fragment = text[3:].strip().partition("#egg=")
        named = f"{fragment} @ {address}" if fragment else address
        item = replace(item, value=named)
        if "://" in named and not fragment:
            yield project.mentions.problem("an editable dependency without a name", item.line)
            return
        if not fragment:
            return  # a folder of this machine, named by nothing
    yield from project.requirement(item, scope)


def read_hatch(project: Project) -> Iterator[Item]:
    """https://hatch.pypa.io/latest/config/environment/overview/ (environments' packages)."""
    yield from project.misshapen(("tool", "hatch"), ("tool", "hatch", "envs"))
    for name, environment in project.entries(project.document.at("tool", "hatch", "envs")):
        for key in ("dependencies", "extra-dependencies"):
            yield from project.requirements(environment.get(key), f"group:{name}")


def read_flit(project: Project) -> Iterator[Item]:
    """https://flit.pypa.io/en/stable/pyproject_toml.html#old-style-metadata."""
    yield from project.misshapen(("tool", "flit"), ("tool", "flit", "metadata"))
    metadata = project.document.at("tool", "flit", "metadata")
    if metadata is not None:
        yield from project.requirements(metadata.get("requires"), "runtime")
        yield from project.requirements(metadata.get("dev-requires"), "dev")
        yield from project.scoped(metadata.get("requires-extra"), "extra")


def read_setuptools(project: Project) -> Iterator[Item]:
    """https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html (dynamic metadata)."""
    yield from project.misshapen(("tool", "setuptools"), ("tool", "setuptools", "dynamic"))
    dynamic = project.document.at("tool", "setuptools", "dynamic")
    if dynamic is not None:
        yield from _dynamic(project, dynamic.get("dependencies"), "runtime")
        for name, entry in project.entries(dynamic.get("optional-dependencies")):
            yield from _dynamic(project, entry, f"extra:{name}")


def _dynamic(project: Project, entry: Node | None, scope: str) -> Iterator[Item]:
    files = entry.get("file") if entry is not None else None
    if entry is None:
        return
    if files is None:
        yield project.problem(entry.wrong("a table that names a file"))
        return
    for item in files.items() if files.is_array else (files,):
        if not isinstance(item.value, str):
            yield project.problem(item.wrong("a file's name"))
            continue
        for found in read_listed(project.mentions, project.source, item.value, scope):
            yield _at(found, item.line)


def _at(item: Item, line: int | None) -> Item:
    """The item, on this line where it has none."""
    if item.location.line is not None:
        return item
    return replace(item, location=replace(item.location, line=line))
