"""JSON (RFC 8259) to nodes with lines; with comments where a file's readers allow them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from nerq.documents.json_lines import DocumentLines, plain, repeated_keys
from nerq.documents.node import Node
from nerq.errors import ManifestError
from nerq.patterns import regex

if TYPE_CHECKING:
    from nerq.plugin import Source

__all__ = ["MAX_DEPTH", "load", "repeated_keys"]

MAX_DEPTH = 500
"""Levels of nesting that are read; below every supported Python's own limit."""

MAX_DIGITS = 4300
"""Digits of one integer: Python's default limit, kept where a user has lifted that."""

# All of these look at `plain` text. The closing quote is optional so that an unclosed string
# costs one look at it, not one for every quote that follows.
_STRING = r'"[^"]*"?'
_COMMENT = regex(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)
_TRAILING_COMMA = regex(rf"{_STRING}|,(?=\s*[\]}}])", re.DOTALL)
_REFUSED = regex(rf"{_STRING}|(-?Infinity|NaN|-?\d{{{MAX_DIGITS + 1},}})", re.DOTALL)
_BRACKET = regex(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
_NO_LINE_END = regex(r"[^\r\n]")
_LINE_END = regex(r"\r\n?|\n")


def load(source: Source, *, allow_comments: bool = False) -> Node:
    """The document of a JSON file; of keys written twice in one table, the last one counts.

    `repeated_keys` tells which keys those are. A byte order mark is allowed.

    Args:
        source: the file.
        allow_comments: read ``//`` and ``/* */`` comments and trailing commas as blanks,
            as editors do in their own settings ("JSON with Comments").

    Raises:
        ManifestError: with the line, for broken JSON, ``NaN`` and ``Infinity``, integers of
            more than `MAX_DIGITS` digits, and more than `MAX_DEPTH` levels.
    """
    text = source.text.removeprefix("\ufeff")
    if allow_comments:
        text = _without_comments(text)
    if not text.strip():
        raise ManifestError("the file is empty; a JSON document was expected", 1)
    value = _parse(text)
    if _is_deeper(value, MAX_DEPTH):
        raise _too_deep(text)
    return Node(value, (), DocumentLines(text))


def _parse(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_refuse_constant, parse_int=_integer)
    except json.JSONDecodeError as error:
        raise _broken(text, error) from error
    except ValueError as error:
        refused = next(match for match in _REFUSED.finditer(plain(text)) if match[1])
        raise ManifestError(f"not valid JSON: {error}", _line(text, refused.start())) from error
    except RecursionError as error:
        raise _too_deep(text) from error
    except MemoryError as error:
        raise ManifestError("too large to be read into memory") from error


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not a JSON value")


def _integer(digits: str) -> int:
    if len(digits.lstrip("-")) > MAX_DIGITS:
        raise ValueError(f"an integer of more than {MAX_DIGITS} digits")
    return int(digits)


def _broken(text: str, error: json.JSONDecodeError) -> ManifestError:
    line = _line(text, error.pos)
    if not text[error.pos :].strip():
        return ManifestError("not valid JSON: the file ends before the document does", line)
    reason = error.msg[:1].lower() + error.msg[1:]
    return ManifestError(f"not valid JSON: {reason}", line)


def _is_deeper(value: object, limit: int) -> bool:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(limit):
        if not level:
            return False
        level = [
            child
            for container in level
            for child in (container.values() if isinstance(container, dict) else container)
            if isinstance(child, (dict, list))
        ]
    return bool(level)


def _too_deep(text: str) -> ManifestError:
    depth = 0
    line = None
    for match in _BRACKET.finditer(plain(text)):
        depth += (match[0] in "[{") - (match[0] in "]}")
        if depth > MAX_DEPTH:
            line = _line(text, match.start())
            break
    return ManifestError(f"nested more than {MAX_DEPTH} levels deep; not read", line)


def _line(text: str, position: int) -> int:
    return 1 + len(_LINE_END.findall(text, 0, position))


def _without_comments(text: str) -> str:
    """The text with comments and trailing commas blanked; every line keeps its number."""
    for pattern in (_COMMENT, _TRAILING_COMMA):
        kept: list[str] = []
        position = 0
        for match in pattern.finditer(plain(text)):
            start, end = match.span()
            if text[start] == '"':
                continue
            if _is_unclosed(match[0]):
                raise ManifestError("a comment is never closed", _line(text, start))
            kept += text[position:start], _NO_LINE_END.sub(" ", text[start:end])
            position = end
        text = "".join((*kept, text[position:]))
    return text


def _is_unclosed(comment: str) -> bool:
    return comment.startswith("/*") and (len(comment) < len("/**/") or comment[-2:] != "*/")
