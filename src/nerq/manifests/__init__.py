"""Readers of manifests and lockfiles: one module a format, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import (
    package_json,
    package_lock,
    pep723,
    pipfile,
    pipfile_lock,
    pnpm_lock,
    pyproject,
    requirements,
    yarn_lock,
)

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: tuple[ManifestFormat, ...] = (
    package_json.FORMAT,
    package_lock.FORMAT,
    pep723.FORMAT,
    pipfile.FORMAT,
    pipfile_lock.FORMAT,
    pnpm_lock.FORMAT,
    pyproject.FORMAT,
    requirements.FORMAT,
    yarn_lock.FORMAT,
)
