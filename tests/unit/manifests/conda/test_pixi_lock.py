"""Locks of pixi."""

from __future__ import annotations

import pytest
from shown import items

from nerq.errors import ManifestError
from nerq.manifests.conda.pixi_lock import FORMAT

PIXI_LOCK = """\
version: 6
environments:
  default:
    packages: {linux-64: [{conda: 'https://h.example/c/noarch/a-1.0-0.conda'}, {pypi: ./b}]}
  test:
    packages: {linux-64: [{pypi: 'https://h.example/c-2-py3-none-any.whl'}]}
packages:
- conda: https://h.example/c/noarch/a-1.0-0.conda
  depends: [c >=1, __glibc]
- pypi: ./b
  name: b
  version: 0.1.0
- pypi: https://h.example/c-2-py3-none-any.whl
  name: c
  version: '2'
- conda: https://h.example/c/noarch/builder-1-0.conda
"""


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"pixi.toml": "[dependencies]\na='*'\n[feature.x.pypi-dependencies]\nb={path='b'}"},
        {"pyproject.toml": "[project]\ndependencies=['b', '!']\n[tool.pixi.dependencies]\na='*'"},
        {"pixi.toml": "not toml"},
    ],
)
def test_a_pixi_lock_with_and_without_its_manifest(files: dict[str, str]) -> None:
    assert items(FORMAT, "pixi.lock", PIXI_LOCK, **files) == [
        "8 package/conda a@1.0 runtime",
        "10 package/pypi b@None runtime",
        "13 package/pypi c@2 group:test via ('a',)",
    ]


def test_project_itself_in_a_pixi_lock_is_not_a_dependency() -> None:
    text = "version: 6\npackages:\n- pypi: .\n  name: mine\n- pypi: ./sub\n  name: other\n"
    assert items(FORMAT, "pixi.lock", text) == ["5 package/pypi other@None runtime"]


@pytest.mark.parametrize("text", ["version: 6"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, "pixi.lock", text)


def test_an_empty_file_names_nothing() -> None:
    assert items(FORMAT, "pixi.lock", "") == []
