"""Settings: flags over environment over file; an unknown key is an error.

The file is ``nerq.toml`` or ``[tool.nerq]`` of ``pyproject.toml``; the nearest one above the
scanned path wins.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.policy.ignores import Ignore
from nerq.settings.groups import GROUP_OF, Settings
from nerq.settings.keys import KEYS, SCOPES, SOURCES, json_schema
from nerq.settings.settings_file import find_file, read_file

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "FIELDS",
    "KEYS",
    "SCOPES",
    "SOURCES",
    "Ignore",
    "Settings",
    "effective",
    "find_file",
    "json_schema",
    "load",
]

_GROWING = frozenset(key.attribute for key in KEYS if key.is_added)
FIELDS = frozenset(GROUP_OF)
"""Every name that `Settings.replace` and the ``flags`` of `load` take."""


def load(
    start: str,
    *,
    config: str | None = None,
    flags: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force for a scan of ``start``.

    Args:
        start: a file or folder; the nearest settings file at or above it is read.
        config: a settings file to read instead.
        flags: what the command line says, by field (see `FIELDS`); None counts as not given.
        environment: defaults to the process's own.

    Raises:
        SettingsError: a file cannot be read, a key is unknown, or a value is of the wrong kind.
    """
    path = Path(config) if config else find_file(start)
    values = read_file(path) if path else {}
    origins = dict.fromkeys(values, str(path))
    for name, (value, variable) in _from_environment(environment).items():
        values[name] = value
        origins[name] = f"environment: {variable}"
    for name, value in (flags or {}).items():
        if value is not None:
            values[name] = _added(name, values.get(name), value)
            origins[name] = "command line"
    return replace(Settings().replace(**values), origins=origins)


def _added(name: str, before: object, value: object) -> object:
    """A value of the command line; a list that only grows keeps what a file says."""
    if name in _GROWING and isinstance(before, tuple) and isinstance(value, tuple):
        return tuple(dict.fromkeys((*before, *value)))
    return value


def _from_environment(
    environment: Mapping[str, str] | None,
) -> dict[str, tuple[object, str]]:
    """Values by field, each with its variable; an empty variable counts as not set."""
    environ = os.environ if environment is None else environment
    found = {
        key.attribute: (
            key.value.read_text(environ[key.environment], key.environment),
            key.environment,
        )
        for key in KEYS
        if key.environment and environ.get(key.environment)
    }
    # A secret is not a key: what stands in a file or on the command line is seen by others.
    if environ.get("NERQ_API_KEY"):
        found["api_key"] = (environ["NERQ_API_KEY"], "NERQ_API_KEY")
    return found


def effective(settings: Settings) -> list[tuple[str, object, str]]:
    """Every setting as (name, value, where it came from), in documented order."""
    return [
        (
            key.name,
            getattr(getattr(settings, GROUP_OF[key.attribute]), key.attribute),
            settings.origins.get(key.attribute, "default"),
        )
        for key in KEYS
    ]
