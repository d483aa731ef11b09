"""pre-commit's configuration."""

from __future__ import annotations

import pytest
from shown import items
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.commands.pre_commit import FORMAT, parse
from nerq.model import Problem, Reference

PRE_COMMIT = """\
repos:
- repo: https://github.com/psf/black
  rev: 24.1.1
  hooks:
  - id: black
    additional_dependencies: [click==8.1.7, 'x @ git+https://github.com/o/x', '.']
- repo: https://gitlab.com/team/hooks.git
  hooks:
  - id: eslint
    language: node
    additional_dependencies:
    - eslint@8.1.0
- repo: local
  hooks:
  - {id: a, language: golang, additional_dependencies: [example.com/x/y@v1.2.0]}
  - {id: b, language: rust, additional_dependencies: ['cli:x:1.0']}
  - {id: c, additional_dependencies: text}
  - {id: d, additional_dependencies: [typescript@5.3.0, example.com/z@v2, 'y:1', {}]}
- repo: meta
- rev: v1
- text
"""


def test_hook_repositories_and_what_hooks_need() -> None:
    assert items(FORMAT, ".pre-commit-config.yaml", PRE_COMMIT) == [
        "2 repository/github psf/black@24.1.1 dev",
        "6 package/pypi click@8.1.7 dev",
        "6 package/pypi x@None dev",
        "7 repository/github team/hooks@None dev",
        "7 ! `https://gitlab.com/team/hooks.git` has no rev, without which pre-commit does not run",
        "12 package/npm eslint@8.1.0 dev",
        "15 package/golang example.com/x/y@v1.2.0 dev",
        "16 ! `cli:x:1.0`: what a rust hook needs is not read",
        "17 ! repos[2].hooks[2].additional_dependencies should be an array, not text",
        "18 package/npm typescript@5.3.0 dev",
        "18 package/golang example.com/z@v2 dev",
        "18 ! `y:1`: what a hook needs is not read",
        "18 ! repos[2].hooks[3].additional_dependencies[3] should be text, not a table",
        "20 ! repos[4] names no repository under repo",
        "21 ! repos[5] should be a table, not text",
    ]


def test_index_that_a_hook_s_packages_come_from() -> None:
    text = """repos:
- repo: local
  hooks:
  - id: a
    language: python
    additional_dependencies: ["--extra-index-url=https://me:pw@inhouse.example/s", tool==1]
  - {id: b, language: python, additional_dependencies: [other, "--no-such-option=1"]}
"""
    found = list(parse(source(".pre-commit-config.yaml", text)))
    assert [(item.name, item.origin.url) for item in found if isinstance(item, Reference)] == [
        ("tool", "https://inhouse.example/s"),
        ("other", None),
    ]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert "--no-such-option" in problem.message


@pytest.mark.parametrize("text", ["a: 1", "repos: 1"])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, ".pre-commit-config.yaml", text)


def test_an_empty_file_names_nothing() -> None:
    assert items(FORMAT, ".pre-commit-config.yaml", "") == []
