"""Reads GitHub workflows and actions.

    # .github/workflows/ci.yml
    jobs:
      test:
        steps:
        - uses: actions/checkout@v4
        - run: pip install build==1.2.2

Syntax: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax and
https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.manifests.commands.install_command import installed
from nerq.manifests.commands.install_words import INDEX_VARIABLES
from nerq.model import Location, Problem, Reference
from nerq.patterns import regex
from nerq.plugin import ManifestFormat
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Source

ID = "github-workflow"

_ACTION = regex(r"([A-Za-z0-9][\w.-]*/[\w.-]+(?:/[^@\s]+)?)@(\S+)")
_EXPRESSION = regex(r"\$\{\{.*?(?:\}\}|$)", re.MULTILINE)
_OTHER_SHELLS = regex(r"python|pwsh|powershell|cmd|node|perl|ruby|R\b")


def parse(source: Source) -> Iterator[Item]:
    """The actions and reusable workflows that are used, and what steps install.

    Raises:
        ManifestError: it is not YAML, or not a table.
    """
    document = yaml_nodes.load(source)
    if document.value is None:
        return
    if not document.is_table:
        raise document.wrong("a table")
    indexes = list(_indexes(document))
    for job in _tables(document.get("jobs")):
        if isinstance(job, Problem):
            yield _placed(source, job)
            continue
        yield from _uses(source, job)
        yield from _steps(source, job, indexes)
    runs = document.get("runs")
    if runs is not None and runs.is_table:
        yield from _steps(source, runs, indexes)


def _tables(node: Node | None) -> Iterator[Node | Problem]:
    """The entries of a table or items of an array; a problem for what is none."""
    if node is None or node.value is None:
        return
    if node.is_table:
        children = [child for _, child in node.entries()]
    elif node.is_array:
        children = list(node.items())
    else:
        children = [node]
    for child in children:
        if child.is_table:
            yield child
        else:
            yield Problem(Location("", child.line), str(child.wrong("a table")))


def _placed(source: Source, problem: Problem) -> Problem:
    return Problem(Location(source.path, problem.location.line), problem.message)


def _steps(source: Source, job: Node, indexes: list[str]) -> Iterator[Item]:
    for step in _tables(job.get("steps")):
        if isinstance(step, Problem):
            yield _placed(source, step)
            continue
        yield from _uses(source, step)
        yield from _run(source, step, indexes)


def _uses(source: Source, step: Node) -> Iterator[Item]:
    node = step.get("uses")
    if node is None or node.value is None:
        return
    place = Location(source.path, node.line)
    text = str(node.value).strip()
    if text.startswith(("./", "$/", "docker://")):
        return
    found = _ACTION.fullmatch(text)
    if found is None or "${{" in text:
        yield Problem(place, f"uses: {shown(text)} is not OWNER/REPOSITORY@REVISION")
        return
    yield Reference("action", "githubactions", found[1], place, ID, found[2], scope="dev")


def _run(source: Source, step: Node, indexes: list[str]) -> Iterator[Item]:
    node = step.get("run")
    if node is None or not isinstance(node.value, str):
        return
    if _OTHER_SHELLS.match(step.text_at("shell") or ""):
        return
    # An expression would be put in before the shell runs; for the shell's reader it is unknown.
    text = _EXPRESSION.sub("${GITHUB_EXPRESSION}", node.value)
    model = Reference("package", "pypi", "", Location(source.path), ID, scope="dev")
    yield from installed(text, yaml_nodes.block_line(node) or 1, model, indexes)


def _indexes(node: Node) -> Iterator[str]:
    """Values of the variables that say where packages come from, anywhere in the file.

    One job's setting counts for all: rather one name too many withheld than one told.
    """
    pending = [node.value]
    seen: set[int] = set()
    while pending:
        value = pending.pop()
        if not isinstance(value, (dict, list)) or id(value) in seen:
            continue
        seen.add(id(value))
        pending.extend(value.values() if isinstance(value, dict) else value)
        env = value.get("env") if isinstance(value, dict) else None
        if isinstance(env, dict):
            yield from (str(env[name]) for name in sorted(INDEX_VARIABLES & env.keys()))


FORMAT = ManifestFormat(
    id=ID,
    title="GitHub workflows and actions",
    files=(
        ".github/workflows/*.yml",
        ".github/workflows/*.yaml",
        "action.yml",
        "action.yaml",
    ),
    parse=parse,
    reads="actions and reusable workflows with their revision, and packages that run steps"
    " install with pip, uv, pipx, npm, pnpm, yarn, conda",
    omits="actions of the repository itself, Docker images, scripts that a step calls",
    spec="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax",
)
