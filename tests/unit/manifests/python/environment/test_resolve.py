"""uv resolves direct requirements against an index on loopback; nothing else is asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from package_index import PackageIndex, serving

from nerq.errors import UsageError
from nerq.manifests.python.environment import resolve, uv_command
from nerq.manifests.python.environment.uv_command import Platform, Resolved
from nerq.model import Location, Origin, Problem, Reference

if TYPE_CHECKING:
    from pathlib import Path

    from nerq.plugin import Item

pytest.importorskip("uv", reason="the extra nerq[resolve] is not installed")

PACKAGES: dict[tuple[str, str], tuple[str, ...]] = {
    ("web", "1.0"): ("templates>=1", "socks; extra == 'proxy'"),
    ("web", "2.0"): ("templates>=2", "async-loop ; python_version >= '3'"),
    ("templates", "1.5"): (),
    ("templates", "2.5"): ("Safe.Text",),
    ("safe-text", "3.0"): (),
    ("async-loop", "1.0"): ("winloop; sys_platform == 'win32'",),
    ("winloop", "1.0"): (),
    ("socks", "1.0"): (),
    ("linter", "1.0"): ("templates<2",),
}


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


def wanted(name: str, line: int, specifier: str | None = None, scope: str = "runtime") -> Reference:
    place = Location("requirements.txt", line)
    return Reference("package", "pypi", name, place, "requirements", None, specifier, scope)


def brought(name: str, version: str, line: int, *via: str) -> Reference:
    place = Location("requirements.txt", line)
    return Reference(
        "package", "pypi", name, place, "uv-resolve", version, None, "extra:server", False, via
    )


def resolved(index: PackageIndex, *references: Reference, **on: str) -> list[Item]:
    target = Platform(on.get("platform", "linux"), on.get("python"), 60, index.url)
    return list(resolve.resolve(references, target))


def test_what_a_requirement_brings_has_its_chain_and_its_place() -> None:
    with serving(PACKAGES) as index:
        found = resolved(index, wanted("Web", 3, ">=2", "extra:server"))
    assert found == [
        brought("async-loop", "1.0", 3, "Web"),
        brought("safe-text", "3.0", 3, "Web", "templates"),
        brought("templates", "2.5", 3, "Web"),
    ]


def test_platform_extras_and_pins_decide_what_is_brought() -> None:
    with serving(PACKAGES) as index:
        old = resolved(index, replace(wanted("web", 1), version="1.0", extras=("proxy",)))
        windows = resolved(index, wanted("web", 1), platform="windows", python="3.11")
    assert [item.name for item in old if isinstance(item, Reference)] == [
        "safe-text",
        "socks",
        "templates",
    ]
    assert "winloop" in {item.name for item in windows if isinstance(item, Reference)}


def test_groups_that_contradict_one_another_are_resolved_apart() -> None:
    with serving(PACKAGES) as index:
        found = resolved(
            index,
            wanted("templates", 1, ">=2"),
            wanted("linter", 2, scope="dev"),
            wanted("web", 3, scope="group:x"),
        )
    problems = [item for item in found if isinstance(item, Problem)]
    assert ["dev" in problem.message for problem in problems] == [True]
    assert "async-loop" in {item.name for item in found if isinstance(item, Reference)}


def test_private_names_are_never_sent() -> None:
    mine = replace(wanted("mine", 4), origin=Origin("registry", "https://index.example"))
    with serving(PACKAGES) as index:
        found = resolved(index, mine, wanted("templates", 5, "==1.5"))
    assert [type(item) for item in found] == [Problem]
    assert not [path for path in index.asked if "mine" in path]


def test_an_impossible_requirement_is_told_with_its_file() -> None:
    with serving(PACKAGES) as index:
        found = resolved(index, wanted("absent", 1))
    assert [(type(item), getattr(item, "location", None)) for item in found] == [
        (Problem, Location("requirements.txt"))
    ]
    assert "absent" in str(found[0])


def test_an_index_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    goal = Platform(index_url="http://user:secret@127.0.0.1:9/simple", seconds=60)
    found = list(resolve.resolve([wanted("web", 1)], goal))
    assert [type(item) for item in found] == [Problem]
    assert "secret" not in str(found)


def test_uv_is_stopped_when_it_takes_too_long(tmp_path: Path) -> None:
    slow = tmp_path / "uv"
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    with pytest.raises(uv_command.UvFailedError, match="longer than"):
        uv_command.compile_requirements(str(slow), ["a"], [], Platform(seconds=0.3))


def test_nothing_of_the_scanned_project_reaches_uv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spy = tmp_path / "uv"
    spy.write_text(
        f'#!/bin/sh\npwd > {tmp_path}/seen\nenv >> {tmp_path}/seen\necho "$@" >> {tmp_path}/seen\n'
    )
    spy.chmod(0o755)
    monkeypatch.setenv("NERQ_API_KEY", "s3cret")
    monkeypatch.setenv("VIRTUAL_ENV", "/elsewhere")
    monkeypatch.chdir(tmp_path)
    assert uv_command.compile_requirements(str(spy), ["a"], [], Platform()) == {}
    seen = (tmp_path / "seen").read_text()
    assert seen.splitlines()[0] != str(tmp_path)
    assert "s3cret" not in seen
    assert "VIRTUAL_ENV" not in seen
    assert "--no-config" in seen
    assert "--only-binary :all:" in seen


def test_without_uv_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> str:
        raise FileNotFoundError

    monkeypatch.setattr("uv.find_uv_bin", nothing)
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(UsageError, match=r"nerq\[resolve\]"):
        uv_command.find()


def test_annotations_are_read() -> None:
    text = "a==1.0\n    # via -r requirements.in\nb-c==2 ; x\n    # via\n    #   -r requirements.in\n    #   A\n    #   d[e] (mine)\n"
    assert uv_command.parse(text) == {"a": Resolved("1.0", ()), "b-c": Resolved("2", ("a", "d"))}


def test_what_is_not_a_direct_package_is_passed_over_and_constraints_bind() -> None:
    bound = wanted("templates", 1, "<2.5", "constraint")
    others = [
        replace(wanted("never", 2), kind="model"),
        replace(wanted("never", 2), ecosystem="npm"),
        replace(wanted("never", 2), direct=False),
        wanted("never", 2, scope="prose"),
        replace(wanted("never", 2), name="not a name"),
    ]
    with serving({**PACKAGES, ("templates", "2.4"): ()}) as index:
        found = resolved(index, *others, bound, wanted("web", 3))
    assert "cannot be written" in str(found[0])
    versions = {item.name: item.version for item in found[1:] if isinstance(item, Reference)}
    assert versions == {"async-loop": "1.0", "templates": "2.4"}


def test_a_uv_that_cannot_be_started_or_says_nothing_is_told(tmp_path: Path) -> None:
    with pytest.raises(uv_command.UvFailedError, match="could not be started"):
        uv_command.compile_requirements(str(tmp_path), ["a"], [], Platform())
    silent = tmp_path / "uv"
    silent.write_text("#!/bin/sh\nexit 3\n")
    silent.chmod(0o755)
    with pytest.raises(uv_command.UvFailedError, match="without saying why"):
        uv_command.compile_requirements(str(silent), ["a"], [], Platform())


def test_uv_on_the_path_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing() -> str:
        raise FileNotFoundError

    program = tmp_path / "uv"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr("uv.find_uv_bin", nothing)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert uv_command.find() == str(program)
