"""Workflows, container files, hook configurations and conda files, as a project has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.commands import devcontainer, dockerfile, github_workflow, pre_commit
from nerq.manifests.conda import conda_environment, conda_lock, pixi_lock
from nerq.model import Origin, Problem, Reference

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat


def items(form: ManifestFormat, path: str, text: str, **files: str) -> list[str]:
    """One line an item: where, which, and whether it is a transitive one."""
    shown = []
    for item in form.parse(source(path, text, **files)):
        if isinstance(item, Problem):
            shown.append(f"{item.location.line} ! {item.message}")
        elif isinstance(item, Reference):
            shown.append(
                f"{item.location.line} {item.kind}/{item.ecosystem} {item.name}@{item.version}"
                f" {item.scope}" + ("" if item.direct else f" via {item.via}")
            )
    return shown


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
    assert items(github_workflow.FORMAT, ".github/workflows/ci.yml", WORKFLOW) == [
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
    assert items(github_workflow.FORMAT, "action.yml", text) == [
        "4 action/githubactions a/b/c@v1 dev",
        "5 package/pypi ruff@None dev",
    ]


def test_an_index_in_the_environment_of_a_workflow_makes_its_packages_private() -> None:
    text = (
        "env: {PIP_INDEX_URL: 'https://t@h.example/s'}\njobs: {a: {steps: [{run: pip install x}]}}"
    )
    (item,) = github_workflow.parse(source("a.yml", text))
    assert isinstance(item, Reference)
    assert item.origin == Origin("registry", "https://h.example/s")


DOCKERFILE = """\
FROM python:3.12
RUN --mount=type=cache,target=/c \\
    apt-get install -y git && \\
    # why
    pip install torch==2.4.1 \\
        numpy
RUN ["uv", "pip", "install", "flask==3.0"]
RUN <<EOF
pipx install black
EOF
ONBUILD RUN pip install late
COPY . .
"""


def test_a_container_file_names_what_run_installs() -> None:
    assert items(dockerfile.FORMAT, "Dockerfile", DOCKERFILE) == [
        "5 package/pypi torch@2.4.1 runtime",
        "6 package/pypi numpy@None runtime",
        "7 package/pypi flask@3.0 runtime",
        "9 package/pypi black@None runtime",
        "11 package/pypi late@None runtime",
    ]


def test_a_development_container_names_what_its_commands_install() -> None:
    text = (
        '{\n  // note\n  "postCreateCommand": "pip install a==1 && npm i -g b",\n'
        '  "onCreateCommand": {"x": ["pipx", "install", "c"], "y": {"z": "pip install no"}}\n}'
    )
    assert items(devcontainer.FORMAT, "devcontainer.json", text) == [
        "4 package/pypi c@None dev",
        "3 package/pypi a@1 dev",
        "3 package/npm b@None dev",
    ]
    long = '{"postStartCommand": "pip install %s"}' % ("a " * 300_000)
    assert items(devcontainer.FORMAT, "devcontainer.json", long) == [
        "1 ! not read: a command of more than 500,000 characters"
    ]


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
    assert items(pre_commit.FORMAT, ".pre-commit-config.yaml", PRE_COMMIT) == [
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
        "18 ! `y:1`: what a hook hook needs is not read",
        "18 ! repos[2].hooks[3].additional_dependencies[3] should be text, not a table",
        "20 ! repos[4] names no repository under repo",
        "21 ! repos[5] should be a table, not text",
    ]


ENVIRONMENT = """\
name: x
channels: [conda-forge]
dependencies:
  - python=3.10
  - numpy==1.20
  - 3.5
  - __cuda
  - pip:
    - foo==1.10  # note
    - -r more.txt
    - {}
  - other: []
  - pip: text
"""


def test_a_conda_environment_and_its_pip_list() -> None:
    found = items(conda_environment.FORMAT, "environment.yml", ENVIRONMENT, **{"more.txt": "bar\n"})
    assert found == [
        "4 package/conda python@None runtime",
        "5 package/conda numpy@1.20 runtime",
        "6 ! not a package specification: `3.5`",
        "11 ! dependencies[4].pip[2] should be text, not a table",
        "9 package/pypi foo@1.10 runtime",
        "1 package/pypi bar@None runtime",
        "12 ! dependencies[5].other is neither a package nor a list for pip",
        "13 ! dependencies[6].pip should be an array, not text",
    ]


CONDA_LOCK = """\
version: 1
metadata:
  sources: [environment.yml]
