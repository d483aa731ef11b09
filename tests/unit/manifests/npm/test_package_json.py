"""package.json: four tables, aliases, and everything that is not a registry version."""

from __future__ import annotations

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.npm.package_json import FORMAT


def read(text: str) -> list[str]:
    return shown(FORMAT.parse(source("package.json", text)))


def test_tables_scopes_and_lines() -> None:
    text = """{
      "name": "mine", "engines": {"node": "18"},
      "dependencies": {"a": "^1.0.0",
        "@s/b": "=2.0.0"},
      "devDependencies": {"c": "latest", "member": "workspace:*"},
      "optionalDependencies": {"d": ""},
      "peerDependencies": {"e": ">=1 <3"},
      "bundleDependencies": ["a", "f"]
    }"""
    assert read(text) == [
        "3 a ^1.0.0",
        "4 @s/b@2.0.0 =2.0.0",
        "5 c latest [dev]",
        "6 d [extra:optional]",
        "7 e >=1 <3 [extra:peer]",
        "8 f",
    ]


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    text = """{"dependencies": {
      "a": 1,
      "": "1.0.0",
      "b": "1",
      "b": "2.0.0"},
      "devDependencies": ["x"],
      "bundledDependencies": [7]}"""
    assert read(text) == [
        "2 ! dependencies.a should be a version, as text, not a number",
        "3 ! no package name",
        "5 b@2.0.0 2.0.0",
        "6 ! devDependencies should be a table, not an array",
        "7 ! bundledDependencies[0] should be a name, as text, not a number",
        "5 ! dependencies.b is written more than once; the last one counts",
    ]


@pytest.mark.parametrize("text", ["", "[]", '"x"', "null", "{", '{"dependencies": {"a": "1"}'])
def test_a_file_broken_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        read(text)
