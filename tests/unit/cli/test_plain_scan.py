"""The short way to a scan does what the whole command line does, or leaves it to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from nerq.cli import scan as scan_command
from nerq.cli import scanning
from nerq.cli.app import command_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.cli.options import Given

LINES = [
    "scan",
    "scan .",
    "scan --json",
    "scan --json a b",
    "scan a --strict --offline",
    "scan -f sarif .",
    "scan --format sarif --json",
    "scan -f json -f table x y",
    "scan --dry-run --no-cache -q -",
    "scan --quiet --no-progress --json -f sarif",
    "scan --threshold 80 --source local .",
    "scan --exclude a --exclude b,c --only packages,model --timeout 1.5 --concurrency 3",
    "scan --config here.toml --no-cache --include-prose --since HEAD~1",
]


def normal(paths: Sequence[str] | None, given: Given, **rest: object) -> dict[str, object]:
    flags = {name: value for name, value in given.flags.items() if value is not None}
    standing = {"report": "table", "quiet": False, "verbose": 0}
    rest.pop("files", None)
    said = {"flags": flags, "config": given.config, "no_progress": given.no_progress}
    return {**standing, **rest, **said, "paths": paths or ["."]}


@pytest.mark.parametrize("line", LINES)
def test_both_ways_call_the_same(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, object]] = []

    def record(paths: Sequence[str] | None, given: Given, **rest: object) -> int:
        calls.append(normal(paths, given, **rest))
        return 0

    monkeypatch.setattr(scanning, "run_scan", record)
    monkeypatch.setattr(scan_command, "run_scan", record)
    assert scanning.run_plain(line.split()) == 0
    assert CliRunner().invoke(command_line(), line.split()).exit_code == 0
    assert calls[0] == calls[1]


@pytest.mark.parametrize(
    "line",
    [
        "", "check x", "scan --help", "scan -jq", "scan --threshold", "scan --threshold -80", "scan --format=json",
        "scan -f", "scan -f nonsense", "scan --threshold=80", "scan --since --json", "scan -- -x", "scan --verbose", "scan --jso", "--version",
    ],
)  # fmt: skip
def test_what_needs_parsing_is_left_to_the_parser(line: str) -> None:
    assert scanning.run_plain(line.split()) is None


def test_completion_is_left_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_NERQ_COMPLETE", "complete_bash")
    assert scanning.run_plain(["scan", "."]) is None
