"""Judges answers: pure, without clock, files or network."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nerq.model import Finding, Rated, Reason, Unavailable, Unrated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.model import Answer, Facts, Outcome, Reference, Target

DEFAULT_THRESHOLD = 70.0

# Every rule id that a report can show: what it means. Ids are never reused.
RULES: Mapping[str, str] = {
    "score-below-threshold": "The trust score is below the threshold that applies.",
    "score-warning": "The trust score passes, but is within the warning band.",
    "denied": "The target is on the project's deny list.",
    "allowed": "The target is on the project's allow list.",
    "license-denied": "The licence is one that the project denies.",
    "eu-ai-act-denied": "The EU AI Act class is one that the project denies.",
    "active-advisory": "The source reports an active security advisory.",
    "not-in-index": "The source does not know this target.",
    "low-confidence": "Too little could be measured for a score.",
    "private": "The target is private and was not asked about.",
    "not-asked": "Nothing was asked, as requested.",
    "identity-mismatch": "The source scored another thing of the same name.",
    "unconfirmed": "The score stands on a screening answer that could not be confirmed.",
    "unavailable": "No usable answer was obtained.",
    "ignored": "The project ignores this target, with a reason.",
    "ignore-expired": "An ignore of this target has expired and no longer counts.",
    "unused-ignore": "An ignore matches nothing.",
    "score-dropped": "The score fell by more than the allowed drop since the baseline.",
    "known-before": "The baseline, or the compared revision, already had this.",
}

FAIL_ON = ("score", "unknown", "active-advisory", "identity-mismatch", "unused-ignore")
_UNKNOWN_RULES = frozenset({"not-in-index", "low-confidence", "private"})


@dataclass(frozen=True, slots=True)
class Policy:
    """What passes and what fails.

    Attributes:
        threshold: 0-100; a score below it fails.
        thresholds: exceptions by kind (``model``), scope (``dev``) or target glob
            (``acme/*``). The target's wins over the scope's, the scope's over the kind's;
            among globs the longest that matches wins.
        warn_below: scores from the threshold up to this are called out, and pass.
        deny: target globs that fail whatever their score.
        allow: target globs that pass whatever their score.
        fail_on: which of `FAIL_ON` fail.
        denied_licenses: SPDX ids, compared without case.
        denied_eu_classes: minimal, limited, high, unacceptable.
    """

    threshold: float = DEFAULT_THRESHOLD
    thresholds: Mapping[str, float] = field(default_factory=dict)
    warn_below: float | None = None
    deny: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    fail_on: frozenset[str] = frozenset({"score"})
    denied_licenses: frozenset[str] = frozenset()
    denied_eu_classes: frozenset[str] = frozenset()

    @property
    def is_strict(self) -> bool:
        """Whether what is unknown fails too."""
        return "unknown" in self.fail_on

    def threshold_for(self, target: Target, references: Sequence[Reference]) -> float:
        """The threshold that applies to a target with these mentions.

        Where mentions stand in several scopes, the strictest of their thresholds applies.
        """
        globs = [key for key in self.thresholds if fnmatchcase(target.id, key)]
        if globs:
            return self.thresholds[max(globs, key=len)]
        by_kind = self.thresholds.get(target.kind, self.threshold)
        scopes = {reference.scope for reference in references}
        return max((self._scope_threshold(scope, by_kind) for scope in scopes), default=by_kind)

    def _scope_threshold(self, scope: str, otherwise: float) -> float:
        exact = self.thresholds.get(scope)
        if exact is not None:
            return exact
        return self.thresholds.get(scope.partition(":")[2], otherwise)


def judge(
    target: Target, references: tuple[Reference, ...], answer: Answer, policy: Policy
) -> Finding:
    """The verdict on one target; its first reason is the one that decided."""
    threshold = policy.threshold_for(target, references)
    outcome, reasons = _decide(target, answer, policy, threshold)
    return Finding(target, references, answer, outcome, tuple(reasons), threshold)


def _decide(
    target: Target, answer: Answer, policy: Policy, threshold: float
) -> tuple[Outcome, list[Reason]]:
    if _matches(target.id, policy.deny):
        return "fail", [Reason("denied", f"{target.id} is on the deny list")]
    if _matches(target.id, policy.allow):
        return "pass", [Reason("allowed", f"{target.id} is on the allow list")]
    match answer:
        case Unavailable(message=message):
            return "unavailable", [Reason("unavailable", message)]
        case Unrated(rule=rule, message=message, facts=facts):
            failures = _fact_failures(facts, policy)
            unknown = Reason(rule, message)
            fails = bool(failures) or (policy.is_strict and rule in _UNKNOWN_RULES)
            return ("fail" if fails else "unknown"), [*failures, unknown]
        case Rated():
            return _decide_rated(answer, policy, threshold)


def _decide_rated(answer: Rated, policy: Policy, threshold: float) -> tuple[Outcome, list[Reason]]:
    if answer.identity == "other":
        fails = policy.is_strict or "identity-mismatch" in policy.fail_on
        return ("fail" if fails else "unknown"), [_mismatch(answer)]
    failures = _fact_failures(answer.facts, policy)
    # An answer that rounds to the threshold is still below it: the score is compared as given.
    if answer.score < threshold and "score" in policy.fail_on:
        failures.append(Reason("score-below-threshold", f"{answer.score:g} is below {threshold:g}"))
    notes = []
    if policy.warn_below is not None and threshold <= answer.score < policy.warn_below:
        notes.append(
            Reason("score-warning", f"{answer.score:g} is below {policy.warn_below:g}, a warning")
        )
    if not answer.is_confirmed:
        notes.append(
            Reason("unconfirmed", "only the screening answer is known; the single one was not had")
        )
    if failures and not answer.is_confirmed and _only_score(failures):
        # Only the documented single answer may fail a build.
        return "unavailable", [*notes, *failures]
    return ("fail" if failures else "pass"), [*failures, *notes]


def _only_score(reasons: Sequence[Reason]) -> bool:
    return all(reason.rule == "score-below-threshold" for reason in reasons)


def _mismatch(answer: Rated) -> Reason:
    facts = answer.facts
    what = facts.matched_url or facts.matched_source or "another thing"
    source = f" ({facts.matched_source})" if facts.matched_source and facts.matched_url else ""
    return Reason("identity-mismatch", f"the service scored {what}{source} instead")


def _fact_failures(facts: Facts, policy: Policy) -> list[Reason]:
    reasons = []
    if facts.license and facts.license.lower() in policy.denied_licenses:
        reasons.append(Reason("license-denied", f"licence {facts.license} is denied"))
    if facts.eu_ai_act and facts.eu_ai_act.lower() in policy.denied_eu_classes:
        reasons.append(Reason("eu-ai-act-denied", f"EU AI Act class {facts.eu_ai_act} is denied"))
    if facts.has_active_advisory and "active-advisory" in policy.fail_on:
        reasons.append(Reason("active-advisory", "an active security advisory is reported"))
    return reasons


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


_RANK = {"fail": 0, "unavailable": 1, "unknown": 2, "ignored": 3, "pass": 4}


def worst_first(finding: Finding) -> tuple[int, float, str, str]:
    """Sort key: failures by score, then what is open, then what passed; then by target."""
    answer = finding.answer
    score = answer.score if isinstance(answer, Rated) else -1.0
    return (_RANK[finding.outcome], score, finding.target.id, finding.target.kind)
