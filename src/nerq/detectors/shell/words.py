"""Small readings of a command's words: a program's name, a flag's value, the parts of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.documents.shell import Word


def program_name(text: str) -> str:
    """The name of a program without its folder: ``/usr/bin/vllm`` -> ``vllm``."""
    return text.replace("\\", "/").rsplit("/", 1)[-1].removesuffix(".exe")


def flag_value(words: Sequence[Word], flags: tuple[str, ...]) -> str | None:
    """The literal value that the first of these flags has, behind it or after its ``=``."""
    for index, word in enumerate(words):
        flag, equals, value = word.text.partition("=")
        if flag in flags and word.is_literal:
            if equals:
                return value
            if index + 1 < len(words) and words[index + 1].is_literal:
                return words[index + 1].text
    return None


def listed(text: str) -> Iterator[tuple[int, str]]:
    """The parts of a comma-separated list, with their offsets."""
    if text.startswith(("{", "[")):  # JSON, whose commas part something else
        return
    offset = 0
    for part in text.split(","):
        yield offset, part
        offset += len(part) + 1
