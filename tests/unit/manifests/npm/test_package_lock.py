"""package-lock.json: three lock versions, the way from the project to each package."""

from __future__ import annotations

import json

import pytest
from shown import shown
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.npm.package_lock import FORMAT


def read(document: object, **siblings: str) -> list[str]:
    text = document if isinstance(document, str) else json.dumps(document)
    files = {name.replace("__", "."): content for name, content in siblings.items()}
    return shown(FORMAT.parse(source("package-lock.json", text, **files)))


def test_version_3_finds_packages_as_node_does() -> None:
    found = read(
        {
            "lockfileVersion": 3,
            "packages": {
                "": {"dependencies": {"a": "*"}, "devDependencies": {"t": "*"}},
                "node_modules/a": {"version": "1.0.0", "dependencies": {"b": "*"}},
                "node_modules/a/node_modules/b": {
                    "version": "2.0.0",
                    "optionalDependencies": {"c": "1"},
                },
                "node_modules/b": {"version": "1.0.0", "dev": True},
                "node_modules/c": {"version": "3.0.0", "optional": True},
                "node_modules/t": {"version": "4.0.0", "dev": True, "peerDependencies": {"b": "*"}},
                "node_modules/lost": {"version": "5.0.0", "peer": True},
            },
        }
    )
    assert found == [
        "1 a@1.0.0",
        "1 b@2.0.0 < a",
        "1 b@1.0.0 [dev] < t",
        "1 c@3.0.0 [extra:optional] < b < a",
        "1 t@4.0.0 [dev]",
        "1 lost@5.0.0 [extra:peer] <",
    ]


def test_members_and_links_are_not_dependencies_but_their_own_are_direct() -> None:
    found = read(
        {
            "packages": {
                "": {
                    "workspaces": {"packages": ["./packages/*"]},
                    "dependencies": {"loc": "file:loc"},
                },
                "packages/m": {
                    "name": "mine",
                    "version": "1.0.0",
                    "dependencies": {"a": "*", "n": "*"},
                },
                "packages/n": {"version": "1.0.0", "devDependencies": {"b": "*"}},
                "loc": {"version": "0.1.0", "dependencies": {"c": "*"}},
                "node_modules/mine": {"resolved": "packages/m", "link": True},
                "node_modules/n": {"resolved": "packages/n", "link": True},
                "node_modules/loc": {"resolved": "loc", "link": True},
                "node_modules/a": {"version": "1.0.0"},
                "node_modules/b": {"version": "1.0.0"},
                "node_modules/c": {"version": "1.0.0"},
            }
        }
    )
    assert found == ["1 loc@0.1.0 path:", "1 a@1.0.0", "1 b@1.0.0", "1 c@1.0.0 < loc"]


def test_origins_are_kept_without_credentials() -> None:
    found = read(
        {
            "packages": {
                "node_modules/@s/a": {
                    "version": "1.0.0",
                    "resolved": "https://u:pw@host.example/npm/@s/a/-/a-1.0.0.tgz",
                },
                "node_modules/@s/d": {
                    "version": "1.0.0",
                    "resolved": "https://host.example/download/@s/d/1.0.0/abc",
                },
                "node_modules/alias": {
                    "name": "real",
                    "version": "1.0.0",
                    "resolved": "https://host.example/real/-/real-1.0.0.tgz#x",
                },
                "node_modules/g": {
                    "version": "1.0.0",
                    "resolved": "git+ssh://git@github.com/o/g.git#abc",
                },
                "node_modules/u": {
                    "version": "1.0.0",
                    "resolved": "https://host.example/some.tgz?token=pw",
                },
                "node_modules/f": {"version": "1.0.0", "resolved": "file:f.tgz"},
            }
        }
    )
    assert found == [
        "1 @s/a@1.0.0 registry:https://host.example/npm",
        "1 @s/d@1.0.0 registry:https://host.example/download",
        "1 real@1.0.0 registry:https://host.example",
        "1 g@1.0.0 git:https://github.com/o/g",
        "1 u@1.0.0 url:https://host.example/some.tgz",
        "1 f@1.0.0 path:",
    ]


VERSION_1 = {
    "lockfileVersion": 1,
    "dependencies": {
        "a": {
            "version": "1.0.0",
            "requires": {"b": "^2"},
            "dependencies": {"b": {"version": "2.0.0"}},
        },
        "b": {"version": "1.0.0", "dev": True},
        "alias": {"version": "npm:@s/real@3.0.0"},
        "g": {"version": "git+https://github.com/o/g.git#abc"},
        "f": {"version": "file:f"},
        "t": {"version": "https://host.example/t.tgz", "requires": True},
    },
}


def test_version_1_reads_nested_tables_and_the_manifest_beside_it() -> None:
    wishes = json.dumps({"dependencies": {"a": "1"}, "devDependencies": {"b": "1", "alias": "1"}})
    assert read(VERSION_1, package__json=wishes) == [
        "1 a@1.0.0",
        "1 b@2.0.0 < a",
        "1 b@1.0.0 [dev]",
        "1 @s/real@3.0.0",
        "1 g < git:https://github.com/o/g",
        "1 f < path:",
        "1 t < url:https://host.example/t.tgz",
    ]


@pytest.mark.parametrize("beside", [{}, {"package__json": "broken"}, {"package__json": "{}"}])
def test_without_a_readable_manifest_what_nobody_asks_for_is_direct(beside: dict[str, str]) -> None:
    found = read(VERSION_1, **beside)
    assert [line for line in found if " <" in line] == ["1 b@2.0.0 < a"]


def test_lines_are_those_of_the_keys() -> None:
    text = '{"packages": {\n"node_modules/a":\n{"version": "1.0.0"},\n\n"node_modules/b": {}}}'
    assert read(text) == ["2 a@1.0.0", "5 b"]


def test_what_cannot_be_read_is_told_and_the_rest_is_kept() -> None:
    found = read(
        '{"packages": {"":{},\n"node_modules/a": 1,\n"node_modules/b": {"version": [2]},\n"node_modules/": {"version": "1.0.0"},\n"node_modules/c": {"version": null}}}'
    )
    assert found == [
        "2 ! packages.node_modules/a should be a table, not a number",
        "3 ! packages.node_modules/b.version should be text, not an array",
        "4 ! no package name",
        "5 c",
    ]


@pytest.mark.parametrize(
    "document",
    [
        "null",
        "[1, 2]",
        "this is not JSON",
        {"packages": []},
        {"dependencies": 3},
        {"packages": None},
    ],
)
def test_a_file_broken_as_a_whole_is_refused(document: object) -> None:
    with pytest.raises(ManifestError):
        read(document)


def test_endless_nesting_is_refused() -> None:
    text = '{"dependencies":{"a":' * 220 + "{}" + "}}" * 220
    with pytest.raises(ManifestError, match="nested"):
        read(text)
