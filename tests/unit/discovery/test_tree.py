"""The walk finds a project's own files, once, and survives what it meets."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from nerq.discovery import Tree, decode, select
from nerq.discovery import source as source_module
from nerq.discovery import tree as tree_module
from nerq.errors import ManifestError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file kinds")


def put(folder: Path, *paths: str, text: str = "x") -> None:
    for path in paths:
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def walked(folder: Path, *exclude: str) -> list[str]:
    return [source.path for source in select([str(folder)], exclude).sources()]


def test_walk_is_sorted_and_relative(project: Path) -> None:
    put(project, "b/c.txt", "a.txt", "b/a.txt")
    assert walked(project) == ["a.txt", "b/a.txt", "b/c.txt"]


@pytest.mark.parametrize(
    "path",
    [
        ".git/config",
        "node_modules/x/package.json",
        ".venv/lib/x.py",
        "env/pyvenv.cfg",
        "miniconda/conda-meta/x.json",
        "__pycache__/x.pyc",
        "a/b/.tox/x.py",
        "x.egg-info/requires.txt",
    ],
)
def test_walk_leaves_out_what_is_not_the_projects_own(project: Path, path: str) -> None:
    put(project, path, "app.py")
    assert walked(project) == ["app.py"]


def test_build_folder_is_output_only_beside_a_builder(project: Path) -> None:
    put(project, "pyproject.toml", "build/lib/x.py", "pkg/build/x.py", "dist/__init__.py")
    assert walked(project) == ["pyproject.toml", "dist/__init__.py", "pkg/build/x.py"]


def test_gitignore_of_every_level_counts(project: Path) -> None:
    put(project, "a.py", "a.log", "sub/b.log", "sub/keep.log", "sub/c.py", "out/d.py")
    (project / ".gitignore").write_text("*.log\nout/\n")
    (project / "sub/.gitignore").write_text("!keep.log\nc.py\n")
    assert walked(project) == [".gitignore", "a.py", "sub/.gitignore", "sub/keep.log"]


def test_gitignore_above_the_scanned_folder_counts_inside_a_repository(project: Path) -> None:
    put(project, ".git/HEAD", "sub/a.py", "sub/secret.py")
    (project / ".gitignore").write_text("secret.py\n")
    put(project, ".git/info/exclude", text="a.py\n")
    put(project, "sub/b.py")
    assert walked(project / "sub") == ["b.py"]


def test_unreadable_gitignore_pattern_is_skipped_as_git_does(project: Path) -> None:
    put(project, "a.py", "b.py")
    (project / ".gitignore").write_bytes(b"!\n\xff\xfe\nb.py\n")
    assert "a.py" in walked(project)
    assert "b.py" not in walked(project)


def test_exclude_leaves_paths_out(project: Path) -> None:
    put(project, "a.py", "docs/b.py", "docs/sub/c.py")
    assert walked(project, "docs/") == ["a.py"]


@posix_only
def test_links_to_folders_are_not_followed(project: Path) -> None:
    put(project, "a/x.py")
    (project / "a/loop").symlink_to(project)
    (project / "outside").symlink_to("/")
    assert walked(project) == ["a/x.py"]


@posix_only
def test_link_that_leads_outside_is_never_read(project: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret.txt", text="secret")
    (project / "requirements.txt").symlink_to(tmp_path / "secret.txt")
    (source,) = select([str(project)]).sources()
    with pytest.raises(ManifestError, match="leads outside"):
        _ = source.data


def test_sibling_outside_the_tree_is_refused(project: Path, tmp_path: Path) -> None:
    put(tmp_path, "other.txt")
    put(project, "a.txt")
    (source,) = select([str(project)]).sources()
    with pytest.raises(ManifestError, match="outside the scanned tree"):
        source.sibling("../other.txt")


def test_sibling_is_the_same_source_for_all_who_ask(project: Path) -> None:
    put(project, "a.txt", "b/c.txt")
    tree = Tree(os.path.realpath(project))
    first = tree.open(str(project / "a.txt"))
    assert first is not None
    sibling = first.sibling("b/../b/c.txt")
    assert sibling is not None
    assert sibling.path == "b/c.txt"
    assert first.sibling("./b/c.txt") is sibling
    assert first.sibling("missing.txt") is None
    assert first.sibling("b") is None


def test_huge_file_is_refused_with_the_limit(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_module, "MAX_FILE_BYTES", 1024 * 1024)
    (project / "a.txt").write_bytes(b"x" * (1024 * 1024 + 1))
    (source,) = select([str(project)]).sources()
    with pytest.raises(ManifestError, match="limit of 1 MiB"):
        _ = source.data


@posix_only
def test_pipe_is_refused_without_waiting(project: Path) -> None:
    os.mkfifo(project / "requirements.txt")
    (source,) = select([str(project)]).sources()
    with pytest.raises(ManifestError, match="not a regular file"):
        _ = source.data


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root reads everything")
def test_unreadable_folder_is_a_problem(project: Path) -> None:
    put(project, "closed/a.py", "b.py")
    (project / "closed").chmod(0)
    selection = select([str(project)])
    assert [source.path for source in selection.sources()] == ["b.py"]
    assert "cannot be read" in selection.tree.problems[0].message
    (project / "closed").chmod(0o700)


def test_depth_and_count_limits_are_problems(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(project, "a/b/c/d.py", "a/x.py")
    monkeypatch.setattr(tree_module, "MAX_DEPTH", 2)
    selection = select([str(project)])
    assert [source.path for source in selection.sources()] == ["a/x.py"]
    assert "deeper than the limit of 2" in selection.tree.problems[0].message
    monkeypatch.setattr(tree_module, "MAX_FILES", 0)
    selection = select([str(project)])
    list(selection.sources())
    assert "limit of 0 files" in selection.tree.problems[0].message


def test_named_file_is_always_read(project: Path) -> None:
    put(project, "node_modules/a/package.json", "b.py")
    (project / ".gitignore").write_text("b.py\n")
    named = select(["node_modules/a/package.json", "b.py"])
    assert [(s.path, s.is_named) for s in named.sources()] == [
        ("node_modules/a/package.json", True),
        ("b.py", True),
    ]
    assert named.label == "."


def test_folder_and_file_in_it_are_read_once(project: Path) -> None:
    put(project, "sub/a.py", "sub/b.py")
    assert [s.path for s in select(["sub/b.py", "sub"]).sources()] == ["sub/b.py", "sub/a.py"]


def test_paths_outside_the_current_folder_share_their_own_root(
    project: Path, tmp_path: Path
) -> None:
    put(tmp_path, "other/a.txt", "other/sub/b.txt")
    selection = select([str(tmp_path / "other/a.txt"), str(tmp_path / "other/sub/b.txt")])
    assert selection.label == "../other"
    assert [s.path for s in selection.sources()] == ["a.txt", "sub/b.txt"]


def test_missing_path_is_named(project: Path) -> None:
    with pytest.raises(UsageError, match=r"nope\.txt: no such file"):
        select(["nope.txt"])


def test_stdin_is_a_named_file(project: Path) -> None:
    (source,) = select(["-"], stdin=b"x==1\n").sources()
    assert (source.path, source.text, source.is_named) == ("-", "x==1\n", True)


def test_content_is_forgotten_and_can_be_read_again(project: Path) -> None:
    put(project, "a.txt")
    (source,) = select([str(project)]).sources()
    assert source.text == "x"
    put(project, "a.txt", text="y")
    assert source.text == "x"
    source.release()
    assert source.text == "y"


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"a", "a", "utf-8"),
        ("é".encode(), "é", "utf-8"),
        (b"\xef\xbb\xbfa", "a", "utf-8-sig"),
        ("é".encode("latin-1"), "é", "latin-1"),
        ("ab".encode("utf-16"), "ab", "utf-16"),
        ("ab".encode("utf-32"), "ab", "utf-32"),
        ("ab\n".encode("utf-16-le"), "ab\n", "utf-16-le"),
        ("ab\n".encode("utf-16-be"), "ab\n", "utf-16-be"),
        (b"", "", "utf-8"),
        (b"a\0b", "a\0b", "utf-8"),
    ],
)
def test_decode(data: bytes, text: str, encoding: str) -> None:
    assert decode(data) == (text, encoding)
