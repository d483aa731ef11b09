"""Model, dataset and space cards: the front matter that says what they build on.

The keys are those of the hub's metadata specification for cards and of the configuration
reference of Spaces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from nerq.detectors.mentions import by_call, by_key, reference
from nerq.documents.page import Page, in_order
from nerq.documents.parts import front_matter
from nerq.errors import ManifestError
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source

_KEYS: dict[str, Literal["model", "dataset", "space"]] = {
    "base_model": "model",
    "base_models": "model",
    "new_version": "model",
    "models": "model",
    "datasets": "dataset",
    "source_datasets": "dataset",
    "train_datasets": "dataset",
    "spaces": "space",
}
_PRELOADED, _INDEX = "preload_from_hub", "model-index"
# Keys that make a front matter a card of the hub, so that bare names are its datasets.
_CARD = (
    "base_model",
    "pipeline_tag",
    "library_name",
    _INDEX,
    "license",
    "language",
    "tags",
    "sdk",
    "widget",
)


def _detect(source: Source, search: Search) -> Iterable[Item]:
    del search
    return in_order(_read(source))


def _read(source: Source) -> Iterator[Item]:
    from nerq.documents import yaml_nodes

    part = front_matter(source)
    if part is None:
        return
    try:
        root = yaml_nodes.load(part)
    except ManifestError:
        return  # other programs' front matter need not be YAML
    if root.is_table:
        yield from _card(root, Page(source))


def _card(root: Node, page: Page) -> Iterator[Item]:
    # ``datasets: [squad]`` names the hub's only where the front matter is one of the hub.
    is_card = any(root.get(key) is not None for key in _CARD)
    for key, node in root.entries():
        kind = _KEYS.get(key)
        if kind is not None:
            for value in _texts(node):
                yield from _named(value, kind, page, bare=is_card)
    for value in _texts(root.get(_PRELOADED)):
        yield from _named(value, "model", page, bare=False)
    for value in _evaluated(root.get(_INDEX)):
        yield from _named(value, "dataset", page, bare=is_card)


def _texts(node: Node | None) -> Iterator[Node]:
    if node is not None and isinstance(node.value, str):
        yield node
    elif node is not None and node.is_array:
        yield from (item for item in node.items() if isinstance(item.value, str))


def _evaluated(index: Node | None) -> Iterator[Node]:
    """``model-index[].results[].dataset.type``: the data a model was measured on."""
    models = index.items() if index is not None and index.is_array else ()
    for model in models:
        results = model.get("results")
        for result in results.items() if results is not None and results.is_array else ():
            yield from _texts(result.at("dataset", "type"))


def _named(
    node: Node, kind: Literal["model", "dataset", "space"], page: Page, *, bare: bool
) -> Iterator[Item]:
    # ``preload_from_hub`` puts files and a revision after the name.
    text = node.text().strip().split(" ")[0]
    found = by_call(text, kind) if bare else by_key(text, kind)
    if found is not None:
        yield reference(found, page.find(node.line, text, within=1), "front-matter")


DETECTOR = Detector(
    id="model-card",
    title="Model, dataset and space cards",
    files=("*.md", "*.mdx"),
    hint=re.compile(
        rb"\A(?:\xef\xbb\xbf)?---\r?\n(?s:.{0,20000}?)^[\"']?(?:%s)[\"']?[ \t]*:"
        % "|".join((*_KEYS, _PRELOADED, _INDEX)).encode(),
        re.MULTILINE,
    ),
    detect=_detect,
    reads="front matter: " + ", ".join((*_KEYS, _INDEX, _PRELOADED)),
)
