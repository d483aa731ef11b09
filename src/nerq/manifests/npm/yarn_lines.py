"""The lines of a ``yarn.lock``, in the syntax of yarn 1 and in that of yarn 2 and later.

Both are written by yarn alone, as entries of two levels of indentation; the later one is YAML
whose repeated keys yarn itself takes, which other readers of YAML refuse.

    a@^1.0.0, "a@>=1":          "a@npm:^1.0.0, a@npm:>=1":
      version "1.0.1"             version: 1.0.1
      dependencies:               dependencies:
        b "^2.0.0"                  b: "npm:^2.0.0"
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.model import Location, Problem
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Source

_WORD = regex(r'"([^"]*)"|([^\s",:]+)')
_COMMA = regex(r",[ \t]*")
_BLANK = regex(r"\s*(?:#|$)")
_CONFLICT = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_ASKED = frozenset({"dependencies", "optionalDependencies"})
_METADATA = "__metadata"


@dataclass(eq=False, slots=True)
class Draft:
    """One entry as it stands there.

    Attributes:
        patterns: what was asked for: ``name@range``.
        line: 1-based, of the patterns.
        fields: what stands one level below, as text.
        asks: names and ranges of what it depends on.
        table: the table whose rows come next, while the entry is read.
    """

    patterns: tuple[str, ...]
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    asks: list[tuple[str, str]] = field(default_factory=list)
    table: str | None = None


def drafts(source: Source) -> Iterator[Draft | Problem]:
    """Entries in the file's order, and a problem for each line that fits no place."""
    draft: Draft | None = None
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n"), start=1):
        if _BLANK.match(line) or line in {":", "---"}:
            continue
        if line.startswith(" "):
            if draft is not None and not _add(draft, line):
                yield Problem(
                    Location(source.path, number), "this line is not a field of a yarn.lock entry"
                )
            continue
        if draft is not None and draft.patterns != (_METADATA,):
            yield draft
        found = _patterns(line)
        draft = Draft(found, number) if isinstance(found, tuple) else None
        if isinstance(found, str):
            yield Problem(Location(source.path, number), found)
    if draft is not None and draft.patterns != (_METADATA,):
        yield draft


def _patterns(line: str) -> tuple[str, ...] | str:
    """The patterns of an entry's first line, or what is wrong with it."""
    if line.startswith(_CONFLICT):
        return "a merge conflict is left here; resolve it and run yarn again"
    # yarn writes a key of more than 1024 characters as YAML's "? key", and the colon below.
    is_long = line.startswith("? ")
    found: list[str] = []
    position = len("? ") if is_long else 0
    while match := _WORD.match(line, position):
        found += [part.strip() for part in (match[1] or match[2] or "").split(", ")]
        position = match.end()
        comma = _COMMA.match(line, position)
        if comma is None:
            break
        position = comma.end()
    if not found or line[position:].strip() != ("" if is_long else ":"):
        return "expected the patterns of an entry, with a colon at the end"
    return tuple(found)


def _add(draft: Draft, line: str) -> bool:
    """Whether the line is a field or a row of the entry, which then has it."""
    text = line.strip()
    words = _words(text)
    if words is None:
        return False
    key, value = words
    indent = len(line) - len(line.lstrip(" "))
    if indent == len("  "):
        draft.table = key if value is None else None
        if value is not None:
            draft.fields[key] = value
        return True
    if draft.table is None:
        return False
    if draft.table in _ASKED:
        if indent != len("    ") or value is None:
            return False
        draft.asks.append((key, value))
    return True


def _words(text: str) -> tuple[str, str | None] | None:
    """``key value``, ``key: value`` or ``key:``; None for anything else."""
    first = _WORD.match(text)
    if first is None:
        return None
    key = first[1] if first[1] is not None else first[2]
    rest = text[first.end() :].strip()
    if rest == ":":
        return key, None
    rest = rest.removeprefix(":").strip()
    if not rest:
        return None
    return key, rest[1:-1] if rest[:1] == '"' == rest[-1:] and len(rest) > 1 else rest
