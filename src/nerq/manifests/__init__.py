"""Readers of manifests and lockfiles: one module a format, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import (
    pep723,
    pipfile,
    pipfile_lock,
    pyproject,
    requirements,
)

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: tuple[ManifestFormat, ...] = (
    pep723.FORMAT,
    pipfile.FORMAT,
    pipfile_lock.FORMAT,
    pyproject.FORMAT,
    requirements.FORMAT,
)
