"""Readers of manifests and lockfiles: one module a format, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import (
    cargo_lock,
    cargo_toml,
    conda_environment,
    conda_lock,
    cyclonedx,
    devcontainer,
    dockerfile,
    github_workflow,
    go_mod,
    package_json,
    package_lock,
    pdm_lock,
    pep723,
    pipfile,
    pipfile_lock,
    pixi_lock,
    pnpm_lock,
    poetry_lock,
    pre_commit,
    pylock,
    pyproject,
    requirements,
    setup_cfg,
    setup_py,
    spdx,
    uv_lock,
    yarn_lock,
)

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: tuple[ManifestFormat, ...] = (
    cargo_lock.FORMAT,
    cargo_toml.FORMAT,
    conda_environment.FORMAT,
    conda_lock.FORMAT,
    cyclonedx.FORMAT,
    devcontainer.FORMAT,
    dockerfile.FORMAT,
    github_workflow.FORMAT,
    go_mod.FORMAT,
    package_json.FORMAT,
    package_lock.FORMAT,
    pdm_lock.FORMAT,
    pep723.FORMAT,
    pipfile.FORMAT,
    pipfile_lock.FORMAT,
    pixi_lock.FORMAT,
    pnpm_lock.FORMAT,
    poetry_lock.FORMAT,
    pre_commit.FORMAT,
    pylock.FORMAT,
    pyproject.FORMAT,
    requirements.FORMAT,
    setup_cfg.FORMAT,
    setup_py.FORMAT,
    spdx.FORMAT,
    uv_lock.FORMAT,
    yarn_lock.FORMAT,
)
