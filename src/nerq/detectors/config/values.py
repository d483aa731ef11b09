"""Walks a parsed configuration and reads what its keys name, each in its context."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.detectors.config.scripts import (
    is_command,
    is_environment,
    is_script,
    read_script_value,
    read_setting,
    read_words,
)
from nerq.detectors.mentions import (
    by_key,
    by_looks,
    has_number,
    likely,
    links_in,
    reference,
    unresolved,
)
from nerq.detectors.vocabulary.keys import (
    ELSEWHERE,
    INNER_NAMES,
    LINKS,
    PROVIDER_KEYS,
    Role,
    is_strong,
    normal,
    role_of,
)
from nerq.detectors.vocabulary.provider_context import read_context
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.detectors.mentions import ModelId
    from nerq.documents.node import Node
    from nerq.documents.page import Page
    from nerq.plugin import Item, Search

_DEFAULT = regex(
    r"\$\{(?:oc\.env:)?\w+(?::?-|,\s{0,5})(?P<quote>['\"]?)(?P<value>[^${}'\"]+)(?P=quote)\}"
)
# Words of keys under which ``owner/name-7b`` is a path or only an example.
_PATH_KEY = regex(
    r"file|path|dir|folder|depend|include|exclude|ignore|pattern|glob|branch|ref$|placeholder|example"
    r"|sample|hint|tooltip"
)
_RUN_TIME = regex(r"\$\{?[A-Z_][A-Z0-9_]*\}?|\$\{\{.*\}\}|\{\{.*\}\}|<[\w -]+>", re.DOTALL)
_SETTINGS = frozenset({"model_args", "model_kwargs"})
# Tables that name packages and nerq's own settings, where an id is a question, not a use.
_NO_CONFIG = (("tool", "nerq"), ("project",))


def _is_elsewhere(key: str) -> bool:
    """Whether what stands under a key is a file, an image, a repository of code."""
    name = normal(key)
    return name in ELSEWHERE or _PATH_KEY.search(name) is not None


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the tables around a value say.

    Attributes:
        key: the nearest key above, past list indexes.
        role: what that key's values are.
        context: whom it speaks to.
    """

    key: str = ""
    role: Role | None = None
    context: str | None = None


