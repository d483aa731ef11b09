"""One row of the preflight service, in any spelling seen, read into one record.

The names on the left of each table below are the documented ones; where several stand in one
row, the leftmost that is present decides. Everything in a row is untrusted: numbers of a wrong
kind are dropped (or, for the score, refused), texts are cleaned and bounded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from nerq.ecosystems import is_registry
from nerq.model import DIMENSIONS, NO_FACTS, Alternative, Facts
from nerq.trust.transport.cleaning import clean, clean_text, clean_url

WireRow: TypeAlias = Mapping[str, object]

SCORE = ("target_trust", "trust_score", "score")
NAME = ("target", "name")
DUPLICATED = "\x00duplicated"
"""Key under which `replies` lists the keys that a JSON object gave twice, with two values."""

_RECOMMENDATIONS = {
    "proceed": "PROCEED",
    "allow": "PROCEED",
    "caution": "CAUTION",
    "warn": "CAUTION",
    "deny": "DENY",
    "abort": "DENY",
    "unknown": "UNKNOWN",
}
_RISKS = {"low": "LOW", "medium": "MEDIUM", "high": "HIGH", "unknown": "UNKNOWN"}
_RISK_CLASSES = {word: word for word in ("minimal", "limited", "high", "unacceptable")}
_SEVERITIES = {word: word for word in ("low", "medium", "moderate", "high", "critical")}
_MOST = {"alternatives": 5, "flags": 20, "history": 1_000}
_EMPTY: WireRow = {}
_LARGEST = 10**15
"""Counts above this are noise (and would not survive JSON readers of other languages)."""


FILLER: tuple[float, str] | None = (50.0, "D")
"""Score and grade that stand for «not scored yet» where date and popularity are missing too.

None once the service leaves them out: then every score is one.
"""


class RowError(ValueError):
    """A row that gives no usable score; its text says why."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What one row says, before it is asked whom it is about.

    Attributes:
        score: 0-100; None where the service does not know the target.
        facts: the rest of the row.
    """

    score: float | None
    facts: Facts = NO_FACTS

    @property
    def is_filler(self) -> bool:
        """Whether the score only stands in for one: a package that was not scored yet."""
        facts = self.facts
        said = (facts.assessed_at, facts.stars, facts.weekly_downloads, facts.last_commit_days_ago)
        is_bare = all(value is None for value in said)
        return is_bare and FILLER is not None and (self.score, facts.grade) == FILLER


def read_row(row: object) -> Rating:
    """The score and the facts of one row.

    Raises:
        RowError: it is not an object, reports an error, or its score is missing, given twice or
            no number from 0 to 100.
    """
    if not isinstance(row, dict):
        raise RowError(f"the row is {_kind(row)}, not an object")
    error = row.get("error")
    if error not in (None, False, ""):
        raise RowError(f"the service reports: {clean_text(error, 300) or 'an error'}")
    return Rating(_score(row), _facts(row))


def score_key(row: WireRow) -> str | None:
    """The key whose value is the row's score."""
    for key in SCORE:
        if key in row:
            return key
    return None


def row_name(row: WireRow) -> str | None:
    """The question that a row answers, as the service echoes it; None where it does not."""
    name = _first(row, *NAME)
    return name if isinstance(name, str) else None


def _score(row: WireRow) -> float | None:
    given = score_key(row)
    twice = row.get(DUPLICATED)
    if isinstance(twice, tuple) and given in twice:
        raise RowError("the score is given twice, with two values")
    if given is None:
        if row.get("recommendation") == "UNKNOWN":
            return None
        raise RowError("the row has no score")
    score = row[given]
    if score is None:
        return None
    if isinstance(score, bool) or not isinstance(score, (int, float)):
        raise RowError(f"the score is {_kind(score)}, not a number")
    if not 0 <= score <= 100:  # also false for NaN
        raise RowError(f"the score is {_shown(score)}, not a number from 0 to 100")
    return float(score)


