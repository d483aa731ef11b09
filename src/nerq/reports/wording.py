"""What a finding says, in words: shared by all reports that people read.

Everything returned is one line without control characters; a format escapes its own markup.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING

from nerq.model import NO_FACTS, Facts, Rated, Unavailable, Unrated
from nerq.reports.escaping import one_line, shortened
from nerq.rules import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.model import (
        Alert,
        Alternative,
        Answer,
        Finding,
        Location,
        Outcome,
        Reason,
        Reference,
        ScanResult,
        Vulnerability,
    )

_WEAK = 50.0  # points of a local signal below which it speaks against a target
_VULNERABILITIES = "known-vulnerabilities"  # the signal that the vulnerabilities themselves tell

OUTCOMES: dict[Outcome, str] = {
    "fail": "Failed",
    "unavailable": "Unavailable",
    "unknown": "Unknown",
    "pass": "Passed",
    "ignored": "Ignored",
}
"""How each outcome is called, in the order of urgency."""


def facts(finding: Finding) -> Facts:
    """What the source said besides the score; empty where nothing was answered.

    Where another thing was scored, only what shows which thing that was.
    """
    answer = finding.answer
    if isinstance(answer, Unavailable):
        return NO_FACTS
    if _is_other(answer):
        found = answer.facts
        return Facts(matched_source=found.matched_source, matched_url=found.matched_url)
    return answer.facts


def score(finding: Finding) -> float | None:
    """0-100, or None where there is none; the score of another thing is none."""
    answer = finding.answer
    if not isinstance(answer, Rated) or _is_other(answer) or not isfinite(answer.score):
        return None
    return answer.score


def _is_other(answer: Answer) -> bool:
    return isinstance(answer, Rated) and answer.identity == "other"


def score_text(value: float | None) -> str:
    """With one decimal, never rounded up: 69.97 is not shown as 70.0."""
    from decimal import ROUND_FLOOR, Decimal

    if value is None or not isfinite(value):
        return "-"
    return str(Decimal(repr(value)).quantize(Decimal("0.1"), rounding=ROUND_FLOOR))


def number_text(value: float) -> str:
    """A threshold as people write it: ``70``, ``62.5``."""
    return f"{value:g}"


def count(number: int, noun: str) -> str:
    """``1 target``, ``2 targets``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def some(items: Sequence[str], limit: int) -> str:
    """The first ``limit`` items, ``a, b, and 3 more``."""
    shown = ", ".join(items[:limit])
    left = len(items) - limit
    return shown if left <= 0 else f"{shown}, and {left} more"


def reasons(finding: Finding) -> list[str]:
    """Why the outcome is what it is, one line a reason; empty for a plain pass."""
    lines = [_reason(reason, finding) for reason in finding.reasons]
    if lines or finding.outcome in ("pass", "ignored"):
        return lines
    answer = finding.answer
    if isinstance(answer, Unrated | Unavailable):
        return [one_line(answer.message)]
    return [f"{score_text(score(finding))} against a threshold of {number_text(finding.threshold)}"]


def _reason(reason: Reason, finding: Finding) -> str:
    """The message; what an alert says begins with its rule, which the message does not name."""
    text = one_line(reason.message)
    if any(alert.rule == reason.rule for alert in finding.alerts):
        text = f"{one_line(reason.rule)}: {text}"
    is_aside = reason.level == "warn" and finding.outcome == "fail"
    return f"warning, {text}" if is_aside else text


def has_fact_against(finding: Finding) -> bool:
    """Whether a rule that is an error knows something against it, apart from the number."""
    return any(alert.level == "error" for alert in finding.alerts)


def has_error(finding: Finding) -> bool:
    """Whether a rule that is an error speaks against it, even if the finding is accepted."""
    return any(reason.level == "error" for reason in finding.reasons)


def remedy(finding: Finding) -> str:
    """What to do about the fact that decided; empty where none did, or the score alone."""
    deciding = [alert for alert in finding.alerts if alert.level == "error"]
    if finding.outcome not in ("fail", "unavailable") or not deciding:
        return ""
    rule = deciding[0].rule
    return remedy_of([alert for alert in deciding if alert.rule == rule])


