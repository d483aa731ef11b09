"""Reads one value of a settings file; the same record describes it for editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from nerq import rules
from nerq.errors import SettingsError
from nerq.policy.ignores import Ignore

Schema = Mapping[str, object]


class Value(NamedTuple):
    """A kind of value.

    Attributes:
        read: gives the value from what the file holds and the place for messages, or raises
            `SettingsError`.
        schema: JSON Schema (draft 2020-12) of what a file may hold.
        is_list: whether it is a list of texts.
    """

    read: Callable[[object, str], object]
    schema: Schema
    is_list: bool = False

    def read_text(self, text: str, where: str) -> object:
        """The value from a text of the environment or the command line; lists have commas.

        Raises:
            SettingsError: it is of the wrong kind.
        """
        value: object = text
        if self.is_list:
            value = [item.strip() for item in text.split(",") if item.strip()]
        elif self.schema.get("type") in ("number", "integer"):
            # What is not a number is left as it is, for the reader to say so.
            with suppress(ValueError):
                value = float(text) if self.schema["type"] == "number" else int(text)
        return self.read(value, where)


def number(low: float, high: float) -> Value:
    """A number from ``low`` to ``high``."""

    def read(value: object, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SettingsError(f"{where}: expected a number, found {value!r}")
        if not low <= value <= high:
            raise SettingsError(f"{where}: {value:g} is not between {low:g} and {high:g}")
        return float(value)

    return Value(read, {"type": "number", "minimum": low, "maximum": high})


def whole(low: int, high: int) -> Value:
    """A whole number from ``low`` to ``high``."""

    def read(value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingsError(f"{where}: expected a whole number, found {value!r}")
        if not low <= value <= high:
            raise SettingsError(f"{where}: {value} is not between {low} and {high}")
        return value

    return Value(read, {"type": "integer", "minimum": low, "maximum": high})


def _boolean(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{where}: expected true or false, found {value!r}")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{where}: expected text, found {value!r}")
    return value


def _url(value: object, where: str) -> str:
    text = _text(value, where)
    if not text.startswith(("https://", "http://")):
        raise SettingsError(f"{where}: {text!r} should start with https:// (or http://)")
    return text.rstrip("/")


def _endpoint(value: object, where: str) -> str:
    """An address, or empty text, which switches off what lies there."""
    return "" if value == "" else _url(value, where)


def days_by_ecosystem(*ecosystems: str) -> Value:
    """A number of days, or a table of them by ecosystem; ``default`` is for those not named."""
    each = number(0, 36500)
    names = ("default", *ecosystems)

    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, Mapping):
            return {"default": each.read(value, where)}
        for name in value:
            if name not in names:
                raise SettingsError(unknown(f"{where}.{name}", str(name), names, "ecosystem"))
        return {str(name): each.read(days, f"{where}.{name}") for name, days in value.items()}

    by_name = dict.fromkeys(names, each.schema)
    by_table = {"type": "object", "additionalProperties": False, "properties": by_name}
    return Value(read, {"anyOf": [each.schema, by_table]})


BOOLEAN = Value(_boolean, {"type": "boolean"})
TEXT = Value(_text, {"type": "string", "minLength": 1})
URL = Value(_url, {"type": "string", "pattern": "^https?://"})
ENDPOINT = Value(_endpoint, {"type": "string", "pattern": "^(?:https?://|$)"})
PERCENT = number(0, 100)


def texts(*allowed: str, at_least: int = 0) -> Value:
    """A list of texts (a single text counts as a list of one), each one of ``allowed`` if given."""

    def read(value: object, where: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, (list, tuple)) or not all(isinstance(i, str) for i in items):
            raise SettingsError(f"{where}: expected a list of texts, found {value!r}")
        for item in items:
            if allowed and item not in allowed:
                raise SettingsError(f"{where}: {item!r} is not one of {', '.join(allowed)}")
        if len(items) < at_least:
            raise SettingsError(f"{where}: at least one of {', '.join(allowed)} is needed")
        return tuple(items)

    item: dict[str, object] = {"type": "string"}
    if allowed:
        item["enum"] = list(allowed)
    several = {"type": "array", "items": item, "minItems": at_least}
    return Value(read, {"anyOf": [item, several]}, is_list=True)


def one_of(*allowed: str) -> Value:
    """One of these texts."""

    def read(value: object, where: str) -> str:
        if value not in allowed:
            raise SettingsError(f"{where}: {value!r} is not one of {', '.join(allowed)}")
        return str(value)

    return Value(read, {"type": "string", "enum": list(allowed)})


def table(each: Value) -> Value:
    """A table whose values are all of one kind."""

    def read(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, Mapping):
            raise SettingsError(f"{where}: expected a table, found {value!r}")
        return {str(key): each.read(item, f"{where}.{key}") for key, item in value.items()}

    return Value(read, {"type": "object", "additionalProperties": each.schema})


def _ignores(value: object, where: str) -> tuple[Ignore, ...]:
    if not isinstance(value, list):
        raise SettingsError(f"{where}: expected an array of tables, found {value!r}")
    return tuple(_ignore(item, f"{where}[{index}]") for index, item in enumerate(value))


_IGNORED = ("target", "advisory", "path")
_IGNORE_KEYS = (*_IGNORED, "reason", "expires", "version")


def _ignore(value: object, where: str) -> Ignore:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: expected a table with a reason, found {value!r}")
    for key in value:
        if key not in _IGNORE_KEYS:
            raise SettingsError(unknown(f"{where}.{key}", str(key), _IGNORE_KEYS, "setting"))
    if not str(value.get("reason", "")).strip():
        raise SettingsError(f"{where}: reason is required")
    named = {key: _text(value[key], f"{where}.{key}") for key in _IGNORED if key in value}
    if not named:
        raise SettingsError(f"{where}: one of {', '.join(_IGNORED)} is required")
    return Ignore(
        named.get("target"),
        _text(value["reason"], where + ".reason"),
        _iso_date(value["expires"], where) if "expires" in value else None,
        _specifier(value["version"], where) if "version" in value else None,
        named.get("advisory"),
        named.get("path"),
    )


def _iso_date(value: object, where: str) -> str:
    from datetime import date

    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise SettingsError(
            f"{where}.expires: {value!r} is not a date; write it as 2027-01-31"
        ) from None


def _specifier(value: object, where: str) -> str:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(str(value))
    except InvalidSpecifier:
        raise SettingsError(
            f'{where}.version: {value!r} is not a version specifier; write it as "<2"'
        ) from None
    return str(value)


IGNORES = Value(
    _ignores,
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["reason"],
            "anyOf": [{"required": [name]} for name in _IGNORED],
            "additionalProperties": False,
            "properties": {
                "target": {"type": "string", "minLength": 1},
                "advisory": {"type": "string", "minLength": 1, "description": "its id"},
                "path": {"type": "string", "minLength": 1, "description": "file, folder or glob"},
                "reason": {"type": "string", "minLength": 1},
                "expires": {"description": "a date, YYYY-MM-DD"},
                "version": {"type": "string", "description": "PEP 440 specifier"},
            },
        },
    },
)


def _levels(value: object, where: str) -> dict[str, str]:
    """Levels by rule id; an alias means each of its rules."""
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: expected a table of rules and levels, found {value!r}")
    levels: dict[str, str] = {}
    for name, given in value.items():
        meant = rules.named(str(name))
        if not meant:
            raise SettingsError(unknown(f"{where}.{name}", str(name), rules.names(), "rule"))
        for rule in meant:
            levels[rule.id] = _level(rule, given, f"{where}.{name}")
    return levels


def _rule_names(value: object, where: str) -> tuple[str, ...]:
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, (list, tuple)) or not all(isinstance(name, str) for name in given):
        raise SettingsError(f"{where}: expected a list of rules, found {value!r}")
    for name in given:
        if not rules.named(name):
            raise SettingsError(unknown(f"{where}: {name!r}", name, rules.names(), "rule"))
    return tuple(given)


RULE_NAMES = Value(_rule_names, texts(*rules.names()).schema, is_list=True)


def _level(rule: rules.Rule, value: object, where: str) -> str:
    if value not in rule.levels:
        raise SettingsError(f"{where}: {rule.id} can be {', '.join(rule.levels)}, not {value!r}")
    return str(value)


def _levels_of(name: str) -> list[str]:
    """All levels that a rule of this name may have."""
    lowest = max((rule.least for rule in rules.named(name)), key=rules.LEVELS.index)
    return list(rules.LEVELS[: rules.LEVELS.index(lowest) + 1])


LEVELS = Value(
    _levels,
    {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"enum": _levels_of(name)} for name in rules.names()},
    },
)


def unknown(where: str, name: str, known: tuple[str, ...], what: str) -> str:
    """The message for a name that does not exist."""
    return f"{where}: unknown {what}; {nearest(name, known)}"


def nearest(name: str, known: tuple[str, ...]) -> str:
    """What to write instead of a name that does not exist: the nearest one, or all."""
    import difflib

    near = difflib.get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"
