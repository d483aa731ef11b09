"""conda's environment files."""

from __future__ import annotations

import pytest
from shown import items

from nerq.errors import ManifestError
from nerq.manifests.conda.conda_environment import FORMAT

ENVIRONMENT = """\
name: x
channels: [conda-forge]
dependencies:
  - python=3.10
  - numpy==1.20
  - 3.5
  - __cuda
  - pip:
    - foo==1.10  # note
    - -r more.txt
    - {}
  - other: []
  - pip: text
"""


def test_a_conda_environment_and_its_pip_list() -> None:
    found = items(FORMAT, "environment.yml", ENVIRONMENT, **{"more.txt": "bar\n"})
    assert found == [
        "4 package/conda python@None runtime",
        "5 package/conda numpy@1.20 runtime",
        "6 ! not a package specification: `3.5`",
        "11 ! dependencies[4].pip[2] should be text, not a table",
        "9 package/pypi foo@1.10 runtime",
        "1 package/pypi bar@None runtime",
        "12 ! dependencies[5].other is neither a package nor a list for pip",
        "13 ! dependencies[6].pip should be an array, not text",
    ]


@pytest.mark.parametrize("text", ["invalid", "dependencies: 1"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, "environment.yml", text)


def test_an_empty_file_names_nothing() -> None:
    assert items(FORMAT, "environment.yml", "") == []
