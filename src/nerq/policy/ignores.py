"""What a project accepts although it fails, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nerq.model import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nerq.model import Finding, Location, Reference

_OPEN = frozenset({"fail", "unknown"})


@dataclass(frozen=True, slots=True)
class Ignore:
    """A target that the project accepts, and why.

    Attributes:
        target: id or glob.
        reason: why, never empty.
        expires: ISO date from which the ignore no longer counts, or None.
        version: PEP 440 specifier that every pinned version must meet, or None for all.
    """

    target: str
    reason: str
    expires: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class InlineIgnore:
    """A comment beside a reference: ``# nerq: ignore[rule] reason``.

    Attributes:
        location: the line that it speaks of.
        rules: rule ids, never empty.
    """

    location: Location
    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """Findings after the ignores, and what there is to say about the ignores themselves.

    Attributes:
        expired: one reason each, rule ``ignore-expired``.
        unused: one reason each, rule ``unused-ignore``.
    """

    findings: tuple[Finding, ...]
    expired: tuple[Reason, ...] = ()
    unused: tuple[Reason, ...] = ()


def apply_ignores(
    findings: Iterable[Finding],
    ignores: Sequence[Ignore],
    inline: Sequence[InlineIgnore],
    today: str,
) -> Ignored:
    """Turns failed and unknown findings into ignored ones.

    Args:
        findings: as judged.
        ignores: of the settings; one that has expired by ``today`` counts as none.
        inline: of the scanned files; it holds for the target of the reference it stands at.
        today: ISO date.
    """
    valid = [ignore for ignore in ignores if ignore.expires is None or today < ignore.expires]
    places = {(comment.location.path, comment.location.line): comment for comment in inline}
    used: set[int] = set()
    results = []
    for finding in findings:
        why = _why(finding, valid, places, used) if finding.outcome in _OPEN else None
        results.append(_ignored(finding, why) if why else finding)
    expired = [
        Reason("ignore-expired", f"the ignore of {ignore.target} ended on {ignore.expires}")
        for ignore in ignores
        if ignore not in valid
    ]
    unused = [
        Reason("unused-ignore", f"the ignore of {ignore.target} ({ignore.reason}) is not needed")
        for ignore in valid
        if id(ignore) not in used
    ]
    unused += [
        Reason("unused-ignore", f"the ignore at {comment.location} is not needed")
        for comment in inline
        if id(comment) not in used
    ]
    return Ignored(tuple(results), tuple(expired), tuple(unused))


def _why(
    finding: Finding,
    ignores: Sequence[Ignore],
    places: Mapping[tuple[str, int | None], InlineIgnore],
    used: set[int],
) -> str | None:
    """The reason to ignore a finding, or None; notes which ignores were of use."""
    for ignore in ignores:
        if fnmatchcase(finding.target.id, ignore.target) and _holds(ignore, finding.references):
            used.add(id(ignore))
            return ignore.reason
    open_rules = {reason.rule for reason in finding.reasons}
    reasons = []
    for reference in finding.references:
        comment = places.get((reference.location.path, reference.location.line))
        if comment and open_rules & set(comment.rules):
            used.add(id(comment))
            open_rules -= set(comment.rules)
            reasons.append(comment.reason)
    return "; ".join(dict.fromkeys(reasons)) if reasons and not open_rules else None


def _holds(ignore: Ignore, references: Sequence[Reference]) -> bool:
    """Whether every pinned version is one that the ignore speaks of; no pin shows nothing."""
    if ignore.version is None:
        return True
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    versions = {reference.version for reference in references if reference.version}
    specifier = SpecifierSet(ignore.version, prereleases=True)
    try:
        return bool(versions) and all(Version(text) in specifier for text in versions)
    except InvalidVersion:
        return False


def _ignored(finding: Finding, why: str) -> Finding:
    reasons = (Reason("ignored", why), *finding.reasons)
    return replace(finding, outcome="ignored", reasons=reasons)