package:
- {name: numpy, version: 2.1.0, manager: conda, platform: linux-64, category: main,
   dependencies: {libblas: ''}, url: https://h.example/t/tok/c/linux-64/numpy-2.1.0-0.conda}
- {name: numpy, version: 2.1.0, manager: conda, platform: osx-64, category: main}
- {name: libblas, version: '3', manager: conda, category: main}
- {name: Foo_Bar, version: '1', manager: pip, category: dev, url: 'git+https://github.com/o/r@v1'}
- {name: x}
"""


@pytest.mark.parametrize("files", [{"environment.yml": "dependencies: [numpy, foo-bar]"}, {}])
def test_a_conda_lock_with_and_without_its_source(files: dict[str, str]) -> None:
    assert items(conda_lock.FORMAT, "conda-lock.yml", CONDA_LOCK, **files) == [
        "5 package/conda numpy@2.1.0 runtime",
        "8 package/conda libblas@3 runtime via ('numpy',)",
        "9 package/pypi Foo_Bar@1 dev",
        "10 ! package[4] names no package of conda or pip",
    ]


PIXI_LOCK = """\
version: 6
environments:
  default:
    packages: {linux-64: [{conda: 'https://h.example/c/noarch/a-1.0-0.conda'}, {pypi: ./b}]}
  test:
    packages: {linux-64: [{pypi: 'https://h.example/c-2-py3-none-any.whl'}]}
packages:
- conda: https://h.example/c/noarch/a-1.0-0.conda
  depends: [c >=1, __glibc]
- pypi: ./b
  name: b
  version: 0.1.0
- pypi: https://h.example/c-2-py3-none-any.whl
  name: c
  version: '2'
- conda: https://h.example/c/noarch/builder-1-0.conda
"""


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"pixi.toml": "[dependencies]\na='*'\n[feature.x.pypi-dependencies]\nb={path='b'}"},
        {"pyproject.toml": "[project]\ndependencies=['b', '!']\n[tool.pixi.dependencies]\na='*'"},
        {"pixi.toml": "not toml"},
    ],
)
def test_a_pixi_lock_with_and_without_its_manifest(files: dict[str, str]) -> None:
    assert items(pixi_lock.FORMAT, "pixi.lock", PIXI_LOCK, **files) == [
        "8 package/conda a@1.0 runtime",
        "10 package/pypi b@None runtime",
        "13 package/pypi c@2 group:test via ('a',)",
    ]


@pytest.mark.parametrize(
    ("form", "path", "text"),
    [
        (conda_environment.FORMAT, "environment.yml", "invalid"),
        (conda_environment.FORMAT, "environment.yml", "dependencies: 1"),
        (conda_lock.FORMAT, "conda-lock.yml", "version: 1"),
        (devcontainer.FORMAT, "devcontainer.json", "[1]"),
        (github_workflow.FORMAT, "ci.yml", "[1]"),
        (github_workflow.FORMAT, "ci.yml", "jobs: ["),
        (pixi_lock.FORMAT, "pixi.lock", "version: 6"),
        (pre_commit.FORMAT, ".pre-commit-config.yaml", "a: 1"),
        (pre_commit.FORMAT, ".pre-commit-config.yaml", "repos: 1"),
    ],
)
def test_a_file_of_another_kind_is_refused(form: ManifestFormat, path: str, text: str) -> None:
    with pytest.raises(ManifestError):
        items(form, path, text)


@pytest.mark.parametrize(
    "form",
    [
        conda_environment.FORMAT,
        conda_lock.FORMAT,
        github_workflow.FORMAT,
        pixi_lock.FORMAT,
        pre_commit.FORMAT,
    ],
    ids=lambda form: form.id,
)
def test_an_empty_file_names_nothing(form: ManifestFormat) -> None:
    assert items(form, "x.yml", "") == []


def test_index_that_a_hook_s_packages_come_from() -> None:
    text = """repos:
- repo: local
  hooks:
  - id: a
    language: python
    additional_dependencies: ["--extra-index-url=https://me:pw@inhouse.example/s", tool==1]
  - {id: b, language: python, additional_dependencies: [other, "--no-such-option=1"]}
"""
    found = list(pre_commit.parse(source(".pre-commit-config.yaml", text)))
    assert [(item.name, item.origin.url) for item in found if isinstance(item, Reference)] == [
        ("tool", "https://inhouse.example/s"),
        ("other", None),
    ]
    (problem,) = [item for item in found if isinstance(item, Problem)]
    assert "--no-such-option" in problem.message


def test_action_of_the_same_repository_is_not_a_dependency() -> None:
    text = "jobs:\n  a:\n    steps:\n    - uses: $/.github/actions/x\n    - uses: ./y\n    - uses: o/r@v1\n"
    assert items(github_workflow.FORMAT, ".github/workflows/a.yml", text) == [
        "6 action/githubactions o/r@v1 dev"
    ]


def test_project_itself_in_a_pixi_lock_is_not_a_dependency() -> None:
    text = "version: 6\npackages:\n- pypi: .\n  name: mine\n- pypi: ./sub\n  name: other\n"
    assert items(pixi_lock.FORMAT, "pixi.lock", text) == ["5 package/pypi other@None runtime"]
