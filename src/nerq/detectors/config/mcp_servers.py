"""Reads one entry of an MCP client's configuration: which package the server comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from nerq.detectors.mentions import unresolved
from nerq.model import Reference
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.documents.node import Node
    from nerq.documents.page import Page
    from nerq.plugin import Item


class Runner(NamedTuple):
    """A program that fetches a package and runs it.

    Attributes:
        words: how the command begins.
        ecosystem: npm or pypi.
        shape: `Reference.found_by`.
        packages: flags whose value is the package, instead of the first argument.
        values: other flags that take a value.
    """

    words: tuple[str, ...]
    ecosystem: str
    shape: str
    packages: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


# Flags that take a value: unknown, their value would pass for the package.
_NPX_VALUES = ("-c", "--call", "--registry", "--cache", "--prefix", "--node-options", "-w")
_UV_VALUES = (
    "--python",
    "-p",
    "--with",
    "--index-url",
    "--index",
    "--default-index",
    "--extra-index-url",
    "--directory",
    "--project",
    "--env-file",
    "--refresh-package",
    "--prerelease",
    "--with-editable",
)
# After the documentation of npm, pnpm, Yarn, Bun, uv and pipx.
RUNNERS: tuple[Runner, ...] = (
    Runner(("npx",), "npm", "mcp-npx", ("-p", "--package"), _NPX_VALUES),
    Runner(("npm", "exec"), "npm", "mcp-npx", ("-p", "--package"), _NPX_VALUES),
    Runner(("npm", "x"), "npm", "mcp-npx", ("-p", "--package"), _NPX_VALUES),
    Runner(("pnpm", "dlx"), "npm", "mcp-npx", ("--package",), _NPX_VALUES),
    Runner(("pnpx",), "npm", "mcp-npx", ("--package",), _NPX_VALUES),
    Runner(("yarn", "dlx"), "npm", "mcp-npx", ("-p", "--package"), ()),
    Runner(("bunx",), "npm", "mcp-npx", ("-p", "--package"), ()),
    Runner(("bun", "x"), "npm", "mcp-npx", ("-p", "--package"), ()),
    Runner(("uvx",), "pypi", "mcp-uvx", ("--from",), _UV_VALUES),
    Runner(("uv", "tool", "run"), "pypi", "mcp-uvx", ("--from",), _UV_VALUES),
    Runner(("uv", "x"), "pypi", "mcp-uvx", ("--from",), _UV_VALUES),
    Runner(("pipx", "run"), "pypi", "mcp-uvx", ("--spec",), ("--python", "--pip-args")),
    Runner(("uv", "run"), "pypi", "mcp-uvx", ("--with",), tuple(_UV_VALUES)),
)
# Words that stand before the program which is meant.
_WRAPPERS = frozenset({"cmd", "cmd.exe", "/c", "/C", "env", "-S", "cross-env", "dotenv", "--"})
_NPM = regex(r"(?:npm:)?(?P<name>(?:@[\w.~-]+/)?[A-Za-z0-9_][\w.~-]*)(?:@(?P<version>[^\s@/]+))?")
_PYPI = regex(
    r"(?P<name>[A-Za-z0-9][\w.-]*)(?:\[(?P<extras>[\w., -]*)\])?"
    r"(?:@(?P<at>[\w.+!-]+)|(?P<specifier>\s*(?:[=<>!~]=?|===)[^;]*))?(?:;.*)?"
)
_GIT = regex(
    r"(?:git\+)?(?:https?|ssh)://(?:[^@/\s]+@)?github\.com/(?P<name>[\w.-]+/[\w.-]+?)(?:\.git)?(?:@(?P<ref>[\w./-]+))?(?:#.*)?"
    r"|(?:github:)(?P<short>[\w.-]+/[\w.-]+)(?:#(?P<commit>[\w./-]+))?"
)
# ``latest`` and ranges are not pins.
_EXACT = regex(r"v?\d+\.\d+\.\d+(?:[-+][\w.+-]+)?")
_EXACT_PYTHON = regex(r"\s*={2,3}\s*(\d[\w.+!-]*)\s*")


def read_server(node: Node, page: Page) -> Iterator[Item]:
    """The package behind a server; for a container or a remote server, an unresolved place.

    Nothing of its environment, its headers or its other arguments is looked at.
    """
    words = list(_words(node))
    if words:
        yield from _command(words, page)
        return
    for key in ("url", "serverUrl", "httpUrl", "server_url", "uri", "endpoint"):
        address = node.get(key)
        if address is not None and isinstance(address.value, str):
            yield _remote(address, page)
            return


def _words(node: Node) -> Iterator[tuple[str, Node]]:
    for key in ("command", "cmd", "path", "args"):
        value = node.get(key)
        if value is None or (key in ("cmd", "path") and node.get("command") is not None):
            continue
        if isinstance(value.value, str):
            yield from ((word, value) for word in value.value.split())
        elif value.is_array:
            for item in value.items():
                if isinstance(item.value, str):
                    yield item.value, item
        elif value.is_table:  # Zed: {"path": …, "args": […]}
            yield from _words(value)


def _remote(address: Node, page: Page) -> Item:
    place = page.find(address.line, str(address.value).split("?")[0][:60])
    try:
        # Of an address only the host is shown: path and query often hold a key.
        host = urlsplit(address.text()).hostname or "…"
    except ValueError:
        host = "…"
    return unresolved(f"remote MCP server at {host}", place, "mcp-remote")


def _command(words: Sequence[tuple[str, Node]], page: Page) -> Iterator[Item]:
    names = [
        re.split(r"[\\/]", word)[-1].removesuffix(".cmd").removesuffix(".exe") for word, _ in words
    ]
    start = 0
    while start < len(words) and (words[start][0] in _WRAPPERS or "=" in names[start]):
        start += 1
    if start < len(words) and names[start] in ("sh", "bash", "zsh"):
        yield from _script(words[start + 1 :], page)
        return
    if start < len(words) and names[start] in ("docker", "podman"):
        yield from _container(words[start + 1 :], page)
        return
    for runner in RUNNERS:
        end = start + len(runner.words)
        written = (*names[start : start + 1], *(word for word, _ in words[start + 1 : end]))
        if written == runner.words:
            yield from _packages(runner, words[end:], page)
            return


def _script(words: Sequence[tuple[str, Node]], page: Page) -> Iterator[Item]:
    for text, node in words:
        if " " in text:
            inner = [(word, node) for word in text.split()]
            if inner[0][0] not in ("sh", "bash", "zsh"):
                yield from _command(inner, page)


def _container(words: Sequence[tuple[str, Node]], page: Page) -> Iterator[Item]:
    values = ("-e", "--env", "-v", "--volume", "--mount", "--name", "-p", "--network", "--env-file")
    skips = False
    for text, node in words[1:]:
        if skips or text.startswith("-"):
            skips = not skips and text in values
            continue
        place = page.find(node.line, text)
        yield unresolved(f"container image {text}", place, "mcp-docker")
        return


def _packages(runner: Runner, words: Sequence[tuple[str, Node]], page: Page) -> Iterator[Item]:
    first: tuple[str, Node] | None = None
    named = []
    flag = ""
    for text, node in words:
        if flag:
            named.extend([(text, node)] if flag in runner.packages else [])
            flag = ""
        elif text.startswith("-"):
            name, equals, value = text.partition("=")
            if equals and name in runner.packages:
                named.append((value, node))
            elif not equals and name in (*runner.packages, *runner.values):
                flag = name
        else:
            first = (text, node)
            break
    # ``uv run`` starts what the project itself holds; only ``--with`` fetches.
    if not named and first is not None and runner.words != ("uv", "run"):
        named = [first]
    for text, node in named:
        yield from _package(runner, text, node, page)


def _package(runner: Runner, text: str, node: Node, page: Page) -> Iterator[Item]:
    place = page.find(node.line, text)
    git = _GIT.fullmatch(text)
    if git:
        yield Reference(
            kind="repository",
            ecosystem="github",
            name=git["name"] or git["short"],
            location=place,
            found_by=runner.shape,
            version=git["ref"] or git["commit"],
        )
    elif re.search(r"\$\{|\{\{|<", text):
        yield unresolved(text, place, runner.shape)
    elif "://" not in text and (found := (_npm if runner.ecosystem == "npm" else _pypi)(text)):
        name, version, specifier, extras = found
        yield Reference(
            kind="mcp-server",
            ecosystem=runner.ecosystem,
            name=name,
            location=place,
            found_by=runner.shape,
            version=version,
            specifier=specifier,
            extras=extras,
        )


_Parsed = tuple[str, "str | None", "str | None", tuple[str, ...]]


def _npm(text: str) -> _Parsed | None:
    match = _NPM.fullmatch(text)
    if match is None:
        return None
    version = match["version"]
    is_exact = version is not None and _EXACT.fullmatch(version) is not None
    return match["name"], version if is_exact else None, version, ()


def _pypi(text: str) -> _Parsed | None:
    match = _PYPI.fullmatch(text)
    if match is None or text.endswith(".py"):
        return None
    extras = tuple(part.strip() for part in (match["extras"] or "").split(",") if part.strip())
    if match["at"]:
        version = match["at"] if match["at"][0].isdigit() else None
        return match["name"], version, f"=={version}" if version else match["at"], extras
    specifier = (match["specifier"] or "").strip() or None
    exact = _EXACT_PYTHON.fullmatch(specifier) if specifier else None
    return match["name"], exact[1] if exact and "*" not in exact[1] else None, specifier, extras
