"""TOML to nodes with lines: values from tomli, lines from `nerq.documents.toml_lines`.

A document is UTF-8 (https://toml.io/en/v1.0.0); one in UTF-16 is read too where its byte
order mark says so.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nerq.documents import toml_lines
from nerq.documents.node import LineMap, Node
from nerq.errors import ManifestError
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.plugin import Source

_PLACE = regex(r" \(at (?:line (\d+), column \d+|end of document)\)$")
_LONG_DIGITS = regex(r"[0-9_]{4300}")
_CONFLICT = regex(r"^(?:<{7}|>{7}) ", re.MULTILINE)
_MAX_MESSAGE = 200


def load(source: Source) -> Node:
    """The document of a TOML file.

    Raises:
        ManifestError: with the line, for what tomli refuses, text that is not UTF-8, keys of
            more than `toml_lines.MAX_KEY_PARTS` parts, and nesting or numbers beyond what
            Python reads.
    """
    return parse(strict_text(source))


def parse(text: str, first_line: int = 1) -> Node:
    """The document of a TOML text whose first line has this number.

    Raises:
        ManifestError: as `load`.
    """
    toml_lines.check_keys(text, first_line)
    return Node(_values(text, first_line), (), _Lines(text, first_line))


def strict_text(source: Source) -> str:
    """The text of a TOML file, before it is parsed.

    Raises:
        ManifestError: with the line, for bytes that are not UTF-8.
    """
    if source.encoding in {"latin-1", "utf-8-sig"}:
        try:
            source.data.decode("utf-8")
        except UnicodeDecodeError as error:
            line = source.data.count(b"\n", 0, error.start) + 1
            raise ManifestError("not valid TOML: the file is not UTF-8 text", line) from error
    return source.text


def _values(text: str, first_line: int) -> dict[str, object]:
    import tomli

    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        raise _refused(str(error), text, first_line) from error
    except RecursionError as error:
        deepest = first_line + toml_lines.deepest_line(text) - 1
        raise ManifestError("nested too deeply to be read", deepest) from error
    except MemoryError as error:
        raise ManifestError("too large to be read as TOML") from error
    except ValueError as error:  # int() refuses numbers of more than 4,300 digits
        found = _LONG_DIGITS.search(text)
        line = None if found is None else first_line + text.count("\n", 0, found.start())
        raise ManifestError("not valid TOML: a number has too many digits", line) from error


def _refused(message: str, text: str, first_line: int) -> ManifestError:
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    line = int(place[1]) if place and place[1] else text.rstrip().count("\n") + 1
    if len(reason) > _MAX_MESSAGE:
        reason = reason[:_MAX_MESSAGE] + "…"
    if _CONFLICT.search(text):
        reason = "the file holds the markers of an unresolved merge conflict"
    return ManifestError(f"not valid TOML: {reason}", first_line + line - 1)


class _Lines:
    """The line map, made when first asked for."""

    __slots__ = ("_first_line", "_map", "_text")

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._first_line = first_line
        self._map: LineMap | None = None

    def __call__(self) -> LineMap:
        if self._map is None:
            self._map = toml_lines.LineMap(self._text, self._first_line)
            self._text = ""
        return self._map
