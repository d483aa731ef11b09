"""What the HTML page shows of each finding, and the distribution of the scores."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING, Any

from nerq.model import DIMENSIONS, Rated, Unavailable
from nerq.reports import wording
from nerq.reports.escaping import link, one_line

if TYPE_CHECKING:
    from nerq.model import Facts, Finding, Reference, ScanResult, Signal, Vulnerability

_NEAR = 10.0
_BINS = 10
_BAR = 48
_GAP = 6
_HEIGHT = 120
_TOP = 18  # room for the number above the highest bar


def counts(result: ScanResult) -> list[dict[str, Any]]:
    """How many targets had each outcome, most urgent first."""
    summary = result.summary
    numbers = {
        "fail": summary.failed,
        "unavailable": summary.unavailable,
        "unknown": summary.unknown,
        "pass": summary.passed,
        "ignored": summary.ignored,
    }
    return [
        {"outcome": outcome, "word": word.lower(), "number": numbers[outcome]}
        for outcome, word in wording.OUTCOMES.items()
    ]


def chart(result: ScanResult) -> dict[str, Any]:
    """A histogram in ten steps: bars with their places, and the same in words."""
    scores = [score for item in result.findings if (score := wording.score(item)) is not None]
    numbers = [0] * _BINS
    for score in scores:
        numbers[min(max(int(score // _BINS), 0), _BINS - 1)] += 1
    width = _BINS * (_BAR + _GAP) - _GAP
    threshold = min(max(result.threshold, 0.0), 100.0) if isfinite(result.threshold) else 0.0
    bars = [_bar(index, number, max(numbers), threshold) for index, number in enumerate(numbers)]
    words = ", ".join(f"{bar['label']}: {bar['number']}" for bar in bars if bar["number"])
    return {
        "total": len(scores),
        "total_words": wording.count(len(scores), "target"),
        "width": width,
        "height": _HEIGHT,
        "bars": bars,
        "words": words,
        "threshold": wording.number_text(result.threshold),
        "threshold_x": round(width * threshold / 100, 1),
    }


def _bar(index: int, number: int, highest: int, threshold: float) -> dict[str, Any]:
    first = index * 100 // _BINS
    last = first + 100 // _BINS
    height = round((_HEIGHT - _TOP) * number / highest, 1) if highest else 0
    return {
        "first": first,
        "label": f"{first} to {last}",
        "number": number,
        "level": _level(float(first), threshold),
        "x": index * (_BAR + _GAP),
        "y": round(_HEIGHT - height, 1),
        "width": _BAR,
        "height": height,
    }


def _level(score: float | None, threshold: float) -> str:
    """By distance to the threshold; always shown beside the number itself."""
    if score is None:
        return ""
    if score >= threshold:
        return "good"
    return "near" if score >= threshold - _NEAR else "bad"


def row(finding: Finding) -> dict[str, Any]:
    """One target; every text is one line, and the template escapes it."""
    facts = wording.facts(finding)
    score = wording.score(finding)
    return {
        "outcome": finding.outcome,
        "rank": list(wording.OUTCOMES).index(finding.outcome),
        "word": wording.OUTCOMES[finding.outcome],
        "score": wording.score_text(score),
        "source": wording.scored_by(finding),
        "score_value": "" if score is None else repr(score),
        "level": "bad" if wording.has_fact_against(finding) else _level(score, finding.threshold),
        "grade": wording.grade(finding),
        "advice": wording.advice(finding),
        "target": wording.title(finding),
        "kind": finding.target.kind,
        "reasons": _reasons(finding),
        "where": wording.where(finding),
        "chain": wording.chain(finding),
        "dimensions": _dimensions(facts),
        "facts": _facts(finding, facts),
        "report": link(facts.matched_url),
        "vulnerabilities": [_vulnerability(item) for item in facts.vulnerabilities],
        "alternatives": [
            {"text": text, "url": link(item.url)}
            for text, item in zip(wording.alternatives(finding), facts.alternatives, strict=True)
        ],
        "signals": [_signal(item) for item in facts.signals],
        "mentions": [_mention(item) for item in wording.mentions(finding)],
    }


def _reasons(finding: Finding) -> list[str]:
    remedy = wording.remedy(finding)
    return [*wording.reasons(finding), *([f"what to do: {remedy}"] if remedy else [])]


def _dimensions(facts: Facts) -> list[dict[str, Any]]:
    if not facts.dimensions:
        return []
    items = []
    for name in DIMENSIONS:
        value = facts.dimensions.get(name)
        if value is not None and not isfinite(value):
            value = None
        drawn = None if value is None else min(max(value, 0.0), 100.0)
        text = "not measured" if value is None else wording.score_text(value)
        items.append({"name": name, "value": drawn, "text": text})
    return items


def _facts(finding: Finding, facts: Facts) -> list[tuple[str, str]]:
    answer = finding.answer
    provenance = None if isinstance(answer, Unavailable) else answer.provenance
    origin = ", ".join(dict.fromkeys(part for part in (answer.source, provenance) if part))
    values = [
        ("package URL", finding.target.purl),
        ("ecosystem", finding.target.ecosystem),
        ("threshold", wording.number_text(finding.threshold)),
        ("licence", facts.license),
        ("known CVEs", facts.known_cves),
        ("EU AI Act", facts.eu_ai_act),
        ("category", facts.category),
        ("stars", facts.stars),
        ("weekly downloads", facts.weekly_downloads),
        ("last commit", _days(facts.last_commit_days_ago)),
        ("assessed", facts.assessed_at),
        ("matched in", facts.matched_source),
        ("answer by", origin),
        ("score without the cap", _mean(finding)),
    ]
    return [(name, one_line(str(value))) for name, value in values if value not in (None, "")]


def _mean(finding: Finding) -> str | None:
    mean = finding.answer.mean if isinstance(finding.answer, Rated) else None
    return None if mean is None else wording.score_text(mean)


def _days(days: int | None) -> str | None:
    return None if days is None else f"{wording.count(days, 'day')} ago"


def _vulnerability(item: Vulnerability) -> dict[str, Any]:
    score = wording.score_text(item.score) if item.score is not None else None
    details = [
        f" {text}"
        for text in (
            item.severity,
            score and f"CVSS {score}",
            item.fixed_in and f"fixed in {item.fixed_in}",
        )
        if text
    ]
    text = one_line(",".join(details))
    return {"id": one_line(item.id), "url": link(item.url), "text": f":{text}" if text else ""}


def _signal(item: Signal) -> str:
    points = wording.score_text(item.points)
    return one_line(f"{item.dimension}, {item.id}: {item.reason} ({points} points)")


def _mention(reference: Reference) -> dict[str, str]:
    asked = f"=={reference.version}" if reference.version else reference.specifier or ""
    parts = [f"{reference.name}{asked}", reference.scope]
    if not reference.direct:
        parts.append(f"via {' → '.join(reference.via)}" if reference.via else "transitive")
    return {"place": wording.place(reference.location), "text": one_line(", ".join(parts))}
