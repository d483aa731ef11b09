"""What a project is the source of is never asked about, however it is mentioned."""

from __future__ import annotations

import pytest

from nerq.pipeline.own_packages import own_packages


@pytest.mark.parametrize(
    ("path", "text", "own"),
    [
        ("pyproject.toml", '[build-system]\nrequires = []\n[project]\nversion = "1"\nname = "Acme_Core"\n', {("pypi", "acme-core")}),
        ("a/pyproject.toml", "[tool.poetry] # x\nname = 'acme'\n[tool.x]\nname = 'other'\n", {("pypi", "acme")}),
        ("pyproject.toml", '[project]\nversion = "1"\n[tool.x]\nname = "other"\n', set()),
        ("pyproject.toml", '[tool.nerq]\nname = "other"\n', set()),
        ("setup.cfg", "[metadata]\nname = acme.web\n[options]\n", {("pypi", "acme-web")}),
        ("crates/a/Cargo.toml", '[package]\nname = "acme-rs"\n', {("cargo", "acme-rs")}),
        ("package.json", '{"name": "@acme/web", "dependencies": {"name": "x"}}', {("npm", "@acme/web")}),
        ("package.json", '{"name": 1}', set()),
        ("package.json", "[" * 100_000, set()),
        ("package.json", "[]", set()),
        ("requirements.txt", "name = x", set()),
    ],
)  # fmt: skip
def test_names_that_a_manifest_declares(path: str, text: str, own: set[tuple[str, str]]) -> None:
    assert own_packages(path, text.encode()) == own
