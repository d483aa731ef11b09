"""Readers of manifests and lockfiles: one module a format, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import (
    conda_environment,
    package_json,
    package_lock,
    pdm_lock,
    pep723,
    pipfile,
    pipfile_lock,
    pnpm_lock,
    poetry_lock,
    pylock,
    pyproject,
    requirements,
    uv_lock,
    yarn_lock,
)

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: tuple[ManifestFormat, ...] = (
    conda_environment.FORMAT,
    package_json.FORMAT,
    package_lock.FORMAT,
    pdm_lock.FORMAT,
    pep723.FORMAT,
    pipfile.FORMAT,
    pipfile_lock.FORMAT,
    pnpm_lock.FORMAT,
    poetry_lock.FORMAT,
    pylock.FORMAT,
    pyproject.FORMAT,
    requirements.FORMAT,
    uv_lock.FORMAT,
    yarn_lock.FORMAT,
)
