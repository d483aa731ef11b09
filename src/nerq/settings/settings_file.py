"""Reads ``nerq.toml``, or ``[tool.nerq]`` of ``pyproject.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nerq.errors import SettingsError
from nerq.settings.keys import KEYS, SECTIONS, THRESHOLDS
from nerq.settings.values import PERCENT, unknown

_BY_NAME = {key.name: key for key in KEYS}
_NAMES = tuple(name for name in _BY_NAME if name != THRESHOLDS)


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


def read_file(path: Path) -> dict[str, object]:
    """What a settings file says, by `nerq.settings.Settings` field.

    Raises:
        SettingsError: it cannot be read, a key is unknown, or a value is of the wrong kind.
    """
    values: dict[str, object] = {}
    for name, value in _flatten(_read_table(path)):
        key = _BY_NAME.get(name)
        where = f"{path}: {name}"
        if key is None:
            raise SettingsError(unknown(where, name, _NAMES, "setting"))
        if name == "threshold" and isinstance(value, Mapping):
            values |= _thresholds(value, where)
        else:
            values[key.attribute] = key.value.read(value, where)
    return values


def _thresholds(value: Mapping[str, object], where: str) -> dict[str, object]:
    thresholds = {str(name): PERCENT.read(item, f"{where}.{name}") for name, item in value.items()}
    default = {"threshold": thresholds.pop("default")} if "default" in thresholds else {}
    return {**default, "thresholds": thresholds}


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
