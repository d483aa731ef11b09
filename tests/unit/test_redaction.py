"""What stands in files is shown short and without secrets."""

from __future__ import annotations

import time

import pytest

from nerq.redaction import clean, shown


def test_text_from_files_is_shown_short_and_without_secrets() -> None:
    assert shown("a\x1b[31m\nb") == "`a [31m b`"
    assert shown("x https://u:p@h.example y") == "`x https://h.example y`"
    assert len(shown("x" * 1000)) < 100
    assert clean("https://u:p@h.example/a?token=1 and 'http://v@i.example'") == (
        "https://h.example/a and 'http://i.example'"
    )


@pytest.mark.parametrize("unit", ["(", "a:", "a:b", ":", "a@", "@", "//", "/", "//a:", "a:b@c:"])
def test_a_word_of_a_megabyte_is_cleaned_in_linear_time(unit: str) -> None:
    started = time.process_time()
    shown("@" + unit * (1_000_000 // len(unit)))
    shown("a@ " + unit * (1_000_000 // len(unit)) + "@")
    assert time.process_time() - started < 10
