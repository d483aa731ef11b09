"""Reads what the RUN instructions of a Dockerfile install.

    FROM python:3.12
    RUN pip install --no-cache-dir torch==2.4.1

Format: https://docs.docker.com/reference/dockerfile/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nerq.documents import dockerfile, shell
from nerq.documents.shell import Word
from nerq.manifests.commands.install_command import HINT, MAX_LENGTH, installed, installed_by
from nerq.manifests.commands.install_words import INDEX_VARIABLES
from nerq.model import Location, Reference
from nerq.patterns import regex
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.dockerfile import Instruction
    from nerq.plugin import Item, Source

ID = "dockerfile"

_FLAGS = regex(r"(?:\s*\\\n)*(?:\s*--[a-z]+=\S+(?:\s+\\\n|\s)*)+")
_WHOLE_HEREDOC = regex(r"\s*<<-?(['\"]?)[A-Za-z_]\w*\1\s*(?:\n|$)")
_SETTING = regex(rf"\b({'|'.join(sorted(INDEX_VARIABLES))})[= ]\s*[\"']?([^\s\"'\\]+)")


def parse(source: Source) -> Iterator[Item]:
    """The packages that the image gets, in order."""
    found = list(dockerfile.instructions(source.text))
    # A build can take any stage's setting over, so that each counts for the whole file: rather
    # one name too many withheld than one told.
    indexes = [
        setting[2]
        for instruction in found
        if instruction.keyword in ("ENV", "ARG")
        for setting in _SETTING.finditer(instruction.text)
    ]
    model = Reference("package", "pypi", "", Location(source.path), ID)
    for instruction in found:
        if instruction.keyword == "ONBUILD":
            inner = list(dockerfile.instructions(instruction.text))[:1]
            yield from _run_all(inner, instruction.line - 1, model, indexes)
        else:
            yield from _run_all([instruction], 0, model, indexes)


def _run_all(
    found: list[Instruction], above: int, model: Reference, indexes: list[str]
) -> Iterator[Item]:
    for instruction in found:
        if instruction.keyword == "RUN":
            yield from _run(instruction, instruction.line + above, model, indexes)


def _run(
    instruction: Instruction, line: int, model: Reference, indexes: list[str]
) -> Iterator[Item]:
    flags = _FLAGS.match(instruction.text)
    text = instruction.text
    if flags is not None:
        line += flags[0].count("\n")
        text = text[flags.end() :]
    if text.lstrip().startswith("[") and len(text) <= MAX_LENGTH:
        words = _exec_form(text, line)
        for command in shell.commands_of(words) if words else ():
            yield from installed_by(command, model, indexes)
        if words:
            return
    if whole := _WHOLE_HEREDOC.match(text):
        text = text[whole.end() :].rpartition("\n")[0]
        line += 1
    yield from installed(text, line, model, indexes)


def _exec_form(text: str, line: int) -> list[Word]:
    """The words of ``["pip", "install", "x"]``; none where it is not such a list."""
    try:
        values = json.loads(text.replace("\\\n", "\n"))
    except (ValueError, RecursionError):
        return []
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        return []
    return [Word(value, line, 1) for value in values]


FORMAT = ManifestFormat(
    id=ID,
    title="Dockerfile, Containerfile",
    files=(
        "Dockerfile",
        "Dockerfile.*",
        "*.Dockerfile",
        "*.dockerfile",
        "Containerfile",
        "Containerfile.*",
    ),
    parse=parse,
    reads="packages that RUN installs with pip, uv, pipx, npm, pnpm, yarn, conda",
    omits="base images, packages of the operating system, requirements files of the image",
    spec="https://docs.docker.com/reference/dockerfile/",
    hint=HINT,
)
