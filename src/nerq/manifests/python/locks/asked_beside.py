"""What the ``pyproject.toml`` beside a lock asks for, where the lock does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.direct_names import direct_names
from nerq.manifests.python.locks.locked_package import Link
from nerq.manifests.python.pyproject.project_packages import read_pyproject

if TYPE_CHECKING:
    from nerq.plugin import Source


def asked_beside(source: Source) -> dict[str, list[Link]] | None:
    """What the project asks for, by scope; None where there is no such file."""
    direct = direct_names(source, "pyproject.toml", read_pyproject)
    if direct is None:
        return None
    asked: dict[str, list[Link]] = {"runtime": []}
    for name, scope in direct.items():
        asked.setdefault(scope, []).append(Link(name))
    return asked
