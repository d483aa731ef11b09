"""Packages that no file of a project names: what is installed, and what direct packages bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.identity import identify
from nerq.manifests.python.environment.installed import installed
from nerq.manifests.python.environment.resolve import resolve
from nerq.manifests.python.environment.uv_command import Platform
from nerq.model import Location, Problem, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.plugin import Item
    from nerq.settings import Settings


def transitive(references: Sequence[Reference], settings: Settings, root: str) -> list[Item]:
    """References and problems of ``--env`` and ``--resolve``; empty without them.

    Raises:
        UsageError: uv is not installed.
    """
    found: list[Item] = []
    wanted = settings.transitive
    if wanted.env or wanted.python:
        try:
            found += installed(wanted.python, root)
        except ManifestError as error:
            where = Location(wanted.python or ".venv")
            found.append(Problem(where, str(error), is_named=True))
    if wanted.resolve:
        platform = Platform(
            wanted.python_platform,
            wanted.python_version,
            index_url=settings.local.endpoints.get("index"),
        )
        found += resolve(references, platform, lambda reference: _may_ask(reference, settings))
    return found


def _may_ask(reference: Reference, settings: Settings) -> bool:
    return all(entry.private is None for entry in identify([reference], settings.naming))
