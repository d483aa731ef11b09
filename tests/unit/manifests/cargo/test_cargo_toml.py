"""Cargo.toml: every table of dependencies, renamed and inherited ones."""

from __future__ import annotations

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.cargo.cargo_toml import FORMAT


def read(text: str, path: str = "Cargo.toml", **files: str) -> list[str]:
    found = source(path, text)
    found.files.update({name: content.encode() for name, content in files.items()})
    return shown(FORMAT.parse(found))


def test_every_table_and_form() -> None:
    text = """[package]
name = "mine"
[dependencies]
a = "1.0"
b = {version = "=2.0.0", features = ["x"]}
renamed = {package = "real", version = "^3"}
local = {path = "../local", version = "1"}
git = {git = "https://u:secret@host.example/o/git", branch = "main"}
own = {version = "1", registry = "company"}
index = {version = "1", registry-index = "sparse+https://index.example/x/"}
[dependencies.table]
version = "= 4.0.0"
[dev-dependencies]
c = "*"
[build_dependencies]
d = "1"
[target.'cfg(unix)'.build-dependencies]
e = "1"
[target.x86_64-pc-windows-msvc.dependencies]
f = "1"
[workspace.dependencies]
g = "1"
[patch.crates-io]
h = {git = "https://github.com/o/h"}
[replace]
"i:1.0.0" = {git = "https://github.com/o/i"}
"""
    assert read(text) == [
        "4 a 1.0",
        "5 b@2.0.0 =2.0.0",
        "6 real ^3",
        "8 git git:https://host.example/o/git",
        "9 own 1 registry:company",
        "10 index 1 registry:https://index.example/x",
        "11 table@4.0.0 = 4.0.0",
        "14 c * [dev]",
        "16 d 1 [build]",
        "18 e 1 [build]",
        "20 f 1",
        "22 g 1",
        "24 h [constraint] git:https://github.com/o/h",
        "26 i [constraint] git:https://github.com/o/i",
    ]


MEMBER = "[dependencies]\na.workspace = true\nlocal = {workspace = true}\nb = {workspace = true, optional = true}\nc = {workspace = true}\n"


def test_members_inherit_from_the_workspace_above() -> None:
    root = '[workspace]\nmembers = ["crates/*"]\n[workspace.dependencies]\na = "1"\nlocal = {path = "crates/l"}\nb = {package = "real", version = "=2.0.0"}\n'
    assert read(MEMBER, "crates/m/Cargo.toml", **{"Cargo.toml": root}) == [
        "2 a 1",
        "4 real@2.0.0 =2.0.0",
        "5 ! c is taken from a workspace that was not found here",
    ]


@pytest.mark.parametrize("files", [{}, {"Cargo.toml": "broken"}, {"Cargo.toml": "[package]"}])
def test_a_missing_workspace_is_told(files: dict[str, str]) -> None:
    found = read(MEMBER, "crates/m/Cargo.toml", **files)
    assert [line.partition(" ! ")[1] for line in found] == [" ! "] * 4


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    text = '[dependencies]\na = 1\nb = {version = 2}\n"" = "1"\nc = "1"\n[dev-dependencies]\n'
    assert read("dev-dependencies = 3\n" + text.partition("[dev")[0]) == [
        "1 ! dev-dependencies should be a table, not a number",
        "3 ! dependencies.a should be a version or a table, not a number",
        "4 ! dependencies.b.version should be text, not a number",
        "5 ! `1` is not a crate's name and version",
        "6 c 1",
    ]


@pytest.mark.parametrize("text", ["[dependencies", "target = 3", "workspace = []"])
def test_a_file_broken_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        read(text)
