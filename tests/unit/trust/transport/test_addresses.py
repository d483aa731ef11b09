"""Which addresses may be asked, which are one place, and how they are shown."""

from __future__ import annotations

import pytest

from nerq.trust.transport.addresses import is_private_line, origin, service_url, shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (" https://Nerq.AI/ ", "https://nerq.ai"),
        ("http://localhost:8811/base//?x=1#y", "http://localhost:8811/base"),
        ("https://[::1]:9", "https://[::1]:9"),
    ],
)
def test_a_base_address_is_plain(url: str, expected: str) -> None:
    assert service_url(url) == expected


@pytest.mark.parametrize(
    ("url", "is_private"),
    [
        ("https://nerq.ai", True),
        ("http://127.0.0.1:1", True),
        ("http://[::1]", True),
        ("http://localhost", True),
        ("http://nerq.ai", False),
        ("http://127.0.0.1.evil.invalid", False),
        ("http://", False),
    ],
)
def test_a_line_is_private_by_https_or_on_this_machine(url: str, is_private: bool) -> None:
    assert is_private_line(url) is is_private


def test_an_origin_is_scheme_host_and_port() -> None:
    assert origin("https://A.b/x") == origin("https://a.B:443/y")
    assert origin("http://a") == ("http", "a", 80)
    assert origin("https://a") != origin("http://a")
    assert origin("https://a:99999") is None
    assert origin("mailto:x") is None


def test_a_shown_address_holds_no_secret() -> None:
    assert shown("https://u:p@h:8/x?key=1") == "https://h:8/x"
    assert shown("https://h:99999/x") == "an unreadable address"
