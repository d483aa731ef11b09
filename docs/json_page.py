"""The page on the JSON report, from its schema and ``fragments/json-fields.toml``."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TypeAlias

Schema: TypeAlias = dict[str, Any]

MEANINGS = Path(__file__).parent / "fragments" / "json-fields.toml"


def render(introduction: str) -> str:
    """The page; objects within objects have a table of their own, in the order met."""
    from nerq.reports.json_schema import schema

    meanings = read_meanings()
    parts = [
        "# JSON report\n\n`nerq scan --json` writes it, and `--baseline` reads it again.\n",
        "This page is made from its [JSON Schema](../schema/nerq-report-1.json) (draft 2020-12).\n",
        introduction,
        "\n## The report\n\n",
    ]
    waiting: list[tuple[str, Schema]] = []
    parts.append(_table("", schema(), waiting, meanings))
    for path, described in waiting:
        parts.append(f"\n## {path}\n\n{_table(path, described, waiting, meanings)}")
    return "".join(parts)


def read_meanings() -> dict[str, str]:
    """What each field means, by its path, where the schema itself does not say it."""
    import tomli

    return {str(k): str(v) for k, v in tomli.loads(MEANINGS.read_text(encoding="utf-8")).items()}


def paths(described: Schema, path: str = "") -> list[tuple[str, Schema]]:
    """Every field of the schema with its path: ``findings[].score``."""
    found = []
    for name, field in described["properties"].items():
        inner, where = _kind(field)[1], _path(path, name, field)
        found.append((f"{path}.{name}".lstrip("."), field))
        if inner is not None:
            found += paths(inner, where)
    return found


def _path(path: str, name: str, field: Schema) -> str:
    return f"{path}.{name}".lstrip(".") + ("[]" if _kind(field)[2] else "")


def _table(
    path: str, described: Schema, waiting: list[tuple[str, Schema]], meanings: dict[str, str]
) -> str:
    lines = ["| field | type | meaning |", "| --- | --- | --- |"]
    for name, field in described["properties"].items():
        kind, inner, _ = _kind(field)
        if inner is not None:
            where = _path(path, name, field)
            waiting.append((where, inner))
            kind = f"[{kind}](#{re.sub(r'[^a-z0-9_]', '', where.lower())})"
        own = f"{path}.{name}".lstrip(".")
        meaning = _sentence(meanings.get(own) or field.get("description", ""))
        lines.append(f"| `{name}` | {kind} | {meaning} |")
    return "\n".join(lines) + "\n"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].rstrip(".") + "." if " " in text else text


def _kind(field: Schema) -> tuple[str, Schema | None, bool]:
    """A schema in words, the object in it if any, and whether there are many of it."""
    if "anyOf" in field:
        words, inner, is_list = _kind(field["anyOf"][0])
        return f"{words} or null", inner, is_list
    if "const" in field or "enum" in field:
        values = field.get("enum", [field.get("const")])
        return ", ".join(f"`{json.dumps(value)}`" for value in values), None, False
    if field["type"] == "object":
        return "object", field, False
    if field["type"] == "array":
        words, inner, _ = _kind(field["items"])
        return f"list of {words}s", inner, True
    types = [field["type"]] if isinstance(field["type"], str) else field["type"]
    return " or ".join(types), None, False
