"""URLs and paths as files write them, to where a package comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.ecosystems import is_public_address
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.patterns import regex
from nerq.redaction import AUTHORITY_END, without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SCHEME = regex(r"(?:(git|hg|svn|bzr|registry|sparse|direct)\+)?([A-Za-z][A-Za-z0-9.+-]*):")
_SCP_STYLE = regex(r"(?:[\w.-]+@)?([\w.-]+):(?!/)(?!\d+/)([^\s:]+)")
_WINDOWS_DRIVE = regex(r"[A-Za-z]:[\\/]")


def origin_of(address: str) -> Origin:
    """Where the address of a direct reference (PEP 508's URL, a lock's ``url``) points to.

    Git URLs lose ``git+`` and the revision after ``@``.
    """
    address = address.strip()
    scheme = _SCHEME.match(address)
    if scheme is None or _WINDOWS_DRIVE.match(address) or scheme[2] == "file":
        scp = _SCP_STYLE.fullmatch(address)
        if scp and not _WINDOWS_DRIVE.match(address):
            return Origin("git", f"ssh://{scp[1]}/{_without_revision(scp[2])}")
        return Origin("path")
    if scheme[1] == "git" or scheme[2] in {"git", "ssh"}:
        return git_origin(address)
    if "://" not in address:
        return Origin("path")
    return Origin("url", without_credentials(address))


def git_origin(address: str) -> Origin:
    """A Git repository by its address, without ``git+`` and without revision."""
    address = address.strip().removeprefix("git+")
    scheme = _SCHEME.match(address)
    if scheme is None or "://" not in address:
        scp = _SCP_STYLE.fullmatch(address)
        return (
            Origin("git", f"ssh://{scp[1]}/{_without_revision(scp[2])}") if scp else Origin("path")
        )
    if scheme[2] == "file":
        return Origin("path")
    return Origin("git", _without_revision(without_credentials(address)))


def registry_origin(url: str | None) -> Origin:
    """A package index by its URL; a folder of archives is a path."""
    if not url:
        return PUBLIC_REGISTRY
    if "://" not in url or url.lower().startswith("file:"):
        return Origin("path")
    return Origin("registry", without_credentials(url).rstrip("/"))


def registry_of_files(addresses: Iterable[str | None]) -> Origin | None:
    """The server of a locked package's files, where they lie; None where none is given.

    Args:
        addresses: URLs or paths of the files, in order; the first one that is any counts.
    """
    for address in addresses:
        if address and "://" in address:
            plain = without_credentials(address)
            scheme, _, rest = plain.partition("://")
            return registry_origin(f"{scheme}://{AUTHORITY_END.split(rest, maxsplit=1)[0]}")
        if address:
            return Origin("path")
    return None


def _without_revision(url: str) -> str:
    head, slash, path = url.rpartition("://")
    return head + slash + path.partition("@")[0].rstrip("/")


def least_public(urls: Iterable[str], ecosystem: str) -> Origin:
    """Where a package comes from that any of these registries could hold.

    A place other than the ecosystem's public registry wins, since any name might be found
    there only; a folder counts as this machine. Without any, it is the public registry.

    Args:
        urls: of registries, or paths of folders, in order.
        ecosystem: pypi or conda.
    """
    return least_public_of([registry_origin(url) for url in urls], ecosystem)


def least_public_of(places: Sequence[Origin], ecosystem: str) -> Origin:
    """As `least_public`, of places already read."""
    private = [place for place in places if not is_public(place, ecosystem)]
    return next(iter(private or places), PUBLIC_REGISTRY)


def is_public(origin: Origin, ecosystem: str) -> bool:
    """Whether this is the ecosystem's own public registry, by name or by address."""
    return origin == PUBLIC_REGISTRY or is_public_address(ecosystem, origin.url)
