"""What names a crate, in manifests and locks alike."""

from __future__ import annotations

from nerq.patterns import regex

_CRATE = regex(r"[\w.+-]+")


def is_crate_name(text: str) -> bool:
    """Whether the text can name a crate.

    The public registry asks for less (https://doc.rust-lang.org/cargo/reference/manifest.html),
    but old locks and other registries hold names with dots and plus signs.
    """
    return _CRATE.fullmatch(text) is not None
