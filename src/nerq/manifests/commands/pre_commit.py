"""Reads pre-commit's configuration.

    # .pre-commit-config.yaml
    repos:
    - repo: https://github.com/psf/black
      rev: 24.1.1
      hooks:
      - id: black
        additional_dependencies: [click==8.1.7]

Format: https://pre-commit.com/#pre-commit-configyaml---top-level
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import yaml_nodes
from nerq.errors import ManifestError
from nerq.manifests.npm.install_argument import is_npm_argument, parse_npm_argument
from nerq.manifests.python.requirements.pip_arguments import (
    check_pip_option,
    is_pip_argument,
    origin_of_options,
    parse_pip_argument,
)
from nerq.model import Location, Problem, Reference
from nerq.origins import git_origin
from nerq.patterns import regex
from nerq.plugin import ManifestFormat
from nerq.redaction import clean, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.model import Origin
    from nerq.plugin import Item, Source

ID = "pre-commit"

_ECOSYSTEMS = {"python": "pypi", "node": "npm", "golang": "golang"}
_NOT_REPOSITORIES = ("local", "meta")
_GO = regex(r"([\w-]+\.[\w.-]+/[^\s@]+)@(\S+)")
_PATH = regex(r"(?:\w[\w+.-]*://)?[^/:]*[/:]+(.+?)(?:\.git)?/?")


def parse(source: Source) -> Iterator[Item]:
    """The hook repositories, and what their hooks have installed beside them.

    Raises:
        ManifestError: it is not YAML, or not a configuration of pre-commit.
    """
    document = yaml_nodes.load(source)
    if document.value is None:
        return
    repositories = document.get("repos") if document.is_table else document
    if repositories is None:
        raise ManifestError("no list of repositories under the key repos")
    for node in repositories.items():
        if not node.is_table:
            yield Problem(Location(source.path, node.line), str(node.wrong("a table")))
            continue
        yield from _repository(source, node)
        hooks = node.get("hooks")
        for hook in hooks.items() if hooks is not None and hooks.is_array else ():
            yield from _dependencies(source, hook)


def _repository(source: Source, node: Node) -> Iterator[Item]:
    url = node.text_at("repo")
    place = Location(source.path, node.line)
    if url is None:
        yield Problem(place, f"{node.dotted} names no repository under repo")
    elif url not in _NOT_REPOSITORIES:
        address = node.get("repo")
        place = Location(source.path, address.line if address is not None else None)
        origin = git_origin(url)
        found = _PATH.fullmatch(origin.url or url)
        revision = node.text_at("rev")
        yield Reference(
            "repository",
            "github",
            found[1] if found else url,
            place,
            ID,
            clean(revision) if revision else None,
            scope="dev",
            origin=origin,
        )
        if revision is None:
            yield Problem(place, f"{shown(url)} has no rev, without which pre-commit does not run")


def _dependencies(source: Source, hook: Node) -> Iterator[Item]:
    listed = hook.get("additional_dependencies")
    if listed is None or listed.value is None:
        return
    if not listed.is_array:
        yield Problem(Location(source.path, listed.line), str(listed.wrong("an array")))
        return
    language = hook.text_at("language")
    origin = _origin(listed)
    for node in listed.items():
        place = Location(source.path, node.line)
        try:
            item = _dependency(node.text().strip(), language, place, origin)
        except ManifestError as error:
            yield Problem(place, str(error))
        else:
            if item is not None:
                yield item


def _origin(listed: Node) -> Origin:
    """The index that pip is told to use; pre-commit hands it every entry as it stands."""
    texts = (node.value.strip() for node in listed.items() if isinstance(node.value, str))
    return origin_of_options(text for text in texts if _is_option(text))


def _is_option(text: str) -> bool:
    return text.startswith("--") and "=" in text


def _dependency(
    text: str, language: str | None, place: Location, origin: Origin
) -> Reference | None:
    ecosystem = _ECOSYSTEMS.get(language or "") or (_guessed(text) if language is None else None)
    model = Reference("package", ecosystem or "", "", place, ID, scope="dev")
    if _is_option(text) and ecosystem in {None, "pypi"}:
        check_pip_option(text)
        return None
    if ecosystem == "pypi":
        return parse_pip_argument(text, replace(model, origin=origin))
    if ecosystem == "npm":
        return parse_npm_argument(text, model)
    found = _GO.fullmatch(text) if ecosystem == "golang" else None
    if found is None:
        what = f"a {clean(language)} hook" if language else "a hook"
        raise ManifestError(f"{shown(text)}: what {what} needs is not read")
    return replace(model, name=found[1], version=found[2], specifier=found[2])


def _guessed(text: str) -> str | None:
    """The ecosystem where only the hook's own repository says its language."""
    if is_pip_argument(text):
        return "pypi"
    if _GO.fullmatch(text):
        return "golang"
    if is_npm_argument(text):
        return "npm"
    return None if re.fullmatch(r"[\w-]+:\S+", text) else "pypi"


FORMAT = ManifestFormat(
    id=ID,
    title="pre-commit configuration",
    files=(".pre-commit-config.yaml", ".pre-commit-config.yml"),
    parse=parse,
    reads="hook repositories with their revision, and additional_dependencies of Python, Node"
    " and Go hooks",
    omits="additional_dependencies of hooks in other languages, each reported as a problem",
    spec="https://pre-commit.com/#pre-commit-configyaml---top-level",
)
