"""The short way to a scan does what the whole command line does, or leaves it to that."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from nerq.cli import scan as scan_command
from nerq.cli import scanning
from nerq.cli.app import app

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
]


def normal(call: dict[str, object]) -> dict[str, object]:
    flags = {name: value for name, value in dict(call.pop("flags")).items() if value is not None}  # type: ignore[call-overload]
    standing = {"report": "table", "quiet": False, "verbose": 0, "no_progress": False}
    paths = call.pop("paths") or ["."]
    rest = {k: v for k, v in call.items() if k not in {"files", "config"}}
    return {**standing, **rest, "flags": flags, "paths": paths}


@pytest.mark.parametrize("line", LINES)
def test_both_ways_call_the_same(line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, object]] = []

    def record(paths: object, flags: object, **rest: object) -> int:
        calls.append(normal({"paths": paths, "flags": flags, **rest}))
        return 0

    monkeypatch.setattr(scanning, "run_scan", record)
    monkeypatch.setattr(scan_command, "run_scan", record)
    assert scanning.run_plain(line.split()) == 0
    assert CliRunner().invoke(app, line.split()).exit_code == 0
    assert calls[0] == calls[1]


@pytest.mark.parametrize(
    "line",
    [
        "", "check x", "scan --help", "scan -jq", "scan --threshold 80", "scan --format=json",
        "scan -f", "scan -f nonsense", "scan -- -x", "scan --verbose", "scan --jso", "--version",
    ],
)  # fmt: skip
def test_what_needs_parsing_is_left_to_the_parser(line: str) -> None:
    assert scanning.run_plain(line.split()) is None


def test_completion_is_left_to_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_NERQ_COMPLETE", "complete_bash")
    assert scanning.run_plain(["scan", "."]) is None
