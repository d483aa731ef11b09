"""Reads conda's environment files.

    # environment.yml
    channels: [conda-forge]
    dependencies:
      - python=3.12
      - numpy==2.1.0
      - pip:
          - requests>=2

Format: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

from __future__ import annotations

from nerq.manifests.conda.environment_packages import ID, read_environment
from nerq.plugin import ManifestFormat

FORMAT = ManifestFormat(
    id=ID,
    title="conda environment files",
    files=(
        "environment*.yml",
        "environment*.yaml",
        "*environment.yml",
        "*environment.yaml",
        "conda.yml",
        "conda.yaml",
        "conda-env*.yml",
        "conda-env*.yaml",
    ),
    parse=read_environment,
    reads="packages with their channels, and the nested pip list with all that a requirements"
    " file can hold",
    omits="virtual packages such as __glibc; values of environment variables",
    spec="https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html",
)
