"""One record of settings: flags over environment over file; an unknown key is an error.

The file is ``nerq.toml`` or ``[tool.nerq]`` of ``pyproject.toml``; the nearest one above the
scanned path wins.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import SettingsError
from nerq.identity import Naming
from nerq.plugin import Search
from nerq.policy import DEFAULT_THRESHOLD, Policy
from nerq.policy.ignores import Ignore
from nerq.rules import named
from nerq.settings.keys import KEYS, SCOPES, SECTIONS, SOURCES, THRESHOLDS, json_schema
from nerq.settings.values import PERCENT, unknown

if TYPE_CHECKING:
    from nerq.model import Level

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

DEFAULT_API_URL = "https://nerq.ai"
_BY_NAME = {key.name: key for key in KEYS}
_NAMES = tuple(name for name in _BY_NAME if name != THRESHOLDS)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Times are seconds, thresholds 0-100, ages days."""

    threshold: float = DEFAULT_THRESHOLD
    thresholds: Mapping[str, float] = field(default_factory=dict)
    warn_below: float | None = None
    strict: bool = False
    rules: Mapping[str, Level] = field(default_factory=dict)
    fail_on: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    deny_licenses: tuple[str, ...] = ()
    deny_eu_ai_act: tuple[str, ...] = ()
    ignore: tuple[Ignore, ...] = ()
    baseline: str | None = None
    since: str | None = None
    max_drop: float | None = None
    sources: tuple[str, ...] = ("nerq",)
    api_url: str = DEFAULT_API_URL
    api_key: str | None = None
    timeout: float = 60.0
    concurrency: int = 10
    offline: bool = False
    refresh: bool = False
    cache: bool = True
    cache_dir: str | None = None
    snapshot: str | None = None
    max_age: float | None = None
    private: tuple[str, ...] = ()
    public_indexes: tuple[str, ...] = ()
    targets: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    scope: str = "all"
    include_prose: bool = False
    env: bool = False
    python: str | None = None
    resolve: bool = False
    python_version: str | None = None
    python_platform: str | None = None
    dry_run: bool = False
    model_callables: tuple[str, ...] = ()
    model_keys: tuple[str, ...] = ()
    model_flags: tuple[str, ...] = ()
    model_aliases: Mapping[str, str] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    endpoints: Mapping[str, str] = field(default_factory=dict)
    advisories: str | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    @property
    def policy(self) -> Policy:
        """What passes and what fails."""
        errors = {rule.id: "error" for name in self.fail_on for rule in named(name)}
        return Policy(
            threshold=self.threshold,
            thresholds=self.thresholds,
            warn_below=self.warn_below,
            deny=self.deny,
            allow=self.allow,
            # What is to fail is only ever added to.
            levels={**self.rules, **errors},  # type: ignore[dict-item]
            is_strict=self.strict,
            denied_licenses=frozenset(name.lower() for name in self.deny_licenses),
            denied_eu_classes=frozenset(name.lower() for name in self.deny_eu_ai_act),
        )

    @property
    def naming(self) -> Naming:
        """What the project says about names."""
        return Naming(self.private, self.public_indexes, self.model_aliases)

    @property
    def search(self) -> Search:
        """What detectors look for besides their own tables."""
        return Search(self.model_callables, self.model_keys, self.model_flags, self.include_prose)


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
        flags: `Settings` fields given on the command line; None values count as not given.
        environment: defaults to the process's own.

    Raises:
        SettingsError: a file cannot be read, a key is unknown, or a value is of the wrong kind.
    """
    values, origins = _from_file(Path(config) if config else find_file(start))
    environ = os.environ if environment is None else environment
    for key in KEYS:
        if key.environment and environ.get(key.environment):
            values[key.attribute] = key.value.read(environ[key.environment], key.environment)
            origins[key.attribute] = f"environment: {key.environment}"
    if environ.get("NERQ_API_KEY"):
        values["api_key"] = environ["NERQ_API_KEY"]
        origins["api_key"] = "environment: NERQ_API_KEY"
    for name, value in (flags or {}).items():
        if value is not None:
            values[name] = value
            origins[name] = "command line"
    return replace(Settings(), **values, origins=origins)  # type: ignore[arg-type]


def find_file(start: str) -> Path | None:
    """The nearest ``nerq.toml``, or ``pyproject.toml`` with ``[tool.nerq]``, at or above."""
    folder = Path(start).absolute()
    if not folder.is_dir():
        folder = folder.parent
    for candidate in (folder, *folder.parents):
        own = candidate / "nerq.toml"
        if own.is_file():
            return own
        project = candidate / "pyproject.toml"
        if _mentions_nerq(project):
            return project
    return None


def _mentions_nerq(path: Path) -> bool:
    try:
        return b"tool.nerq" in path.read_bytes()
    except OSError:
        return False


def _from_file(path: Path | None) -> tuple[dict[str, object], dict[str, str]]:
    if path is None:
        return {}, {}
    table = _read_table(path)
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for name, value in _flatten(table):
        key = _BY_NAME.get(name)
        where = f"{path}: {name}"
        if key is None:
            raise SettingsError(unknown(where, name, _NAMES, "setting"))
        if name == "threshold" and isinstance(value, Mapping):
            _read_thresholds(value, where, values)
        else:
            values[key.attribute] = key.value.read(value, where)
        origins[key.attribute] = str(path)
    return values, origins


def _read_thresholds(value: Mapping[str, object], where: str, values: dict[str, object]) -> None:
    thresholds = {str(name): PERCENT.read(item, f"{where}.{name}") for name, item in value.items()}
    if "default" in thresholds:
        values["threshold"] = thresholds.pop("default")
    values["thresholds"] = thresholds


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and name in SECTIONS:
            flat += _flatten(value, f"{name}.")
        else:
            flat.append((name, value))
    return flat


def _read_table(path: Path) -> Mapping[str, object]:
    import tomli

    try:
        document = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomli.TOMLDecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        if path.name == "pyproject.toml":
            # A broken manifest is the scan's to report, with its line; it holds no settings.
            return {}
        raise SettingsError(f"{path}: {error}") from error
    if path.name != "pyproject.toml":
        return document
    tool = document.get("tool")
    table = tool.get("nerq") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise SettingsError(f"{path}: tool.nerq should be a table, not {table!r}")
    return table or {}


def effective(settings: Settings) -> list[tuple[str, object, str]]:
    """Every setting as (name, value, where it came from), in documented order."""
    rows = []
    for key in KEYS:
        value = getattr(settings, key.attribute)
        rows.append((key.name, value, settings.origins.get(key.attribute, "default")))
    return rows


FIELDS = frozenset(item.name for item in fields(Settings))
