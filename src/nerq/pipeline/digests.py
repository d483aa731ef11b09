"""Short names for contents."""

from __future__ import annotations

try:
    # What hashlib hands out; hashlib itself loads OpenSSL too, which takes 3 ms.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - a Python that has built it differently
    from hashlib import blake2b

__all__ = ["digest"]


def digest(data: bytes) -> bytes:
    """16 bytes that no other content has (BLAKE2b, RFC 7693)."""
    return blake2b(data, digest_size=16).digest()
