"""Text from files and services, made harmless for the place where it is shown."""

from __future__ import annotations

import re

_ESCAPED = re.compile(r"[^\x20-\x7e\n]")
_XML_INVALID = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~$^:&@-])")


def one_line(text: str) -> str:
    r"""The text on one line, with whatever a reader could not see spelled out (``\x1b``).

    Terminal controls, bidirectional marks, zero-width characters, lone surrogates and
    unassigned characters become backslash escapes; every kind of white space becomes a space.
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85":
        return " "
    code = ord(character)
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def ascii_only(text: str) -> str:
    """The text in ASCII, for output that can carry nothing else."""
    plain = text.replace("→", "->").replace("…", "...").replace("·", "|").replace("─", "-")
    return plain.encode("ascii", "backslashreplace").decode("ascii")


def well_formed(text: str) -> str:
    """The text with lone surrogates replaced, so that it can be encoded as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def json_ascii(document: str) -> str:
    r"""A JSON document in printable ASCII; what is not becomes a ``\u`` escape."""
    if document.isascii() and "\x7f" not in document:
        return document
    return _ESCAPED.sub(_json_escape, well_formed(document))


def _json_escape(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))


def xml_text(text: str) -> str:
    """The text without characters that XML 1.0 forbids; markup is the serialiser's business."""
    return _XML_INVALID.sub("\ufffd", one_line(text))
