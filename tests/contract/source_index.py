"""The service's index as its public source reads it: loose look-up, slugs, fillers, floors.

Give one to `contract.preflight_service.PreflightService` as ``index``; it answers for the names
in it, and the documented answers stand for the rest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAFE = "https://nerq.ai/safe/"
REGISTRIES = (
    "npm", "pypi", "crates", "go", "nuget", "gems", "packagist", "homebrew", "vscode",
    "wordpress", "steam", "firefox",
)  # fmt: skip
"""In the order in which a bare name is looked up."""
APPS = ("android", "ios")
FLOORS = {"openai": 85.0, "numpy": 90.0}
"""Well-known names; on the single answer only, and without a change of ``verified``."""

_OWN = re.compile(r"[\\()\[\]{}:;,!?@#$%^&*=+|<>~`'\"/]")


def details_slug(name: str, source: str) -> str:
    """The address part of an answer: repositories as they are, ``/`` left out of the rest."""
    return name if "github" in source else name.lower().replace("/", "").replace(" ", "-")


def page_slug(name: str) -> str:
    """The address part as the pages' own function writes it."""
    text = _OWN.sub("", name.lower()).replace(" ", "-").replace("_", "-").replace(".", "-")
    return re.sub(r"-{2,}", "-", text).strip("-")


def dash_slug(name: str) -> str:
    """The address part as the documents write it."""
    return re.sub(r"[/ _.]", "-", name.lower())


@dataclass(frozen=True)
class Entry:
    """One thing in the index.

    Attributes:
        source: a registry's name, or where an agent or a model was found.
        slug: of its page; as answers write it where empty.
        more: fields of its single answer and its row, as they are sent.
    """

    name: str
    source: str
    score: float | None
    category: str | None = None
    slug: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_package(self) -> bool:
        return self.source in REGISTRIES or self.source in APPS


class SourceIndex:
    """What the service knows, and how it looks names up and answers."""

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = list(entries)

    def find(self, question: str) -> Entry | None:
        """An app, a package by the order of registries, then agents and models, loosely."""
        exact = [entry for entry in self.entries if entry.name.lower() == question.lower()]
        for source in (*APPS, *REGISTRIES):
            for entry in exact:
                if entry.source == source:
                    return entry
        agents = [entry for entry in self.entries if not entry.is_package]
        text = question.lower()
        for matches in (
            [entry for entry in agents if entry.name.lower() == text],
            [entry for entry in agents if entry.name.lower().endswith("/" + text)],
            [entry for entry in agents if text in entry.name.lower()],
        ):
            if matches:
                return matches[0]
        return None

    def single(self, question: str) -> dict[str, Any] | None:
        """The single answer; None for what the index does not know."""
        entry = self.find(question)
        if entry is None:
            return None
        row = _row(entry, question)
        floor = FLOORS.get(question.lower())
        if floor is not None and (row["target_trust"] or 0) < floor:
            row["target_trust"] = floor
        return row

    def batch_row(self, question: str) -> dict[str, Any] | None:
        """The row of a batch: no floor, no source, the registry as category."""
        entry = self.find(question)
        if entry is None:
            return None
        row = _row(entry, question)
        del row["target_source"]
        return row


def _row(entry: Entry, question: str) -> dict[str, Any]:
    score, grade = entry.score, None
    if score is None and entry.is_package:
        score, grade = 50.0, "D"  # the filler
    elif score is not None:
        grade = "A" if score >= 80 else "B" if score >= 70 else "C" if score >= 60 else "D"
    is_scored = entry.score is not None
    category = entry.category or (entry.source if entry.is_package else "other")
    return {
        "target": question,
        "target_trust": score,
        "target_grade": grade,
        "target_verified": (entry.score or 0) >= 70,
        "target_source": entry.source,
        "target_category": category,
        "target_last_updated": "2026-03-19T00:00:00Z" if is_scored else None,
        "details_url": SAFE + (entry.slug or details_slug(entry.name, entry.source)),
        "recommendation": _advice(score),
        "interaction_risk": "MEDIUM",
        # Registry rows have ids that never match: a zero stands there for every package.
        "security": {"known_cves": 0, "max_severity": None, "has_active_advisory": False},
        "popularity": {},
        "activity": {},
        **entry.more,
    }


def _advice(score: float | None) -> str:
    if score is None:
        return "UNKNOWN"
    return "PROCEED" if score >= 70 else "CAUTION" if score >= 40 else "DENY"
