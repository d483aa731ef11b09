"""Dockerfiles: commands, variables and downloads that name models; base images are not models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.config.shell_script import HINT
from nerq.detectors.python.inline import read_commands, read_script
from nerq.documents.page import Page, in_order
from nerq.documents.shell import Command, commands
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.plugin import Item, Search, Source

_INSTRUCTION = regex(r"[ \t]*(?:ONBUILD[ \t]+)?(?P<name>[A-Za-z]+)(?P<rest>[ \t]+.*)?", re.DOTALL)
_FLAGS = regex(r"(?:[ \t]+--[a-z]+(?:=[^\s]*)?)+")
# ``ENV NAME the value``, without an equals sign, sets one variable to the rest of the line.
_OLD_ENV = regex(r"([ \t]+)([A-Za-z_]\w*)([ \t]+)(?=[^=]*$)")
# Of the list form only the strings are words; the rest becomes blanks, so that columns stay.
_OUTSIDE_STRINGS = regex(r'"(?:[^"\\]|\\.)*"?|[\[\],]')
_HEREDOC = regex(r"<<-?[ \t]*[\"']?([A-Za-z_]\w*)")
# What runs, sets or fetches; ``FROM`` and ``COPY`` name images and files.
_READ = frozenset({"RUN", "CMD", "ENTRYPOINT", "ADD", "ENV", "ARG", "HEALTHCHECK"})


def as_script(text: str) -> str:
    """A Dockerfile's commands and variables as a shell script, each at its line and column."""
    lines = []
    keeps = goes_on = False
    ending = ""
    for line in text.split("\n"):
        if goes_on or ending:
            lines.append(line if keeps else "")
        else:
            lines.append(_as_line(line))
            keeps = bool(lines[-1].strip())
        if ending:
            ending = "" if line.strip() == ending else ending
            continue
        document = _HEREDOC.search(line)
        ending = document[1] if document and not line.lstrip().startswith("#") else ""
        goes_on = _goes_on(line, goes_on=goes_on)
    return "\n".join(lines)


def _goes_on(line: str, *, goes_on: bool) -> bool:
    """Whether an instruction continues on the next line; comments in between do not end it."""
    if line.lstrip().startswith("#"):  # Docker drops comment lines before it joins the others
        return goes_on
    return line.rstrip().endswith("\\")


def _as_line(line: str) -> str:
    match = _INSTRUCTION.fullmatch(line)
    name = match["name"].upper() if match else ""
    if match is None or match["rest"] is None or name not in _READ:
        return ""
    rest = _FLAGS.sub(lambda flags: " " * len(flags[0]), match["rest"], count=1)
    blank = " " * match.start("rest")
    if rest.lstrip().startswith("["):
        rest = _OUTSIDE_STRINGS.sub(lambda m: m[0] if m[0][0] == '"' else " ", rest)
    elif name == "RUN" and rest.lstrip().startswith("<<"):
        blank = blank[:-2] + "sh"  # a here-document alone has no command that it belongs to
    elif name == "ADD":
        blank = blank[:-3] + "add"  # ``ADD https://…``: any word will do, links are read anyway
    elif name == "ENV":
        rest = _OLD_ENV.sub(lambda m: m[1] + m[3][1:] + m[2] + "=", rest, count=1)
    return blank + rest


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return in_order(_read(source, search))


def _read(source: Source, search: Search) -> Iterator[Item]:
    page = Page(source)
    script = as_script(source.text)
    yield from read_script(script, 1, page.at, search)
    yield from _started(page, script.split("\n"), search)


def _started(page: Page, script: list[str], search: Search) -> Iterator[Item]:
    """``CMD`` in its list form gives the arguments of the ``ENTRYPOINT`` before it."""
    entry: Command | None = None
    for number, line in enumerate(page.lines, 1):
        head = line.lstrip()[:10].upper()
        if not head.startswith(("ENTRYPOINT", "CMD")) or "[" not in line:
            continue
        command = next(iter(commands(script[number - 1], number)), None)
        if head.startswith("ENTRYPOINT"):
            entry = command
        elif entry is not None and command is not None:
            words = (*entry.words, *command.words)
            yield from read_commands([Command(words, (), number)], page.at, search)


DETECTOR = Detector(
    id="dockerfile",
    title="Dockerfiles",
    files=(
        "Dockerfile",
        "Dockerfile.*",
        "*.Dockerfile",
        "*.dockerfile",
        "Containerfile",
        "Containerfile.*",
        "dockerfile",
    ),
    hint=HINT,
    detect=_detect,
    reads="RUN, CMD and ENTRYPOINT as in shell scripts; ENV and ARG; downloads from the hub",
)
