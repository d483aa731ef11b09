"""TOML 1.0 to nodes with lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.documents.node import Node
    from nerq.plugin import Source


def load(source: Source) -> Node:
    """The document of a TOML file.

    Raises:
        ManifestError: with the line, for what tomli refuses.
    """
    raise NotImplementedError
