"""Compliance signals: licences, and the EU AI Act class of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.ai_act import classify
from nerq.trust.local.licences import (
    Licence,
    licence_of_classifiers,
    read_licence,
    restriction_of_base,
)
from nerq.trust.local.signals.definition import HUB, PACKAGES, Definition, Measure, plural

if TYPE_CHECKING:
    from datetime import date

    from nerq.trust.local.evidence import Evidence

_EVERYTHING = (*PACKAGES, *HUB, "repository")
_CLASS_POINTS = {"minimal": 100, "limited": 80, "high": 40}


def declared_licence(evidence: Evidence) -> tuple[Licence | None, str, date | None] | None:
    """What is declared (None = the record names no licence), where, and when seen.

    None as a whole where no record was obtained.
    """
    if evidence.hub is not None:
        record = evidence.hub
        return (read_licence(record.licence) if record.licence else None, record.url, record.seen)
    metadata, repository = evidence.metadata, evidence.repository
    if metadata is not None and metadata.licence is not None:
        licence = read_licence(metadata.licence)
        trove = licence_of_classifiers(metadata.classifiers)
        if licence.expression is None and trove is not None:
            licence = read_licence(trove)
        return (licence, metadata.url, metadata.seen)
    if repository is not None and repository.licence is not None:
        return (read_licence(repository.licence), repository.url, repository.seen)
    if evidence.insights is not None and evidence.insights.licences:
        written = " AND ".join(sorted(evidence.insights.licences))
        return (read_licence(written), evidence.insights.url, evidence.insights.seen)
    if metadata is not None:
        return (None, metadata.url, metadata.seen)
    return None if repository is None else (None, repository.url, repository.seen)


def measure_expression(evidence: Evidence) -> Measure | None:
    """Whether the licence is declared so that a machine can read it."""
    found = declared_licence(evidence)
    if found is None:
        return None
    licence, url, seen = found
    files = evidence.metadata.licence_files if evidence.metadata is not None else None
    if licence is None and files:
        return Measure("a file", 60, "brings a licence text and does not name it", url, seen)
    if licence is None:
        return Measure("none", 0, "declares no licence", url, seen)
    if licence.expression is None:
        return Measure(licence.written, 30, "declares terms that are not SPDX", url, seen)
    points = 100 if licence.is_exact else 85
    reason = "an SPDX expression" if licence.is_exact else f"read from {licence.written!r}"
    return Measure(licence.expression, points, reason, url, seen)


def measure_approved(evidence: Evidence) -> Measure | None:
    """Whether the licence is an open-source one."""
    found = declared_licence(evidence)
    if found is None:
        return None
    licence, url, seen = found
    if licence is None and evidence.subject in PACKAGES and evidence.repository is None:
        return None  # the metadata names none; that the package has none is not known
    if licence is None:
        return Measure("none", 0, "without a licence, no use is permitted", url, seen)
    if licence.is_osi_approved:
        return Measure("OSI approved", 100, str(licence.expression), url, seen)
    if licence.is_osi_approved is False:
        return Measure("not OSI approved", 60, str(licence.expression), url, seen)
    return Measure(
        "not known", 25, f"no approved licence by the name of {licence.written!r}", url, seen
    )


def measure_restriction(evidence: Evidence) -> Measure | None:
    """Whether the licence restricts who may use it, or for what."""
    found = declared_licence(evidence)
    if found is None or found[0] is None:
        return None
    licence, url, seen = found
    if licence is not None and licence.restriction is not None:
        name = licence.expression or licence.written
        return Measure(name, 30, f"restricted use: {licence.restriction}", url, seen)
    for base in evidence.hub.bases if evidence.hub is not None else ():
        inherited = restriction_of_base(base)
        if inherited is not None:
            reason = f"made from {base}, whose use is restricted: {inherited}"
            return Measure(base, 30, reason, url, seen)
    return Measure("none known", 100, "no restricted-use licence", url, seen)


def measure_files(evidence: Evidence) -> Measure | None:
    """Whether the licence's text comes along."""
    if evidence.hub is not None:
        named = [
            f for f in evidence.hub.files if f.upper().startswith(("LICENSE", "LICENCE", "COPYING"))
        ]
        points, value = (100, min(named)) if named else (50, "none")
        return Measure(
            value, points, "licence text in the repository", evidence.hub.url, evidence.hub.seen
        )
    metadata, repository = evidence.metadata, evidence.repository
    if metadata is not None and metadata.licence_files:
        return Measure(
            plural(metadata.licence_files, "file"),
            100,
            "licence text in the package",
            metadata.url,
            metadata.seen,
        )
    if repository is not None and repository.licence is not None:
        return Measure(
            repository.licence,
            90,
            "licence text in the repository",
            repository.url,
            repository.seen,
        )
    return None  # older metadata has no field for it: no telling


