"""Which thing a mention means, whether it may be asked about, and which mentions mean the same.

Target ids and purls follow docs/design.md and the purl specification
(https://github.com/package-url/purl-spec, types of 2025). Private things get a target too, for
the report, but are never asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit

from nerq.code_hosts import host_of_module, is_public_module
from nerq.ecosystems import (
    ecosystem_of,
    host_of,
    is_open_address,
    public_hosts,
    public_repository,
)
from nerq.model import Reference, Target
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from nerq.model import Kind, Origin

_HUB_KINDS = frozenset({"model", "dataset", "space"})
_PLAIN_NAME = regex(r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+)*\Z")
_PLAIN_VERSION = regex(r"[A-Za-z0-9._-]+\Z")


def _is_never_known(ecosystem: str, name: str) -> bool:  # noqa: ARG001 -- stands in for a list
    return False


class Identified(NamedTuple):
    """A target with everything that mentions it.

    Attributes:
        references: by place.
        private: why it is never asked about, for a person; None where it may be asked.
    """

    target: Target
    references: tuple[Reference, ...]
    private: str | None = None


@dataclass(frozen=True, slots=True)
class Naming:
    """What the project says about names.

    Attributes:
        private: glob patterns of target ids (or names as written) that never leave the machine.
        public_indexes: hosts of package indexes whose names are not secret, besides the
            ecosystems' own.
        aliases: a project's own model names, to the ids they stand for.
        own: ecosystem and normalised name of the packages that the scanned tree holds.
        is_well_known: whether an ecosystem's public registry is known to have a package of a
            name, so that the name tells nothing, whichever index serves it here.
    """

    private: tuple[str, ...] = ()
    public_indexes: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    own: frozenset[tuple[str, str]] = frozenset()
    is_well_known: Callable[[str, str], bool] = _is_never_known


def identify(references: Iterable[Reference], naming: Naming) -> tuple[Identified, ...]:
    """One entry a target, by target; mentions that mean the same are merged.

    Where one mention is private and another is not, the target is private: the name alone
    might be the secret.
    """
    groups: dict[tuple[str, str, str], list[Reference]] = {}
    names: dict[tuple[str, str, str], tuple[Kind, str, str]] = {}
    for reference in references:
        meaning = _meaning(_without_alias(reference, naming.aliases))
        kind, ecosystem, name = meaning
        key = (kind, ecosystem, name.lower() if ecosystem_of(ecosystem).ignores_case else name)
        groups.setdefault(key, []).append(reference)
        # Hub and git names are shown in the spelling that sorts first, whatever the order read.
        names[key] = min(names.get(key, meaning), meaning)
    entries = [_entry(names[key], _distinct(mentions), naming) for key, mentions in groups.items()]
    return tuple(sorted(entries, key=_by_target))


def _distinct(mentions: Iterable[Reference]) -> tuple[Reference, ...]:
    """By place; what two readers found in the same place is one mention."""
    distinct: dict[tuple[object, ...], Reference] = {}
    for mention in sorted(mentions):
        pinned = (mention.version, mention.specifier)
        place = (mention.location, mention.name, pinned, mention.scope, mention.origin)
        distinct.setdefault(place, mention)
    return tuple(distinct.values())


def _by_target(entry: Identified) -> tuple[str, str, str]:
    return (entry.target.id, entry.target.kind, entry.target.ecosystem)


def _without_alias(reference: Reference, aliases: Mapping[str, str]) -> Reference:
    actual = aliases.get(reference.name)
    if actual is None or reference.kind not in {"model", "api-model"}:
        return reference
    kind: Kind = "model" if "/" in actual else "api-model"
    ecosystem = "huggingface" if "/" in actual else reference.ecosystem
    return Reference(kind, ecosystem, actual, reference.location, reference.found_by)


def _entry(
    meaning: tuple[Kind, str, str], references: tuple[Reference, ...], naming: Naming
) -> Identified:
    kind, ecosystem, name = meaning
    versions = {reference.version for reference in references if reference.scope != "constraint"}
    version = versions.pop() if len(versions) == 1 else None
    target = Target(name, kind, ecosystem, purl(kind, ecosystem, name, version))
    reasons = sorted({why for ref in references if (why := _why_private(ref, name, naming))})
    return Identified(target, references, reasons[0] if reasons else None)


def _meaning(reference: Reference) -> tuple[Kind, str, str]:
    """Kind, ecosystem and id of what is meant; a git dependency means its repository."""
    kind, ecosystem, name = reference.kind, reference.ecosystem, reference.name
    if kind in {"package", "repository"} and reference.origin.kind in {"git", "url"}:
        repository = github_repository(reference.origin.url)
        if repository:
            return "repository", "github", repository
    if kind in {"action", "repository"}:
        return kind, ecosystem, "/".join(name.split("/")[:2])
    return kind, ecosystem, normalise(ecosystem, name)


def normalise(ecosystem: str, name: str) -> str:
    """The name by its ecosystem's own rule; idempotent.

    pypi: PEP 503. conda: lower case (conda MatchSpec). Others are case-sensitive or keep
    the spelling of their registry.
    """
    return ecosystem_of(ecosystem).normal(name)


def github_repository(url: str | None) -> str | None:
    """``owner/name`` of a repository or archive on the public GitHub, else None.

    Reads ``https://``, ``ssh://``, ``git@host:`` and ``host/owner/name`` forms.
    """
    if not url:
        return None
    text = re.sub(r"^(?:git\+)", "", url)
    scp = re.match(r"(?:[\w.-]+@)?([\w.-]+):(?!//)(.+)", text)
    if scp and "://" not in text:
        host, path = scp[1], scp[2]
    else:
        address = text if "://" in text else f"https://{text}"
        host = host_of(address) or ""
        path = urlsplit(address).path if host else ""
    segments = [segment for segment in path.split("/") if segment]
    if host.lower() not in public_hosts("github") or len(segments) < 2:
        return None
    return f"{segments[0]}/{segments[1].split('@')[0].removesuffix('.git')}"


def purl(kind: Kind, ecosystem: str, name: str, version: str | None) -> str | None:
    """The package URL, or None where no purl type fits."""
    row = ecosystem_of(ecosystem)
    if not row.has_purl or kind == "api-model":
        return None
    plain = name.lower() if row.has_lower_purl else name
    if _PLAIN_NAME.match(plain) and (version is None or _PLAIN_VERSION.match(version)):
        # What needs no escaping is written here: importing the library costs every start 20 ms.
        return f"pkg:{row.id}/{plain}" + (f"@{version}" if version else "")
    return _escaped_purl(row.id, plain, version)


def _escaped_purl(purl_type: str, name: str, version: str | None) -> str:
    from packageurl import PackageURL

    namespace, _, last = name.rpartition("/")
    try:
        return PackageURL(purl_type, namespace or None, last, version).to_string()
    except ValueError:
        return f"pkg:{purl_type}/{quote(name, safe='/')}"


def _why_private(reference: Reference, name: str, naming: Naming) -> str | None:
    for pattern in naming.private:
        if fnmatchcase(name, pattern) or fnmatchcase(reference.name, pattern):
            return f"its name matches private = [{pattern!r}]"
    if reference.kind == "package" and (reference.ecosystem, name) in naming.own:
        return "it is a package of the scanned project"
    return _why_origin_private(reference, name, naming)


def _why_origin_private(reference: Reference, name: str, naming: Naming) -> str | None:
    origin = reference.origin
    if origin.kind == "path":
        return "it comes from a local path"
    if origin.kind == "git":
        return None if github_repository(origin.url) else f"it comes from {_host(origin.url)}"
    if origin.kind == "url":
        is_open = github_repository(origin.url) or _is_public(reference.ecosystem, origin, naming)
        return None if is_open else f"it comes from an address on {_host(origin.url)}"
    if origin.url is None:
        has_hosts = ecosystem_of(reference.ecosystem).has_hosts
        return _why_private_module(name, naming) if has_hosts else None
    is_open = _is_public(reference.ecosystem, origin, naming) or (
        naming.is_well_known(reference.ecosystem, name)
    )
    index = f"it comes from the index {_host(origin.url)}, which is not known to be public"
    return None if is_open else index


def _why_private_module(path: str, naming: Naming) -> str | None:
    host = host_of_module(path)
    if is_public_module(path) or host in {known.lower() for known in naming.public_indexes}:
        return None
    return f"it is served by {host}, which is not known to be public"


def _host(url: str | None) -> str:
    if not url:
        return "an unnamed host"
    address = url if "://" in url else f"ssh://{url.replace(':', '/')}"
    return host_of(address) or "an unreadable address"


def _is_public(ecosystem: str, origin: Origin, naming: Naming) -> bool:
    if is_open_address(ecosystem, origin.url):
        return True
    if _host(origin.url).lower() in {known.lower() for known in naming.public_indexes}:
        return True
    index = public_repository(ecosystem)
    return bool(index) and github_repository(origin.url) == index
