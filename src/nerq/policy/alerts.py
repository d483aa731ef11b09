"""What the rules know of one target: gathered, each once, with its level; and their caps."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nerq.grades import grade_of, recommendation_of
from nerq.model import Alert, Rated, Unavailable
from nerq.rules import LEVELS, RANK, describe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from nerq.model import Answer, Facts, Target
    from nerq.policy.levels import Policy


def gather(
    target: Target, answer: Answer, checked: Iterable[Alert], policy: Policy
) -> tuple[Alert, ...]:
    """All alerts on a target with their levels, weightiest first; those that are off are left out.

    Args:
        target: what they speak of.
        answer: whose own alerts and facts count too, unless another thing was scored.
        checked: what checks found; one that has a level already keeps it.
        policy: gives the levels.
    """
    found = {(alert.rule, alert.evidence): alert for alert in _own(answer, policy)}
    found |= {(alert.rule, alert.evidence): alert for alert in checked}
    is_allowed = policy.allows(target)
    levelled = (_levelled(alert, answer, policy, is_allowed) for alert in found.values())
    return tuple(sorted((alert for alert in levelled if alert.level != "off"), key=_weight))


def _own(answer: Answer, policy: Policy) -> Iterator[Alert]:
    """What the answer itself says; nothing where it speaks of another thing."""
    if isinstance(answer, Rated) and answer.identity == "other":
        return
    yield from answer.alerts
    if isinstance(answer, Unavailable):
        return
    yield from _from_facts(answer.facts, policy)
    is_named = any(alert.rule.startswith("advisory-") for alert in answer.alerts)
    if answer.facts.has_active_advisory and not is_named:
        yield Alert("active-advisory", "an active security advisory is reported")
    if answer.source == "nerq" and answer.facts.recommendation == "DENY":
        page = answer.facts.matched_url
        yield Alert("denied-by-source", "the service advises against it (DENY)", page)


def _from_facts(facts: Facts, policy: Policy) -> Iterator[Alert]:
    if facts.license and policy.denies_license(facts.license):
        yield Alert("license-denied", f"licence {facts.license} is denied", facts.license)
    if facts.eu_ai_act and policy.denies_eu_class(facts.eu_ai_act):
        message = f"EU AI Act class {facts.eu_ai_act} is denied"
        yield Alert("eu-ai-act-denied", message, facts.eu_ai_act)


def _levelled(alert: Alert, answer: Answer, policy: Policy, is_allowed: bool) -> Alert:  # noqa: FBT001 - one call
    level = alert.level or policy.level(
        alert.rule, is_fixed=alert.fixed_in is not None, source=answer.source
    )
    if is_allowed and level == "error" and not describe(alert.rule).is_absolute:
        level = "warn"
    return replace(alert, level=level)


def _weight(alert: Alert) -> tuple[int, int, Alert]:
    return (LEVELS.index(alert.level or "note"), RANK.get(alert.rule, len(RANK)), alert)


def capped(answer: Answer, alerts: Iterable[Alert]) -> Answer:
    """A local score with the caps of the rules that are errors; other answers as they are.

    Nothing that such a rule knows is advised to proceed with, capped or not.
    """
    errors = [describe(alert.rule) for alert in alerts if alert.level == "error"]
    if not (isinstance(answer, Rated) and answer.source == "local" and errors):
        return answer
    score = min([answer.score, *(rule.cap for rule in errors if rule.cap is not None)])
    advice = recommendation_of(score)
    facts = replace(
        answer.facts,
        grade=grade_of(score),
        recommendation="CAUTION" if advice == "PROCEED" else advice,
    )
    mean = answer.score if score < answer.score else None
    return replace(answer, score=score, mean=mean, facts=facts)


def uncapped(answer: Answer) -> Answer:
    """The answer as its source gave it."""
    if not (isinstance(answer, Rated) and answer.source == "local"):
        return answer
    score = answer.score if answer.mean is None else answer.mean
    facts = replace(answer.facts, grade=grade_of(score), recommendation=recommendation_of(score))
    return replace(answer, score=score, mean=None, facts=facts)
