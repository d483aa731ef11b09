"""Inline script metadata: dependencies in a comment block of a Python script, once PEP 723.

https://packaging.python.org/en/latest/specifications/inline-script-metadata/

.. code:: python

    # /// script
    # dependencies = ["requests<3", "rich"]
    # ///
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.mentions import Mentions
from nerq.manifests.python.package_sources import read_sources
from nerq.manifests.python.pyproject.project_tables import Project
from nerq.manifests.python.pyproject.tool_tables import read_uv
from nerq.patterns import regex
from nerq.plugin import ManifestFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Item, Source

_START = regex(r"# /// ([a-zA-Z0-9-]+)")
_END = "# ///"
_LINE_END = regex(r"\r\n|\r|\n")


def parse(source: Source) -> Iterator[Item]:
    """The packages of the script's block; none where there is no complete block.

    Raises:
        ManifestError: there are several blocks, or the block is not TOML.
    """
    blocks = list(_blocks(_LINE_END.split(source.text)))
    if not blocks:
        return
    if len(blocks) > 1:
        raise ManifestError("more than one `# /// script` block in one file", blocks[1][0])
    first_line, content = blocks[0]
    document = toml_nodes.parse(content, first_line)
    mentions = Mentions(source.path, "pep723")
    project = Project(source, document, mentions, "", read_sources(document))
    yield from project.requirements(document.get("dependencies"), "runtime")
    yield from read_uv(project)


def _blocks(lines: list[str]) -> Iterator[tuple[int, str]]:
    """The 1-based number of the first content line and the content, for each script block."""
    index = 0
    while index < len(lines):
        start = _START.fullmatch(lines[index])
        if start is None:
            index += 1
            continue
        after = index + 1
        end = 0
        while after < len(lines) and (lines[after] == "#" or lines[after].startswith("# ")):
            # The last line that can close the block does; one line at least is inside.
            if lines[after] == _END and after > index + 1:
                end = after
            after += 1
        if end and start[1] == "script":
            yield index + 2, "\n".join(line[2:] for line in lines[index + 1 : end])
        index = end + 1 if end else after


FORMAT = ManifestFormat(
    id="pep723",
    title="Inline script metadata (PEP 723)",
    files=("*.py",),
    parse=parse,
    reads="dependencies of a script, and the uv table beside them",
    omits="blocks that are not closed, Python's own version",
    spec="https://packaging.python.org/en/latest/specifications/inline-script-metadata/",
    hint=re.compile(rb"^# /// script", re.MULTILINE),
)
