"""`--since` judges what a branch adds or changes, and runs nothing of the repository."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from cli.command import Done, nerq

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> None:
    identity = (
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.com",
        "-c",
        "init.defaultBranch=main",
    )
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path, message: str = "x") -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", message)


@pytest.fixture
def repository(project: Path) -> Path:
    git(project, "init", "-q")
    (project / "requirements.txt").write_text("one==1\ntwo==2\nthree\n")
    (project / "sub").mkdir()
    (project / "sub/requirements.txt").write_text("-r more.txt\nfour\n")
    (project / "sub/more.txt").write_text("five\n")
    commit(project)
    git(project, "checkout", "-q", "-b", "work")
    return project


def judged(folder: Path, *arguments: str) -> list[str]:
    done = nerq("scan", *arguments, "--since", "main", "--dry-run", "--json", folder=folder)
    assert done.code == 0, done.err
    return sorted(finding["target"] for finding in done.report["findings"])


def test_nothing_changed(repository: Path) -> None:
    assert judged(repository) == []


def test_added_and_changed_mentions_are_judged(repository: Path) -> None:
    (repository / "requirements.txt").write_text("zero\ntwo==2\none==1.1\nthree\n")
    assert judged(repository) == ["one", "zero"]
    commit(repository)
    assert judged(repository) == ["one", "zero"]


def test_new_file_and_included_file(repository: Path) -> None:
    (repository / "sub/more.txt").write_text("five\nsix\n")
    (repository / "requirements-dev.txt").write_text("seven\n")
    assert judged(repository) == ["seven", "six"]
    assert judged(repository, "sub") == ["six"]


def test_main_moving_on_changes_nothing(repository: Path) -> None:
    (repository / "requirements.txt").write_text("one==1\ntwo==2\nthree\nmine\n")
    commit(repository)
    git(repository, "checkout", "-q", "main")
    (repository / "requirements.txt").write_text("one==1\ntwo==2\nthree\ntheirs\n")
    commit(repository)
    git(repository, "checkout", "-q", "work")
    assert judged(repository) == ["mine"]


def test_configured_programs_never_run(repository: Path, tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    for key in ("core.fsmonitor", "filter.trap.smudge", "filter.trap.clean", "diff.external"):
        git(repository, "config", key, f"touch {trap}")
    (repository / ".gitattributes").write_text("* filter=trap\n")
    (repository / "requirements.txt").write_text("one==9\n")
    assert judged(repository) == ["one"]
    assert not trap.exists()


def failure(folder: Path, reference: str) -> Done:
    done = nerq("scan", "--since", reference, "--dry-run", folder=folder)
    assert done.code == 2
    assert len(done.err.splitlines()) == 1
    return done


def test_mistakes_are_explained(repository: Path, tmp_path: Path) -> None:
    assert "no such commit" in failure(repository, "nope").err
    assert "not a Git reference" in failure(repository, "--output=x").err
    outside = tmp_path / "outside"
    outside.mkdir()
    assert "git" in failure(outside, "main").err


def test_shallow_clone_is_explained(repository: Path, tmp_path: Path) -> None:
    (repository / "x").write_text("x")
    commit(repository)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(clone))
    assert "shallow" in failure(clone, "main").err
