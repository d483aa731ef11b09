"""The JSON Schema (draft 2020-12) of the JSON report, built from the types it is rendered from.

``docs/schema/nerq-report-1.json`` holds its text. It allows fields it does not know, because
version 1 may gain some.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias, get_args

from nerq.model import (
    DIMENSIONS,
    Certainty,
    Identity,
    IdentityBasis,
    Kind,
    Level,
    OriginKind,
    Outcome,
    Provenance,
)

Schema: TypeAlias = dict[str, Any]

SCHEMA_ID = "https://nerq.ai/schema/nerq-report-1.json"

_TEXT: Schema = {"type": "string"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_TRUTH: Schema = {"type": "boolean"}
_TRUTH_OR_NULL: Schema = {"type": ["boolean", "null"]}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_INTEGER_OR_NULL: Schema = {"type": ["integer", "null"]}
_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_POSITION: Schema = {"type": ["integer", "null"], "minimum": 1}
_CELL: Schema = {"type": ["integer", "null"], "minimum": 0}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def text() -> str:
    """The schema as the file holds it."""
    return json.dumps(schema(), indent=2) + "\n"


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) that every report of `nerq.reports.json_v1` fulfils."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "nerq report, version 1",
        "description": "What `nerq scan --format json` writes. Fields are always present, null "
        "where nothing is known; later releases may add fields, never take one away.",
        **_fields(
            schema_version={"const": 1},
            tool=_fields(name={"const": "nerq"}, version=_TEXT),
            scanned_at=_said(_TEXT, "ISO 8601, UTC, to the second"),
            root=_said(_TEXT, "the scanned folder as given; paths are relative to it"),
            source=_fields(kind=_TEXT, url=_TEXT_OR_NULL),
            policy=_fields(
                threshold=_score(), strict=_TRUTH, dry_run=_TRUTH, failures=_list(_reason())
            ),
            summary=_summary(),
            findings=_said(_list(_finding()), "worst first, then by target"),
            problems=_said(_list(_problem()), "files and places that could not be read"),
            unresolved=_said(_list(_unresolved()), "models named at run time only"),
            unsupported=_said(
                _list(_fields(kind=_TEXT, paths=_TEXTS)), "files of kinds that nerq does not read"
            ),
            notes=_TEXTS,
        ),
    }


def _fields(**properties: Schema) -> Schema:
    """An object that has all of these."""
    return {"type": "object", "properties": properties, "required": list(properties)}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _said(schema: Schema, description: str) -> Schema:
    return {**schema, "description": description}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _choice(literal: object) -> Schema:
    return {"enum": list(get_args(literal))}


def _score() -> Schema:
    return _said(_NUMBER_OR_NULL, "0 to 100")


def _reason() -> Schema:
    return _fields(
        rule=_TEXT,
        message=_TEXT,
        level=_said(_choice(Level), "how the rule counts here; an error decided the outcome"),
    )


def _alert() -> Schema:
    return _fields(
        rule=_TEXT,
        level=_choice(Level),
        severity=_said(_TEXT_OR_NULL, "low, medium, high or critical"),
        message=_TEXT,
        evidence=_said(_TEXT_OR_NULL, "id of the advisory, or where the fact is said"),
        fixed_in=_TEXT_OR_NULL,
    )


def _summary() -> Schema:
    return _fields(
        targets=_COUNT,
        passed=_COUNT,
        failed=_COUNT,
        unknown=_COUNT,
        ignored=_COUNT,
        unavailable=_COUNT,
        problems=_COUNT,
        exit_code=_said({"enum": [0, 1, 3]}, "0 clean, 1 policy failed, 3 could not finish"),
        unresolved=_COUNT,
        files=_COUNT,
    )


def _finding() -> Schema:
    return _fields(
        target=_said(_TEXT, "what the source was asked"),
        kind=_choice(Kind),
        ecosystem=_TEXT,
        purl=_TEXT_OR_NULL,
        outcome=_choice(Outcome),
        reasons=_list(_reason()),
        score=_score(),
        mean=_said(_NUMBER_OR_NULL, "a local score before a rule capped it, where one did"),
        grade=_TEXT_OR_NULL,
        recommendation=_TEXT_OR_NULL,
        verified=_TRUTH_OR_NULL,
        dimensions=_or_null(_fields(**dict.fromkeys(DIMENSIONS, _NUMBER_OR_NULL))),
        known_cves=_INTEGER_OR_NULL,
        license=_TEXT_OR_NULL,
        eu_ai_act=_TEXT_OR_NULL,
        category=_TEXT_OR_NULL,
        stars=_INTEGER_OR_NULL,
        matched=_said(
            _or_null(_fields(source=_TEXT_OR_NULL, url=_TEXT_OR_NULL)), "what was scored"
        ),
        alternatives=_list(_fields(name=_TEXT, score=_NUMBER_OR_NULL, url=_TEXT_OR_NULL)),
        assessed_at=_TEXT_OR_NULL,
        **{"from": _said({"enum": [*get_args(Provenance), None]}, "where the answer came from")},
        confidence=_said(_NUMBER_OR_NULL, "share of the weight that was measured, 0 to 1"),
        signals=_list(_signal()),
        threshold=_score(),
        source=_TEXT_OR_NULL,
        identity=_said({"enum": [*get_args(Identity), None]}, "whether what was meant was scored"),
        identity_basis=_said({"enum": [*get_args(IdentityBasis), None]}, "by what that is known"),
        confirmed=_said(_TRUTH_OR_NULL, "false where only a batch row stands behind a low score"),
        message=_said(_TEXT_OR_NULL, "why there is no score"),
        **_details(),
        alerts=_said(_list(_alert()), "what the rules know, weightiest first"),
        references=_list(_reference()),
    )


def _details() -> Schema:
    return {
        "max_severity": _TEXT_OR_NULL,
        "has_active_advisory": _TRUTH_OR_NULL,
        "vulnerabilities": _list(
            _fields(
                id=_TEXT,
                severity=_TEXT_OR_NULL,
                score=_NUMBER_OR_NULL,
                fixed_in=_TEXT_OR_NULL,
                url=_TEXT_OR_NULL,
            )
        ),
        "license_category": _TEXT_OR_NULL,
        "compliance_score": _NUMBER_OR_NULL,
        "jurisdictions": _INTEGER_OR_NULL,
        "weekly_downloads": _INTEGER_OR_NULL,
        "last_commit_days_ago": _INTEGER_OR_NULL,
        "interaction_risk": _TEXT_OR_NULL,
        "flags": _TEXTS,
        "history": _list(_fields(date=_TEXT, score=_NUMBER_OR_NULL)),
    }


def _signal() -> Schema:
    return _fields(
        id=_TEXT,
        dimension=_TEXT,
        value=_TEXT,
        points=_NUMBER_OR_NULL,
        weight=_NUMBER_OR_NULL,
        reason=_TEXT,
        evidence=_TEXT,
        observed=_TEXT_OR_NULL,
    )


def _reference() -> Schema:
    return _fields(
        name=_said(_TEXT, "as written there"),
        version=_said(_TEXT_OR_NULL, "an exact pin"),
        specifier=_TEXT_OR_NULL,
        path=_TEXT,
        line=_POSITION,
        column=_POSITION,
        scope=_TEXT,
        direct=_TRUTH,
        via=_said(_TEXTS, "from the direct dependency down to the immediate parent"),
        found_by=_TEXT,
        cell=_said(_CELL, "of a notebook, from 0; lines count within it"),
        extras=_TEXTS,
        marker=_TEXT_OR_NULL,
        certainty=_choice(Certainty),
        origin=_fields(kind=_choice(OriginKind), url=_TEXT_OR_NULL),
    )


def _problem() -> Schema:
    return _fields(
        path=_TEXT,
        line=_POSITION,
        message=_TEXT,
        column=_POSITION,
        named=_said(_TRUTH, "whether the file was named on the command line"),
        level=_said(_choice(Level), "error where the scan is unfinished without it"),
    )


def _unresolved() -> Schema:
    return _fields(
        path=_TEXT, line=_POSITION, column=_POSITION, cell=_CELL, expression=_TEXT, found_by=_TEXT
    )
