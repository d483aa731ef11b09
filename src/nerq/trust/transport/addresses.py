"""Addresses of services: which are allowed, which are the same place, how they are shown."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from nerq.errors import SettingsError
from nerq.trust.transport.cleaning import clean

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


def service_url(url: str) -> str:
    """The base URL of a service, without a slash, query or fragment at its end.

    Raises:
        SettingsError: it is not an http or https address, or holds credentials.
    """
    parts = _split(url.strip())
    if parts is None or parts.scheme not in ("http", "https"):
        raise SettingsError(
            "the service address must start with https:// or http:// and name a host; "
            "correct --api-url, NERQ_API_URL or api-url in the settings"
        )
    if "@" in parts.netloc:
        raise SettingsError(
            "the service address holds a user name or password; remove it there, and put an API "
            "key into NERQ_API_KEY"
        )
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path}".rstrip("/")


def usable_key(key: str | None) -> str | None:
    """The API key as it goes into a header; None for an empty one.

    Raises:
        SettingsError: it holds characters that no header can carry.
    """
    key = (key or "").strip()
    if not (key.isascii() and (key.isprintable() or not key)):
        raise SettingsError("the API key holds characters no key has; check NERQ_API_KEY")
    return key or None


def is_private_line(url: str) -> bool:
    """Whether nobody between here and the service can read along: https, or this machine."""
    parts = _split(url)
    return parts is not None and (parts.scheme == "https" or parts.hostname in _LOOPBACK)


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None for one that cannot be read."""
    parts = _split(url)
    if parts is None:
        return None
    default = 443 if parts.scheme == "https" else 80
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


def shown(url: str) -> str:
    """The address for a message: no credentials, no query, no control characters."""
    parts = _split(url)
    if parts is None:
        return "an unreadable address"
    return clean(f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}")


def _split(url: str) -> SplitResult | None:
    """The parts of an address with a host and a valid port."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.hostname else None
