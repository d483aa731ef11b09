"""What an environment holds is read from its metadata; nothing found in the tree is run."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from nerq.errors import UsageError
from nerq.manifests.python.environment.installed import installed
from nerq.model import Location, Origin, Problem, Reference

if TYPE_CHECKING:
    from pathlib import Path

    from nerq.plugin import Item

SITE = "lib/python3.11/site-packages"


def package(
    environment: Path, name: str, *requires: str, version: str = "1.0", **files: str
) -> Path:
    folder = environment / SITE / f"{name.lower()}-{version}.dist-info"
    folder.mkdir(parents=True)
    wanted = "".join(f"Requires-Dist: {line}\n" for line in requires)
    text = f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{wanted}\nName: not-this\n"
    (folder / "METADATA").write_text(text, "utf-8")
    for file, content in files.items():
        (folder / file.replace("__", ".")).write_text(content, "utf-8")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    folder = tmp_path / "project" / ".venv"
    (folder / SITE).mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /nowhere\n", "utf-8")
    (folder / "bin").mkdir()
    python = folder / "bin" / "python"
    python.write_text(f"#!/bin/sh\ntouch {tmp_path}/was-run\n", "utf-8")
    python.chmod(0o755)
    return folder


def read(environment: Path, python: str | None = None) -> dict[str, Item]:
    items = list(installed(python, str(environment.parent)))
    return {
        item.name if isinstance(item, Reference) else str(item.location): item for item in items
    }


def reference(items: dict[str, Item], name: str) -> Reference:
    found = items[name]
    assert isinstance(found, Reference)
    return found


def test_direct_is_what_was_asked_for_or_nobody_needs(environment: Path) -> None:
    package(environment, "App", "lib[fast] (>=1)", "absent")
    package(environment, "lib", "core", "speed ; extra == 'fast'", "slow; extra == 'slow'")
    for name in ("core", "speed", "slow"):
        package(environment, name)
    package(environment, "wanted-too", version="2.0", REQUESTED="")
    package(environment, "top", "wanted_too")
    found = read(environment)
    chains = {name: (reference(found, name).direct, reference(found, name).via) for name in found}
    assert chains == {
        "App": (True, ()),
        "lib": (False, ("App",)),
        "core": (False, ("App", "lib")),
        "speed": (False, ("App", "lib")),
        "slow": (True, ()),
        "wanted-too": (True, ()),
        "top": (True, ()),
    }
    assert reference(found, "wanted-too") == Reference(
        "package",
        "pypi",
        "wanted-too",
        Location(f".venv/{SITE}/wanted-too-2.0.dist-info"),
        "installed",
        "2.0",
    )


def test_origins_come_from_direct_url(environment: Path, tmp_path: Path) -> None:
    def origin(name: str, **value: object) -> None:
        package(environment, name, direct_url__json=json.dumps(value))

    origin("git", url="https://u:secret@host.example/o/r.git", vcs_info={"vcs": "git"})
    origin("archive", url="https://host.example/a.whl?token=secret", archive_info={})
    origin("folder", url=tmp_path.joinpath("elsewhere").as_uri(), dir_info={"editable": True})
    package(environment, "broken", direct_url__json="[[")
    package(environment, "empty", direct_url__json="{}")
    package(environment, "large", direct_url__json=" " * 70_000)
    package(environment, "plain", "???", "lib")
    origin("odd", url=7)
    found = read(environment)
    assert reference(found, "git").origin == Origin("git", "https://host.example/o/r.git")
    assert reference(found, "archive").origin == Origin("url", "https://host.example/a.whl")
    assert reference(found, "folder").origin == Origin("path")
    assert reference(found, "plain").origin == Origin()
    for name in ("broken", "empty", "large", "odd"):
        assert reference(found, name).origin == Origin("url")
    assert "secret" not in str(found)


def test_the_project_itself_is_not_a_dependency_and_its_needs_are_direct(environment: Path) -> None:
    url = json.dumps({"url": environment.parent.as_uri(), "dir_info": {"editable": True}})
    package(environment, "mine", "lib", direct_url__json=url)
    package(environment, "lib", "core")
    package(environment, "core")
    found = read(environment)
    assert {name: reference(found, name).via for name in found} == {"lib": (), "core": ("lib",)}
    assert reference(found, "lib").direct


def test_what_cannot_be_read_is_told(environment: Path) -> None:
    site = environment / SITE
    (site / "empty-1.dist-info").mkdir()
    os.mkfifo(site / "pipe-1.egg-info")
    package(environment, "~left")
    package(environment, "latin").joinpath("METADATA").write_bytes(b"Name: \xff\n")
    package(environment, "nameless").joinpath("METADATA").write_text("Version: 1\n")
    (site / "linked.egg-link").write_text("/elsewhere")
    found = read(environment)
    problems = [key.rpartition("/")[2] for key, item in found.items() if isinstance(item, Problem)]
    assert sorted(problems) == [
        "empty-1.dist-info",
        "latin-1.0.dist-info",
        "nameless-1.0.dist-info",
        "pipe-1.egg-info",
        "~left-1.0.dist-info",
    ]
    assert reference(found, "linked").origin == Origin("path")


def test_an_environment_as_windows_lays_it_out(tmp_path: Path) -> None:
    site = tmp_path / ".venv" / "Lib" / "site-packages"
    site.mkdir(parents=True)
    (site / "a-1.dist-info").mkdir()
    (site / "a-1.dist-info" / "METADATA").write_text("Name: a\nVersion: 1\n")
    assert list(read(tmp_path / ".venv")) == ["a"]


def test_an_environment_in_the_tree_is_never_run(environment: Path, tmp_path: Path) -> None:
    package(environment, "lib")
    python = str(environment / "bin" / "python")
    for named in (None, python, str(environment)):
        assert list(read(environment, named)) == ["lib"]
    assert not (tmp_path / "was-run").exists()


def test_an_interpreter_that_is_named_is_asked_where_its_packages_lie(tmp_path: Path) -> None:
    base = os.path.realpath(sys.executable)
    items = list(installed(base, str(tmp_path)))
    assert items
    assert all(str(tmp_path) not in str(item) for item in items)
    assert all(not item.location.path.startswith("/") for item in items)


@pytest.mark.parametrize("python", ["/no/such/python", "/bin/true", "/bin/false", "/"])
def test_what_is_not_an_interpreter_is_told(python: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=python):
        list(installed(python, str(tmp_path)))


def test_a_project_without_an_environment_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--python"):
        list(installed(None, str(tmp_path)))


def test_a_link_to_another_environment_is_not_followed(environment: Path, tmp_path: Path) -> None:
    package(environment, "private-thing")
    other = tmp_path / "other"
    other.mkdir()
    (other / ".venv").symlink_to(environment)
    with pytest.raises(UsageError, match="link"):
        list(installed(None, str(other)))
    (other / ".venv").unlink()
    (other / ".venv" / "lib" / "python3.11").mkdir(parents=True)
    (other / ".venv" / SITE).symlink_to(environment / SITE)
    with pytest.raises(UsageError, match="outside the project"):
        list(installed(None, str(other)))
