"""Text and addresses from files, without secrets and control characters, for people to read."""

from __future__ import annotations

import re

from nerq.patterns import regex

AUTHORITY_END = regex(r"[/?#\\]")
"""What ends the host of an address; a backslash does for some programs."""

_AFTER_PORT = regex(r":[^0-9/]")
_URL_REST = regex(r"//[^\s'\"`]*")
_INNER_USER = regex(r"(?<=//)[^\s/]*@")
# Only where a word begins: a hostile one of megabytes would be searched from each of its letters.
_SCP_USER = regex(r"(?<![^\s/@]):*[^\s/@:]+:[^\s/@]+@(?=[\w.-]+[:/])")
_SHOWN = 80


def without_credentials(url: str) -> str:
    """The URL without user, password, query and fragment, any of which can hold a secret."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator:
        return re.split(r"[?#]", url.strip(), maxsplit=1)[0].rpartition("@")[2]
    return f"{scheme}://{_without_secrets(rest)}"


def _without_secrets(rest: str) -> str:
    """What follows ``://``, as `without_credentials`."""
    end = AUTHORITY_END.search(rest)
    authority = rest[: end.start()] if end else rest
    if "@" in authority:
        rest = authority.rpartition("@")[2] + rest[len(authority) :]
    elif _AFTER_PORT.search(rest[: len(authority) + 1]) and "@" in rest:
        rest = rest.rpartition("@")[2]  # a password with a slash in it
    # A proxy's path can hold another URL with secrets of its own.
    return _INNER_USER.sub("", re.split("[?#]", rest, maxsplit=1)[0])


def clean(text: str) -> str:
    """Text from a file without control characters, and without the secrets of URLs in it."""
    if text.isprintable() and "//" not in text and "@" not in text:
        return text
    text = "".join(char if char.isprintable() else " " for char in text)
    text = _SCP_USER.sub("", text)
    return _URL_REST.sub(lambda found: f"//{_without_secrets(found[0][2:])}", text)


def shown(text: str) -> str:
    """Text from a file, quoted for a message: `clean`, and short."""
    text = clean(text).strip()
    return f"`{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}`"
