"""Go's ``go.mod``.

https://go.dev/ref/mod#go-mod-file

    module example.com/project
    go 1.24
    require (
        golang.org/x/net v0.35.0
        golang.org/x/sys v0.30.0 // indirect
    )
    replace golang.org/x/net => example.com/fork/net v0.35.1
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.model import PUBLIC_REGISTRY, Location, Origin, Problem, Reference
from nerq.patterns import regex
from nerq.plugin import ManifestFormat
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

ID = "go-mod"

_DIRECTIVES = frozenset(
    {
        "module",
        "go",
        "toolchain",
        "godebug",
        "require",
        "tool",
        "exclude",
        "replace",
        "retract",
        "ignore",
    }
)
_WORD = regex(r'[ \t]*(?:(//.*)|"([^"]*)"|`([^`]*)`|(=>|[(),\[\]])|([^\s"`(),\[\]]+))')
_MAX_WORDS = 64
_VERSION = regex(r"v\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?")
_MODULE = regex(r"[\w.~+/-]+")
_INDIRECT = regex(r"//\s*indirect\b")
_LOCAL = regex(r"\.{1,2}(?:[/\\]|$)|[/\\]|[A-Za-z]:[/\\]")


@dataclass(frozen=True, slots=True)
class _Line:
    """One directive, whether it stood alone or in a block."""

    number: int
    directive: str
    words: tuple[str, ...]
    comment: str


def parse(source: Source) -> Iterator[Item]:
    """One reference for every required module as the replacements leave it.

    Raises:
        ManifestError: a block is never closed, or the file has no directive of Go's.
    """
    lines: list[_Line] = []
    problems: list[Problem] = []
    for item in _lines(source):
        if isinstance(item, Problem):
            problems.append(item)
        else:
            lines.append(item)
    if problems and not any(line.directive in _DIRECTIVES for line in lines):
        raise ManifestError(f"not a go.mod file: {problems[0].message}", problems[0].location.line)
    replaced, wrong = _replacements(source, lines)
    yield from sorted([*problems, *wrong])
    for line in lines:
        if line.directive == "require":
            yield _required(source, line, replaced)


def _lines(source: Source) -> Iterator[_Line | Problem]:
    block: tuple[str, int] | None = None
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n")
    for number, raw in enumerate(text.split("\n"), start=1):
        words, comment, rest = _words(raw)
        if rest:
            yield Problem(Location(source.path, number), "this cannot be read as a line of go.mod")
        elif block is not None and words:
            if words == (")",):
                block = None
            else:
                yield _Line(number, block[0], words, comment)
        elif words[1:] == ("(",):
            block = (words[0], number)
            yield from _unknown(source, words[0], number)
        elif words and words[1:] != ("(", ")"):
            yield from _unknown(source, words[0], number)
            yield _Line(number, words[0], words[1:], comment)
    if block is not None:
        raise ManifestError(f"the block of {shown(block[0])} is never closed with )", block[1])


def _unknown(source: Source, word: str, number: int) -> Iterator[Problem]:
    if word not in _DIRECTIVES:
        yield Problem(Location(source.path, number), f"unknown directive {shown(word)}")


def _words(line: str) -> tuple[tuple[str, ...], str, str]:
    """The words of a line, its comment, and what could not be read of it."""
    words: list[str] = []
    position = 0
    while len(words) < _MAX_WORDS and (match := _WORD.match(line, position)):
        if match[1] is not None:
            return tuple(words), match[1], ""
        words.append(next(group for group in match.groups()[1:] if group is not None))
        position = match.end()
    return tuple(words), "", line[position:].strip()


def _replacements(
    source: Source, lines: list[_Line]
) -> tuple[dict[tuple[str, str | None], tuple[str, ...]], list[Problem]]:
    """What stands in for a module, or for one version of it: a path, or a module and version."""
    found: dict[tuple[str, str | None], tuple[str, ...]] = {}
    wrong: list[Problem] = []
    for line in lines:
        if line.directive != "replace":
            continue
        arrow = line.words.index("=>") if "=>" in line.words else -1
        left, right = line.words[: max(arrow, 0)], line.words[arrow + 1 :]
        if arrow < 0 or len(left) not in {1, 2} or len(right) not in {1, 2}:
            wrong.append(
                Problem(Location(source.path, line.number), "expected: replace MODULE => MODULE")
            )
            continue
        found[left[0], left[1] if len(left) > 1 else None] = right
    return found, wrong


def _required(
    source: Source, line: _Line, replaced: dict[tuple[str, str | None], tuple[str, ...]]
) -> Item:
    location = Location(source.path, line.number)
    if len(line.words) != len(("module", "version")):
        return Problem(location, "expected: require MODULE VERSION")
    name, version = line.words
    origin = PUBLIC_REGISTRY
    # What stands in for one version goes before what stands in for all.
    instead = replaced.get((name, version)) or replaced.get((name, None))
    if instead is not None and _LOCAL.match(instead[0]):
        origin = Origin("path")
    elif instead is not None:
        name, version = instead[0], instead[-1] if len(instead) > 1 else version
    if not _MODULE.fullmatch(name) or "://" in version:
        return Problem(location, f"{shown(f'{name} {version}')} is not a module and version")
    # A branch or commit may stand here until the go command writes a version in its place.
    exact = _VERSION.fullmatch(version)
    return Reference(
        kind="package",
        ecosystem="golang",
        name=name,
        location=location,
        found_by=ID,
        version=version if exact else None,
        specifier=None if exact else version,
        direct=not _INDIRECT.match(line.comment),
        origin=origin,
    )


FORMAT = ManifestFormat(
    id=ID,
    title="go.mod",
    files=("go.mod",),
    parse=parse,
    reads="required modules, direct and indirect, as replace directives leave them",
    omits="the module itself, excluded versions, tools (their modules are required too), go.sum",
    spec="https://go.dev/ref/mod#go-mod-file",
)
