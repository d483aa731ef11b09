"""The options that several commands share: one row an option, and what a command is given.

Most fill a setting, which says what the option may hold and what it means. The command line's
library is not imported here: a plain scan is read from this table without it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from nerq.cli.progress import progress_on
from nerq.settings import SCOPES, SOURCES, load
from nerq.settings.keys import KEYS, Key
from nerq.settings.values import TEXT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from nerq.plugin import Progress
    from nerq.settings import Settings

Typed: TypeAlias = str | list[str] | bool | None
"""What the command line holds of one option: a text, several, a switch, or nothing."""

_KEYS: dict[str, Key] = {key.attribute: key for key in KEYS}
_SCAN = ("scan",)
_BATCH = ("scan", "check")
_ASKING = (*_BATCH, "compare", "badge")
_WITH_PROGRESS = (*_ASKING, "baseline", "snapshot export")
_ALL = (*_WITH_PROGRESS, "explain", "config", "cache", "advisories")


class Option(NamedTuple):
    """One option.

    Attributes:
        name: as it is typed.
        field: the setting that it fills, or the field of `Given`.
        commands: which commands take it.
        metavar: what stands for its value in the help; empty for a switch.
        text: one line of help; empty where the setting's own says it.
        sets: what a switch sets.
        is_repeated: whether it may be given several times, with one text each.
    """

    name: str
    field: str
    commands: tuple[str, ...]
    metavar: str = ""
    text: str = ""
    sets: bool = True
    is_repeated: bool = False

    @property
    def help(self) -> str:
        """One line for the help: its own, or that of the setting which it fills."""
        return self.text or _KEYS[self.field].text

    def read(self, given: Typed) -> object:
        """What it sets; None where it is not given, or empty.

        Raises:
            SettingsError: it holds what the setting cannot be; the message names the option.
        """
        if not given:
            return None
        value = _KEYS[self.field].value if self.field in _KEYS else TEXT
        if isinstance(given, bool):
            return self.sets
        if isinstance(given, str):
            return value.read_text(given, self.name)
        return value.read(given, self.name)


OPTIONS: tuple[Option, ...] = (
    Option("--threshold", "threshold", _ASKING, "N", "Scores below N fail."),
    Option("--strict", "is_strict", _BATCH),
    Option("--fail-on", "fail_on", _BATCH, "RULE,...", "Rules that fail too; see nerq explain."),
    Option(
        "--source",
        "sources",
        (*_ASKING, "baseline"),
        "|".join((*SOURCES, ",".join(SOURCES))),
        "Who is asked for scores, in order.",
    ),
    Option("--api-url", "api_url", _WITH_PROGRESS, "URL"),
    Option("--offline", "offline", _ASKING),
    Option("--refresh", "refresh", _ASKING, text="Ask again, whatever the cache holds."),
    Option("--no-cache", "cache", _ASKING, text="Neither read nor keep answers.", sets=False),
    Option("--snapshot", "snapshot", _ASKING, "FILE"),
    Option("--baseline", "baseline", _SCAN, "FILE"),
    Option("--since", "since", _SCAN, "GIT-REF", "Judge only what changed since the merge base."),
    Option("--only", "only", _SCAN, "KIND,..."),
    Option("--exclude", "exclude", _SCAN, "GLOB", "Leave paths out; repeatable.", is_repeated=True),
    Option("--scope", "scope", _SCAN, "|".join(SCOPES)),
    Option(
        "--env", "env", _SCAN, text="Add what is installed in the project's .venv, or --python."
    ),
    Option("--python", "python", _SCAN, "FILE", "With --env: the interpreter to look at."),
    Option("--resolve", "resolve", _SCAN, text="Add transitive dependencies, resolved by uv."),
    Option("--python-version", "python_version", _SCAN, "X.Y", "With --resolve: for which Python."),
    Option(
        "--python-platform",
        "python_platform",
        _SCAN,
        "NAME",
        "With --resolve: for which platform, as uv names it.",
    ),
    Option("--dry-run", "dry_run", _SCAN, text="List what would be asked; ask nothing."),
    Option("--include-prose", "with_prose", _SCAN),
    Option("--concurrency", "concurrency", _BATCH, "N"),
    Option("--timeout", "timeout", _ASKING, "S"),
    Option("--no-progress", "no_progress", _WITH_PROGRESS, text="No progress on the terminal."),
    Option("--config", "config", _ALL, "FILE", "Settings file to use."),
)


def options_of(command: str) -> tuple[Option, ...]:
    """The rows of one command, in the order of the table."""
    return tuple(option for option in OPTIONS if command in option.commands)


class Given(NamedTuple):
    """What the shared options of one command line say.

    Attributes:
        flags: settings by field; see `nerq.settings.load`.
        config: a settings file to read instead of the nearest.
        no_progress: whether progress is hidden.
    """

    flags: Mapping[str, object]
    config: str | None = None
    no_progress: bool = False

    def settings(self, start: str = ".") -> Settings:
        """The settings nearest to ``start``, under these options.

        Raises:
            SettingsError: see `nerq.settings.load`.
        """
        return load(start, config=self.config, flags=self.flags)

    def progress(self, *, hidden: bool = False) -> AbstractContextManager[Progress]:
        """Progress on standard error, unless it is hidden."""
        return progress_on(sys.stderr, hidden=hidden or self.no_progress)


def given(values: Mapping[Option, Typed]) -> Given:
    """What the options say.

    Raises:
        SettingsError: one holds what its setting cannot be.
    """
    read = {option.field: option.read(value) for option, value in values.items()}
    config = read.pop("config", None)
    no_progress = read.pop("no_progress", None)
    return Given(read, str(config) if config else None, bool(no_progress))
