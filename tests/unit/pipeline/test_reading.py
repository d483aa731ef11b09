"""Which files a scan reads at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nerq.detectors.python import python_code
from nerq.pipeline.collect import collect
from nerq.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path


class Parsed(Exception):  # noqa: N818 - what happened, not what went wrong
    """Told by a parser that must not be asked."""


@pytest.mark.parametrize(
    ("text", "is_parsed"), [("x = compute(1)\n", False), ('LLM("microsoft/phi-2")\n', True)]
)
def test_code_without_a_hint_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, is_parsed: bool
) -> None:
    """A hint may be a pattern, which finds or gives None, or anything that answers like one."""

    def parse(text: str) -> None:
        raise Parsed(text)

    monkeypatch.setattr(python_code, "parse", parse)
    (tmp_path / "app.py").write_text(text)
    seen = False
    try:
        collect([str(tmp_path)], Settings())
    except Parsed:
        seen = True
    assert seen is is_parsed
