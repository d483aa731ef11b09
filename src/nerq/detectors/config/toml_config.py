"""TOML: settings of tools, in ``pyproject.toml`` those below ``tool``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.config.files import HINT, read_config
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source


def _load(source: Source) -> Iterable[Node]:
    from nerq.documents import toml_nodes

    return (toml_nodes.load(source),)


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return read_config(source, search, _load, "toml-key")


DETECTOR = Detector(
    id="toml-config",
    title="TOML configuration",
    files=("*.toml",),
    hint=HINT,
    detect=_detect,
    reads="keys that name models or datasets, in the context of their provider; commands of task"
    " runners; hub URLs",
)