@dataclass(frozen=True)
class ConfigReader:
    """Reads one parsed document.

    Attributes:
        page: the file's lines.
        search: the project's own keys.
        shape: `Reference.found_by` of values: ``yaml-key``, ``json-key``, ``toml-key``.
    """

    page: Page
    search: Search
    shape: str

    def items(self, root: Node) -> Iterator[Item]:
        """References and unresolved places, table by table."""
        stack: list[tuple[Node, _Surroundings]] = [(root, _Surroundings())]
        while stack:
            node, around = stack.pop()
            if node.is_table and not self._is_foreign(node):
                around = self._within(node, around)
                for key, child in node.entries():
                    yield from self._entry(key, child, node, around)
                stack.extend(reversed(list(self._tables(node, around))))
            elif node.is_array:
                for child in node.items():
                    if isinstance(child.value, str):
                        yield from self._list_item(child, around)
                stack.extend((child, around) for child in reversed(list(node.items())))

    def _tables(self, table: Node, around: _Surroundings) -> Iterator[tuple[Node, _Surroundings]]:
        for key, child in table.entries():
            # Hydra's list of defaults names files.
            if child.is_table or (child.is_array and key != "defaults"):
                yield child, self._below(key, child, table, around)

    def _is_foreign(self, node: Node) -> bool:
        return self.shape == "toml-key" and node.path in _NO_CONFIG

    # Context

    def _within(self, table: Node, around: _Surroundings) -> _Surroundings:
        context = around.context
        found = None
        for key, child in table.entries():
            if isinstance(child.value, str) and normal(key) in PROVIDER_KEYS:
                named = read_context(child.value)
                # An address says more than a protocol: ``provider: openai`` at another host.
                if named is not None and (found is None or ":" in child.value):
                    found = named
        return replace(around, context=found or context)

    def _below(self, key: str, child: Node, table: Node, around: _Surroundings) -> _Surroundings:
        role = role_of(key, self.search)
        if key == "litellm_params" or (key == "model_info" and table.get("litellm_params")):
            return _Surroundings(key, "model", "litellm")
        if not role and around.role == "model" and around.key.endswith("s") and child.is_table:
            # models: {main: {name: …}}; below an id, a name is a title.
            role = None if by_key(key, "model", context=around.context) else "model"
        context = around.context
        if role is None and (named := read_context(key)):
            context = named
        return _Surroundings(key, role, context)

    # Values

    def _entry(self, key: str, child: Node, table: Node, around: _Surroundings) -> Iterator[Item]:
        if isinstance(child.value, str):
            is_task = around.key in ("scripts", "tasks") and " " in child.value
            if normal(key) not in _SETTINGS and (is_script(normal(key)) or is_task):
                yield from read_script_value(child, self.page, self.search)
            else:
                yield from self._text(key, child, self._role(key, table, around), around)
        elif child.is_array and is_command(normal(key)):
            yield from self._command(key, child, table)
        elif child.is_table and role_of(key, self.search) == "model" and key.endswith("s"):
            for name, value in child.entries():
                found = by_key(name, "model", context=around.context) if value.is_table else None
                if found is not None:
                    yield self._reference(found, value, name)

    def _role(self, key: str, table: Node, around: _Surroundings) -> Role | None:
        name = normal(key)
        if name == "model_name" and table.get("litellm_params") is not None:
            return None  # what callers say, not what is called
        if name in ("value", "default") and (named := table.text_at("name")):
            return role_of(named, self.search)
        role = role_of(key, self.search)
        if name in INNER_NAMES and around.role and role in (None, "repository"):
            is_title = name == "name" and any(
                role_of(other, self.search) == "model" for other, _ in table.entries()
            )
            return None if is_title else around.role
        if role == "repository":
            stated = table.text_at("repo_type")
            return "dataset" if stated == "dataset" else "space" if stated == "space" else "model"
        return role

    def _command(self, key: str, child: Node, table: Node) -> Iterator[Item]:
        nodes = [node for node in child.items() if isinstance(node.value, str)]
        if nodes and " " in str(nodes[0].value).strip():
            for node in nodes:
                yield from read_script_value(node, self.page, self.search)
            return
        if key == "command" and (arguments := table.get("args")) and arguments.is_array:
            return  # read together with its arguments
        program = table.get("command") if key == "args" else None
        if program is not None and program.is_array:
            nodes = [*program.items(), *nodes]
        yield from read_words(nodes, self.page, self.search)

    def _list_item(self, child: Node, around: _Surroundings) -> Iterator[Item]:
        if is_environment(normal(around.key)):
            yield from read_setting(child, self.page, self.search)
        elif is_command(normal(around.key)):
            return
        elif is_script(normal(around.key)):
            yield from read_script_value(child, self.page, self.search)
        elif around.key != "defaults":
            yield from self._text(around.key, child, around.role, around)

    def _text(
        self, key: str, child: Node, role: Role | None, around: _Surroundings
    ) -> Iterator[Item]:
        text = str(child.value)
        default = _DEFAULT.fullmatch(text.strip())
        if default:
            text = default["value"]
        if normal(key) in _SETTINGS:
            yield from read_words([child], self.page, self.search)
        elif "://" in text:
            yield from self._address(key, child, text, role, around)
        elif role is not None and role != "output":
            yield from self._named(key, child, text, role, around)
        elif role is None and has_number(text) and not _is_elsewhere(key):
            found = likely(by_looks(text, around.context))
            if found is not None:
                yield self._reference(found, child, text)

    def _named(
        self, key: str, child: Node, text: str, role: Role, around: _Surroundings
    ) -> Iterator[Item]:
        if text.startswith("ai/"):
            return  # a container registry's own models
        context = around.context
        bare = is_strong(key, self.search) or around.role == "model"
        found = by_key(text, role, context=context, bare=bare and context != "litellm")
        if found is not None and context == "litellm" and found.ecosystem == "huggingface":
            # An unknown provider's prefix has the shape of an owner.
            found = found if by_looks(text) is not None else None
        if found is not None:
            yield self._reference(found, child, text)
        elif role == "model" and _RUN_TIME.fullmatch(text.strip()):
            place = self.page.find(child.line, text, within=2)
            yield unresolved(text, place, self.shape)

    def _address(
        self, key: str, child: Node, text: str, role: Role | None, around: _Surroundings
    ) -> Iterator[Item]:
        if normal(key) in LINKS or normal(around.key) == "urls" or re.search(r"\s", text.strip()):
            return
        if text.lower().startswith(("hf://", "huggingface://", "ollama://")):
            found = by_key(text, role or "model", context=around.context)
            if found is not None:
                yield self._reference(found, child, text)
            return
        for _, found in links_in(text):
            place = self.page.find(child.line, text, within=2)
            yield reference(found, place, "huggingface-url")

    def _reference(self, found: ModelId, child: Node, text: str) -> Item:
        place = self.page.find(child.line, text, within=2)
        return reference(found, place, self.shape)
