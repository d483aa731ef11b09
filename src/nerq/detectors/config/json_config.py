"""JSON: settings, model and adapter configurations, scripts of packages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.config.files import HINT, read_config
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source


def _load(source: Source) -> Iterable[Node]:
    from nerq.documents import json_nodes

    return (json_nodes.load(source, allow_comments=True),)


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return read_config(source, search, _load, "json-key")


DETECTOR = Detector(
    id="json-config",
    title="JSON configuration",
    files=("*.json", "*.jsonc", "*.json5"),
    hint=HINT,
    detect=_detect,
    reads="keys that name models or datasets, in the context of their provider; scripts; hub URLs",
)
