"""Dependency groups, once PEP 735.

https://packaging.python.org/en/latest/specifications/dependency-groups/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.python.mentions import normalised
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.documents.node import Node
    from nerq.manifests.python.pyproject.project_tables import Project
    from nerq.plugin import Item


def read_groups(project: Project) -> Iterator[Item]:
    """The packages of each group, scoped by the group they are written in.

    An include adds nothing of its own; one that leads nowhere or in a circle is a problem,
    as are two groups whose names are the same after normalisation.
    """
    yield from project.misshapen(("dependency-groups",))
    groups: dict[str, Node] = {}
    for name, group in project.entries(project.document.get("dependency-groups")):
        if normalised(name) in groups:
            other = groups[normalised(name)].key
            message = f"the dependency groups {shown(other)} and {shown(name)} have one name"
            yield project.mentions.problem(message, group.line)
        groups[normalised(name)] = group
        if not group.is_array:
            yield project.problem(group.wrong("an array of requirements and includes"))
            continue
        for item in group.items():
            if isinstance(item.value, str):
                yield from project.requirement(item, f"group:{name}")
            elif _included(item) is None:
                yield project.problem(item.wrong("a requirement or {include-group = …}"))
    yield from _broken_includes(project, groups)


def _included(item: Node) -> str | None:
    """The group that an entry includes, normalised; None where it is not a valid include."""
    name = item.text_at("include-group")
    is_include = isinstance(item.value, dict) and len(item.value) == 1 and name is not None
    return normalised(name) if is_include and name is not None else None


def _broken_includes(project: Project, groups: dict[str, Node]) -> Iterator[Item]:
    includes: dict[str, list[tuple[str, Node]]] = {}
    for name, group in groups.items():
        rows = group.items() if group.is_array else ()
        found = [(target, item) for item in rows if (target := _included(item)) is not None]
        includes[name] = [(target, item) for target, item in found if target in groups]
        for target, item in found:
            if target not in groups:
                message = f"the included dependency group {shown(target)} does not exist"
                yield project.mentions.problem(message, item.line)
    for item in _circles(includes):
        message = f"the dependency group {shown(str(item.path[1]))} includes itself"
        yield project.mentions.problem(message, item.line)


def _circles(includes: dict[str, list[tuple[str, Node]]]) -> Iterator[Node]:
    """The includes that close a circle, found without recursion."""
    done: set[str] = set()
    for start, steps in includes.items():
        on_path: dict[str, Iterator[tuple[str, Node]]] = {}
        if start not in done:
            on_path[start] = iter(steps)
        while on_path:
            name = next(reversed(on_path))
            step = next(on_path[name], None)
            if step is None:
                done.add(name)
                del on_path[name]
            elif step[0] in on_path:
                yield step[1]
            elif step[0] not in done:
                on_path[step[0]] = iter(includes[step[0]])
