"""Conda's package specifications and channels.

Grammar: https://docs.conda.io/projects/conda/en/stable/user-guide/concepts/pkg-specs.html
(``name=1.2`` matches every 1.2.x, ``name==1.2``, ``name 1.2`` and ``name=1.2=build`` one).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.origins import is_public, least_public, registry_origin
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

MAX_LENGTH = 2_000

_FILE = regex(r"([A-Za-z0-9_.-]+?)-([^-/\s]+)-([^-/\s]+)\.(?:conda|tar\.bz2)")
_NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
_WHOLE_NAME = regex(_NAME)
_SPEC = regex(rf"({_NAME})\s*(.*)", re.DOTALL)
_PARTS = regex(r"(.*?)\[([^\]]*)\]")
_PAIR = regex(r"(\w+)\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([^,\s]*))")
_RANGE = regex(r"[*|,<>~]|!=")
_TOKEN = regex(r"/t/[^/]+")


@dataclass(frozen=True, slots=True)
class Spec:
    """What one package specification asks for.

    Attributes:
        version: an exact pin, else None.
        specifier: the constraint as written, without name and build, else None.
        channel: as written, else None.
    """

    name: str
    version: str | None = None
    specifier: str | None = None
    channel: str | None = None

    @property
    def is_virtual(self) -> bool:
        """Whether this is a property of the machine (``__glibc``) rather than a package."""
        return self.name.startswith("__")


def is_name(text: str) -> bool:
    """Whether this can name a package of conda or pip."""
    return bool(_WHOLE_NAME.fullmatch(text))


def parse_spec(text: str) -> Spec:
    """What a package specification asks for.

    Raises:
        ManifestError: it is none; without a line.
    """
    if len(text) > MAX_LENGTH:
        raise ManifestError(f"not a package specification: longer than {MAX_LENGTH:,} characters")
    text = text.partition(" #")[0].strip()
    if archive := parse_file(text):
        return archive
    head, separator, rest = text.rpartition("::")
    found = _SPEC.fullmatch(rest.strip())
    if found is None or not re.search("[A-Za-z_]", found[1]):
        raise ManifestError(f"not a package specification: {shown(text)}")
    name, tail = found.groups()
    channel = head if separator else None
    keys = _PARTS.fullmatch(tail.strip())
    if keys is None and "[" in tail:
        raise ManifestError(f"not a package specification: {shown(text)}")
    if keys is None:
        return _with_version(name, tail.strip(), channel)
    pairs = {key: a or b or c for key, a, b, c in _PAIR.findall(keys[2])}
    if not pairs:
        raise ManifestError(f"not a package specification: {shown(text)}: conda knows no extras")
    return _with_version(
        name, pairs.get("version") or keys[1].strip(), pairs.get("channel", channel)
    )


def _with_version(name: str, text: str, channel: str | None) -> Spec:
    if not text:
        return Spec(name, None, None, channel)
    if "/" in text:  # an address, whose password would be shown as the version
        raise ManifestError(f"not a package specification: {shown(f'{name} {text}')}")
    if re.match(r"=?[^=\s<>!~]", text) and not text.startswith("=="):
        # «1.2 build», «1.2», «=1.2=build» or «=1.2», of which only the last one is open.
        is_open = text.startswith("=")
        version, _, build = text.removeprefix("=").replace("=", " ").partition(" ")
        exact = None if (is_open and not build.strip()) or _RANGE.search(version) else version
        return Spec(name, exact, f"={version}" if is_open else version, channel)
    version = re.split(r"[=\s]", text.removeprefix("==").strip(), maxsplit=1)[0]
    if text.startswith("==") and version and not _RANGE.search(text):
        return Spec(name, version, f"=={version}", channel)
    if not re.match(r"[<>=!~]", text):
        raise ManifestError(f"not a package specification: {shown(f'{name} {text}')}")
    return Spec(name, None, text, channel)


def parse_file(url: str) -> Spec | None:
    """What the URL or path of a package file holds, None where it is none."""
    from urllib.parse import unquote

    if not url.endswith((".conda", ".tar.bz2")):
        return None
    folder, _, file = url.rpartition("/")
    found = _FILE.fullmatch(unquote(file)) if len(file) <= MAX_LENGTH else None
    if found is None:
        return None
    channel = folder.rpartition("/")[0] if "://" in folder else None
    return Spec(found[1], found[2], f"=={found[2]}", channel)


def channel_origin(channels: Iterable[str]) -> Origin:
    """Where packages from these channels come from; plain names are public channels.

    A channel that is read with a token is private on whichever host.
    """
    urls = []
    for channel in channels:
        if "://" in channel or channel.startswith((".", "/", "~")):
            url = _TOKEN.sub("", channel)
            if url != channel and is_public(registry_origin(url), "conda"):
                name = url.rstrip("/").rpartition("/")[2]
                return Origin("registry", f"token-protected-channel/{name}")
            urls.append(url)
    return least_public(urls, "conda") if urls else PUBLIC_REGISTRY
