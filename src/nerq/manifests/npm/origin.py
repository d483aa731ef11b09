"""Where an npm package comes from, read from the URL that a manifest or a lock gives."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.patterns import regex
from nerq.redaction import without_credentials

_SCP = regex(r"^(?:[\w.+-]+@)?([\w.-]+\.[\w-]+):(?!//)/*(.+)$")
_HOSTED = {
    "github": "github.com",
    "gitlab": "gitlab.com",
    "bitbucket": "bitbucket.org",
    "gist": "gist.github.com",
}
_GIT_HOSTS = frozenset(_HOSTED.values())
_GIT_SCHEMES = frozenset({"git", "ssh", "git+ssh", "git+https", "git+http", "git+file"})
_REPOSITORY = regex(r"^/([^/]+)/([^/]+?)(?:\.git)?(?:/(?!-/(?!archive/)).*)?$")
# The registry's part of an archive's URL as nearly every lock has it; the hosts of
# repositories are looked at more closely.
_USUAL = regex(
    r"https?://(?!(?:[\w-]+\.)?(?:github|gitlab|bitbucket)\.)[\w.-]+(?::\d+)?(?:/[\w./-]*)?"
)


def plain_url(url: str) -> str:
    """The URL without credentials, query and fragment; ``git+`` and scp style are resolved.

    Empty for text that is not a URL with a host.
    """
    text = url.strip().removeprefix("git+")
    scp = None if "://" in text else _SCP.match(text)
    if scp:
        text = f"ssh://{scp[1]}/{scp[2]}"
    elif "://" in text:
        text = without_credentials(text)
        # git+ssh://git@host:owner/name is written as often as it is invalid: no port is a word.
        text = re.sub(r"^(\w+://[^/]*?):(?!\d+(?:/|$))(?=[^/@]*(?:/|$))", r"\1/", text)
    try:
        parts = urlsplit(text)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    return f"{parts.scheme.lower()}://{parts.hostname}{port}{quote(unquote(parts.path), '/@+~')}"


def hosted_origin(shortcut: str) -> Origin | None:
    """The origin of ``github:owner/name#ref`` and ``owner/name#ref``; None for other text."""
    text = shortcut.partition("#")[0].strip()
    prefix, colon, rest = text.partition(":")
    host = _HOSTED.get(prefix) if colon else _HOSTED["github"]
    path = (rest if colon else text).rpartition("@")[2].removesuffix(".git")
    if host is None or not re.fullmatch(r"[\w.-]+/[\w.-]+", path):
        return Origin("git", f"https://{host}/{path}") if host and prefix == "gist" else None
    return Origin("git", f"https://{host}/{path}")


def url_origin(url: str, name: str) -> Origin:
    """The origin of the package ``name`` whose archive or repository is at ``url``.

    A registry keeps archives below the package's own name; its URL is what stands before
    that. Archives of a hosted repository count as that repository.
    """
    usual, found, _ = url.partition(f"/{name}/-/")
    if found and _USUAL.fullmatch(usual):
        return _registry_at(usual)
    scheme = url.partition(":")[0].strip().lower()
    if scheme in {"file", "link", "portal", "workspace"}:
        return Origin("path")
    plain = plain_url(url)
    return _of_plain(plain, scheme, name) if plain else hosted_origin(url) or Origin("url")


def _of_plain(plain: str, scheme: str, name: str) -> Origin:
    parts = urlsplit(plain)
    if repository := _hosted_repository(parts.hostname or "", parts.path):
        return Origin("git", repository)
    if scheme in _GIT_SCHEMES or parts.scheme == "ssh" or parts.path.endswith(".git"):
        return Origin("git", plain)
    if base := _registry(plain, name):
        return Origin("registry", base)
    return Origin("url", plain)


@lru_cache(maxsize=256)
def _registry_at(url: str) -> Origin:
    return Origin("registry", url)


def resolved_origin(url: str | None, name: str) -> Origin:
    """As `url_origin`; the public registry where a lock names none."""
    return url_origin(url, name) if url else PUBLIC_REGISTRY


def _hosted_repository(host: str, path: str) -> str | None:
    """A repository or an archive of it; these hosts keep their registries below ``/api/``."""
    host = host.removeprefix("codeload.").removeprefix("www.")
    match = _REPOSITORY.match(path)
    if host in _GIT_HOSTS and match and match[1] != "api":
        return f"https://{host}/{match[1]}/{match[2]}"
    return None


def _registry(plain: str, name: str) -> str | None:
    for written in (name, name.replace("/", "%2F"), name.replace("/", "%2f")):
        before, found, _ = plain.partition(f"/{written}/")
        if found and "://" in before:
            return before
    before, found, _ = plain.partition("/-/")
    return before.rpartition("/")[0] if found else None
