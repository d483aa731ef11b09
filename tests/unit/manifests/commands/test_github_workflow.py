"""GitHub's workflows and actions."""

from __future__ import annotations

import pytest
from shown import items
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.commands.github_workflow import FORMAT, parse
from nerq.model import Origin, Reference

WORKFLOW = """\
on: [push]
jobs:
  reuse:
    uses: o/r/.github/workflows/x.yml@main
  test:
    steps:
    - uses: actions/checkout@v4
    - uses: ./local
    - uses: docker://alpine:3
    - uses: broken
    - name: x
      run: |
        echo
        pip install build==1.2 ${{ matrix.extra }}
    - run: import pip install foo
      shell: python
    - not a step
  odd: text
"""


def test_a_workflow_names_actions_and_what_steps_install() -> None:
    assert items(FORMAT, ".github/workflows/ci.yml", WORKFLOW) == [
        "4 action/githubactions o/r/.github/workflows/x.yml@main dev",
        "7 action/githubactions actions/checkout@v4 dev",
        "10 ! uses: `broken` is not OWNER/REPOSITORY@REVISION",
        "14 package/pypi build@1.2 dev",
        "14 ! what `${GITHUB_EXPRESSION}` installs is only known at run time",
        "17 ! jobs.test.steps[6] should be a table, not text",
        "18 ! jobs.odd should be a table, not text",
    ]


def test_an_action_is_read_like_a_job() -> None:
    text = "runs:\n  using: composite\n  steps:\n  - uses: a/b/c@v1\n  - run: uvx ruff\n"
    assert items(FORMAT, "action.yml", text) == [
        "4 action/githubactions a/b/c@v1 dev",
        "5 package/pypi ruff@None dev",
    ]


def test_an_index_in_the_environment_of_a_workflow_makes_its_packages_private() -> None:
    text = (
        "env: {PIP_INDEX_URL: 'https://t@h.example/s'}\njobs: {a: {steps: [{run: pip install x}]}}"
    )
    (item,) = parse(source("a.yml", text))
    assert isinstance(item, Reference)
    assert item.origin == Origin("registry", "https://h.example/s")


def test_action_of_the_same_repository_is_not_a_dependency() -> None:
    text = "jobs:\n  a:\n    steps:\n    - uses: $/.github/actions/x\n    - uses: ./y\n    - uses: o/r@v1\n"
    assert items(FORMAT, ".github/workflows/a.yml", text) == ["6 action/githubactions o/r@v1 dev"]


@pytest.mark.parametrize("text", ["[1]", "jobs: ["])
def test_a_file_of_another_kind_is_refused(text: str) -> None:
    with pytest.raises(ManifestError):
        items(FORMAT, "a.yml", text)


def test_an_empty_file_names_nothing() -> None:
    assert items(FORMAT, "a.yml", "") == []
