"""YAML to nodes with lines, through libyaml, aliases bounded and tags never constructed.

Scalars are resolved by YAML 1.1's rules except that what looks like a number stays text, so
that ``1.10`` keeps its digits (https://yaml.org/spec/1.1/).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents.node import KeyPath, Node
from nerq.errors import ManifestError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Source

MAX_NODES = 2_000_000
MAX_DEPTH = 200


def load(source: Source) -> Node:
    """The first document of a YAML file; an empty file is None at the root.

    Raises:
        ManifestError: with the line, for anything libyaml refuses, and for documents whose
            aliases expand beyond `MAX_NODES` values or `MAX_DEPTH` levels.
    """
    raise NotImplementedError


def load_all(source: Source) -> Iterator[Node]:
    """Every document of a YAML stream, in order.

    Raises:
        ManifestError: as `load`.
    """
    raise NotImplementedError
