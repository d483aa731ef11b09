"""What a project's cargo settings say about registries holds for its crates."""

from __future__ import annotations

import pytest
from sources import MemorySource

from nerq.manifests.cargo import cargo_lock, cargo_toml
from nerq.model import Reference

MANIFEST = b"""[dependencies]
plain = "1"
ours = {version = "1", registry = "company"}
git = {git = "https://host.example/git"}
"""
LOCK = b"""[[package]]
name = "plain"
version = "1.0.0"
source = "registry+https://index.example/public"
[[package]]
name = "ours"
version = "1.0.0"
source = "sparse+https://crates.corp.example/index/"
[[package]]
name = "git"
version = "1.0.0"
source = "git+https://host.example/git#abc"
"""
NAMED = b'[registries.company]\nindex = "sparse+https://crates.corp.example/index/"\n'
REPLACED = b"""[source.crates-io]
replace-with = "mirror"
[source.mirror]
replace-with = "nearest"
[source.nearest]
registry = "sparse+https://me:secret@mirror.corp.example/"
"""
VENDORED = b'[source.crates-io]\nreplace-with = "v"\n[source.v]\ndirectory = "vendor"\n'
CIRCLE = b'[source.crates-io]\nreplace-with = "b"\n[source.b]\nreplace-with = "crates-io"\n'
BY_NAME = NAMED + b'[source.crates-io]\nreplace-with = "company"\n'


def origins(settings: bytes, path: str = ".cargo/config.toml") -> list[list[str | None]]:
    files = {path: settings}
    found = [
        [item for item in parse(MemorySource(name, data, files)) if isinstance(item, Reference)]
        for parse, name, data in (
            (cargo_toml.parse, "member/Cargo.toml", MANIFEST),
            (cargo_lock.parse, "Cargo.lock", LOCK),
        )
    ]
    assert [[ref.name for ref in refs] for refs in found] == [["plain", "ours", "git"]] * 2
    return [[ref.origin.url for ref in refs] for refs in found]


OURS, GIT, PUBLIC = (
    "https://crates.corp.example/index",
    "https://host.example/git",
    "https://index.example/public",
)
MIRROR = "https://mirror.corp.example"


@pytest.mark.parametrize(
    ("settings", "manifest", "lock"),
    [
        (NAMED, [None, OURS, GIT], [PUBLIC, OURS, GIT]),
        (NAMED + REPLACED, [MIRROR, OURS, GIT], [MIRROR, OURS, GIT]),
        (BY_NAME, [OURS, OURS, GIT], [OURS, OURS, GIT]),
        (VENDORED, [None, "company", GIT], [PUBLIC, OURS, GIT]),
        (CIRCLE, [None, "company", GIT], [PUBLIC, OURS, GIT]),
        (b"broken [", [None, "company", GIT], [PUBLIC, OURS, GIT]),
        (b"source = 1\nregistries = [1]\n", [None, "company", GIT], [PUBLIC, OURS, GIT]),
    ],
)
def test_registries_by_name_and_in_place_of_the_public_one(
    settings: bytes, manifest: list[str | None], lock: list[str | None]
) -> None:
    assert origins(settings) == [manifest, lock]
    assert origins(settings, ".cargo/config") == [manifest, lock]


@pytest.mark.parametrize(("settings", "url"), [(b"", None), (REPLACED, MIRROR)])
def test_a_dependency_may_name_the_public_registry(settings: bytes, url: str | None) -> None:
    manifest = b'[dependencies]\nserde = {version = "1", registry = "crates-io"}\n'
    files = {".cargo/config.toml": settings}
    (found,) = cargo_toml.parse(MemorySource("Cargo.toml", manifest, files))
    assert isinstance(found, Reference)
    assert found.origin.url == url
