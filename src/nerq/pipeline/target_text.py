"""What a person means by a name on the command line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nerq.ecosystems import ECOSYSTEMS, ecosystem_of, host_of, public_hosts
from nerq.errors import UsageError
from nerq.identity import github_repository, normalise, purl
from nerq.model import Target
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.model import Kind

_HUB = "huggingface"
_PREFIXES: dict[str, tuple[Kind, str]] = {
    prefix: (kind, row.id)
    for row in ECOSYSTEMS
    if row.id != "mcp"  # a server is named by the package that holds it
    for prefix, kind in {row.id: row.kind, **row.prefixes}.items()
}
"""Of ``prefix:name``, also types of package URLs: kind and ecosystem."""

_PROJECT_PAGE = regex(r"/(?:project|package|crates)/((?:@[^/]+/)?[^/]+)(?:/(?:v/)?([^/]+))?")
_REPORT_PAGE = regex(r"/safe/([^/]+(?:/[^/]+)?)/?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A name as given, and what it stands for.

    Attributes:
        text: as given.
        version: where one was given.
        is_explicit: whether the text says which registry is meant. A bare ``flask`` or
            ``owner/name`` does not, so that an answer on another registry's thing of exactly
            that name is an answer too.
    """

    text: str
    target: Target
    version: str | None = None
    is_explicit: bool = True


def parse_target(text: str) -> Named:
    """Reads ``name``, ``owner/name``, ``prefix:name``, a purl, or a page's address.

    Raises:
        UsageError: the text is none of these.
    """
    text = text.strip()
    if not text or len(text) > 500 or re.search(r"[\x00-\x20\x7f]", text):
        raise UsageError(f"{text[:80]!r} is not the name of a package or model")
    if text.startswith("pkg:"):
        return _from_purl(text)
    if "://" in text:
        return _from_url(text)
    prefix, colon, rest = text.partition(":")
    if colon and prefix.lower() in _PREFIXES and rest:
        kind, ecosystem = _PREFIXES[prefix.lower()]
        return _named(text, kind, ecosystem, rest)
    if text.startswith("@") and "/" in text:
        return _named(text, "package", "npm", text)
    if "/" in text:
        return _named(text, "model", _HUB, text, is_explicit=False)
    return _named(text, "package", "pypi", text, is_explicit=False)


def _named(text: str, kind: Kind, ecosystem: str, name: str, *, is_explicit: bool = True) -> Named:
    version = None
    pin = ecosystem_of(ecosystem).pin
    separator = pin if pin in name else "@"
    if separator in name[1:]:
        cut = name.index(separator, 1)
        name, version = name[:cut], name[cut + len(separator) :] or None
    name = normalise(ecosystem, name.strip("/"))
    if not name:
        raise UsageError(f"{text}: names nothing")
    target = Target(name, kind, ecosystem, purl(kind, ecosystem, name, version))
    return Named(text, target, version, is_explicit)


def _from_purl(text: str) -> Named:
    from packageurl import PackageURL

    try:
        parsed = PackageURL.from_string(text)
    except ValueError as error:
        raise UsageError(f"{text}: not a package URL: {error}") from error
    known = _PREFIXES.get(parsed.type)
    if known is None:
        raise UsageError(f"{text}: package URLs of type {parsed.type} are not known to nerq")
    name = f"{parsed.namespace}/{parsed.name}" if parsed.namespace else parsed.name
    target = Target(name, *known, purl(*known, name, parsed.version))
    return Named(text, target, parsed.version)


def _from_url(text: str) -> Named:
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise UsageError(f"{text}: not an address: {error}") from error
    host, path = host_of(text), unquote(parts.path)
    segments = [segment for segment in path.split("/") if segment]
    if host in public_hosts(_HUB) and segments:
        return _from_hub(text, segments)
    repository = github_repository(text)
    if repository:
        return _named(text, "repository", "github", repository)
    page = _PROJECT_PAGE.search(path)
    for row in ECOSYSTEMS if page else ():
        if page and row.samples and host in public_hosts(row.id):
            name = f"{page[1]}@{page[2]}" if page[2] else page[1]
            return _named(text, row.kind, row.id, name)
    report = _REPORT_PAGE.search(path)
    if report and "/" in report[1]:
        return _named(text, "repository", "github", report[1], is_explicit=False)
    if report:
        return _named(text, "package", "pypi", report[1], is_explicit=False)
    raise UsageError(f"{text}: not a page of a package, repository or model that nerq knows")


def _from_hub(text: str, segments: list[str]) -> Named:
    row = ecosystem_of(_HUB)
    kind = row.folders.get(segments[0], row.kind)
    names = segments[1:] if segments[0] in row.folders else segments
    count = 2 if len(names) > 1 and names[1] not in {"tree", "blob", "resolve"} else 1
    if not names:
        raise UsageError(f"{text}: names no model, dataset or space")
    return _named(text, kind, _HUB, "/".join(names[:count]))
