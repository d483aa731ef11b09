"""pnpm-lock.yaml: the keys of three lock versions, importers, several documents."""

from __future__ import annotations

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.npm.pnpm_lock import FORMAT


def read(text: str) -> list[str]:
    return shown(FORMAT.parse(source("pnpm-lock.yaml", text)))


def test_version_9_takes_chains_from_the_snapshots() -> None:
    text = """lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: {specifier: ^1.0.0, version: 1.0.0(p@5.0.0)}
      alias: {specifier: npm:real@1, version: real@1.0.0}
      member: {specifier: 'workspace:*', version: link:packages/m}
  packages/m:
    devDependencies:
      '@s/t': {specifier: ^2.0.0, version: 2.0.0}
packages:
  '@s/t@2.0.0': {resolution: {integrity: x}}
  a@1.0.0: {resolution: {integrity: x}}
  b@1.0.0: {resolution: {integrity: x}}
  b@2.0.0: {resolution: {tarball: https://host.example/npm/b/-/b-2.0.0.tgz}}
  p@5.0.0: {resolution: {integrity: x}}
  real@1.0.0: {resolution: {integrity: x}}
snapshots:
  '@s/t@2.0.0': {dependencies: {b: 2.0.0}}
  a@1.0.0(p@5.0.0):
    dependencies: {b: 1.0.0, p: 5.0.0}
  b@1.0.0: {optionalDependencies: {p: 5.0.0}}
  b@2.0.0: {}
  p@5.0.0: {}
  real@1.0.0: {}
"""
    assert read(text) == [
        "12 @s/t@2.0.0 [dev]",
        "13 a@1.0.0",
        "14 b@1.0.0 < a",
        "15 b@2.0.0 [dev] < @s/t registry:https://host.example/npm",
        "16 p@5.0.0 < a",
        "17 real@1.0.0",
    ]


def test_version_6_takes_chains_from_the_packages() -> None:
    text = """lockfileVersion: '6.0'
dependencies:
  a: {specifier: ^1.0.0, version: 1.0.0}
  u: {specifier: 'https://host.example/u.tgz', version: '@host.example/u.tgz'}
packages:
  /a@1.0.0:
    dependencies: {'@s/b': 2.0.0(c@3.0.0)}
  /@s/b@2.0.0(c@3.0.0):
    optional: true
  /c@3.0.0: {dev: true}
  '@host.example/u.tgz':
    resolution: {tarball: https://u:secret@host.example/u.tgz}
    name: u
    version: 4.0.0
  file:local: {resolution: {directory: local, type: directory}, name: local, version: 1.0.0}
"""
    assert read(text) == [
        "6 a@1.0.0",
        "8 @s/b@2.0.0 [extra:optional] < a",
        "10 c@3.0.0 [dev] <",
        "11 u@4.0.0 url:https://host.example/u.tgz",
        "15 local@1.0.0 < path:",
    ]


def test_version_5_keys_may_name_a_registry_or_a_repository() -> None:
    text = """lockfileVersion: 5.3
specifiers: {a: ^1.0.0}
dependencies: {a: 1.0.0_peer@2.0.0}
devDependencies: {g: github.com/o/g/abc}
packages:
  /a/1.0.0_peer@2.0.0: {dependencies: {b: 1.1.0}}
  host.example/b/1.1.0: {}
  /@s/c/1.2.0_x+y: {}
  github.com/o/g/abc: {name: g, version: 3.0.0, resolution: {commit: abc, repo: 'git@github.com:o/g.git', type: git}}
  github.com/o/unnamed: {}
  /no-version: {}
"""
    assert read(text) == [
        "6 a@1.0.0",
        "7 b@1.1.0 < registry:https://host.example",
        "8 @s/c@1.2.0 <",
        "9 g@3.0.0 [dev] git:ssh://github.com/o/g.git",
        "10 ! `github.com/o/unnamed` does not say which package it is",
        "11 ! `/no-version` does not say which package it is",
    ]


def test_every_document_of_a_stream_counts() -> None:
    text = "---\npackages:\n  a@1.0.0: {}\n---\n# nothing\n---\npackages:\n  b@2.0.0: {}\n"
    assert read(text) == ["3 a@1.0.0", "8 b@2.0.0"]


@pytest.mark.parametrize("text", ["", "lockfileVersion: '9.0'", "packages:\n", "packages: {}\n"])
def test_a_lock_without_packages_is_empty(text: str) -> None:
    assert read(text) == []


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    assert read(
        "packages:\n  a@1.0.0: [1]\n  b@1.0.0:\n  'x@https://u:secret@h.example/x': {}\n"
    ) == [
        "2 ! packages.a@1.0.0 should be a table, not an array",
        "3 b@1.0.0",
        "4 x url:https://h.example/x",
    ]


@pytest.mark.parametrize("text", ["- 1", "packages: [1]", "packages: text", "a: [", "a: *b"])
def test_a_file_broken_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        read(text)
