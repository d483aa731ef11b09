"""What a hint lets pass: whatever the tables of MCP clients, cards and Modelfiles name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from nerq.detectors.config.mcp_config import _TABLES
from nerq.detectors.config.mcp_servers import RUNNERS
from nerq.detectors.texts.model_card import _KEYS
from nerq.pipeline.collect import collect
from nerq.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

RUN = [runner for runner in RUNNERS if runner.words != ("uv", "run")]


def names(project: Path, file: str, text: str, **settings: object) -> set[str]:
    """The ids of what a scan of one file finds."""
    path = project / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return {entry.target.id for entry in collect(["."], Settings().replace(**settings)).targets}


@pytest.mark.parametrize("runner", RUN, ids=lambda runner: " ".join(runner.words))
def test_servers_of_goose_are_found_whatever_runs_them(project: Path, runner: object) -> None:
    first, *more = runner.words  # type: ignore[attr-defined]
    args = "".join(f"\n      - {word}" for word in (*more, "tally-server"))
    text = f"extensions:\n  tally:\n    cmd: {first}\n    args:{args}\n"
    assert names(project, "mcp.yaml", text) == {"tally-server"}


@pytest.mark.parametrize("table", sorted(_TABLES))
def test_every_table_of_servers_is_read(project: Path, table: str) -> None:
    server = {"command": "npx", "args": ["tally-server"]}
    assert names(project, "settings.json", json.dumps({table: {"tally": server}})) == {
        "tally-server"
    }


@pytest.mark.parametrize("key", sorted(_KEYS))
@pytest.mark.parametrize("shape", ["{}: {}", '"{}": {}', "{} : {}"])
def test_every_key_of_a_card_is_read(project: Path, key: str, shape: str) -> None:
    text = f"---\nlicense: mit\n{shape.format(key, 'zeta-ai/tally')}\n---\n"
    assert names(project, "README.md", text) == {"zeta-ai/tally"}


@pytest.mark.parametrize("instruction", ["FROM", "from", "Adapter"])
def test_instructions_of_modelfiles_are_read_in_any_case(project: Path, instruction: str) -> None:
    assert names(project, "Modelfile", f"{instruction} hf.co/zeta-ai/tally\n") == {"zeta-ai/tally"}


def test_prose_needs_no_slash(project: Path) -> None:
    text = "It answers by `claude-3-opus-20240229`.\n"
    assert names(project, "notes.md", text, with_prose=True) == {"claude-3-opus-20240229"}
