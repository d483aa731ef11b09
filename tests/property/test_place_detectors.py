"""Whatever bytes a file holds, a detector gives items or says that the file is broken."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import DETECTOR_CASES, SEARCH, many
from sources import source

from nerq.detectors import DETECTORS
from nerq.documents.shell import commands
from nerq.errors import ManifestError
from nerq.model import Problem, Reference, Unresolved

if TYPE_CHECKING:
    from nerq.plugin import Detector

NAMES = {part.id: many(DETECTOR_CASES / part.id).path for part in DETECTORS}
PIECES = st.sampled_from(
    [
        *"\n \t\"'`$(){}[]<>|&;:=,#\\/-@!?*.",
        "\r\n",
        "<<E",
        "${",
        "$(",
        "{{",
        "---\n",
        "model",
        "model: ",
        '"model": ',
        "MODEL=",
        "--model ",
        "vllm serve ",
        "ollama pull ",
        "hf download ",
        "bash -c ",
        "FROM ",
        "RUN ",
        "CMD [",
        "ENV ",
        "mcpServers",
        "command",
        "npx",
        "args",
        "-y",
        "run: |\n  ",
        "base_model: ",
        "pipeline(",
        "from_pretrained(",
        "new OpenAI({",
        "https://huggingface.co/",
        "acme-labs/thing-7b",
        "gpt-4o",
        "llama3:8b",
        "\ud800",
        "\x00",
        "é",
    ]
)
TEXTS = st.lists(PIECES, max_size=60).map("".join) | st.text(max_size=200)


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda detector: detector.id)
@settings(max_examples=80, deadline=None)
@given(text=TEXTS)
def test_any_text_gives_items_in_places_that_exist(detector: Detector, text: str) -> None:
    """In the order of their places, each line within the file."""
    page = source(NAMES[detector.id], text.encode("utf-8", "surrogatepass"))
    try:
        items = list(detector.detect(page, SEARCH))
    except ManifestError:
        return
    lines = page.text.count("\n") + 1
    assert [item.location for item in items] == sorted(item.location for item in items)
    for item in items:
        assert isinstance(item, (Reference, Problem, Unresolved))
        assert 1 <= (item.location.line or 0) <= lines
        assert (item.location.column or 1) >= 1


@settings(max_examples=300, deadline=None)
@given(text=TEXTS)
def test_any_text_is_a_script(text: str) -> None:
    """Words stand on lines that exist; nothing is raised."""
    lines = text.count("\n") + 1
    for command in commands(text):
        pieces = [*command.assignments, *command.arrays]
        for word in (*command.words, *command.inputs, *(value for _, value in pieces)):
            assert 1 <= word.line <= lines
            assert word.column >= 1


@pytest.mark.parametrize(
    ("kind", "unit"),
    [
        ("shell-script", "--model a "),
        ("shell-script", "--model_args a=b,"),
        ("shell-script", '{"model": "'),
        ("yaml-config", "k{{x}}: "),
        ("yaml-config", "model: ["),
        ("json-config", '{"model": "a/b'),
        ("toml-config", 'model="a/b"\n'),
        ("dotenv", "${X:-"),
        ("ini-config", "model = a/b\n"),
        ("javascript", 'model: "a/b-7b", '),
        ("javascript", "x ? "),
        ("javascript", "(a, "),
        ("javascript", "/["),
        ("mcp-config", '["npx",'),
        ("makefile", "A ?= $(B)\n"),
        ("dockerfile", "RUN a \\\n"),
        ("model-card", "---\nbase_model: a/b\n"),
        ("prose", "`a/b-7b` "),
        ("prose", "a/"),
    ],
)
def test_time_is_linear(kind: str, unit: str) -> None:
    """Four times the text takes about four times as long."""
    detector = next(detector for detector in DETECTORS if detector.id == kind)

    def seconds(count: int) -> float:
        page = source(NAMES[kind], unit * count)
        begin = time.process_time()
        with suppress(ManifestError):
            list(detector.detect(page, SEARCH))
        return time.process_time() - begin

    few, many = (min(seconds(count) for _ in range(2)) for count in (2_000, 8_000))
    assert many < 12 * few + 0.5
