"""Where TOML's strings end, and what quoted keys stand for (https://toml.io/en/v1.0.0#string)."""

from __future__ import annotations

from nerq.patterns import regex

_BLANK = regex(r"[ \t]*")


def after_blanks(text: str, position: int) -> int:
    """The position after spaces and tabs."""
    found = _BLANK.match(text, position)
    return found.end() if found else position


def string_end(text: str, start: int) -> int:
    """The position after the string of any of TOML's four kinds that starts here."""
    quote = text[start]
    delimiter = quote * 3 if text.startswith(quote * 3, start) else quote
    begin = start + len(delimiter)
    end = text.find(delimiter, begin) if quote == "'" else _unescaped(text, delimiter, begin)
    if end < 0:
        return len(text)
    end += len(delimiter)
    if len(delimiter) > 1:  # up to two quotes may stand right before the closing three
        end += 2 if text.startswith(quote * 2, end) else text.startswith(quote, end)
    return end


def _unescaped(text: str, delimiter: str, start: int) -> int:
    end = text.find(delimiter, start)
    while end >= 0:
        slash = text.find("\\", start, end)
        if slash < 0:
            return end
        start = slash + 2
        if start > end:
            end = text.find(delimiter, start)
    return -1


def unquoted(raw: str) -> str:
    """What a quoted key stands for; as written where its escapes are wrong."""
    if raw.startswith("'") or "\\" not in raw:
        return raw[1:-1]
    import tomli

    try:
        return str(tomli.loads(f"key = {raw}")["key"])
    except ValueError:
        return raw[1:-1]
