"""The key may live in the keyring; a keyring that fails has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nerq.trust.transport.api_key import key_in_keyring

keyring = pytest.importorskip("keyring", reason="keyring is not installed")

from keyring.backend import KeyringBackend  # noqa: E402 - only where keyring is installed
from keyring.errors import KeyringError  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

URL = "https://nerq.example"


class Memory(KeyringBackend):
    """A keyring with one key, or a locked one."""

    priority = 1
    is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_locked:
            raise KeyringError("locked")
        return {("nerq", URL): "the-key", ("nerq", "empty"): ""}.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


@pytest.fixture
def backend() -> Iterator[Memory]:
    before = keyring.get_keyring()
    memory = Memory()  # type: ignore[no-untyped-call]
    keyring.set_keyring(memory)
    yield memory
    keyring.set_keyring(before)


def test_key_of_this_service_only(backend: Memory) -> None:
    assert key_in_keyring(URL) == "the-key"
    assert key_in_keyring("https://other.example") is None
    assert key_in_keyring("empty") is None


def test_locked_keyring_has_no_key(backend: Memory) -> None:
    backend.is_locked = True
    assert key_in_keyring(URL) is None
