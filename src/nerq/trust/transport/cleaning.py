"""Text of a foreign service, made safe to show: no control characters, no endless lines."""

from __future__ import annotations

import re

from nerq.patterns import regex

NAME_LIMIT = 200
"""Characters kept of a name, a category, a licence."""

URL_LIMIT = 2_000
"""Characters kept of an address; a longer one is dropped, because half of one leads elsewhere."""

# C0 and C1 controls, line and paragraph separators, everything that reorders or hides
# neighbouring text (bidirectional marks, zero-width characters, tags), and lone surrogates,
# which no output encoding can carry.
_UNSAFE = regex(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]+"
)

_URL = regex(
    r"(?:https?://(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?(?:[/?#][^\s\"'<>\\`]*)?"
    r"|/(?!/)[^\s\"'<>\\`]*)",
    re.IGNORECASE,
)


def clean(text: str, limit: int = NAME_LIMIT) -> str:
    """The text on one line, without control characters, of at most ``limit`` characters."""
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text.strip()
    # Cut twice: once so that no megabyte is searched, once to the length asked for.
    safe = _UNSAFE.sub(" ", text[: limit * 4]).strip()
    return safe if len(safe) <= limit else safe[: limit - 1] + "…"


def clean_text(value: object, limit: int = NAME_LIMIT) -> str | None:
    """The cleaned text, or None where the value is not text or nothing is left of it."""
    return (clean(value, limit) or None) if isinstance(value, str) else None


def clean_url(value: object) -> str | None:
    """An http or https address without credentials, or None for everything else.

    A path (``/safe/x``) is kept as it is: it names the page, and nothing follows it.
    """
    if not isinstance(value, str) or len(value) > URL_LIMIT or _URL.fullmatch(value) is None:
        return None
    return None if _UNSAFE.search(value) else value
