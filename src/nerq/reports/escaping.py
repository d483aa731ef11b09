"""Text from files and services, made harmless for the place where it is shown."""

from __future__ import annotations

import re

from nerq.patterns import regex

_ESCAPED = regex(r"[^\x20-\x7e\n]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# A word that means nothing to any Markdown renderer: no link, mention, emphasis or entity.
_PLAIN = regex(r"(?:[A-Za-z0-9,;%()'\"/-]|\.(?=\d|$)|:$)*")
_LINKED = regex(r"\bGH-\d|\b[0-9a-f]{7,40}\b|\bwww\.", re.IGNORECASE)
_LONGEST = 400
_LINK = regex(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][A-Za-z0-9/._~!$&'()*+,;=:@?%#-]*)?")
_BAD_PERCENT = regex(r"%(?![0-9A-Fa-f]{2})")


def one_line(text: str) -> str:
    r"""The text on one line, with whatever a reader could not see spelled out (``\x1b``).

    Terminal controls, bidirectional marks, zero-width characters, lone surrogates and
    unassigned characters become backslash escapes; every kind of white space becomes a space.

    """
    text = text.replace("##", "#\\x23")
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
    r"""A JSON document in printable ASCII, without ``##``; what is not becomes a ``\u`` escape."""
    document = document.replace("##", "#\\u0023")
    if document.isascii() and "\x7f" not in document:
        return document
    return _ESCAPED.sub(_json_escape, well_formed(document))


def _json_escape(match: re.Match[str]) -> str:
    data = match[0].encode("utf-16-be")
    return "".join(f"\\u{data[i]:02x}{data[i + 1]:02x}" for i in range(0, len(data), 2))


def spreadsheet_cell(text: str) -> str:
    """One line that no spreadsheet takes for a formula: a leading ``'`` makes it text."""
    text = well_formed(text)
    is_formula = text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA)
    line = one_line(text)
    return f"'{line}" if is_formula else line


def markdown(text: str) -> str:
    """Foreign text within a line of Markdown: words that could be markup are shown as code."""
    words = shortened(one_line(text)).split()
    return " ".join(word if _is_plain(word) else markdown_code(word) for word in words)


def _is_plain(word: str) -> bool:
    return bool(_PLAIN.fullmatch(word)) and not _LINKED.search(word)


def markdown_code(text: str) -> str:
    """Foreign text as a code span, in which nothing is live; safe in a table's cell."""
    line = shortened(one_line(text)).strip()
    if not line:
        return ""
    longest = max((len(run) for run in re.findall(r"`+", line)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return f"{fence}{pad}{line}{pad}{fence}".replace("|", "\\|")


def shortened(text: str, limit: int = _LONGEST) -> str:
    """At most ``limit`` characters, the last an ellipsis where something was cut."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def link(url: str | None) -> str | None:
    """The URL if a click on it can do no harm: http or https, printable ASCII; else None."""
    if not url or len(url) > _LONGEST or url.count("#") > 1:
        return None
    return url if _LINK.fullmatch(url) and not _BAD_PERCENT.search(url) else None
