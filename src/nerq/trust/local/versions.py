"""Versions of two ecosystems: their order, and which release is judged.

Python: https://packaging.python.org/en/latest/specifications/version-specifiers/ ·
npm: https://semver.org/ 2.0.0 with npm's ranges (``^1.2``, ``~1.2.3``, ``1.x || >=2 <3``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nerq.trust.local.evidence import Release

_OPERATOR_GAP = regex(r"([<>=~^])\s+")
LONGEST_VERSION = 200
MOST_JUDGED = 25  # pins of one package in one project; more are judged by their lowest ones


@lru_cache(maxsize=65536)
def order_of(ecosystem: str, version: str) -> Any:  # noqa: ANN401 - versions compare only with their own kind
    """A key that orders versions of one ecosystem, or None for what is not a version."""
    if len(version) > LONGEST_VERSION:
        return None
    if ecosystem == "npm":
        import semantic_version

        try:
            parsed = semantic_version.Version(version.lstrip("v="))
        except ValueError:
            return None
        return parsed.precedence_key
    from packaging.version import InvalidVersion, Version

    try:
        return Version(version)
    except (InvalidVersion, ValueError):
        return None


@lru_cache(maxsize=65536)
def canonical(ecosystem: str, version: str) -> str:
    """One spelling for equal versions (``1.0`` and ``1.0.0``)."""
    if ecosystem == "npm" or len(version) > LONGEST_VERSION:
        return version.lstrip("v=")
    from packaging.utils import canonicalize_version

    return canonicalize_version(version)


def public_version(ecosystem: str, version: str) -> str:
    """The version without a local label (``2.1.0+cu121``): such builds are of other indexes."""
    return version.partition("+")[0] if ecosystem == "pypi" else version


def is_prerelease(ecosystem: str, version: str) -> bool:
    """Whether the version is a pre-release or development one."""
    if ecosystem == "npm":
        return "-" in version.partition("+")[0]
    parsed = order_of(ecosystem, version)
    return parsed is not None and bool(parsed.is_prerelease)


def newest(ecosystem: str, releases: Iterable[Release]) -> Release | None:
    """The newest release that is not withdrawn; a pre-release only where nothing else is."""
    usable = [r for r in releases if order_of(ecosystem, r.version) is not None]
    kept = [r for r in usable if r.yanked is None] or usable
    stable = [r for r in kept if not is_prerelease(ecosystem, r.version)] or kept
    return max(stable, key=lambda r: (order_of(ecosystem, r.version), r.version), default=None)


def judged_versions(
    ecosystem: str, releases: Sequence[Release], pins: Sequence[str], specifiers: Sequence[str]
) -> tuple[str, ...]:
    """Which versions to judge: the pins; else the newest that the constraints allow.

    Constraints from several places are met together where one release meets all, else each
    by itself. Without pin and constraint it is the newest release. Pins are spelled as the
    registry spells them.
    """
    if pins:
        known = {canonical(ecosystem, r.version): r.version for r in releases}
        spelled = {_spelled(known, ecosystem, pin) for pin in pins}
        keyed = sorted(spelled, key=lambda v: (order_of(ecosystem, v) is not None, str(v)))
        return tuple(keyed[:MOST_JUDGED])
    best = newest(ecosystem, [r for r in releases if _meets_all(ecosystem, r, specifiers)])
    if best is not None:
        return (best.version,)
    found = {
        single.version
        for specifier in specifiers
        if (
            single := newest(
                ecosystem, [r for r in releases if _meets_all(ecosystem, r, [specifier])]
            )
        )
    }
    if found:
        return tuple(sorted(found))
    last = newest(ecosystem, releases)
    return () if last is None else (last.version,)


def _spelled(known: Mapping[str, str], ecosystem: str, pin: str) -> str:
    """The pin as the registry spells it; a local build is judged as the release it is made of."""
    bare = known.get(canonical(ecosystem, public_version(ecosystem, pin)), pin)
    return known.get(canonical(ecosystem, pin), bare)


def _meets_all(ecosystem: str, release: Release, specifiers: Sequence[str]) -> bool:
    return all(_meets(ecosystem, release.version, specifier) for specifier in specifiers)


@lru_cache(maxsize=65536)
def _meets(ecosystem: str, version: str, specifier: str) -> bool:
    """Whether the version meets the constraint; an unreadable constraint allows everything."""
    allowed = _parsed(ecosystem, specifier)
    if allowed is None:
        return True
    if ecosystem == "npm":
        import semantic_version

        try:
            return bool(allowed.match(semantic_version.Version(version)))
        except ValueError:
            return False
    return (
        bool(allowed.contains(version, prereleases=True)) if order_of(ecosystem, version) else False
    )


@lru_cache(maxsize=4096)
def _parsed(ecosystem: str, specifier: str) -> Any:  # noqa: ANN401 - one type per ecosystem
    if not specifier.strip() or len(specifier) > 1000:
        return None
    if ecosystem == "npm":
        import semantic_version

        try:
            return semantic_version.NpmSpec(_OPERATOR_GAP.sub(r"\1", specifier))
        except (ValueError, AttributeError):  # the latter for half a hyphen range
            return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(specifier)
    except InvalidSpecifier:
        return None
