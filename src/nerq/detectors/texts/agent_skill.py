"""Skills and agents in Markdown: the models and MCP servers that their front matter asks for.

The keys are those of the Agent Skills specification, of Claude Code's subagents and commands,
and of the custom agents, chat modes and prompts of Visual Studio Code and GitHub Copilot.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.config.mcp_config import read_servers
from nerq.detectors.mentions import by_key, reference, unresolved
from nerq.documents.page import Page, in_order
from nerq.documents.parts import front_matter
from nerq.errors import ManifestError
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source

_MODEL_KEYS = ("model", "models", "fallback_model", "small_model")
# Names that the assistant turns into a model when it runs.
_ALIASES = frozenset({"sonnet", "opus", "haiku", "opusplan", "default", "best"})


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
        return
    if not root.is_table:
        return
    page = Page(source)
    # The specification keeps what is not its own below ``metadata``.
    for key in _MODEL_KEYS:
        yield from _models(root.get(key), page)
        yield from _models(root.at("metadata", key), page)
    yield from read_servers(root, page)


def _models(node: Node | None, page: Page) -> Iterator[Item]:
    if node is None:
        return
    for value in node.items() if node.is_array else (node,):
        if not isinstance(value.value, str):
            continue
        text = value.value.strip()
        place = page.find(value.line, text, within=1)
        found = by_key(text, "model")
        if found is not None:
            yield reference(found, place, "agent-model")
        elif text.lower() in _ALIASES:
            yield unresolved(text, place, "agent-model")


DETECTOR = Detector(
    id="agent-skill",
    title="Agent and skill definitions",
    files=(
        "SKILL.md",
        "skill.md",
        "agents/*.md",
        "commands/*.md",
        "*.agent.md",
        "*.chatmode.md",
        "*.prompt.md",
        "agents/*/*.md",
    ),
    hint=re.compile(rb"\A(?:\xef\xbb\xbf)?---\r?\n"),
    detect=_detect,
    reads="model and mcp-servers of the front matter; names such as «sonnet» are unresolved",
)
