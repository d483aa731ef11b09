"""What one argument of ``npm install`` names.

Forms: https://github.com/npm/cli/blob/latest/docs/lib/content/using-npm/package-spec.md
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.manifests.npm.specifier import read_specifier
from nerq.model import PUBLIC_REGISTRY
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from nerq.model import Reference

_NAMED = regex(r"((?:@[\w.~-]+/)?[\w~-][\w.~-]*)(?:@(\S+))?")
_MAX_LENGTH = 2_000


def is_npm_argument(text: str) -> bool:
    """Whether this has the form ``name@version`` of npm."""
    return len(text) <= _MAX_LENGTH and "@" in text and _NAMED.fullmatch(text) is not None


def parse_npm_argument(text: str, model: Reference) -> Reference | None:
    """The package that an argument names; None for a folder or archive of the project.

    Args:
        text: the argument.
        model: a reference with the place and scope that the result takes over.

    Raises:
        ManifestError: it names no package.
    """
    if len(text) > _MAX_LENGTH:
        raise ManifestError(f"not a package of npm: longer than {_MAX_LENGTH:,} characters")
    named = _NAMED.fullmatch(text)
    name, specifier = (named[1], named[2] or "") if named else ("", text)
    spec = read_specifier(name, specifier)
    if spec.origin.kind == "path":
        return None
    if spec.name:
        return replace(
            model,
            ecosystem="npm",
            name=spec.name,
            version=spec.version,
            specifier=spec.specifier,
            origin=model.origin if spec.origin == PUBLIC_REGISTRY else spec.origin,
        )
    if spec.origin.kind != "git":
        raise ManifestError(f"not a package of npm: {shown(text)}")
    repository = "/".join((spec.origin.url or "").removesuffix(".git").split("/")[-2:])
    return replace(
        model, kind="repository", ecosystem="github", name=repository, origin=spec.origin
    )
