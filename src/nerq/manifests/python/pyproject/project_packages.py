"""The packages of a ``pyproject.toml``, for it and for the locks beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.manifests.python.mentions import Mentions, normalised
from nerq.manifests.python.package_sources import read_sources
from nerq.manifests.python.pyproject.dependency_groups import read_groups
from nerq.manifests.python.pyproject.poetry_tables import read_poetry
from nerq.manifests.python.pyproject.project_tables import Project
from nerq.manifests.python.pyproject.tool_tables import (
    read_flit,
    read_hatch,
    read_pdm,
    read_setuptools,
    read_uv,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

ID = "pyproject"


def read_pyproject(source: Source) -> Iterator[Item]:
    """The packages of every table that lists some, table by table.

    Raises:
        ManifestError: the file is not TOML.
    """
    document = toml_nodes.load(source)
    name = document.text_at("project", "name") or document.text_at("tool", "poetry", "name")
    mentions = Mentions(source.path, ID)
    sources = read_sources(document, source)
    project = Project(source, document, mentions, normalised(name or ""), sources)
    for read in (
        _read_build_system,
        _read_standard,
        _read_dynamic,
        read_groups,
        read_poetry,
        read_pdm,
        read_uv,
        read_hatch,
        read_flit,
        read_setuptools,
    ):
        yield from mentions.collect(read(project))


def _read_build_system(project: Project) -> Iterator[Item]:
    yield from project.misshapen(("build-system",), ("tool",))
    yield from project.requirements(project.document.at("build-system", "requires"), "build")


def _read_standard(project: Project) -> Iterator[Item]:
    optional = ("project", "optional-dependencies")
    yield from project.misshapen(("project",), optional)
    yield from project.requirements(project.document.at("project", "dependencies"), "runtime")
    yield from project.scoped(project.document.at(*optional), "extra")


def _read_dynamic(project: Project) -> Iterator[Item]:
    """Fields that the build fills in, where no file that is read tells how."""
    listed = project.document.at("project", "dynamic")
    if listed is None or not listed.is_array:
        return
    for item in listed.items():
        field = item.value
        if field in ("dependencies", "optional-dependencies") and not _is_told(project, field):
            message = f"{field} are dynamic: the build computes them; no code is run"
            yield project.mentions.problem(message, item.line, is_computed=True)


def _is_told(project: Project, field: str) -> bool:
    tables = (("tool", "setuptools", "dynamic", field), ("tool", "poetry", "dependencies"))
    return any(project.document.at(*path) is not None for path in tables) or any(
        project.source.sibling(name) is not None for name in ("setup.py", "setup.cfg")
    )
