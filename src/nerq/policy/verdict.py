"""The verdict on one target: rules gate, then the number counts, then what is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Finding, Rated, Reason, Unavailable, Unrated
from nerq.policy.alerts import capped, gather
from nerq.rules import LEVELS, RANK, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.model import Alert, Answer, Outcome, Reference, Target
    from nerq.policy.levels import Policy


def judge(
    target: Target,
    references: tuple[Reference, ...],
    answer: Answer,
    alerts: Iterable[Alert],
    policy: Policy,
) -> Finding:
    """The verdict on one target; its first reason is the one that decided.

    Args:
        target: what is judged.
        references: its mentions.
        answer: of the source of scores; what it knows itself counts as an alert does.
        alerts: what checks found beside it; the same rule and evidence counts once.
        policy: what passes.
    """
    threshold = policy.threshold_for(target, references)
    known = gather(target, answer, alerts, policy)
    answer = capped(answer, known)
    reasons = [Reason(a.rule, _text(a), a.level) for a in known if a.level in ("error", "warn")]
    reasons += _listed(target, policy)
    if not policy.allows(target):
        reasons += _said(answer, policy, threshold)
    reasons.sort(key=_weight)
    outcome = _outcome(answer, reasons, is_allowed=policy.allows(target))
    return Finding(target, references, answer, outcome, tuple(reasons), threshold, known)


def _text(alert: Alert) -> str:
    """The message, with the evidence where it does not name it."""
    if not alert.evidence or alert.evidence in alert.message:
        return alert.message
    return f"{alert.message} ({alert.evidence})"


def _weight(reason: Reason) -> tuple[int, int]:
    return (LEVELS.index(reason.level), RANK.get(reason.rule, len(RANK)))


def _listed(target: Target, policy: Policy) -> Iterator[Reason]:
    if policy.denies(target):
        yield Reason("denied", f"{target.id} is on the deny list", "error")
    elif policy.allows(target):
        yield Reason("allowed", f"{target.id} is on the allow list")


def _said(answer: Answer, policy: Policy, threshold: float) -> Iterator[Reason]:
    """What the answer itself decides, apart from alerts."""
    match answer:
        case Unavailable(message=message):
            yield Reason("unavailable", message, "error")
        case Unrated(rule=rule, message=message):
            yield Reason(rule, message, policy.level(rule))
        case Rated(identity="other"):
            yield Reason("identity-mismatch", _mismatch(answer), policy.level("identity-mismatch"))
        case Rated():
            yield from _scored(answer, policy, threshold)


def _scored(answer: Rated, policy: Policy, threshold: float) -> Iterator[Reason]:
    # A rule that caps the score has been told already; what is said here is what the mean adds.
    # One that rounds to the threshold is still below it: it is compared as given.
    score = answer.score if answer.mean is None else answer.mean
    is_below = score < threshold
    if is_below:
        level = policy.level("score-below-threshold")
        # Only the documented single answer may fail a build.
        level = "warn" if not answer.is_confirmed else level
        yield Reason("score-below-threshold", f"{score:g} is below {threshold:g}", level)
    elif policy.warn_below is not None and score < policy.warn_below:
        message = f"{score:g} is below {policy.warn_below:g}, a warning"
        yield Reason("score-warning", message, policy.level("score-warning"))
    if not answer.is_confirmed:
        message = "only the screening answer is known; the single one was not had"
        yield Reason("unconfirmed", message, "error" if is_below else "note")


def _outcome(answer: Answer, reasons: Iterable[Reason], *, is_allowed: bool) -> Outcome:
    errors = [describe(reason.rule) for reason in reasons if reason.level == "error"]
    if any(rule.outcome == "fail" for rule in errors):
        return "fail"
    if errors:
        return "unavailable"
    is_unknown = isinstance(answer, Unrated) or _is_other(answer)
    return "unknown" if is_unknown and not is_allowed else "pass"


def _is_other(answer: Answer) -> bool:
    return isinstance(answer, Rated) and answer.identity == "other"


def _mismatch(answer: Rated) -> str:
    facts = answer.facts
    what = facts.matched_url or facts.matched_source or "another thing"
    source = f" ({facts.matched_source})" if facts.matched_source and facts.matched_url else ""
    return f"the service scored {what}{source} instead"


_ORDER = {"fail": 0, "unavailable": 1, "unknown": 2, "ignored": 3, "pass": 4}


def worst_first(finding: Finding) -> tuple[int, float, str, str]:
    """Sort key: failures by score, then what is open, then what passed; then by target."""
    answer = finding.answer
    score = answer.score if isinstance(answer, Rated) else -1.0
    return (_ORDER[finding.outcome], score, finding.target.id, finding.target.kind)