def remedy_of(alerts: Sequence[Alert]) -> str:
    """What to do about alerts of one rule, without a full stop."""
    fixes = list(dict.fromkeys(alert.fixed_in for alert in alerts if alert.fixed_in))
    if len(fixes) == 1:
        return one_line(f"update to {fixes[0]}")
    if fixes:
        return one_line(f"update: fixed in {some(fixes, 3)}")
    rule = describe(alerts[0].rule)
    first, _, _ = (rule.remedy_unfixed or rule.remedy).partition(". ")
    return first[:1].lower() + first[1:].removesuffix(".")


def evidence(finding: Finding, limit: int = 3) -> list[str]:
    """What weighs most against a target, one line each: vulnerabilities, then weak signals."""
    said = facts(finding)
    lines = _capped(finding)
    if any(alert.rule.startswith("advisory-") for alert in finding.alerts):
        known: list[str] = []  # the reasons name them, each with what fixes it
    elif said.vulnerabilities:
        named = [_vulnerability(item) for item in said.vulnerabilities]
        known = [f"{_known(len(named))}: {some(named, limit)}"]
    else:
        known = [_known(said.known_cves)] if said.known_cves else []
    lines += known
    weak = [item for item in said.signals if item.points < _WEAK and item.id != _VULNERABILITIES]
    weak.sort(key=lambda item: (item.weight * (item.points - 100), item.id))
    return lines + [one_line(item.reason) for item in weak[: limit - len(lines)]]


def _capped(finding: Finding) -> list[str]:
    mean = finding.answer.mean if isinstance(finding.answer, Rated) else None
    rule = next(iter(rules(finding)), "")
    return [] if mean is None else [f"{rule} caps the score: {score_text(mean)} without it"]


def _known(number: int) -> str:
    return f"{number} known {'vulnerability' if number == 1 else 'vulnerabilities'}"


def _vulnerability(item: Vulnerability) -> str:
    told = [item.severity or "", f"fixed in {item.fixed_in}" if item.fixed_in else "no fix"]
    return one_line(f"{item.id} ({', '.join(text for text in told if text)})")


def shared_reason(finding: Finding) -> str:
    """The reasons without the target's own name, so that targets can be gathered under them."""
    text = "; ".join(reasons(finding))
    words = [re.escape(name) for name in {title(finding), *_names(finding)} if name]
    return re.sub(rf"(?<![\w/-])(?:{'|'.join(words)})(?![\w/-])", "…", text) if words else text


def _names(finding: Finding) -> set[str]:
    return {one_line(reference.name) for reference in finding.references}


def warnings(finding: Finding) -> list[Reason]:
    """Why a finding that passed is called out nevertheless."""
    return [reason for reason in finding.reasons if reason.level == "warn"]


def called_out(finding: Finding) -> list[str]:
    """The warnings of what passed, one line each."""
    return [_reason(reason, finding) for reason in warnings(finding)]


def rules(finding: Finding) -> list[str]:
    """The ids of the rules that decided, each once; empty for a plain pass."""
    if finding.reasons or finding.outcome in ("pass", "ignored"):
        return list(dict.fromkeys(one_line(reason.rule) for reason in finding.reasons))
    answer = finding.answer
    if isinstance(answer, Unrated):
        return [one_line(answer.rule)]
    return ["unavailable" if isinstance(answer, Unavailable) else "score-below-threshold"]


def mentions(finding: Finding) -> list[Reference]:
    """The mentions, those a person would go to first in front: direct, live, by place."""
    return sorted(finding.references, key=_urgency)


def _urgency(reference: Reference) -> tuple[bool, bool, Reference]:
    return (reference.scope in ("prose", "constraint"), not reference.direct, reference)


def places(finding: Finding) -> list[str]:
    """``file:line`` of every mention, each once, in the order of `mentions`."""
    return list(dict.fromkeys(place(item.location) for item in mentions(finding)))


