"""Makefiles: variables and recipes that name models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.config.shell_script import HINT
from nerq.detectors.python.inline import read_script
from nerq.documents.page import Page, in_order
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.plugin import Item, Search, Source

_ASSIGNMENT = regex(
    r"(?P<before>(?:[ ]|override[ ]+|export[ ]+)*)(?P<name>[A-Za-z_][\w.-]*)[ \t]*"
    r"(?:\?|::?|\+|!)?=[ \t]*(?P<value>.*)"
)
_DIRECTIVE = regex(
    r"[ ]*(?:ifn?eq|ifn?def|else|endif|-?include|define|endef|undefine|vpath|\.[A-Z_]+[ ]*:)\b"
)
# ``$(NAME)`` is a variable to make and a command to a shell; ``$$`` is how make writes a dollar.
_REFERENCE = regex(r"\$\(([A-Za-z_]\w*)\)")


def as_script(text: str) -> str:
    """A makefile's variables and recipes as lines of a shell script.

    Lines keep their numbers and, but for ``$$``, what stands in them its column.
    """
    lines = []
    goes_on = False
    for line in text.split("\n"):
        lines.append(line if goes_on else _as_line(line))
        goes_on = line.rstrip("\r").endswith("\\")
    return _REFERENCE.sub(r"${\1}", "\n".join(lines)).replace("$$", "$")


def _as_line(line: str) -> str:
    if line.startswith("\t"):
        body = line[1:].lstrip("@-+")  # silent, errors ignored, run always: not of the command
        return " " * (len(line) - len(body)) + body
    if _DIRECTIVE.match(line):
        return ""
    match = _ASSIGNMENT.match(line)
    if match is None:
        # A rule: ``serve: deps``. A colon alone keeps its words from being a command.
        return "" if ":" in line else line
    value = match["value"].split(" #")[0].rstrip()
    words = value.removesuffix("\\").split()
    name = f"{re.sub(r'[^A-Za-z0-9_]', '_', match['name'])}="
    # The value keeps its column: what stood before is cut or blanked to the room there is.
    room = match.start("value") - len(name)
    # Several words are a list, each a value; with a call of make in it they are not told apart.
    if len(words) > 1 and "$(" not in value and not value.endswith("\\"):
        return " " * (room - 1) + f"{name}({value})"
    return " " * room + name + value


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return in_order(read_script(as_script(source.text), 1, Page(source).at, search))


DETECTOR = Detector(
    id="makefile",
    title="Makefiles",
    files=("Makefile", "makefile", "GNUmakefile", "*.mk", "Makefile.*", "justfile", "Justfile"),
    hint=HINT,
    detect=_detect,
    reads="variables, and the commands of recipes as in shell scripts",
)
