"""``pyproject.toml``: what a Python project needs to run, to be built and to be worked on.

.. code:: toml

    [build-system]
    requires = ["hatchling>=1.26"]

    [project]
    dependencies = ["httpx>=0.27"]
"""

from __future__ import annotations

from nerq.manifests.python.pyproject.project_packages import ID, read_pyproject
from nerq.plugin import ManifestFormat

FORMAT = ManifestFormat(
    id=ID,
    title="pyproject.toml",
    files=("pyproject.toml",),
    parse=read_pyproject,
    reads=(
        "project, optional and build dependencies, dependency groups, and the tables of Poetry, "
        "PDM, uv, Hatch, Flit and setuptools (files that it reads requirements from too); "
        "indexes, also those of uv.toml and of the workspace"
    ),
    omits="the project itself, Python's own version, packages of Hatch's build hooks, Rye's table",
    spec="https://packaging.python.org/en/latest/specifications/pyproject-toml/",
)
