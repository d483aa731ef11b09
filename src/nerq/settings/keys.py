"""Every setting, once: its name in a file, what it may hold, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from nerq.settings.values import (
    BOOLEAN,
    ENDPOINT,
    IGNORES,
    LEVELS,
    PERCENT,
    RULE_NAMES,
    TEXT,
    URL,
    Value,
    days_by_ecosystem,
    number,
    one_of,
    table,
    texts,
    whole,
)

if TYPE_CHECKING:
    from nerq.model import Kind

SOURCES = ("nerq", "local")
CHECKS = ("advisories", "registry")
SCOPES = ("runtime", "all")
AGED = ("pypi", "npm", "huggingface")
KIND_GROUPS: dict[str, tuple[Kind, ...]] = {
    "packages": ("package", "action", "repository", "mcp-server"),
    "models": ("model", "dataset", "space", "api-model"),
}
KINDS = (*KIND_GROUPS, *(kind for kinds in KIND_GROUPS.values() for kind in kinds))
SECTIONS = ("models", "local")
THRESHOLDS = "threshold.*"


class Key(NamedTuple):
    """A setting as a file spells it.

    Attributes:
        name: dotted, kebab-case.
        attribute: the field it fills, of whichever group of `Settings` has it.
        value: the kind of value.
        text: one line for the documentation.
        environment: variable that sets it too, or None.
        is_added: the command line adds to what a file says, and takes nothing away.
    """

    name: str
    attribute: str
    value: Value
    text: str
    environment: str | None = None
    is_added: bool = False


KEYS: tuple[Key, ...] = (
    Key("threshold", "threshold", PERCENT, "Scores below this fail; a number, or a table."),
    Key("threshold.*", "thresholds", table(PERCENT), "By kind, scope, group or target glob."),
    Key("warn-below", "warn_below", PERCENT, "Passing scores below this are called out."),
    Key("strict", "is_strict", BOOLEAN, "What is unknown fails too."),
    Key("rules", "levels", LEVELS, "How a rule counts: error, warn, note or off, by its id."),
    Key(
        "fail-on",
        "fail_on",
        RULE_NAMES,
        "Rules that fail too, by id: errors are added.",
        is_added=True,
    ),
    Key(
        "min-release-age",
        "min_release_age",
        days_by_ecosystem(*AGED),
        "Days that a release must be old; a number, or a table by ecosystem.",
    ),
    Key("min-release-age-exempt", "min_release_age_exempt", texts(), "Target globs of any age."),
    Key("deny", "deny", texts(), "Target globs that always fail."),
    Key("allow", "allow", texts(), "Target globs that always pass."),
    Key("deny-licenses", "denied_licenses", texts(), "SPDX ids that fail."),
    Key(
        "deny-eu-ai-act",
        "denied_eu_classes",
        texts("minimal", "limited", "high", "unacceptable"),
        "EU AI Act risk classes that fail.",
    ),
    Key(
        "ignore",
        "ignore",
        IGNORES,
        "What is accepted: target, advisory or path; reason, expires, version.",
    ),
    Key("baseline", "baseline", TEXT, "An earlier JSON report; only what is new fails."),
    Key("max-drop", "max_drop", PERCENT, "With a baseline: the largest fall of a score."),
    Key("sources", "sources", texts(*SOURCES, at_least=1), "Who is asked, in order: nerq, local."),
    Key(
        "checks",
        "checks",
        texts(*CHECKS),
        "What is looked up, whoever scores: advisories; registry asks it about every package.",
    ),
    Key("api-url", "api_url", URL, "Address of the Preflight service.", "NERQ_API_URL"),
    Key("timeout", "timeout", number(0.1, 86400), "Seconds for all questions together."),
    Key("concurrency", "concurrency", whole(1, 100), "Questions under way at once."),
    Key("offline", "offline", BOOLEAN, "Answer from the cache and the snapshot only."),
    Key("cache", "cache", BOOLEAN, "Keep answers on disk."),
    Key("cache-dir", "cache_dir", TEXT, "Where answers are kept.", "NERQ_CACHE_DIR"),
    Key("snapshot", "snapshot", TEXT, "File of exported answers to read."),
    Key("max-age", "max_age", number(0, 36500), "Days after which a snapshot fails the scan."),
    Key("private", "private", texts(), "Name globs that never leave the machine."),
    Key("public-indexes", "public_indexes", texts(), "Index hosts whose names are public."),
    Key("targets", "targets", table(TEXT), 'Pinned identities: "pypi:foo" = "org/foo".'),
    Key("exclude", "exclude", texts(), "Paths left out, as in .gitignore."),
    Key("only", "only", texts(*KINDS), "Kinds reported; packages and models name groups."),
    Key("scope", "scope", one_of(*SCOPES), "runtime leaves out dev, build and test."),
    Key("include-prose", "with_prose", BOOLEAN, "Report mentions in comments and prose."),
    Key("models.callables", "callables", texts(), "Your functions that take a model id."),
    Key("models.keys", "keys", texts(), "Your configuration keys that hold one."),
    Key("models.flags", "flags", texts(), "Your command-line flags that take one."),
    Key("models.aliases", "aliases", table(TEXT), "Your names for models."),
    Key("local.weights", "weights", table(number(0, 1000)), "Weights of the dimensions."),
    Key("local.endpoints", "endpoints", table(ENDPOINT), "Base addresses of the evidence."),
    Key("local.advisories", "advisories", TEXT, "Database of imported advisories."),
)

_SCHEMA_URL = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, object]:
    """The JSON Schema of ``nerq.toml`` and ``[tool.nerq]``, for editors."""
    top: dict[str, object] = {}
    sections: dict[str, dict[str, object]] = {name: {} for name in SECTIONS}
    for key in KEYS:
        section, _, rest = key.name.partition(".")
        described = {**key.value.schema, "description": key.text}
        if section in sections:
            sections[section][rest] = described
        elif key.name != THRESHOLDS:
            top[key.name] = described
    by_name = next(key for key in KEYS if key.name == THRESHOLDS)
    threshold = {"anyOf": [PERCENT.schema, by_name.value.schema], "description": by_name.text}
    top["threshold"] = threshold
    for name, properties in sections.items():
        top[name] = {"type": "object", "additionalProperties": False, "properties": properties}
    return {
        "$schema": _SCHEMA_URL,
        "title": "nerq settings",
        "type": "object",
        "additionalProperties": False,
        "properties": dict(sorted(top.items())),
    }
