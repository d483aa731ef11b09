"""Reads Dockerfiles: which instructions there are, with their text and line.

Syntax: https://docs.docker.com/reference/dockerfile/ (escape directive, continuations with
comments inside, here-documents).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIRECTIVE = regex(r"#\s*(\w+)\s*=\s*(\S+)\s*")
_INSTRUCTION = regex(r"\s*([A-Za-z]+)(?:\s+|$)")
_HEREDOC = regex(r"<<(-?)(['\"]?)([A-Za-z_]\w*)\2")
_MAX_HEREDOCS = 10


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction.

    Attributes:
        keyword: in upper case: ``RUN``, ``ENV``.
        text: its arguments, continuation lines kept apart by a backslash and a line end, so
            that a shell counts the same lines; followed by its here-documents.
        line: 1-based line that the text begins on.
    """

    keyword: str
    text: str
    line: int


def instructions(text: str) -> Iterator[Instruction]:
    """The instructions of a Dockerfile, in order; lines that are none are left out."""
    # Docker's own scanner ends lines at a line feed only, and so do editors: a form feed that
    # Python takes for a line's end would move every number below it.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    escape = _escape(lines)
    position = 0
    while position < len(lines):
        start = position
        found = None if _is_blank(lines[position]) else _INSTRUCTION.match(lines[position])
        body, position = _joined(lines, position, escape)
        if found is None:
            continue
        documents, position = _heredocs(lines, position, found[1].upper(), body)
        yield Instruction(found[1].upper(), "\n".join([body[found.end() :], *documents]), start + 1)


def _escape(lines: list[str]) -> str:
    for line in lines:
        found = _DIRECTIVE.fullmatch(line.strip())
        if found is None:
            break
        if found[1].lower() == "escape" and found[2] == "`":
            return "`"
    return "\\"


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _joined(lines: list[str], start: int, escape: str) -> tuple[str, int]:
    """The instruction that begins at a line, and the number of the line after it."""
    parts: list[str] = []
    position = start
    while position < len(lines):
        line = lines[position]
        position += 1
        if position - 1 > start and _is_blank(line):
            # Comments and blank lines do not end a continued instruction.
            parts.append("\\")
            continue
        stripped = line.rstrip()
        if _is_blank(line) or not stripped.endswith(escape):
            parts.append(line)
            break
        parts.append(stripped[:-1] + "\\")
    return "\n".join(parts), position


def _heredocs(lines: list[str], position: int, keyword: str, body: str) -> tuple[list[str], int]:
    """The here-documents that an instruction opens, ends included."""
    found: list[str] = []
    if keyword not in ("RUN", "COPY", "ADD") or "<<" not in body:
        return found, position
    for dash, _, name in _HEREDOC.findall(body)[:_MAX_HEREDOCS]:
        while position < len(lines):
            line = lines[position]
            position += 1
            found.append(line)
            if (line.lstrip("\t") if dash else line) == name:
                break
    return found, position
