"""What a score means in plain words, how far it is from the threshold, and what to do next."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, TypeAlias

from nerq.model import Rated, Unavailable
from nerq.reports import wording
from nerq.reports.escaping import one_line
from nerq.rules import describe

if TYPE_CHECKING:
    from nerq.model import Finding
    from nerq.rules import Rule

Verdict: TypeAlias = Literal["trusted", "caution", "unsafe", "unknown", "no answer"]

_OF_SCORES = ("score-below-threshold", "score-dropped")
_GRAVE = 7.0  # severity of a rule from which on the word is unsafe
TRUSTED = 70.0
UNSAFE = 40.0
"""Scores from `TRUSTED` up are Nerq Verified; those below `UNSAFE` are not to be used."""


def verdict(finding: Finding) -> Verdict:
    """The score in one word, whatever the threshold, but for what a rule knows.

    Nothing that a rule counts as an error is called trusted.
    """
    of_score = _of_score(finding)
    rule = _against(finding)
    if rule is None or of_score == "unsafe":
        return of_score
    return "unsafe" if rule.severity >= _GRAVE else "caution"


def _of_score(finding: Finding) -> Verdict:
    if isinstance(finding.answer, Unavailable):
        return "no answer"
    score = wording.score(finding)
    if score is None:
        return "unknown"
    if score >= TRUSTED:
        return "trusted"
    return "caution" if score >= UNSAFE else "unsafe"


def _against(finding: Finding) -> Rule | None:
    """The gravest rule that fails it for what is known of it; None where the score alone does."""
    facts = {alert.rule for alert in finding.alerts if alert.level == "error"} | {"denied"}
    rules = [describe(r.rule) for r in finding.reasons if r.level == "error" and r.rule in facts]
    failing = [rule for rule in rules if rule.outcome == "fail"]
    if failing:
        return max(failing, key=lambda rule: rule.severity)
    is_below = any(r.level == "error" and r.rule in _OF_SCORES for r in finding.reasons)
    return (
        describe("score-below-threshold") if is_below and _of_score(finding) == "trusted" else None
    )


def meaning(finding: Finding) -> str:
    """One sentence that says what the verdict stands for."""
    rule = _against(finding)
    if rule is not None:
        return f"{verdict(finding).capitalize()}: {rule.title[:1].lower()}{rule.title[1:]}"
    match verdict(finding):
        case "trusted":
            return f"Trusted: {_verified(finding)}."
        case "caution":
            return "Caution: from 40 to below 70, so look at what pulls it down before using it."
        case "unsafe":
            return "Unsafe: below 40, so better not used."
        case "no answer":
            return "No answer: nothing could be learned about it, so nothing is proven."
        case _:
            return "Unknown: there is no score, neither good nor bad."


def _verified(finding: Finding) -> str:
    if finding.answer.source == "local":
        return "70 or more, by the evidence that could be measured"
    return "70 or more, Nerq Verified"


def distance(finding: Finding) -> str:
    """``8.8 below the threshold of 70``; empty without a score."""
    score = wording.score(finding)
    if score is None:
        return ""
    threshold = f"the threshold of {wording.number_text(finding.threshold)}"
    gap = difference(score, finding.threshold)
    if not gap:
        return f"Exactly at {threshold}"
    return f"{decimal(abs(gap))} {'above' if gap > 0 else 'below'} {threshold}"


def difference(one: float, other: float) -> Decimal:
    """One less the other, as exact as they are written."""
    return Decimal(repr(one)) - Decimal(repr(other))


def decimal(value: Decimal) -> str:
    """With one decimal, or as many more as it has."""
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def outcome(finding: Finding) -> str:
    """``failed: 61.2 is below 70``; what the policy made of it."""
    word = wording.OUTCOMES[finding.outcome].lower()
    reasons = "; ".join(wording.reasons(finding))
    return f"{word}: {reasons}" if reasons else f"{word}: nothing in the policy speaks against it"


def next_steps(finding: Finding) -> list[str]:
    """What a person can do now, most useful first."""
    remedy = wording.remedy(finding)
    first = [f"{remedy[:1].upper()}{remedy[1:]}."] if remedy.startswith("update") else []
    steps = [*(first or _updates(finding)), *_by_rules(finding)]
    better = better_alternatives(finding)
    if better and finding.outcome != "pass":
        command = _command("nerq", "compare", finding.target.id, better[0][0])
        steps.insert(0, f"Hold it against an alternative: {command}")
    if not steps:
        steps.append("Nothing has to be done. Keep it judged: nerq scan, in the build.")
    return steps


def _updates(finding: Finding) -> list[str]:
    fixed = [
        f"{one_line(item.id)} is fixed in {one_line(item.fixed_in)}"
        for item in wording.facts(finding).vulnerabilities
        if item.fixed_in
    ]
    if fixed:
        return [f"Update: {wording.some(fixed, 3)}"]
    known = wording.facts(finding).known_cves
    if not known:
        return []
    them = "vulnerability" if known == 1 else f"{known} vulnerabilities"
    return [f"Look into the known {them} before adding it; the full report names them."]


def _by_rules(finding: Finding) -> list[str]:
    steps = []
    for rule in wording.rules(finding):
        if rule == "identity-mismatch":
            steps.append(
                "Say which registry is meant: pypi:NAME, npm:NAME, hf:OWNER/NAME or "
                "github:OWNER/NAME, or a page's address."
            )
        elif rule not in _SILENT:
            steps.append(describe(rule).help)
    if finding.outcome == "unknown" and finding.answer.source == "nerq":
        command = _command("nerq", "check", finding.target.id, "--source", "local")
        steps.append(f"Measure it here: {command}")
    return steps


def _command(*words: str) -> str:
    """A line to copy: what others named stays one word, whatever it holds."""
    from shlex import join

    return join(one_line(word) for word in words)


_SILENT = frozenset({"allowed", "known-before"})


def better_alternatives(finding: Finding) -> list[tuple[str, float | None, str | None]]:
    """Name, score and address of what scores higher, as the service ordered them."""
    answer = finding.answer
    score = answer.score if isinstance(answer, Rated) else None
    return [
        (one_line(item.name), item.score, item.url)
        for item in wording.facts(finding).alternatives
        if item.score is None or score is None or item.score > score
    ]