def place(location: Location) -> str:
    """``file:line`` on one line."""
    return one_line(str(location))


def where(finding: Finding, limit: int = 1) -> str:
    """``app.py:12, and 3 more``; empty where nothing mentions it."""
    return some(places(finding), limit)


def chain(finding: Finding) -> str:
    """``via flask → click`` for what only others bring in; empty for what the project asks for."""
    if not finding.references or any(item.direct for item in finding.references):
        return ""
    chains = sorted({item.via for item in finding.references if item.via}, key=_brevity)
    if not chains:
        return "via another dependency"
    more = len(chains) - 1
    text = "via " + " → ".join(one_line(name) for name in chains[0])
    return f"{text}, and {count(more, 'other way')}" if more else text


def _brevity(names: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    return (len(names), names)


def alternatives(finding: Finding) -> list[str]:
    """``name (71.8)`` for each, best as the service ordered them."""
    return [_alternative(item) for item in facts(finding).alternatives]


def _alternative(item: Alternative) -> str:
    name = one_line(item.name)
    return name if item.score is None else f"{name} ({score_text(item.score)})"


def grade(finding: Finding) -> str:
    """The source's own letter, or ``-``; cut where it is not a letter."""
    return shortened(one_line(facts(finding).grade or "-"), 4)


def advice(finding: Finding) -> str:
    """The source's recommendation, or ``-``; cut where it is none of the documented words.

    A rule that is an error is stronger than the source's PROCEED.
    """
    said = facts(finding).recommendation or "-"
    return "STOP" if said == "PROCEED" and has_error(finding) else shortened(one_line(said), 10)


def title(finding: Finding) -> str:
    """The target's id on one line, without what a terminal or page could act on."""
    return one_line(finding.target.id)


def project(root: str) -> str:
    """What to call the scanned folder: its name, or ``project`` where that says nothing."""
    name = one_line(root.replace("\\", "/").rstrip("/").rpartition("/")[2])
    return name if name.strip(". ") else "project"


def source(result: ScanResult) -> str:
    """Who was asked, in order: the service's host, and ``local``."""
    from urllib.parse import urlsplit

    try:
        host = urlsplit(result.source_url or "").hostname
    except ValueError:
        host = None
    names = result.source_kind.split(",")
    return one_line(", ".join(host if name == "nerq" and host else name for name in names))


def has_two_sources(result: ScanResult) -> bool:
    """Whether two measures stand beside each other, so that each row must say whose it is."""
    return len({f.answer.source for f in result.findings if isinstance(f.answer, Rated)}) > 1


def scored_by(finding: Finding) -> str:
    """``nerq``, ``local``, or empty where there is no score."""
    return one_line(finding.answer.source) if isinstance(finding.answer, Rated) else ""


def counts(result: ScanResult) -> str:
    """``9 targets: 6 passed, 2 failed, 1 unknown``; outcomes that did not occur are left out."""
    summary = result.summary
    numbers = (
        (summary.passed, "passed"),
        (summary.failed, "failed"),
        (summary.unknown, "unknown"),
        (summary.unavailable, "unavailable"),
        (summary.ignored, "ignored"),
    )
    parts = [f"{number} {word}" for number, word in numbers if number]
    if summary.problems:
        parts.append(count(summary.problems, "problem"))
    total = count(summary.targets, "target")
    return f"{total}: {', '.join(parts)}" if parts else total


def summary_line(result: ScanResult) -> str:
    """The counts, the source and the threshold."""
    parts = [counts(result), source(result), f"threshold {number_text(result.threshold)}"]
    if result.is_strict:
        parts.append("strict")
    return " · ".join(parts)


def state(result: ScanResult) -> str:
    """The verdict in one or two words: failed, unfinished, dry run, nothing found, passed."""
    if result.exit_code:
        return "failed" if result.exit_code == 1 else "unfinished"
    if result.is_dry_run:
        return "dry run"
    return "passed" if result.findings else "nothing found"
