"""Configuration of MCP clients: the servers that an assistant may run.

Read wherever a table of servers stands: ``mcpServers`` (Claude, Cursor, Windsurf, Cline, Gemini
CLI, …), ``servers`` of VS Code's ``mcp.json``, ``mcp_servers`` (Codex), ``context_servers``
(Zed), ``mcp`` (OpenCode), ``extensions`` (Goose), ``mcp_config`` of desktop extensions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.detectors.config.mcp_servers import RUNNERS, read_server
from nerq.documents.page import Page, in_order
from nerq.patterns import regex
from nerq.plugin import Detector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.documents.node import Node
    from nerq.plugin import Item, Search, Source

_TABLES = frozenset(
    ["mcpServers", "mcp_servers", "mcp-servers", "context_servers", "mcpservers", "mcp"]
)
_BUNDLE = "mcp_config"  # of a desktop extension: one server, not a table of them
_OWN_TABLES = ("servers", "extensions")  # that mean MCP servers in a client's own file only
_OWN_FILE = regex(r"(?:^|/)[^/]*mcp[^/]*\.(?:jsonc?|toml|ya?ml)$", re.IGNORECASE)
# Without one of these a table below such a key is something else: ``servers`` of a deployment.
_SERVER_KEYS = ("command", "cmd", "url", "serverUrl", "httpUrl", "args", "uri")
_LOCKS = regex(r"(?:^|/)(?:package-lock\.json|pnpm-lock\.ya?ml|[^/]*\.lock)$")
_LARGEST = 4_000_000


def _detect(source: Source, search: Search) -> Iterable[Item]:
    """Servers in the file's order; what a file this size has is not a configuration of servers.

    Raises:
        ManifestError: the file is JSON of an MCP client by its name, and broken.
    """
    del search
    if len(source.data) > _LARGEST or _LOCKS.search(source.path):
        return ()
    return in_order(_read(source))


def _read(source: Source) -> Iterator[Item]:
    from nerq.errors import ManifestError

    page = Page(source)
    is_own = _OWN_FILE.search(source.path) is not None
    try:
        documents = list(_load(source))
    except ManifestError:
        # A file that an MCP client reads must be sound; any other may be a template.
        if is_own and source.path.endswith((".json", ".jsonc")):
            raise
        return
    for document in documents:
        yield from read_servers(document, page, is_own=is_own)


def _load(source: Source) -> Iterable[Node]:
    if source.path.endswith(".toml"):
        from nerq.documents import toml_nodes

        return (toml_nodes.load(source),)
    if source.path.endswith((".yaml", ".yml")):
        from nerq.documents import yaml_nodes

        return yaml_nodes.load_all(source)
    from nerq.documents import json_nodes

    return (json_nodes.load(source, allow_comments=True),)


def read_servers(root: Node, page: Page, *, is_own: bool = False) -> Iterator[Item]:
    """The packages behind the servers that a document names anywhere, in its order.

    Args:
        root: a parsed document.
        page: the lines of its file.
        is_own: whether the file is an MCP client's own, so that plain ``servers`` are meant.
    """
    for server in _servers(root, is_own=is_own):
        yield from read_server(server, page)


def _servers(root: Node, *, is_own: bool) -> Iterator[Node]:
    """The tables that describe one server each."""
    stack = [root]
    while stack:
        node = stack.pop()
        below = []
        if node.is_table:
            for key, child in node.entries():
                if key == _BUNDLE and child.is_table:
                    yield child
                elif key in _TABLES or (key in _OWN_TABLES and is_own):
                    yield from _entries(child)
                if child.is_table or child.is_array:
                    below.append(child)
        elif node.is_array:
            below = [child for child in node.items() if child.is_table or child.is_array]
        stack.extend(reversed(below))


def _entries(table: Node) -> Iterator[Node]:
    children = table.items() if table.is_array else ()
    if table.is_table:
        children = (child for _, child in table.entries())
    for child in children:
        if child.is_table and any(child.get(key) is not None for key in _SERVER_KEYS):
            yield child


def _hint() -> re.Pattern[bytes]:
    """A key of a table of servers, or a program that runs one.

    ``extensions`` is too common a word: Goose's tables are told by the programs in them.
    """
    keys = "|".join(sorted({*_TABLES, _BUNDLE, *_OWN_TABLES} - {"extensions"}, key=len)[::-1])
    programs = "|".join(dict.fromkeys(runner.words[0] for runner in RUNNERS))
    text = rf"[\"']?(?:{keys})[\"']?\]?\s*[:={{\n.]|\bcmd[\"']?\s*[:=]\s*[\"']?(?:{programs})\b"
    return re.compile(text.encode())


DETECTOR = Detector(
    id="mcp-config",
    title="MCP server configuration",
    files=("*.json", "*.jsonc", "*.toml", "*.yaml", "*.yml"),
    hint=_hint(),
    detect=_detect,
    reads="servers run by npx, bunx, uvx, uv and pipx; containers and remote servers are listed"
    " as unresolved; environment and headers are never read",
)
