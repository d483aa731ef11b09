"""Maintenance and documentation signals of what lies on the model hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.signals.definition import (
    HUB,
    Definition,
    Measure,
    curve,
    days_between,
    plural,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.trust.local.evidence import Evidence, HubRecord

# What a model card is expected to say: https://huggingface.co/docs/hub/model-card-annotated
_SECTIONS = {
    "description": ("description", "overview", "summary", "model details", "introduction", "about"),
    "use": ("use", "usage", "how to", "quick", "getting started", "example", "inference"),
    "limits": ("limitation", "bias", "risk", "ethical", "safety", "caveat", "considerations"),
    "training": ("training", "fine-tun", "finetun", "pretrain", "data"),
    "evaluation": ("evaluation", "result", "benchmark", "performance", "metrics"),
    "citation": ("citation", "bibtex", "reference", "acknowledg"),
}
_INTENDED = ("intended", "use cases", "direct use", "out-of-scope", "out of scope", "uses")


def measure_modified(evidence: Evidence) -> Measure | None:
    """Days since the last change."""
    record = evidence.hub
    if record is None or record.modified is None:
        return None
    days = days_between(record.modified, evidence.today)
    # Finished weights rightly stay as they are: the curve is milder than for code.
    points = curve(days, ((180, 100), (365, 90), (730, 70), (1460, 40), (2555, 20)))
    return Measure(f"{plural(days, 'day')} ago", points, "last change", record.url, record.modified)


def measure_commits(evidence: Evidence) -> Measure | None:
    """How many commits there are."""
    record = evidence.hub
    if record is None or record.commits is None:
        return None
    points = curve(record.commits, ((1, 30), (3, 60), (10, 90), (20, 100)))
    return Measure(
        plural(record.commits, "commit"), points, "in its repository", record.url, record.seen
    )


def measure_successor(evidence: Evidence) -> Measure | None:
    """Whether its author names a newer one."""
    record = evidence.hub
    if record is None or record.card is None:
        return None
    newer = js.line(record.card, "new_version")
    if newer is not None:
        return Measure(newer, 40, "its author points to a newer version", record.url, record.seen)
    return Measure("none named", 100, "its author names no successor", record.url, record.seen)


def measure_library(evidence: Evidence) -> Measure | None:
    """Whether the record says which library loads it."""
    record = evidence.hub
    if record is None:
        return None
    points = 100 if record.library else 30
    return Measure(
        record.library or "none", points, "the library that loads it", record.url, record.seen
    )


def measure_card(evidence: Evidence) -> Measure | None:
    """Whether there is a card, and how long it is."""
    record = evidence.hub
    if record is None or not record.files:
        return None
    if "README.md" not in record.files:
        return Measure("none", 0, "there is no card", record.url, record.seen)
    if record.readme_length is None:
        return Measure(
            "present", 60, "there is a card; its text was not obtained", record.url, record.seen
        )
    points = curve(record.readme_length, ((0, 10), (300, 40), (1500, 80), (4000, 100)))
    return Measure(
        plural(record.readme_length, "character"),
        points,
        "length of the card",
        record.url,
        record.seen,
    )


def measure_sections(evidence: Evidence) -> Measure | None:
    """Which of the expected sections the card has."""
    record = evidence.hub
    if record is None or record.readme is None:
        return None
    found = [
        name
        for name, words in _SECTIONS.items()
        if any(word in heading for heading in record.readme for word in words)
    ]
    points = curve(len(found), ((0, 0), (2, 45), (4, 85), (5, 100)))
    missing = sorted(set(_SECTIONS) - set(found))
    reason = f"no section on {', '.join(missing)}" if missing else "all expected sections"
    return Measure(f"{len(found)} of {len(_SECTIONS)}", points, reason, record.url, record.seen)


def measure_intended(evidence: Evidence) -> Measure | None:
    """Whether a section says what it is meant for."""
    record = evidence.hub
    if record is None or record.readme is None:
        return None
    has = any(word in heading for heading in record.readme for word in _INTENDED)
    text = "a section on intended use" if has else "no section on intended use"
    return Measure("yes" if has else "no", 100 if has else 20, text, record.url, record.seen)


def measure_task(evidence: Evidence) -> Measure | None:
    """Whether the record says what it does."""
    record = evidence.hub
    if record is None:
        return None
    return Measure(
        record.task or "none",
        100 if record.task else 20,
        "the task it is made for",
        record.url,
        record.seen,
    )


def measure_results(evidence: Evidence) -> Measure | None:
    """Whether evaluation results are declared."""
    record = evidence.hub
    if record is None or record.has_results is None:
        return None
    text = "declares evaluation results" if record.has_results else "declares no evaluation results"
    return Measure(
        "yes" if record.has_results else "no",
        100 if record.has_results else 30,
        text,
        record.url,
        record.seen,
    )


def _named(field: str, tag: str, what: str) -> Callable[[Evidence], Measure | None]:
    def measure(evidence: Evidence) -> Measure | None:
        record = evidence.hub
        if record is None:
            return None
        found = _entries(record, field, tag)
        if not found:
            return Measure("none", 30, f"names no {what}", record.url, record.seen)
        return Measure(", ".join(found[:3]), 100, f"names its {what}", record.url, record.seen)

    return measure


def _entries(record: HubRecord, field: str, tag: str) -> list[str]:
    tagged = {t.removeprefix(tag) for t in record.tags if t.startswith(tag)}
    return sorted(tagged | {js.clean(entry) for entry in js.texts(record.card, field)})


def measure_card_data(evidence: Evidence) -> Measure | None:
    """Whether the card has machine-readable fields."""
    record = evidence.hub
    if record is None:
        return None
    number = len(record.card or {})
    points = curve(number, ((0, 0), (2, 50), (5, 100)))
    return Measure(
        plural(number, "field"),
        points,
        "machine-readable fields of the card",
        record.url,
        record.seen,
    )


SIGNALS = (
    Definition(
        "last-change",
        "maintenance",
        40,
        HUB,
        measure_modified,
        "100 within 180 days of the last change, 90 at a year, 70 at two, 40 at four, 20 at seven.",
    ),
    Definition(
        "commits",
        "maintenance",
        25,
        HUB,
        measure_commits,
        "30 for one commit, 60 for three, 90 for ten, 100 from twenty on.",
    ),
    Definition(
        "successor",
        "maintenance",
        15,
        ("model", "dataset"),
        measure_successor,
        "40 where the card names a newer version, else 100.",
    ),
    Definition(
        "library",
        "maintenance",
        10,
        ("model",),
        measure_library,
        "100 where the loading library is named, else 30.",
    ),
    Definition(
        "card",
        "documentation",
        25,
        HUB,
        measure_card,
        "0 without a card; by its length 40 at 300 characters, 80 at 1,500, 100 at 4,000; 60 "
        "where its text was not obtained.",
    ),
    Definition(
        "card-sections",
        "documentation",
        20,
        ("model", "dataset"),
        measure_sections,
        "Of description, use, limits, training, evaluation and citation: 45 for two, 85 for four,"
        " 100 from five on.",
    ),
    Definition(
        "intended-use",
        "documentation",
        12,
        ("model",),
        measure_intended,
        "100 where a section says what it is meant for, else 20.",
    ),
    Definition(
        "card-data",
        "documentation",
        10,
        HUB,
        measure_card_data,
        "0 without machine-readable fields, 50 for two, 100 from five on.",
    ),
    Definition(
        "task",
        "documentation",
        8,
        ("model",),
        measure_task,
        "100 where the task is named, else 20.",
    ),
    Definition(
        "evaluation-results",
        "documentation",
        10,
        ("model",),
        measure_results,
        "100 where results are declared, else 30.",
    ),
    Definition(
        "datasets",
        "documentation",
        8,
        ("model",),
        _named("datasets", "dataset:", "training data"),
        "100 where training data is named, else 30.",
    ),
    Definition(
        "base-model",
        "documentation",
        7,
        ("model",),
        _named("base_model", "base_model:", "base model"),
        "100 where a base model is named, else 30.",
    ),
)