def measure_agreement(evidence: Evidence) -> Measure | None:
    """Whether package, repository and deps.dev name the same licence."""
    named = {}
    if evidence.metadata is not None and evidence.metadata.licence:
        named["package"] = read_licence(evidence.metadata.licence).expression
    if evidence.repository is not None and evidence.repository.licence:
        named["repository"] = read_licence(evidence.repository.licence).expression
    if evidence.insights is not None and evidence.insights.licences:
        named["deps.dev"] = read_licence(
            " AND ".join(sorted(evidence.insights.licences))
        ).expression
    known = {place: _family(name) for place, name in sorted(named.items()) if name is not None}
    if len(known) < 2:
        return None
    where = evidence.metadata.url if evidence.metadata else "licence"
    reason = ", ".join(f"{place}: {named[place]}" for place in known)
    if len(set(known.values())) == 1:
        return Measure("agree", 100, reason, where)
    return Measure("differ", 50, reason, where)


def _family(expression: str) -> str:
    return expression.replace("-or-later", "").replace("-only", "").replace("+", "")


def measure_ai_act(evidence: Evidence) -> Measure | None:
    """The risk class of the model's typical use."""
    record = evidence.hub
    risk = classify(record) if record is not None else None
    if record is None or risk is None:
        return None
    reason = f"{risk.because}, rule {risk.rule}"
    return Measure(risk.name, _CLASS_POINTS[risk.name], reason, record.url, record.seen)


SIGNALS = (
    Definition(
        "licence-expression",
        "compliance",
        35,
        _EVERYTHING,
        measure_expression,
        "100 for an SPDX expression, 85 where one can be read from a classifier or common "
        "wording, 60 for a licence text without a name, 30 for other terms, 0 for none.",
    ),
    Definition(
        "licence-approved",
        "compliance",
        35,
        _EVERYTHING,
        measure_approved,
        "100 where the Open Source Initiative approves it (any side of an OR, every side of an "
        "AND), 60 for other SPDX licences, 25 for terms of their own, 0 for none; absent where "
        "a package's metadata names none and its repository was not seen.",
    ),
    Definition(
        "licence-restriction",
        "compliance",
        10,
        _EVERYTHING,
        measure_restriction,
        "30 where a licence known to restrict use is declared (named with the restriction), or a "
        "model is made from one under such terms; else 100.",
    ),
    Definition(
        "licence-files",
        "compliance",
        10,
        _EVERYTHING,
        measure_files,
        "100 where licence files are declared or lie in the repository of a model (50 where they "
        "do not), 90 where "
        "the source host found one; absent where the metadata has no field for it.",
    ),
    Definition(
        "licence-agreement",
        "compliance",
        5,
        PACKAGES,
        measure_agreement,
        "100 where package, repository and deps.dev name the same licence, 50 where they differ.",
    ),
    Definition(
        "eu-ai-act",
        "compliance",
        20,
        ("model",),
        measure_ai_act,
        "Risk class of the typical use under Regulation (EU) 2024/1689: minimal 100, limited 80, "
        "high 40; absent "
        "where no task is named. The reason names the rule that decided.",
    ),
)
