"""What a project accepts although it fails, each with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from nerq.model import Reason
from nerq.policy.alerts import uncapped
from nerq.policy.verdict import judge
from nerq.rules import describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from nerq.model import Alert, Finding, Location, Problem, Reference
    from nerq.policy.levels import Policy


@dataclass(frozen=True, slots=True)
class Ignore:
    """Something that the project accepts, and why.

    It accepts an advisory where it names one, else a target where it names one, else files that
    could not be read. What else it names narrows it.

    Attributes:
        target: id or glob; None for any.
        reason: why, never empty.
        expires: ISO date from which the ignore no longer counts, or None.
        version: PEP 440 specifier that every pinned version must meet, or None for all.
        advisory: id of the one advisory that is accepted, compared without case.
        path: file, folder or glob, relative to the scan's root: where everything spoken of
            stands.
    """

    target: str | None
    reason: str
    expires: str | None = None
    version: str | None = None
    advisory: str | None = None
    path: str | None = None

    def __str__(self) -> str:
        """What it names, for messages: ``advisory in target in path``, as far as they are given."""
        named = (self.advisory, self.target, self.path)
        return " in ".join(name for name in named if name)


class InlineIgnore(NamedTuple):
    """A comment beside a reference: ``# nerq: ignore[rule] reason``.

    Attributes:
        location: the line that it speaks of.
        rules: ids of rules or advisories, never empty.
    """

    location: Location
    rules: tuple[str, ...]
    reason: str


class Ignores:
    """The ignores of one scan, and whether they are of use.

    Args:
        ignores: of the settings; one that has expired by ``today`` counts as none.
        inline: of the scanned files; it holds for the target of the reference it stands at.
        today: ISO date.
    """

    def __init__(
        self, ignores: Sequence[Ignore], inline: Sequence[InlineIgnore], today: str
    ) -> None:
        self._valid = [one for one in ignores if one.expires is None or today < one.expires]
        self._expired = [one for one in ignores if one not in self._valid]
        self._inline = inline
        self._places = {(one.location.path, one.location.line): one for one in inline}
        self._used: set[int] = set()

    @property
    def expired(self) -> tuple[Reason, ...]:
        """One reason each, rule ``ignore-expired``."""
        return tuple(
            Reason("ignore-expired", f"the ignore of {one} ended on {one.expires}")
            for one in self._expired
        )

    @property
    def unused(self) -> tuple[Reason, ...]:
        """One reason each, rule ``unused-ignore``; ask when everything was shown to `accept`."""
        named = [(one, f"{one} ({one.reason})") for one in self._valid]
        beside = [(one, f"at {one.location}") for one in self._inline]
        return tuple(
            Reason(
                "unused-ignore", f"the ignore {'of ' * (one in self._valid)}{text} is not needed"
            )
            for one, text in (*named, *beside)
            if id(one) not in self._used
        )

    def lift(self, finding: Finding, policy: Policy) -> Finding:
        """The verdict without the advisories that are accepted by their ids; they become notes."""
        whys: dict[Alert, str] = {}
        for alert in finding.alerts:
            why = self._why_lifted(finding, alert) if alert.level in ("error", "warn") else None
            if why is not None:
                whys[alert] = why
        if not whys:
            return finding
        alerts = (
            replace(alert, level="note" if alert in whys else None) for alert in finding.alerts
        )
        answer = uncapped(finding.answer)
        again = judge(finding.target, finding.references, answer, alerts, policy)
        accepted = Reason("ignored", "; ".join(dict.fromkeys(whys.values())))
        is_settled = finding.outcome in ("fail", "unavailable") and again.outcome == "pass"
        return replace(
            again,
            outcome="ignored" if is_settled else again.outcome,
            reasons=(accepted, *again.reasons) if is_settled else (*again.reasons, accepted),
        )

    def _why_lifted(self, finding: Finding, alert: Alert) -> str | None:
        if alert.evidence is None:
            return None
        for ignore in self._valid:
            if ignore.advisory and is_named(alert, ignore.advisory) and _holds(ignore, finding):
                self._used.add(id(ignore))
                return ignore.reason
        for comment in self._beside(finding.references):
            if any(is_named(alert, name) for name in comment.rules):
                self._used.add(id(comment))
                return comment.reason
        return None

    def accept(self, finding: Finding) -> Finding:
        """The finding as ignored, where it is open and an ignore covers all of it."""
        why = self._why(finding) if _is_acceptable(finding) else None
        if why is None:
            return finding
        return replace(
            finding, outcome="ignored", reasons=(Reason("ignored", why), *finding.reasons)
        )

    def _why(self, finding: Finding) -> str | None:
        for ignore in self._valid:
            if ignore.target and not ignore.advisory and _holds(ignore, finding):
                self._used.add(id(ignore))
                return ignore.reason
        open_rules = _open_rules(finding)
        reasons = []
        for comment in self._beside(finding.references):
            if open_rules & set(comment.rules):
                self._used.add(id(comment))
                open_rules -= set(comment.rules)
                reasons.append(comment.reason)
        return "; ".join(dict.fromkeys(reasons)) if reasons and not open_rules else None

    def _beside(self, references: Iterable[Reference]) -> Iterator[InlineIgnore]:
        for reference in references:
            comment = self._places.get((reference.location.path, reference.location.line))
            if comment is not None:
                yield comment

    def accept_unread(self, problem: Problem) -> Problem:
        """The problem as a note, where an ignore names its file."""
        for ignore in self._valid:
            if ignore.target or ignore.advisory or ignore.path is None:
                continue
            if is_below(problem.location.path, ignore.path):
                self._used.add(id(ignore))
                message = f"{problem.message} (ignored: {ignore.reason})"
                return replace(problem, message=message, level="note")
        return problem


def is_named(alert: Alert, advisory: str) -> bool:
    """Whether the alert rests on the advisory of this id, which may be the end of a URL."""
    evidence = (alert.evidence or "").rstrip("/").casefold()
    return advisory.casefold() in (evidence, evidence.rpartition("/")[2])


def is_below(path: str, pattern: str) -> bool:
    """Whether a path is the file, lies below the folder, or matches the glob."""
    plain = pattern.removeprefix("./").rstrip("/")
    return fnmatchcase(path, plain) or fnmatchcase(path, f"{plain}/*")


def _is_acceptable(finding: Finding) -> bool:
    """Whether ignores apply: not to what nobody could answer, nor to what nothing lifts."""
    errors = {reason.rule for reason in finding.reasons if reason.level == "error"}
    if any(describe(rule).is_absolute for rule in errors):
        return False
    if finding.outcome == "unavailable":
        return errors <= {alert.rule for alert in finding.alerts}
    return finding.outcome in ("fail", "unknown")


def _open_rules(finding: Finding) -> set[str]:
    """What a comment must cover: the errors, or why nothing is known."""
    errors = {reason.rule for reason in finding.reasons if reason.level == "error"}
    said = {reason.rule for reason in finding.reasons}
    return errors or said - {alert.rule for alert in finding.alerts}


def _holds(ignore: Ignore, finding: Finding) -> bool:
    """Whether target, path and version are those that the ignore speaks of."""
    if ignore.target and not fnmatchcase(finding.target.id, ignore.target):
        return False
    paths = [reference.location.path for reference in finding.references]
    if ignore.path and not all(is_below(path, ignore.path) for path in paths):
        return False
    return ignore.version is None or _is_version(ignore.version, finding.references)


def _is_version(specifier: str, references: Sequence[Reference]) -> bool:
    """Whether every pinned version meets the specifier; without a pin nothing shows it."""
    from packaging.specifiers import SpecifierSet
    from packaging.version import InvalidVersion, Version

    versions = {reference.version for reference in references if reference.version}
    allowed = SpecifierSet(specifier, prereleases=True)
    try:
        return bool(versions) and all(Version(text) in allowed for text in versions)
    except InvalidVersion:
        return False
