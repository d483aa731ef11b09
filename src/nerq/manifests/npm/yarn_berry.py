"""Entries of ``yarn.lock`` since yarn 2, which have a resolution each.

https://github.com/yarnpkg/berry

    __metadata:
      version: 8
    "a@npm:^1.0.0":
      version: 1.0.1
      resolution: "a@npm:1.0.1"
      dependencies:
        b: "npm:^2.0.0"
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from nerq.manifests.npm.origin import url_origin
from nerq.manifests.npm.specifier import read_specifier, split_pattern, unpatched
from nerq.manifests.npm.yarn_entry import YarnEntry
from nerq.model import PUBLIC_REGISTRY, Origin

if TYPE_CHECKING:
    from nerq.manifests.npm.yarn_lines import Draft


def entry(draft: Draft) -> YarnEntry:
    """The entry that these lines are; a patched package is that package."""
    name, reference = split_pattern(draft.fields.get("resolution") or draft.patterns[0])
    if reference.startswith("patch:"):
        inner, reference = unpatched(reference)
        name = inner or name
    return YarnEntry(
        patterns=draft.patterns,
        line=draft.line,
        name=name,
        version=draft.fields.get("version"),
        origin=_origin(name, reference),
        asks=tuple(draft.asks),
        is_member=reference.startswith("workspace:"),
    )


def _origin(name: str, reference: str) -> Origin:
    protocol, _, rest = reference.partition(":")
    if protocol in {"workspace", "file", "link", "portal"}:
        return Origin("path")
    if protocol == "npm":
        archive = parse_qs(rest.partition("::")[2]).get("__archiveUrl")
        return url_origin(archive[0], name) if archive else PUBLIC_REGISTRY
    if re.match(r"v?\d", reference):
        return PUBLIC_REGISTRY
    if protocol == "jsr":
        return Origin("registry", "jsr:")
    address, _, fragment = reference.partition("#")
    # Only repositories are locked to a commit; the address itself can look like any other.
    if "commit" in fragment:
        found = url_origin(address, name)
        return Origin("git", found.url)
    return read_specifier(name, reference).origin
