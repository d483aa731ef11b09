"""Which packages the scanned tree itself is the source of; their names need not be public.

A look for one key is enough here: parsing every manifest a second time would cost more than
all the rest of a warm scan. A name written in a way that this misses is judged like any other.
"""

from __future__ import annotations

import json

from nerq.identity import normalise
from nerq.patterns import regex

Own = tuple[str, str]

_NAME = rb"^[ \t]*name[ \t]*=[ \t]*[\"']?([\w.@/-]+)"
_TABLE_ENDS = regex(rb"(?m)^[ \t]*\[")
_TOML_NAME = regex(rb"(?m)" + _NAME)
_TABLES = {
    "pyproject.toml": ("pypi", regex(rb"(?m)^[ \t]*\[(?:project|tool\.poetry)\][ \t]*(?:#.*)?$")),
    "Cargo.toml": ("cargo", regex(rb"(?m)^[ \t]*\[package\][ \t]*(?:#.*)?$")),
    "setup.cfg": ("pypi", regex(rb"(?m)^\[metadata\]")),
}
_LARGEST = 1_000_000  # bytes of a package.json that is looked into


def own_packages(path: str, data: bytes) -> set[Own]:
    """Ecosystem and normalised name of what a manifest declares; empty for other files."""
    file = path.rpartition("/")[2]
    if file == "package.json":
        return _npm(data)
    if file not in _TABLES:
        return set()
    ecosystem, header = _TABLES[file]
    found = set()
    for table in header.finditer(data):
        end = _TABLE_ENDS.search(data, table.end())
        name = _TOML_NAME.search(data, table.end(), end.start() if end else len(data))
        if name:
            found.add((ecosystem, normalise(ecosystem, name[1].decode("utf-8", "replace"))))
    return found


def _npm(data: bytes) -> set[Own]:
    if len(data) > _LARGEST:
        return set()
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return set()
    name = document.get("name") if isinstance(document, dict) else None
    return {("npm", name)} if isinstance(name, str) and name else set()
