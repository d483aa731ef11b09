"""Entries of yarn 1's ``yarn.lock``.

https://github.com/yarnpkg/yarn ; the grammar is the one that the package
``@yarnpkg/lockfile`` reads.

    a@^1.0.0, "a@>=1":
      version "1.0.1"
      resolved "https://…/a/-/a-1.0.1.tgz#…"
      dependencies:
        b "^2.0.0"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests.npm.origin import url_origin
from nerq.manifests.npm.specifier import NpmSpecifier, read_specifier, split_pattern
from nerq.manifests.npm.yarn_entry import YarnEntry
from nerq.model import Origin

if TYPE_CHECKING:
    from nerq.manifests.npm.yarn_lines import Draft


def entry(draft: Draft) -> YarnEntry:
    """The entry that these lines are; an alias is followed to the package installed."""
    # All patterns of an entry led to the same archive, so that any of them will do.
    name, wanted = split_pattern(draft.patterns[0])
    asked = read_specifier(name, wanted)
    return YarnEntry(
        patterns=draft.patterns,
        line=draft.line,
        name=asked.name,
        version=draft.fields.get("version"),
        origin=_origin(asked, draft.fields.get("resolved", "").partition("#")[0]),
        asks=tuple(draft.asks),
        is_member=asked.is_workspace,
    )


def _origin(asked: NpmSpecifier, resolved: str) -> Origin:
    if asked.origin.kind == "path" or not resolved:
        return asked.origin
    found = url_origin(resolved, asked.name)
    if found.kind == "url" and asked.origin.kind == "registry":
        # Asked for by a range, so it is a registry, if one of an unusual layout.
        return Origin("registry", found.url)
    return found
