"""Dockerfiles as instructions."""

from __future__ import annotations

import pytest

from nerq.documents.dockerfile import instructions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("# comment\n\nFROM x\n", [("FROM", "x", 3)]),
        ("run a", [("RUN", "a", 1)]),
        ("RUN a \\\n  b\nENV c=d", [("RUN", "a \\\n  b", 1), ("ENV", "c=d", 3)]),
        ("RUN a \\\n  # note\n\n  b", [("RUN", "a \\\n\\\n\\\n  b", 1)]),
        ("# escape=`\nRUN a `\n b", [("RUN", "a \\\n b", 2)]),
        ("RUN a \\", [("RUN", "a \\", 1)]),
        ("RUN <<E\npip\nE\nRUN x", [("RUN", "<<E\npip\nE", 1), ("RUN", "x", 4)]),
        ("RUN <<-'E'\n\tpip\n\tE\nRUN x", [("RUN", "<<-'E'\n\tpip\n\tE", 1), ("RUN", "x", 4)]),
        ("RUN <<E\npip", [("RUN", "<<E\npip", 1)]),
        ("LABEL a=<<E\nRUN x", [("LABEL", "a=<<E", 1), ("RUN", "x", 2)]),
        ("{{ template }}\nRUN x", [("RUN", "x", 2)]),
    ],
)
def test_instructions_keep_their_lines(text: str, expected: list[tuple[str, str, int]]) -> None:
    assert [(i.keyword, i.text, i.line) for i in instructions(text)] == expected
