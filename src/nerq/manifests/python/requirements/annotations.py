"""Which package brought another one in, from the ``# via`` comments of pip-compile and uv.

Both tools write the parents behind a requirement or on the comment lines below it; a parent
that is not a package of the file (``-r requirements.in``, the project's own name) is the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.dependency_graph import chains
from nerq.manifests.python.mentions import normalised
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_VIA = regex(r"(?:^|\s)#\s?via(?:\s(.*))?$")
_COMMENT = regex(r"\s*#\s*(.*)$")
_FROM = regex(r"\s*#\s?from\s+(\S+)\s*$")


def brought_by(
    lines: Sequence[str], requirements: Sequence[tuple[int, str]]
) -> Mapping[str, tuple[str, ...]]:
    """How each package that the project does not ask for itself came in.

    Args:
        lines: the file's physical lines.
        requirements: first line (1-based) and name of each requirement, in order.

    Returns:
        by normalised name, the names from the direct dependency down to the immediate parent,
        empty where the chain is not known. Packages that the project asks for are left out.
    """
    written = {normalised(name): name for _, name in requirements}
    parents: dict[str, list[str]] = {}
    ends = [*(line for line, _ in requirements[1:]), len(lines) + 1]
    for (start, name), end in zip(requirements, ends, strict=True):
        parents.setdefault(normalised(name), []).extend(_parents(lines[start - 1 : end - 1]))
    children: dict[str, list[str]] = {}
    for child, named in parents.items():
        for parent in named:
            children.setdefault(parent, []).append(child)
    direct = [name for name, named in parents.items() if not named or set(named) - written.keys()]
    found = chains(direct, lambda name: children.get(name, ()), lambda name: written[name])
    return {name: found.get(name, ()) for name in parents.keys() - set(direct)}


def found_at(lines: Sequence[str], numbers: Sequence[int]) -> Mapping[int, str]:
    """Where uv says it found packages: index URLs by the requirement's first line.

    Args:
        lines: the file's physical lines.
        numbers: first line (1-based) of each requirement, in order.
    """
    found: dict[int, str] = {}
    for start, end in zip(numbers, [*numbers[1:], len(lines) + 1], strict=True):
        for line in lines[start : end - 1]:
            place = _FROM.match(line) if "from" in line else None
            if place and ("://" in place[1] or place[1].startswith(("/", "."))):
                found[start] = place[1]
    return found


def _parents(lines: Iterable[str]) -> list[str]:
    names: list[str] = []
    is_inside = False
    for line in lines:
        if "#" not in line or _FROM.match(line):
            continue
        found = _COMMENT.match(line) if is_inside else _VIA.search(line)
        if found is not None:
            is_inside = True
            names += [_name(part.strip()) for part in (found[1] or "").split(",")]
        elif is_inside:
            break
    return [name for name in names if name]


def _name(parent: str) -> str:
    return parent if parent.startswith("-") else normalised(parent.partition("[")[0])
