"""What a package URL names, where it is of a kind that nerq knows.

https://github.com/package-url/purl-spec (ECMA-427), types of its ``PURL-TYPES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.ecosystems import ECOSYSTEMS, ecosystem_of
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.origins import git_origin, registry_of_files, registry_origin
from nerq.patterns import regex

if TYPE_CHECKING:
    from packageurl import PackageURL

    from nerq.model import Kind

TYPES: dict[str, Kind] = {row.id: row.kind for row in ECOSYSTEMS if row.has_purl}
"""Types of package URL that are read; each is an ecosystem's id."""


_NAME = regex(r"[@\w.~!'()*+/-]+")


@dataclass(frozen=True, slots=True)
class PurlReference:
    """One package URL, read.

    Attributes:
        kind: as in `nerq.model.Reference`.
        ecosystem: the purl's type.
        name: with its namespace, as that ecosystem writes it.
        version: as given, else None.
        origin: by the qualifiers ``vcs_url``, ``repository_url`` and ``download_url``, else the
            public registry.
    """

    kind: Kind
    ecosystem: str
    name: str
    version: str | None
    origin: Origin


def type_of(purl: str) -> str:
    """The type of a package URL in lower case; empty for text that is none."""
    scheme, _, rest = purl.strip().partition(":")
    return rest.lstrip("/").partition("/")[0].lower() if scheme.lower() == "pkg" else ""


def read(purl: str) -> PurlReference | None:
    """What a package URL of one of `TYPES` names; None for other types.

    Raises:
        ValueError: the text is not a package URL.
    """
    from packageurl import PackageURL

    if type_of(purl) not in TYPES:
        if not type_of(purl):
            raise ValueError("not a package URL")
        return None
    try:
        parts = PackageURL.from_string(purl.strip())
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError("not a valid package URL") from error
    kind = TYPES[parts.type]
    folders = ecosystem_of(parts.type).folders
    namespace = parts.namespace or ""
    if namespace in folders:
        kind, namespace = folders[namespace], ""
    name = f"{namespace}/{parts.name}" if namespace else parts.name
    if not _NAME.fullmatch(name):
        raise ValueError("a package URL whose name is none of its ecosystem")
    version = parts.version if parts.version and "://" not in parts.version else None
    return PurlReference(kind, parts.type, name, version, _origin(parts))


def _origin(parts: PackageURL) -> Origin:
    qualifiers = dict(parts.qualifiers)
    source = qualifiers.get("vcs_url")
    if source:
        return git_origin(source)
    download = qualifiers.get("download_url", "")
    if download.startswith("file:"):
        return Origin("path")
    registry = qualifiers.get("repository_url")
    if not registry and "://" in download:
        return registry_of_files([download]) or PUBLIC_REGISTRY
    if registry and "://" not in registry:
        registry = f"https://{registry}"
    return registry_origin(registry)
