"""JSON to nodes with lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.documents.node import Node
    from nerq.plugin import Source


def load(source: Source) -> Node:
    """The document of a JSON file (a byte order mark is allowed; comments are not).

    Raises:
        ManifestError: with the line, for broken JSON, duplicate keys being the last one's.
    """
    raise NotImplementedError
