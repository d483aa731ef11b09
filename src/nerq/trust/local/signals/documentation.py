"""Documentation signals of packages and repositories."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nerq.patterns import regex
from nerq.trust.local.signals.definition import PACKAGES, Definition, Measure, curve, plural

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.trust.local.evidence import Evidence

_FORMATTED = ("text/markdown", "text/x-rst")
_DOCUMENTATION = regex(r"doc|manual|guide|wiki|readthedocs|read the docs|tutorial", re.IGNORECASE)
_SOURCE = regex(r"source|repo|code|git", re.IGNORECASE)
_ISSUES = regex(r"issue|bug|tracker|ticket|support", re.IGNORECASE)
_CHANGES = regex(r"change|release|history|news|what'?s new", re.IGNORECASE)
_HOME = regex(r"home", re.IGNORECASE)
_FORGE = regex(r"(?:^|\.)(?:github|gitlab|bitbucket|codeberg|sr\.ht|sourceforge|launchpad)\b")


def measure_description(evidence: Evidence) -> Measure | None:
    """Length and format of the long description."""
    metadata = evidence.metadata
    if metadata is None or metadata.description is None:
        return None
    points = curve(metadata.description, ((0, 0), (200, 35), (1000, 75), (2500, 100)))
    written = (metadata.description_format or "").partition(";")[0].strip().lower()
    if written not in _FORMATTED:
        points *= 0.85
    value = plural(metadata.description, "character")
    return Measure(value, points, written or "no format declared", metadata.url, metadata.seen)


def measure_summary(evidence: Evidence) -> Measure | None:
    """Whether a line says what it is."""
    metadata, repository = evidence.metadata, evidence.repository
    if evidence.subject == "repository":
        if repository is None:
            return None
        points = 100 if repository.description else 0
        return Measure(
            repository.description or "none",
            points,
            "the line that describes it",
            repository.url,
            repository.seen,
        )
    if metadata is None:
        return None
    has = metadata.summary is not None and metadata.summary.upper() != "UNKNOWN"
    value = metadata.summary if has and metadata.summary else "none"
    return Measure(
        value, 100 if has else 0, "the line that describes it", metadata.url, metadata.seen
    )


def is_well_formed(address: str) -> bool:
    """Whether the address is a complete web address with a plausible host."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname or ""
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"} and "." in host.strip(".") and " " not in address.strip()
    )


def _pick(evidence: Evidence, wanted: Callable[[str, str], bool]) -> str | None:
    urls = evidence.metadata.urls if evidence.metadata else ()
    found = sorted(
        address
        for label, address in urls
        if wanted(label, address) and is_well_formed(_web(address))
    )
    return found[0] if found else None


def _web(address: str) -> str:
    """Npm writes repositories as ``git+https://…``; the web address is behind it."""
    return re.sub(r"^(?:git\+)?(?:https?|ssh|git)://(?:git@)?", "https://", address)


def _url_signal(
    what: str, wanted: Callable[[str, str], bool]
) -> Callable[[Evidence], Measure | None]:
    def measure(evidence: Evidence) -> Measure | None:
        metadata = evidence.metadata
        if metadata is None:
            return None
        found = _pick(evidence, wanted)
        if found is None:
            return Measure("none", 0, f"names no {what}", metadata.url, metadata.seen)
        return Measure(found, 100, f"names its {what}", metadata.url, metadata.seen)

    return measure


def _is_documentation(label: str, address: str) -> bool:
    return bool(_DOCUMENTATION.search(label) or _DOCUMENTATION.search(urlsplit_host(address)))


def urlsplit_host(address: str) -> str:
    """The host of an address, empty where it has none."""
    try:
        return urlsplit(_web(address)).hostname or ""
    except ValueError:
        return ""


def _is_source(label: str, address: str) -> bool:
    return bool(_SOURCE.search(label) or _FORGE.search(urlsplit_host(address)))


def _is_issues(label: str, address: str) -> bool:
    return bool(_ISSUES.search(label) or "/issues" in address)


def _is_changes(label: str, address: str) -> bool:
    return bool(_CHANGES.search(label) or "changelog" in address.lower())


def measure_typing(evidence: Evidence) -> Measure | None:
    """Whether type information is declared."""
    metadata = evidence.metadata
    if metadata is None or metadata.is_typed is None:
        return None
    if metadata.is_typed:
        return Measure("typed", 100, "declares type information", metadata.url, metadata.seen)
    return Measure("not declared", 50, "declares no type information", metadata.url, metadata.seen)


def measure_homepage(evidence: Evidence) -> Measure | None:
    """A repository's home page."""
    repository = evidence.repository
    if repository is None:
        return None
    has = repository.homepage is not None and is_well_formed(repository.homepage)
    value = repository.homepage if has and repository.homepage else "none"
    return Measure(value, 100 if has else 40, "a page of its own", repository.url, repository.seen)


def measure_topics(evidence: Evidence) -> Measure | None:
    """The topics a repository is filed under."""
    repository = evidence.repository
    if repository is None:
        return None
    points = curve(len(repository.topics), ((0, 30), (3, 100)))
    return Measure(
        plural(len(repository.topics), "topic"),
        points,
        "what it is filed under",
        repository.url,
        repository.seen,
    )


SIGNALS = (
    Definition(
        "description",
        "documentation",
        35,
        PACKAGES,
        measure_description,
        "Length of the long description: 35 at 200 characters, 75 at 1,000, 100 at 2,500; 15 % "
        "off where it is "
        "declared neither Markdown nor reStructuredText.",
    ),
    Definition(
        "summary",
        "documentation",
        5,
        (*PACKAGES, "repository"),
        measure_summary,
        "100 where a line says what it is, else 0.",
    ),
    Definition(
        "documentation-url",
        "documentation",
        20,
        PACKAGES,
        _url_signal("documentation", _is_documentation),
        "100 where a well-formed documentation address is declared, else 0.",
    ),
    Definition(
        "source-url",
        "documentation",
        20,
        PACKAGES,
        _url_signal("source repository", _is_source),
        "100 where a well-formed source address is declared, else 0.",
    ),
    Definition(
        "issues-url",
        "documentation",
        8,
        PACKAGES,
        _url_signal("issue tracker", _is_issues),
        "100 where a well-formed issue tracker address is declared, else 0.",
    ),
    Definition(
        "changelog-url",
        "documentation",
        8,
        ("pypi",),
        _url_signal("changelog", _is_changes),
        "100 where a well-formed changelog address is declared, else 0.",
    ),
    Definition(
        "typed",
        "documentation",
        6,
        PACKAGES,
        measure_typing,
        "100 where type information is declared (classifier `Typing :: Typed`, npm `types`), else"
        " 50.",
    ),
    Definition(
        "homepage",
        "documentation",
        15,
        ("repository",),
        measure_homepage,
        "100 where the repository names a page, else 40.",
    ),
    Definition(
        "topics",
        "documentation",
        10,
        ("repository",),
        measure_topics,
        "30 without topics, 100 from three on.",
    ),
)
