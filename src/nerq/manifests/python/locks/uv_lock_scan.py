"""A ``uv.lock`` exactly as uv writes it, read line shape by line shape without a TOML parser.

Every character of the file has to fit the shapes below, in uv's order of keys; if one does
not, nothing is returned and the caller parses the file as TOML. What fits is valid TOML, and
the result is the one `nerq.manifests.python.locks.uv_lock_document` gets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents import toml_nodes
from nerq.errors import ManifestError
from nerq.manifests.python.locks.locked_package import Link
from nerq.manifests.python.locks.uv_lock_document import read_preamble
from nerq.manifests.python.locks.uv_lock_entries import UvEntry, UvLock
from nerq.patterns import regex

if TYPE_CHECKING:
    import re

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_CONTENT = r"[^\"\\\x00-\x1f\x7f]"
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_NUMBER = r"(?:0|[1-9][0-9]{0,17})"
_TEXTS = rf"\[{_TEXT}(?:, {_TEXT})*\]"
_MANY = "{1,5000}"  # a longer array is left to the parser: each turn costs memory
_LINES = rf"\[\n(?:    {_TEXT},\n){_MANY}\]"
_SOURCE = rf"\{{ (?:registry|git|url|path|directory|editable|virtual) = {_TEXT} \}}"
_CONFLICT = rf"\{{ package = {_TEXT}(?:, (?:extra|group) = {_TEXT})? \}}"
_LINK = (
    rf'\{{ name = "{_NAME}"(?:, version = {_TEXT})?(?:, source = {_SOURCE})?'
    rf"(?:, extras? = {_TEXTS})?(?:, marker = {_TEXT})?"
    rf"(?:, (?:specifier|url|git|path|editable|directory|virtual) = {_TEXT})?"
    rf"(?:, index = {_TEXT})?(?:, conflict = {_CONFLICT})? \}}"
)
_LINKS = rf"\[(?:\n(?:    {_LINK},\n){_MANY}|{_LINK})?\]"
_FILE = (
    rf"\{{ (?:url|path|filename) = {_TEXT}(?:, hash = {_TEXT})?(?:, size = {_NUMBER})?"
    rf"(?:, upload-time = {_TEXT})? \}}"
)
_FILES = rf"\[\n(?:    {_FILE},\n){_MANY}\]"
_KEYED = rf"(?:[a-z0-9-]+ = {_LINKS}\n){_MANY}"

_HEAD = regex(
    rf'\[\[package\]\]\nname = "({_NAME})"\n(?:version = "({_CONTENT}*)"\n)?'
    rf'source = \{{ (registry|git|url|path|directory|editable|virtual) = "({_CONTENT}*)" \}}\n'
    rf"(?:resolution-markers = {_LINES}\n)?"
    rf"(?:dependencies = ({_LINKS})\n)?"
    rf"(?:sdist = {_FILE}\n)?"
    rf"(?:wheels = {_FILES}\n)?"
)
_TABLES = regex(
    rf"(?:\n\[package\.optional-dependencies\]\n({_KEYED}))?"
    rf"(?:\n\[package\.dev-dependencies\]\n({_KEYED}))?"
    rf"(?:\n\[package\.metadata\]\n(?:requires-dist = {_LINKS}\n)?"
    rf"(?:provides-extras = {_TEXTS}\n)?)?"
    rf"(?:\n\[package\.metadata\.requires-dev\]\n({_KEYED}))?"
)
_EACH_LINK = regex(
    rf'\{{ name = "({_NAME})"(?:, version = "([^"]*)")?(?:, source = {_SOURCE})?'
    rf'(?:, extras? = \[([^\]]*)\])?(?:, marker = "([^"]*)")?'
)
_EACH_KEY = regex(rf"([a-z0-9-]+) = ({_LINKS})\n")
_EACH_TEXT = regex(r'"([^"]*)"')
_FIRST_PACKAGE = "\n[[package]]\n"


def scan(text: str) -> UvLock | None:
    """The lock, or None where the text is not wholly as uv writes it."""
    start = text.find(_FIRST_PACKAGE)
    if start < 0:
        return None
    lock = UvLock()
    try:
        preamble = toml_nodes.parse(text[: start + 1])
        read_preamble(preamble, lock)
    except ManifestError:
        return None
    if preamble.get("package") or preamble.get("distribution") or lock.problems:
        return None
    return lock if _scan_packages(text, start + 1, lock) else None


def _scan_packages(text: str, position: int, lock: UvLock) -> bool:
    line = text.count("\n", 0, position) + 1
    end = len(text)
    while True:
        head = _HEAD.match(text, position)
        tables = _TABLES.match(text, head.end()) if head else None
        if head is None or tables is None:
            return False
        name, version, kind, place, dependencies = head.groups()
        links = {} if dependencies is None else {"runtime": _links(dependencies)}
        if tables.end() > tables.start() and not _add_tables(tables, links):
            return False
        # The name stands on the line below the table's head.
        lock.entries.append(UvEntry(name, version, line + 1, (kind, place), links))
        after = tables.end()
        if after == end:
            return True
        if not text.startswith("\n", after):
            return False
        line += text.count("\n", position, after + 1)
        position = after + 1


def _links(array: str) -> list[Link]:
    return [
        Link(
            name,
            version or None,
            tuple(_EACH_TEXT.findall(extras)) if extras else (),
            marker or None,
        )
        for name, version, extras, marker in _EACH_LINK.findall(array)
    ]


def _add_tables(tables: re.Match[str], links: dict[str, list[Link]]) -> bool:
    """Add what extras and groups ask for; False where a key is written twice."""
    for kind, text in zip(("extra", "group", None), tables.groups(), strict=True):
        if text is None:
            continue
        keyed = _EACH_KEY.findall(text)
        if len({key for key, _ in keyed}) < len(keyed):
            return False
        if kind is not None:
            links.update({f"{kind}:{key}": _links(array) for key, array in keyed})
    return True
