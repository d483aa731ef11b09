"""The API key that the user keeps in the operating system's keyring (``nerq[keyring]``)."""

from __future__ import annotations

from importlib.util import find_spec

SERVICE = "nerq"


def key_in_keyring(url: str) -> str | None:
    """The key kept under ``nerq`` and the service's address; None without one or a keyring.

    ``keyring set nerq ADDRESS`` keeps one (https://keyring.readthedocs.io/). A keyring that is
    locked or broken has none: the service then answers as it answers anybody.
    """
    if find_spec("keyring") is None:
        return None
    import keyring
    from keyring.errors import KeyringError

    try:
        found: str | None = keyring.get_password(SERVICE, url)
    except KeyringError:
        return None
    return found or None