def _facts(row: WireRow) -> Facts:
    # «or» and not `_first` where an empty value says as little as a missing one: it is faster,
    # and this runs for every row of every batch.
    get = row.get
    security = _table(row, "security")
    popularity = _table(row, "popularity")
    category = clean_text(get("target_category") or get("category"))
    source = clean_text(get("target_source") or get("source"))
    if source is None and category is not None and is_registry(category):
        source = category  # rows of batches have nothing else that tells the registry
    return Facts(
        grade=clean_text(get("target_grade") or get("grade") or get("trust_grade"), 8),
        recommendation=_word(get("recommendation"), _RECOMMENDATIONS),
        verified=_flag(_first(row, "target_verified", "verified", "is_verified")),
        category=category,
        dimensions=_dimensions(row),
        known_cves=_count(security.get("known_cves"), get("known_cves")),
        max_severity=_severity(security, row),
        has_active_advisory=_flag(security.get("has_active_advisory")),
        license=clean_text(security.get("license") or get("license")),
        license_category=clean_text(security.get("license_category")),
        eu_ai_act=_word(get("eu_ai_act") or get("eu_risk_class"), _RISK_CLASSES),
        compliance_score=_compliance(row),
        jurisdictions=_jurisdictions(row),
        stars=_count(popularity.get("github_stars"), popularity.get("stars"), get("stars")),
        weekly_downloads=_downloads(popularity, source),
        last_commit_days_ago=_count(
            _table(row, "activity").get("last_commit_days_ago"), get("last_commit_days_ago")
        ),
        interaction_risk=_word(get("interaction_risk") or get("risk_level"), _RISKS),
        flags=_flags(get("compliance_flags") or get("risk_flags") or get("flags")),
        matched_source=source,
        matched_url=clean_url(get("details_url") or get("report_url")),
        alternatives=_alternatives(get("alternatives")),
        history=_history(get("history")),
        assessed_at=clean_text(get("target_last_updated") or get("last_updated"), 40),
    )


def _first(row: WireRow, *names: str) -> object:
    """The value under the first of these names that has one."""
    for name in names:
        value = row.get(name)
        if value is not None:
            return value
    return None


def _table(row: WireRow, name: str) -> WireRow:
    value = row.get(name)
    return value if isinstance(value, dict) else _EMPTY


def _number(value: object, highest: float = 100) -> float | None:
    """A number from 0 to ``highest``, or None for everything else."""
    # Most fields of most rows are missing; here and in `_count` they cost least.
    if value is None or isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if 0 <= value <= highest else None


def _count(*values: object) -> int | None:
    """The first of these that is a count."""
    for value in values:
        if value is not None:
            number = _number(value, _LARGEST)
            if number is not None:
                return int(number)
    return None


def _flag(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _word(value: object, words: Mapping[str, str]) -> str | None:
    """What the word means, whatever its case; None for any other."""
    return words.get(value.strip().lower()) if isinstance(value, str) else None


def _severity(security: WireRow, row: WireRow) -> str | None:
    severity = _word(security.get("max_severity") or row.get("max_severity"), _SEVERITIES)
    if severity is None and security.get("has_critical_cve") is True:
        return "critical"
    return severity


def _dimensions(row: WireRow) -> dict[str, float | None] | None:
    parts = row.get("dimensions") or row.get("trust_components") or row.get("components")
    if not isinstance(parts, dict):
        return None
    named = {name: _number(parts[name]) for name in DIMENSIONS if name in parts}
    return named or None


def _compliance(row: WireRow) -> float | None:
    compliance = row.get("compliance")
    inner = _number(compliance.get("score") if isinstance(compliance, dict) else compliance)
    return _number(row.get("compliance_score")) if inner is None else inner


def _jurisdictions(row: WireRow) -> int | None:
    value = _table(row, "compliance").get("jurisdictions")
    return len(value) if isinstance(value, (list, dict)) else _count(value)


def _downloads(popularity: WireRow, source: str | None) -> int | None:
    if not popularity:
        return None
    names = ["pypi_weekly_downloads", "npm_weekly_downloads", "weekly_downloads"]
    if source is not None and source.lower().startswith("npm"):
        names[0], names[1] = names[1], names[0]
    return _count(*(popularity.get(name) for name in names))


def _flags(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    texts = (clean_text(item) for item in value[: _MOST["flags"]])
    return tuple(text for text in texts if text)


def _alternatives(value: object) -> tuple[Alternative, ...]:
    if not isinstance(value, list):
        return ()
    found = []
    for item in value[: _MOST["alternatives"]]:
        entry = item if isinstance(item, dict) else {"name": item}
        name = clean_text(_first(entry, "name", "target"))
        if name:
            score = _number(_first(entry, "trust_score", "target_trust", "score", "trust"))
            url = clean_url(_first(entry, "url", "details_url"))
            found.append(Alternative(name, score, url))
    return tuple(found)


def _history(value: object) -> tuple[tuple[str, float], ...]:
    """Snapshots, oldest first; a row without a date or a score is left out."""
    if not isinstance(value, list):
        return ()
    found = []
    for item in value[: _MOST["history"]]:
        entry = item if isinstance(item, dict) else {}
        date = clean_text(entry.get("date"), 40)
        score = _number(_first(entry, "score", "trust_score"))
        if date and score is not None:
            found.append((date, score))
    return tuple(sorted(found))


def _kind(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", bool: "a boolean"}
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"the text «{clean(value, 40)}»"
    return names.get(type(value), "a number")


def _shown(number: float) -> str:
    """The number for a message; a giant one is not written out."""
    is_giant = isinstance(number, int) and number.bit_length() > 64
    return "a giant number" if is_giant else f"{number:g}"
