"""URLs and paths as manifests write them, to where a package comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEME = regex(r"(?:(git|hg|svn|bzr|registry|sparse|direct)\+)?([A-Za-z][A-Za-z0-9.+-]*):")
_SCP_STYLE = regex(r"(?:[\w.-]+@)?([\w.-]+):(?!/)(?!\d+/)([^\s:]+)")
_WINDOWS_DRIVE = regex(r"[A-Za-z]:[\\/]")
_AUTHORITY_END = regex(r"[/?#\\]")
_AFTER_PORT = regex(r":[^0-9/]")
_URL_REST = regex(r"//[^\s'\"`]*")
_INNER_USER = regex(r"(?<=//)[^\s/]*@")
_SCP_USER = regex(r"[^\s/@:]+:[^\s/@]+@(?=[\w.-]+[:/])")
_SHOWN = 80


def without_credentials(url: str) -> str:
    """The URL without user, password, query and fragment, any of which can hold a secret."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        return re.split(r"[?#]", url.strip(), maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}://{_without_secrets(rest)}"


def _without_secrets(rest: str) -> str:
    """What follows ``://``, as `without_credentials`."""
    end = _AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    if "@" in authority:
        rest = authority.rpartition("@")[2] + rest[len(authority) :]
    elif _AFTER_PORT.search(rest[: len(authority) + 1]) and "@" in rest:
        rest = rest.rpartition("@")[2]  # a password with a slash in it
    # A proxy's path can hold another URL with secrets of its own.
    return _INNER_USER.sub("", re.split("[?#]", rest, maxsplit=1)[0])


def clean(text: str) -> str:
    """Text from a file without control characters, and without the secrets of URLs in it."""
    if text.isprintable() and "//" not in text and "@" not in text:
        return text
    text = "".join(char if char.isprintable() else " " for char in text)
    text = _SCP_USER.sub("", text)
    return _URL_REST.sub(lambda found: f"//{_without_secrets(found[0][2:])}", text)


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
            return registry_origin(f"{scheme}://{_AUTHORITY_END.split(rest, maxsplit=1)[0]}")
        if address:
            return Origin("path")
    return None


def _without_revision(url: str) -> str:
    head, slash, path = url.rpartition("://")
    return head + slash + path.partition("@")[0].rstrip("/")


def shown(text: str) -> str:
    """Text from a file, quoted for a message: `clean`, and short."""
    text = clean(text).strip()
    return f"`{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}`"
