"""The source repository that a package names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.patterns import regex
from nerq.trust.local.endpoints import GITHUB_HOST

if TYPE_CHECKING:
    from collections.abc import Iterable

_REPOSITORY = regex(
    rf"(?:^|[/@])(?:www\.)?{re.escape(GITHUB_HOST)}[/:]([A-Za-z0-9-]{{1,39}})/([A-Za-z0-9._-]{{1,100}})"
)
_SHORT = regex(r"(?:github:)?([A-Za-z0-9-]{1,39})/([A-Za-z0-9._-]{1,100})\Z")
_NO_OWNER = {"sponsors", "orgs", "apps", "about", "features", "marketplace", "topics"}
_LABELS = ("source", "repository", "code", "github", "home")


def github_id(urls: Iterable[tuple[str, str]]) -> str | None:
    """``owner/name`` from (label, address) pairs; labels that speak of source come first."""
    found = []
    for label, address in urls:
        match = _REPOSITORY.search(address[:500])
        if match is None or match[1].lower() in _NO_OWNER:
            continue
        rank = next((n for n, word in enumerate(_LABELS) if word in label.lower()), len(_LABELS))
        found.append((rank, f"{match[1]}/{match[2].removesuffix('.git')}"))
    return min(found)[1] if found else None


def github_id_of_npm(repository: str) -> str | None:
    """``owner/name`` from npm's ``repository`` field, short or long."""
    short = _SHORT.fullmatch(repository)
    if short is not None:
        return f"{short[1]}/{short[2].removesuffix('.git')}"
    return github_id([("repository", repository)])
