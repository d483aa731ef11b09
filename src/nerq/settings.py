"""One record of settings: flags over environment over file; an unknown key is an error.

The file is ``nerq.toml`` or ``[tool.nerq]`` of ``pyproject.toml``; the nearest one above the
scanned path wins.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TypeAlias

from nerq.errors import SettingsError
from nerq.identity import Naming
from nerq.plugin import Search
from nerq.policy import DEFAULT_THRESHOLD, FAIL_ON, Policy

DEFAULT_API_URL = "https://nerq.ai"
SOURCES = ("nerq", "local")
SCOPES = ("runtime", "all")

Plain: TypeAlias = "bool | float | str | list[Plain] | Mapping[str, Plain] | None"
Check = Callable[[object, str], object]


@dataclass(frozen=True, slots=True)
class Ignore:
    """A target that the project accepts, and why.

    Attributes:
        target: id or glob.
        reason: why, never empty.
        expires: ISO date from which the ignore no longer counts, or None.
        version: PEP 440 specifier of the versions it holds for, or None for all.
    """

    target: str
    reason: str
    expires: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. Times are seconds, thresholds 0-100, ages days."""

    threshold: float = DEFAULT_THRESHOLD
    thresholds: Mapping[str, float] = field(default_factory=dict)
    warn_below: float | None = None
    strict: bool = False
    fail_on: tuple[str, ...] = ("score",)
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
        fail_on = set(self.fail_on) | ({"unknown"} if self.strict else set())
        return Policy(
            threshold=self.threshold,
            thresholds=self.thresholds,
            warn_below=self.warn_below,
            deny=self.deny,
            allow=self.allow,
            fail_on=frozenset(fail_on),
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


def _number(low: float, high: float) -> Check:
    def check(value: object, where: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise SettingsError(f"{where}: expected a number, found {value!r}")
        if not low <= value <= high:
            raise SettingsError(f"{where}: {value:g} is not between {low:g} and {high:g}")
        return float(value)

    return check


def _whole(low: int, high: int) -> Check:
    def check(value: object, where: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise SettingsError(f"{where}: expected a whole number, found {value!r}")
        if not low <= value <= high:
            raise SettingsError(f"{where}: {value} is not between {low} and {high}")
        return value

    return check


def _boolean(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"{where}: expected true or false, found {value!r}")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"{where}: expected text, found {value!r}")
    return value


def _texts(allowed: tuple[str, ...] = ()) -> Check:
    def check(value: object, where: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, (list, tuple)) or not all(isinstance(i, str) for i in items):
            raise SettingsError(f"{where}: expected a list of texts, found {value!r}")
        for item in items:
            if allowed and item not in allowed:
                raise SettingsError(f"{where}: {item!r} is not one of {', '.join(allowed)}")
        return tuple(items)

    return check


def _one_of(*allowed: str) -> Check:
    def check(value: object, where: str) -> str:
        if value not in allowed:
            raise SettingsError(f"{where}: {value!r} is not one of {', '.join(allowed)}")
        return str(value)

    return check


def _table(each: Check) -> Check:
    def check(value: object, where: str) -> dict[str, object]:
        if not isinstance(value, Mapping):
            raise SettingsError(f"{where}: expected a table, found {value!r}")
        return {str(key): each(item, f"{where}.{key}") for key, item in value.items()}

    return check


def _url(value: object, where: str) -> str:
    text = _text(value, where)
    if not text.startswith(("https://", "http://")):
        raise SettingsError(f"{where}: {text!r} should start with https:// (or http://)")
    return text.rstrip("/")


def _sources(value: object, where: str) -> tuple[str, ...]:
    names: tuple[str, ...] = _texts(SOURCES)(value, where)  # type: ignore[assignment]
    if not names:
        raise SettingsError(f"{where}: at least one of {', '.join(SOURCES)} is needed")
    return names


def _ignores(value: object, where: str) -> tuple[Ignore, ...]:
    if not isinstance(value, list):
        raise SettingsError(f"{where}: expected an array of tables, found {value!r}")
    return tuple(_ignore(item, f"{where}[{index}]") for index, item in enumerate(value))


def _ignore(value: object, where: str) -> Ignore:
    if not isinstance(value, Mapping):
        raise SettingsError(f"{where}: expected a table with target and reason, found {value!r}")
    known = ("target", "reason", "expires", "version")
    for key in value:
        if key not in known:
            raise SettingsError(_unknown_key(f"{where}.{key}", str(key), known))
    for key in ("target", "reason"):
        if not str(value.get(key, "")).strip():
            raise SettingsError(f"{where}: {key} is required")
    version = None if value.get("version") is None else _specifier(value["version"], where)
    expires = None if value.get("expires") is None else iso_date(value["expires"], where)
    return Ignore(
        _text(value["target"], where + ".target"),
        _text(value["reason"], where + ".reason"),
        expires,
        version,
    )


def iso_date(value: object, where: str) -> str:
    """A date as ``YYYY-MM-DD``, from a TOML date or text.

    Raises:
        SettingsError: it is neither.
    """
    from datetime import date

    try:
        return date.fromisoformat(str(value)[:10]).isoformat()
    except ValueError:
        raise SettingsError(
            f"{where}.expires: {value!r} is no date; write it as 2027-01-31"
        ) from None


def _specifier(value: object, where: str) -> str:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(str(value))
    except InvalidSpecifier:
        raise SettingsError(
            f'{where}.version: {value!r} is no version specifier; write it as "<2"'
        ) from None
    return str(value)


@dataclass(frozen=True, slots=True)
class Key:
    """A setting as a file spells it.

    Attributes:
        name: dotted, kebab-case.
        attribute: the `Settings` field it fills.
        check: reads the value or raises `SettingsError`.
        text: one line for the documentation.
        environment: variable that sets it too, or None.
    """

    name: str
    attribute: str
    check: Check
    text: str
    environment: str | None = None


_PERCENT = _number(0, 100)

KEYS: tuple[Key, ...] = (
    Key("threshold", "threshold", _PERCENT, "Scores below this fail; a number, or a table."),
    Key("threshold.*", "thresholds", _table(_PERCENT), "By kind, scope, group or target glob."),
    Key("warn-below", "warn_below", _PERCENT, "Passing scores below this are called out."),
    Key("strict", "strict", _boolean, "What is unknown fails too."),
    Key("fail-on", "fail_on", _texts(FAIL_ON), "What fails: " + ", ".join(FAIL_ON) + "."),
    Key("deny", "deny", _texts(), "Target globs that always fail."),
    Key("allow", "allow", _texts(), "Target globs that always pass."),
    Key("deny-licenses", "deny_licenses", _texts(), "SPDX ids that fail."),
    Key(
        "deny-eu-ai-act",
        "deny_eu_ai_act",
        _texts(("minimal", "limited", "high", "unacceptable")),
        "EU AI Act risk classes that fail.",
    ),
    Key("ignore", "ignore", _ignores, "Targets accepted: target, reason, expires, version."),
    Key("baseline", "baseline", _text, "An earlier JSON report; only what is new fails."),
    Key("max-drop", "max_drop", _PERCENT, "With a baseline: the largest fall of a score."),
    Key("sources", "sources", _sources, "Who is asked, in order: nerq, local."),
    Key("api-url", "api_url", _url, "Address of the Preflight service.", "NERQ_API_URL"),
    Key("timeout", "timeout", _number(0.1, 86400), "Seconds for all questions together."),
    Key("concurrency", "concurrency", _whole(1, 100), "Questions under way at once."),
    Key("offline", "offline", _boolean, "Answer from the cache and the snapshot only."),
    Key("cache", "cache", _boolean, "Keep answers on disk."),
    Key("cache-dir", "cache_dir", _text, "Where answers are kept.", "NERQ_CACHE_DIR"),
    Key("snapshot", "snapshot", _text, "File of exported answers to read."),
    Key("max-age", "max_age", _number(0, 36500), "Days after which a snapshot fails the scan."),
    Key("private", "private", _texts(), "Name globs that never leave the machine."),
    Key("public-indexes", "public_indexes", _texts(), "Index hosts whose names are public."),
    Key("targets", "targets", _table(_text), 'Pinned identities: "pypi:foo" = "org/foo".'),
    Key("exclude", "exclude", _texts(), "Paths left out, as in .gitignore."),
    Key("only", "only", _texts(), "Kinds reported; packages and models name groups."),
    Key("scope", "scope", _one_of(*SCOPES), "runtime leaves out dev, build and test."),
    Key("include-prose", "include_prose", _boolean, "Report mentions in comments and prose."),
    Key("models.callables", "model_callables", _texts(), "Your functions that take a model id."),
    Key("models.keys", "model_keys", _texts(), "Your configuration keys that hold one."),
    Key("models.flags", "model_flags", _texts(), "Your command-line flags that take one."),
    Key("models.aliases", "model_aliases", _table(_text), "Your names for models."),
    Key("local.weights", "weights", _table(_number(0, 1000)), "Weights of the dimensions."),
    Key("local.endpoints", "endpoints", _table(_url), "Base addresses of the evidence."),
    Key("local.advisories", "advisories", _text, "Database of imported advisories."),
)
_BY_NAME = {key.name: key for key in KEYS}
_TABLES = ("threshold", "targets", "models.aliases", "local.weights", "local.endpoints")


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
            values[key.attribute] = key.check(environ[key.environment], key.environment)
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
            raise SettingsError(_unknown_key(where, name, tuple(_BY_NAME)))
        if name == "threshold" and isinstance(value, Mapping):
            _read_thresholds(value, where, values)
        else:
            values[key.attribute] = key.check(value, where)
        origins[key.attribute] = str(path)
    return values, origins


def _read_thresholds(value: Mapping[str, object], where: str, values: dict[str, object]) -> None:
    thresholds = {str(name): _PERCENT(item, f"{where}.{name}") for name, item in value.items()}
    if "default" in thresholds:
        values["threshold"] = thresholds.pop("default")
    values["thresholds"] = thresholds


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, object]]:
    flat: list[tuple[str, object]] = []
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping) and name not in _TABLES and name in ("models", "local"):
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


def _unknown_key(where: str, name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, 1, 0.5)
    hint = f"; did you mean {near[0]!r}?" if near else f"; known are: {', '.join(known)}"
    return f"{where}: unknown setting{hint}"


def effective(settings: Settings) -> list[tuple[str, object, str]]:
    """Every setting as (name, value, where it came from), in documented order."""
    rows = []
    for key in KEYS:
        value = getattr(settings, key.attribute)
        rows.append((key.name, value, settings.origins.get(key.attribute, "default")))
    return rows


FIELDS = frozenset(item.name for item in fields(Settings))
