"""Requirements that setuptools reads from another file (``file:`` and ``file = […]``).

Such a file is a plain list (https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata):
one dependency specifier a line, comments, no options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.python.mentions import Mentions
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

_COMMENT = regex(r"(?:^|\s)#")


def without_comment(line: str) -> str:
    """A line without its comment (which begins after white space) and outer white space."""
    comment = _COMMENT.search(line) if "#" in line else None
    return (line[: comment.start()] if comment else line).strip()


def read_listed(mentions: Mentions, source: Source, path: str, scope: str) -> Iterator[Item]:
    """The packages that the file at this path, relative to ``source``, lists.

    What cannot be followed is a problem of ``source`` without a line.
    """
    try:
        listed = source.sibling(path.strip())
        text = listed.text if listed is not None else ""
    except ManifestError as error:
        yield mentions.problem(f"{shown(path)} could not be read: {error}", None)
        return
    if listed is None:
        yield mentions.problem(f"{shown(path)}, which lists requirements, does not exist", None)
        return
    there = Mentions(listed.path, mentions.found_by)
    for number, line in enumerate(text.splitlines(), 1):
        requirement = without_comment(line)
        if requirement:
            yield there.requirement(requirement, number, scope)
