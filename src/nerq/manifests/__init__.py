"""Readers of manifests and lockfiles: one module a format, all listed here with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.room import Room

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: Room[ManifestFormat] = Room(
    "nerq.manifests",
    "FORMAT",
    (
        ("cargo_lock", "Cargo.lock"),
        ("cargo_toml", "Cargo.toml"),
        (
            "conda_environment",
            "environment*.yml environment*.yaml *environment.yml *environment.yaml",
            "conda.yml conda.yaml conda-env*.yml conda-env*.yaml",
        ),
        ("conda_lock", "conda-lock.yml *.conda-lock.yml conda-lock.yaml"),
        ("cyclonedx", "bom.json sbom.json *.cdx.json *.bom.json"),
        ("devcontainer", "devcontainer.json .devcontainer.json"),
        (
            "dockerfile",
            "Dockerfile Dockerfile.* *.Dockerfile",
            "*.dockerfile Containerfile Containerfile.*",
        ),
        (
            "github_workflow",
            ".github/workflows/*.yml .github/workflows/*.yaml action.yml action.yaml",
        ),
        ("go_mod", "go.mod"),
        ("package_json", "package.json"),
        ("package_lock", "package-lock.json npm-shrinkwrap.json"),
        ("pdm_lock", "pdm.lock pdm.*.lock"),
        ("pep723", "*.py"),
        ("pipfile", "Pipfile"),
        ("pipfile_lock", "Pipfile.lock"),
        ("pixi_lock", "pixi.lock"),
        ("pnpm_lock", "pnpm-lock.yaml"),
        ("poetry_lock", "poetry.lock"),
        ("pre_commit", ".pre-commit-config.yaml .pre-commit-config.yml"),
        ("pylock", "pylock.toml pylock.*.toml"),
        ("pyproject", "pyproject.toml"),
        (
            "requirements",
            "*requirement*.txt *requirement*.in *requirement*.lock",
            "requirements/*.txt requirements/*.in *constraints*.txt *constraints*.in",
        ),
        ("setup_cfg", "setup.cfg"),
        ("setup_py", "setup.py"),
        ("spdx", "*.spdx.json spdx.json sbom.json *.spdx3.json"),
        ("uv_lock", "uv.lock *.py.lock"),
        ("yarn_lock", "yarn.lock"),
    ),
)
