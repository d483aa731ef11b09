"""The keys under which a ``pnpm-lock.yaml`` lists packages, in lock versions 5, 6 and 9.

https://github.com/pnpm/spec/blob/master/dependency-path.md

    5    /name/1.0.0   /@scope/name/1.0.0_peer@2.0.0   host/name/1.0.0   host/owner/name/commit
    6    /name@1.0.0(peer@2.0.0)   @host/owner/name/tar.gz/commit   file:folder
    9    name@1.0.0   name@https://host/archive.tgz   name@file:folder
"""

from __future__ import annotations

from dataclasses import dataclass

from nerq.patterns import regex

_VERSION = r"\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
_NAME = r"(?:@[^/@\s]+/)?[^/@\s]+"
_AT = regex(rf"/?({_NAME})@({_VERSION})")
_AT_URL = regex(rf"({_NAME})@([A-Za-z+]+:.+)")
_SLASH = regex(rf"(?:([^/@\s]+\.[^/\s]*|localhost[^/]*)?/)?({_NAME})/({_VERSION})(?:_.*)?")


@dataclass(frozen=True, slots=True)
class PnpmKey:
    """One package as its key says.

    Attributes:
        name: of the package; empty where the key alone does not say.
        version: exact, or None for an archive, a repository or a folder.
        url: of the archive or repository, or ``file:…``; None for a registry's package.
        registry: host (and path) of the registry that version 5 keys may name.
    """

    name: str
    version: str | None = None
    url: str | None = None
    registry: str | None = None


def read(key: str) -> PnpmKey:
    """What one key says; peers in brackets are left out."""
    plain = without_peers(key)
    if match := _AT.fullmatch(plain):
        return PnpmKey(match[1], match[2])
    if plain.startswith(("file:", "link:")):
        return PnpmKey("", None, plain)
    if match := _AT_URL.fullmatch(plain):
        return PnpmKey(match[1], None, match[2])
    if match := _SLASH.fullmatch(plain):
        return PnpmKey(match[2], match[3], None, match[1])
    return PnpmKey("", None, plain)


def without_peers(key: str) -> str:
    """The key up to the bracket that lists the peers it was resolved with."""
    return key.partition("(")[0]


def candidates(name: str, reference: str) -> tuple[str, ...]:
    """The keys that ``name: reference`` in a list of dependencies may stand for."""
    return (
        f"{name}@{reference}",
        f"/{name}@{reference}",
        f"/{name}/{reference}",
        reference,
        f"/{reference}",
    )
