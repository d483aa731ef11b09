"""Addresses as manifests write them."""

from __future__ import annotations

import pytest

from nerq.model import PUBLIC_REGISTRY, Origin
from nerq.origins import git_origin, origin_of, registry_origin


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("git+https://u:p@h.example/o/n.git@v1#egg=x", Origin("git", "https://h.example/o/n.git")),
        ("git+ssh://git@h.example/o/n", Origin("git", "ssh://h.example/o/n")),
        ("git@h.example:o/n.git", Origin("git", "ssh://h.example/o/n.git")),
        ("ssh://git@h.example/o/n", Origin("git", "ssh://h.example/o/n")),
        ("git+file:///srv/n", Origin("path")),
        ("https://u:p/q@h.example/a.zip?t=1#x", Origin("url", "https://h.example/a.zip")),
        ("https://h.example:8080/a@b.zip", Origin("url", "https://h.example:8080/a@b.zip")),
        ("svn+https://u@h.example/x", Origin("url", "svn+https://h.example/x")),
        ("./wheels/a.whl", Origin("path")),
        ("file:///srv/a.whl", Origin("path")),
        ("C:\\wheels\\a.whl", Origin("path")),
        ("{root:uri}/sub", Origin("path")),
    ],
)
def test_a_direct_reference_says_where_it_points(address: str, origin: Origin) -> None:
    assert origin_of(address) == origin


def test_a_git_address_needs_no_prefix() -> None:
    assert git_origin("https://h.example/o/n.git") == Origin("git", "https://h.example/o/n.git")
    assert git_origin("../n") == Origin("path")


def test_an_index_keeps_its_address_without_credentials() -> None:
    assert registry_origin("https://u:p@h.example/simple/") == Origin(
        "registry", "https://h.example/simple"
    )
    assert registry_origin("../wheels") == Origin("path")
    assert registry_origin(None) == PUBLIC_REGISTRY
