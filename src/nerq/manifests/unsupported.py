"""Files that list dependencies and that no format reads, so that a scan can say what it left out.

One row a kind: how people call it, and the names of its files.
"""

from __future__ import annotations

KINDS: tuple[tuple[str, str], ...] = (
    ("Ansible Galaxy", "galaxy.yml"),
    ("Bazel", "MODULE.bazel WORKSPACE WORKSPACE.bazel"),
    ("Bun", "bun.lock bun.lockb"),
    ("Bundler", "Gemfile Gemfile.lock gems.rb gems.locked"),
    ("Cabal", "cabal.project cabal.project.freeze"),
    ("CocoaPods", "Podfile Podfile.lock"),
    ("Composer", "composer.json composer.lock"),
    ("Conan", "conanfile.py conanfile.txt conan.lock"),
    ("Deno", "deno.json deno.jsonc deno.lock"),
    ("Gradle", "build.gradle build.gradle.kts gradle.lockfile libs.versions.toml"),
    ("Helm", "Chart.yaml Chart.lock"),
    ("Julia", "Manifest.toml"),
    ("Leiningen", "project.clj"),
    ("Maven", "pom.xml"),
    ("Mix", "mix.exs mix.lock"),
    ("Nix", "flake.nix flake.lock"),
    ("NuGet", "packages.config packages.lock.json Directory.Packages.props"),
    ("Pub", "pubspec.yaml pubspec.lock"),
    ("Rebar", "rebar.config rebar.lock"),
    ("renv", "renv.lock"),
    ("sbt", "build.sbt"),
    ("Stack", "stack.yaml stack.yaml.lock"),
    ("Swift Package Manager", "Package.swift Package.resolved"),
    ("vcpkg", "vcpkg.json"),
)
_ENDINGS = {"cabal": "Cabal", "csproj": "NuGet", "fsproj": "NuGet", "gemspec": "Bundler"}
_NAMES = {name: kind for kind, names in KINDS for name in names.split()}


def kind_of(path: str) -> str | None:
    """How people call what this file belongs to; None where it lists no dependencies, or is read.

    Args:
        path: with ``/``.
    """
    name = path.rpartition("/")[2]
    return _NAMES.get(name) or _ENDINGS.get(name.rpartition(".")[2])
