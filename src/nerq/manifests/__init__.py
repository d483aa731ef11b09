"""Readers of manifests and lockfiles: one module a format, all listed here with their files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.registry import Registry

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: Registry[ManifestFormat] = Registry(
    "nerq.manifests",
    "FORMAT",
    (
        ("cargo.cargo_lock", "Cargo.lock"),
        ("cargo.cargo_toml", "Cargo.toml"),
        (
            "conda.conda_environment",
            "environment*.yml environment*.yaml *environment.yml *environment.yaml",
            "conda.yml conda.yaml conda-env*.yml conda-env*.yaml",
        ),
        ("conda.conda_lock", "conda-lock.yml *.conda-lock.yml conda-lock.yaml"),
        ("sbom.cyclonedx", "bom.json sbom.json *.cdx.json *.bom.json"),
        ("commands.devcontainer", "devcontainer.json .devcontainer.json"),
        (
            "commands.dockerfile",
            "Dockerfile Dockerfile.* *.Dockerfile",
            "*.dockerfile Containerfile Containerfile.*",
        ),
        (
            "commands.github_workflow",
            ".github/workflows/*.yml .github/workflows/*.yaml action.yml action.yaml",
        ),
        ("golang.go_mod", "go.mod"),
        ("npm.package_json", "package.json"),
        ("npm.package_lock", "package-lock.json npm-shrinkwrap.json"),
        ("python.locks.pdm_lock", "pdm.lock pdm.*.lock"),
        ("python.pyproject.pep723", "*.py"),
        ("python.pipenv.pipfile", "Pipfile"),
        ("python.pipenv.pipfile_lock", "Pipfile.lock"),
        ("conda.pixi_lock", "pixi.lock"),
        ("npm.pnpm_lock", "pnpm-lock.yaml"),
        ("python.locks.poetry_lock", "poetry.lock"),
        ("commands.pre_commit", ".pre-commit-config.yaml .pre-commit-config.yml"),
        ("python.locks.pylock", "pylock.toml pylock.*.toml"),
        ("python.pyproject.pyproject_toml", "pyproject.toml"),
        (
            "python.requirements.requirements_txt",
            "*requirement*.txt *requirement*.in *requirement*.lock",
            "requirements/*.txt requirements/*.in *constraints*.txt *constraints*.in",
        ),
        ("python.setuptools.setup_cfg", "setup.cfg"),
        ("python.setuptools.setup_py", "setup.py"),
        ("sbom.spdx", "*.spdx.json spdx.json sbom.json *.spdx3.json"),
        ("python.locks.uv_lock", "uv.lock *.py.lock"),
        ("npm.yarn_lock", "yarn.lock"),
    ),
)
