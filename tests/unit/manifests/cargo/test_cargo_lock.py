"""Cargo.lock: chains from the workspace's members, several versions of one crate."""

from __future__ import annotations

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.cargo.cargo_lock import FORMAT

INDEX = 'source = "registry+https://index.example/crates"'


def read(text: str) -> list[str]:
    found = shown(FORMAT.parse(source("Cargo.lock", text)))
    return [line.replace(" registry:https://index.example/crates", "") for line in found]


def test_what_members_ask_for_is_direct_and_members_are_not_reported() -> None:
    text = f"""version = 4
[[package]]
version = "0.1.0"
name = "mine"
dependencies = ["a", "other"]
[[package]]
name = "other"
version = "0.1.0"
dependencies = ["b 2.0.0 (registry+https://index.example/crates)"]
[[package]]
name = "a"
version = "1.0.0"
{INDEX}
dependencies = ["b 1.0.0"]
[[package]]
name = "b"
version = "1.0.0"
{INDEX}
[[package]]
version = "2.0.0"
{INDEX}
name = "b"
[[package]]
name = "g"
version = "0.0.0"
source = "git+https://u:secret@host.example/o/g?branch=main#abc"
"""
    assert read(text) == [
        "11 a@1.0.0",
        "16 b@1.0.0 < a",
        "22 b@2.0.0",
        "24 g@0.0.0 < git:https://host.example/o/g",
    ]


def test_the_first_lock_version_keeps_the_project_apart() -> None:
    text = f"""[root]
name = "mine"
version = "0.1.0"
dependencies = ["a 1.0.0 (registry+https://index.example/crates)"]
[[package]]
name = "a"
version = "1.0.0"
{INDEX}
dependencies = ["b"]
[[package]]
name = "b"
version = "1.0.0"
{INDEX}
"""
    assert read(text) == ["6 a@1.0.0", "11 b@1.0.0 < a"]


def test_without_members_what_nobody_asks_for_is_direct() -> None:
    text = f'[[package]]\nname = "a"\nversion = "1.0.0"\n{INDEX}\ndependencies = ["b"]\n[[package]]\nname = "b"\n{INDEX}\n'
    assert read(text) == ["2 a@1.0.0", "7 b < a"]


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    text = f'package = [\n1,\n{{version = "1"}},\n{{name = "x", version = 2}},\n{{name = "a", {INDEX}, dependencies = "b"}}]\n'
    assert read(text) == [
        "2 ! package[0] should be a table, not a number",
        "3 ! package[1] has no crate's name",
        "4 ! package[2].version should be text, not a number",
        "5 a",
    ]


@pytest.mark.parametrize("text", ["[[package]]\nname", 'package = "x"', "package = {}"])
def test_a_file_broken_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        read(text)
