"""Locks of conda-lock."""

from __future__ import annotations

import pytest
from shown import items

from nerq.errors import ManifestError
from nerq.manifests.conda.conda_lock import FORMAT

CONDA_LOCK = """\
version: 1
metadata:
  sources: [environment.yml]
package:
- {name: numpy, version: 2.1.0, manager: conda, platform: linux-64, category: main,
   dependencies: {libblas: ''}, url: https://h.example/t/tok/c/linux-64/numpy-2.1.0-0.conda}
- {name: numpy, version: 2.1.0, manager: conda, platform: osx-64, category: main}
- {name: libblas, version: '3', manager: conda, category: main}
- {name: Foo_Bar, version: '1', manager: pip, category: dev, url: 'git+https://github.com/o/r@v1'}
- {name: x}
"""


@pytest.mark.parametrize("files", [{"environment.yml": "dependencies: [numpy, foo-bar]"}, {}])
def test_a_conda_lock_with_and_without_its_source(files: dict[str, str]) -> None:
    assert items(FORMAT, "conda-lock.yml", CONDA_LOCK, **files) == [
        "5 package/conda numpy@2.1.0 runtime",
        "8 package/conda libblas@3 runtime via ('numpy',)",
        "9 package/pypi Foo_Bar@1 dev",
        "10 ! package[4] names no package of conda or pip",
    ]


@pytest.mark.parametrize("text", ["version: 1"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, "conda-lock.yml", text)


def test_an_empty_file_names_nothing() -> None:
    assert items(FORMAT, "conda-lock.yml", "") == []
