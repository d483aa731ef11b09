"""Every shared option stands once in the table; its command, its help and its setting follow."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from nerq.cli.app import command_line
from nerq.cli.options import OPTIONS, Option, Typed
from nerq.errors import SettingsError
from nerq.settings import FIELDS, KEYS

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = sorted({command for option in OPTIONS for command in option.commands})
# Groups of commands whose every command takes the same shared options.
GROUPS = {"cache": ("info", "clear"), "advisories": ("import", "status")}
PLACES = [
    (name, f"{name} {inner}".strip()) for name in COMMANDS for inner in GROUPS.get(name, ("",))
]


def help_of(command: str) -> str:
    done = CliRunner().invoke(command_line(), [*command.split(), "--help"], env={"COLUMNS": "200"})
    assert done.exit_code == 0, done.output
    return done.output


@pytest.mark.parametrize(("name", "command"), PLACES, ids=[command for _, command in PLACES])
def test_a_command_shows_the_options_that_the_table_gives_it(name: str, command: str) -> None:
    page = help_of(command)
    shown = re.findall(r"^  (?:-\w, )?(--[a-z-]+)", page, re.MULTILINE)
    given = [option for option in OPTIONS if name in option.commands]
    assert [word for word in shown if word in {option.name for option in given}] == [
        option.name for option in given
    ]
    assert all(option.help in " ".join(page.split()) for option in given)


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_an_option_fills_a_setting_or_steers_the_command(option: Option) -> None:
    assert option.field in FIELDS | {"config", "no_progress"}
    assert option.name.startswith("--")
    assert len({row.name for row in OPTIONS}) == len(OPTIONS)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("--threshold 101", "--threshold: 101 is not between 0 and 100"),
        ("--threshold nan", "--threshold: nan is not between 0 and 100"),
        ("--threshold seventy", "--threshold: expected a number, found 'seventy'"),
        ("--source mine", "--source: 'mine' is not one of nerq, local"),
        ("--scope prod", "--scope: 'prod' is not one of runtime, all"),
        ("--only pakages", "--only: 'pakages' is not one of packages"),
        ("--api-url nerq.ai", "--api-url: 'nerq.ai' should start with https://"),
        ("--concurrency 0", "--concurrency: 0 is not between 1 and 100"),
        ("--concurrency 1.5", "--concurrency: expected a whole number"),
        ("--timeout 0", "--timeout: 0 is not between 0.1 and 86400"),
    ],
)
def test_an_option_holds_what_its_setting_may(project: Path, line: str, message: str) -> None:
    done = CliRunner().invoke(command_line(), ["scan", *line.split()])
    assert isinstance(done.exception, SettingsError)
    assert message in str(done.exception)


def test_what_is_empty_is_not_given() -> None:
    nothing: tuple[Typed, ...] = (None, "", [], False)
    assert {option.read(value) for option in OPTIONS for value in nothing} == {None}


def test_what_the_help_says_of_a_setting_is_what_the_settings_say() -> None:
    texts = {key.attribute: key.text for key in KEYS}
    copied = [o.name for o in OPTIONS if o.text and o.text == texts.get(o.field)]
    assert copied == []
