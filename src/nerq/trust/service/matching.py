"""Whether the thing that was scored is the thing that was meant.

The service looks names up loosely and echoes the question, so only ``target_source`` (which
registry) and ``details_url`` (which page) show what it found. The page's address holds the name
itself for repositories, and for everything else a slug, which leaves characters out: two names
can share one, so an answer also says by what the two were compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from nerq.ecosystems import ECOSYSTEMS, ecosystem_of, ecosystem_of_word
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.model import Identity, IdentityBasis, Target

_SEPARATORS = regex(r"[/\s_.]")
_DASHES = regex(r"-+")
_LEFT_OUT = regex(r"[/\\()\[\]{}:;,!?@#$%^&*=+|<>~`'\"]")
"""Characters that the pages' own slugs leave out."""

_REGISTRIES = frozenset(row.id for row in ECOSYSTEMS if row.kind in ("package", "model"))
"""Ecosystems that a page address may carry as its first part: ``/safe/pypi/foo``."""


class Match(NamedTuple):
    """How what was scored relates to what was meant.

    Attributes:
        identity: ``exact``: same ecosystem and same name, as far as either is shown. ``project``:
            a repository whose name is the package's. ``other``: something else. None: nothing
            shows it.
        basis: what was compared: the whole ``name``, its ``slug``, or the ``registry`` only; None
            where nothing was.
    """

    identity: Identity | None = None
    basis: IdentityBasis | None = None


NO_MATCH = Match()


def slug(name: str) -> str:
    """The dash form of a name: lower case, ``/``, space, ``_``, ``.`` as ``-``."""
    return _SEPARATORS.sub("-", name.strip().lower())


def slugs(name: str) -> frozenset[str]:
    """Every way in which the service writes a name into the address of a page.

    Answers leave out ``/`` (``microsoftphi-2``, ``@babelcore``); the pages themselves leave out
    more and write ``_`` and ``.`` as ``-`` (``babelcore``); the documents have the dash form
    (``microsoft-phi-2``, with and without ``@``).
    """
    lower = name.strip().lower()
    short = _LEFT_OUT.sub("", lower.replace(" ", "-").replace("_", "-").replace(".", "-"))
    dashed = slug(name)
    return frozenset(
        (
            lower.replace("/", "").replace(" ", "-"),
            _DASHES.sub("-", short).strip("-"),
            dashed,
            _normal(name),
        )
    )


def identity(target: Target, source: str | None, url: str | None, pin: str | None = None) -> Match:
    """How what was scored relates to what was meant.

    Args:
        target: what was meant.
        source: the registry that was scored, as the service names it.
        url: the page of what was scored.
        pin: the id that was asked instead, because the user says that it is this target.
    """
    page = _page(url)
    if source is None and page is None:
        return NO_MATCH
    ecosystem = None if source is None else _ecosystem(source)
    if pin is not None:
        return _pinned(target, pin, ecosystem, page)
    return _compare(target, ecosystem, page)


def _ecosystem(source: str) -> str:
    """By the first word of a source's name (``pypi_full``, ``huggingface_model``)."""
    return ecosystem_of_word(re.split(r"[_\s:/.-]", source.strip().lower(), maxsplit=1)[0])


def _page(url: str | None) -> tuple[str, ...] | None:
    """The parts of the address that name the thing: those after ``safe``."""
    if url is None:
        return None
    parts = tuple(unquote(part) for part in urlsplit(url).path.split("/") if part)
    start = parts.index("safe") if "safe" in parts else 0
    return parts[start + 1 :] or None


def _pinned(target: Target, pin: str, ecosystem: str | None, page: tuple[str, ...] | None) -> Match:
    if page is not None:
        basis = _same(pin, "/".join(page), ecosystem or _home(target))
        return Match("exact", basis) if basis else Match("other", "name")
    expected = ("github", "huggingface") if "/" in pin else (_home(target),)
    return Match("exact" if ecosystem in expected else "other", "registry")


def _compare(target: Target, ecosystem: str | None, page: tuple[str, ...] | None) -> Match:
    if page is None:
        return Match("exact" if ecosystem in _homes(target) else "other", "registry")
    name = "/".join(page)
    if ecosystem is None:
        ecosystem, name = _read_page(target, page)
    if ecosystem in _homes(target):
        basis = _same(target.id, _unprefixed(page, ecosystem, target.id), _home(target))
        return Match("exact", basis) if basis else Match("other", "name")
    if ecosystem == "github" and _is_project(target, name):
        return Match("project", "name")
    return Match("other", "registry")


def _read_page(target: Target, page: tuple[str, ...]) -> tuple[str, str]:
    """Ecosystem and name that a page address alone shows.

    One part is a slug, which can be of any registry: taken as the target's own. Two parts are
    ``owner/name`` of a repository, or a registry and a name.
    """
    name = "/".join(page)
    if len(page) == 1:
        return _home(target), name
    first = ecosystem_of_word(page[0].lower())
    if first in _REGISTRIES and not _same(target.id, name, _home(target)):
        return first, "/".join(page[1:])
    return _home(target) if name.startswith("@") else "github", name


def _unprefixed(page: tuple[str, ...], ecosystem: str, id_: str) -> str:
    """The name on a page, without the registry in front of it."""
    name = "/".join(page)
    first = ecosystem_of_word(page[0].lower())
    has_registry = len(page) > 1 and first == ecosystem and not _same(id_, name, ecosystem)
    return "/".join(page[1:]) if has_registry else name


def _home(target: Target) -> str:
    return ecosystem_of(target.ecosystem).home or target.ecosystem


def _homes(target: Target) -> tuple[str, ...]:
    home = _home(target)
    return (home, "mcp") if target.kind == "mcp-server" else (home,)


def _same(id_: str, page: str, ecosystem: str) -> IdentityBasis | None:
    """By what a page's address is the one of this name; None where it is not.

    A page of several parts writes the name as it is, so only the name itself will do.
    """
    row = ecosystem_of(ecosystem)
    if row.normal(id_) == row.normal(page):
        return "name"
    if row.ignores_case and id_.lower() == page.lower():
        return "name"
    is_slug = "/" not in page and (page.lower() in slugs(id_) or _normal(id_) == _normal(page))
    return "slug" if is_slug else None


def _normal(name: str) -> str:
    return _DASHES.sub("-", slug(name)).strip("-").removeprefix("@")


def _is_project(target: Target, repository: str) -> bool:
    """Whether a repository is the one of this package, model or module, going by its name.

    For an id with an owner (a model, a Go module by its path) the owner counts too; the scope
    of an npm package is not an owner.
    """
    if ecosystem_of(_home(target)).has_owners:
        return _normal(target.id).removeprefix("github-com-") == _normal(repository)
    name = target.id.rpartition("/")[2] if target.id.startswith("@") else target.id
    return _normal(name) == _normal(repository.rpartition("/")[2])
