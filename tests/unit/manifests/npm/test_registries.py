"""What a project's settings say about registries holds where a manifest or lock says nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sources import MemorySource, source

from nerq.manifests.npm import package_json, package_lock, pnpm_lock, yarn_lock
from nerq.manifests.npm.registries import read_registries
from nerq.model import PUBLIC_REGISTRY, Origin, Reference

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

CORP = Origin("registry", "https://npm.corp.example/all")

BERRY = (
    '__metadata:\n  version: 8\n\n"%s@npm:^1":\n  version: 1.0.0\n  resolution: "%s@npm:1.0.0"\n'
)
FILES = [
    (package_json.FORMAT, "package.json", '{"dependencies": {"%s": "^1"}}'),
    (package_json.FORMAT, "package.json", '{"bundledDependencies": ["%s"]}'),
    (
        package_lock.FORMAT,
        "package-lock.json",
        '{"packages": {"": {}, "node_modules/%s": {"version": "1.0.0"}}}',
    ),
    (package_lock.FORMAT, "package-lock.json", '{"dependencies": {"%s": {"version": "1.0.0"}}}'),
    (pnpm_lock.FORMAT, "pnpm-lock.yaml", "packages:\n  '%s@1.0.0': {resolution: {}}\n"),
    (yarn_lock.FORMAT, "yarn.lock", '"%s@^1":\n  version "1.0.0"\n'),
    (yarn_lock.FORMAT, "yarn.lock", BERRY),
]


@pytest.mark.parametrize(("form", "path", "text"), FILES)
@pytest.mark.parametrize("settings", ["@acme:registry=https://npm.corp.example/all/\n", ""])
def test_scope_of_a_private_registry_is_known_in_every_npm_file(
    form: ManifestFormat, path: str, text: str, settings: str
) -> None:
    for name in ("@acme/a", "@other/b", "plain"):
        content = text.replace("%s", name)
        beside = {".npmrc": settings.encode()}
        (found,) = form.parse(MemorySource(f"app/{path}", content.encode(), beside))
        assert isinstance(found, Reference)
        assert found.name == name
        is_private = bool(settings) and name == "@acme/a"
        assert found.origin == (CORP if is_private else PUBLIC_REGISTRY)


@pytest.mark.parametrize(
    ("file", "text", "default", "scope"),
    [
        (".npmrc", "registry = https://npm.corp.example/all/", CORP, CORP),
        (".npmrc", 'registry="https://u:s3cret@npm.corp.example/all" ; why', CORP, CORP),
        (".npmrc", "; registry=https://x.example\n#registry=y", PUBLIC_REGISTRY, PUBLIC_REGISTRY),
        (".npmrc", "//npm.corp.example/:_authToken=registry=x", PUBLIC_REGISTRY, PUBLIC_REGISTRY),
        (".npmrc", "registry=a\nregistry=https://npm.corp.example/all", CORP, CORP),
        (".npmrc", "registry=${REGISTRY}", Origin("registry", "${REGISTRY}"), None),
        (".npmrc", b"\xef\xbb\xbfregistry=https://npm.corp.example/all\r\n", CORP, CORP),
        (".yarnrc", 'registry "https://npm.corp.example/all"', CORP, CORP),
        (".yarnrc", '"@acme:registry" "https://npm.corp.example/all"', PUBLIC_REGISTRY, CORP),
        (".yarnrc.yml", "npmRegistryServer: 'https://npm.corp.example/all'", CORP, CORP),
        (
            ".yarnrc.yml",
            "npmScopes: {acme: {npmRegistryServer: 'https://npm.corp.example/all'}, b: 1}",
            PUBLIC_REGISTRY,
            CORP,
        ),
        (".yarnrc.yml", "npmScopes: [", PUBLIC_REGISTRY, PUBLIC_REGISTRY),
        (".yarnrc.yml", "[]", PUBLIC_REGISTRY, PUBLIC_REGISTRY),
        (
            "pnpm-workspace.yaml",
            "registries: {default: 'https://npm.corp.example/all', '@b': 1}",
            CORP,
            CORP,
        ),
        (
            "pnpm-workspace.yaml",
            "registries: {'@acme': 'https://npm.corp.example/all'}",
            PUBLIC_REGISTRY,
            CORP,
        ),
        ("pnpm-workspace.yaml", "registries: 1", PUBLIC_REGISTRY, PUBLIC_REGISTRY),
    ],
)
def test_each_kind_of_settings(
    file: str, text: str | bytes, default: Origin, scope: Origin | None
) -> None:
    registries = read_registries(source("package.json", "{}", **{file: text}))
    assert registries.of("plain") == default
    assert registries.of("@acme/a") == (scope or default)


def test_nearest_settings_win() -> None:
    near, far = b"@acme:registry=https://npm.corp.example/all", b"@acme:registry=https://x.example"
    manifest = MemorySource("app/package.json", b"{}", {"app/.npmrc": near, ".npmrc": far})
    assert read_registries(manifest).of("@acme/a") == CORP
