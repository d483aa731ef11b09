"""YAML: settings, compose files, workflows, charts and their scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.detectors.config.files import HINT, read_config
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source


def _load(source: Source) -> Iterable[Node]:
    from nerq.documents import yaml_nodes

    return yaml_nodes.load_all(source)


def _detect(source: Source, search: Search) -> Iterable[Item]:
    return read_config(source, search, _load, "yaml-key")


DETECTOR = Detector(
    id="yaml-config",
    title="YAML configuration",
    files=("*.yaml", "*.yml"),
    hint=HINT,
    detect=_detect,
    reads="keys that name models or datasets, in the context of their provider; commands of"
    " compose files, CI workflows and Kubernetes; hub URLs",
)
