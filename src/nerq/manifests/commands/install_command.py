"""The packages that commands of a script install.

Read are ``pip install`` (also ``python -m pip`` and ``uv pip``), ``uv tool install``,
``uv add``, ``uvx``, ``pipx install``, ``npm install``, ``pnpm add`` and ``yarn add``, and
``conda``, ``mamba`` and ``micromamba install``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.documents import shell
from nerq.errors import ManifestError
from nerq.manifests.commands.install_words import INDEX_VARIABLES, Install, read
from nerq.manifests.conda.match_spec import channel_origin, parse_spec
from nerq.manifests.npm.install_argument import parse_npm_argument
from nerq.manifests.python.requirements.pip_arguments import is_project_archive, parse_pip_argument
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.origins import least_public
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.documents.shell import Command, Word
    from nerq.plugin import Item

HINT = regex(rb"\b(?:install|add|create|uvx?|pipx|p?npm)\b")

MAX_LENGTH = 500_000
"""Characters of the longest script that is read."""

_HINT = regex(HINT.pattern.decode())
_UV_VERSION = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?)@([\w.+!-]+)")
_VARIABLE = regex(r"\$\{?[\w.]+|\$\(|`|\{\{")
_VARIABLE_VERSION = regex(r"([A-Za-z0-9][\w.-]*(?:\[[\w.,-]+\])?)\s*[=~<>!]=?.*", re.DOTALL)


def installed(
    text: str, first_line: int, model: Reference, indexes: Sequence[str] = ()
) -> Iterator[Item]:
    """What the commands of a shell script install, in order.

    Folders and archives of the project are left out; what is only known at run time is a
    problem.

    Args:
        text: of the script.
        first_line: the line that it begins on.
        model: place, scope and format of the results.
        indexes: of packages, as the environment of the script names them.
    """
    if _HINT.search(text) is None:
        return
    if len(text) > MAX_LENGTH:
        place = Location(model.location.path, first_line)
        message = f"not read: a script of more than {MAX_LENGTH:,} characters"
        yield Problem(place, message, level="note")
        return
    for command in shell.commands(text, first_line):
        yield from installed_by(command, model, indexes)


def installed_by(command: Command, model: Reference, indexes: Sequence[str] = ()) -> Iterator[Item]:
    """What one command installs; see `installed`."""
    install = read(command.words)
    if install is None or not install.packages:
        return
    own = [word.text for name, word in command.assignments if name in INDEX_VARIABLES]
    origin = _origin(install, [*own, *indexes])
    for word in install.packages:
        place = Location(model.location.path, word.line)
        filled = Reference(
            "package",
            install.ecosystem,
            "",
            place,
            model.found_by,
            scope=model.scope,
            origin=origin,
        )
        try:
            item = _item(word, install, filled)
        except ManifestError as error:
            yield Problem(place, str(error), level="note")
        else:
            if item is not None:
                yield item


def _origin(install: Install, indexes: list[str]) -> Origin:
    if install.ecosystem == "conda":
        return channel_origin(install.indexes)
    if install.ecosystem == "pypi":
        urls = [*install.indexes, *(url for text in indexes for url in text.split())]
        return least_public(urls, "pypi") if urls else PUBLIC_REGISTRY
    return Origin("registry", install.indexes[0]) if install.indexes else PUBLIC_REGISTRY


def _item(word: Word, install: Install, model: Reference) -> Reference | None:
    text = word.text
    if not word.is_literal:
        return _item_of_run_time(text, model)
    if install.ecosystem == "npm":
        return parse_npm_argument(text, model)
    if install.ecosystem == "conda":
        return _from_conda(text, model)
    if is_project_archive(text):
        return None
    # For uv's tools ``name@1.2`` is a version; for pip it would be a broken URL.
    if install.takes_at and (tool := _UV_VERSION.fullmatch(text)):
        text = tool[1] if tool[2] == "latest" else f"{tool[1]}=={tool[2]}"
    found = parse_pip_argument(text, replace(model, origin=PUBLIC_REGISTRY))
    if found is None or found.origin.kind == "path":
        return None
    return replace(found, origin=model.origin) if found.origin == PUBLIC_REGISTRY else found


def _item_of_run_time(text: str, model: Reference) -> Reference | None:
    """The package whose name is written and whose version is not."""
    start = _VARIABLE.search(text)
    named = _VARIABLE_VERSION.fullmatch(text)
    if named and start and start.start() >= named.end(1) and model.ecosystem == "pypi":
        return parse_pip_argument(named[1], model)
    if "/" in text or text.endswith((".whl", ".tar.gz")):
        return None
    raise ManifestError(f"what {shown(text)} installs is only known at run time")


def _from_conda(text: str, model: Reference) -> Reference | None:
    spec = parse_spec(text)
    if spec.is_virtual:
        return None
    origin = channel_origin([spec.channel]) if spec.channel else model.origin
    return Reference(
        "package",
        "conda",
        spec.name,
        model.location,
        model.found_by,
        spec.version,
        spec.specifier,
        model.scope,
        origin=origin,
    )
