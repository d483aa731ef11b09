"""Where the sources are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from nerq.errors import SettingsError
from nerq.trust.local.endpoints import Endpoints, credentials, default_endpoints, join, redact

if TYPE_CHECKING:
    from pathlib import Path


def test_the_public_registries_come_from_the_package_url_library() -> None:
    found = default_endpoints(environment={}, files=())
    assert found.index.endswith("/simple")
    assert found.project == found.index.removesuffix("simple") + "pypi"
    assert found.npm.startswith("https://")
    assert found.npm.count("/") == 2


def test_pips_environment_goes_before_its_files(tmp_path: Path) -> None:
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://mirror.example/simple/\n")
    from_file = default_endpoints(environment={}, files=(file,))
    assert from_file.index == "https://mirror.example/simple"
    assert from_file.project == "https://mirror.example/pypi"
    named = {"PIP_INDEX_URL": "https://other.example/root/simple"}
    assert (
        default_endpoints(environment=named, files=(file,)).index
        == "https://other.example/root/simple"
    )
    chosen = default_endpoints(environment=named, files=(), index="https://x.example/y", osv="")
    assert (chosen.index, chosen.project, chosen.osv) == ("https://x.example/y", "", "")


def test_the_strongest_of_pips_files_wins(tmp_path: Path) -> None:
    weak, strong, broken = tmp_path / "a", tmp_path / "b", tmp_path / "c"
    weak.write_text("[global]\nindex-url = https://weak.example/simple\n")
    strong.write_text(
        "[install]\nindex-url = https://strong.example/simple\n[global]\nindex-url = https://g.example\n"
    )
    broken.write_bytes(b"\xff no section\n")
    files = (weak, strong, broken, tmp_path / "none")
    assert default_endpoints(environment={}, files=files).index == "https://strong.example/simple"


def test_pips_usual_files_are_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    folder = tmp_path / "config" / "pip"
    folder.mkdir(parents=True)
    (folder / "pip.conf").write_text("[global]\nindex-url = https://user.example/simple\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    extra = tmp_path / "extra.conf"
    extra.write_text("[global]\nindex-url = https://extra.example/simple\n")
    assert (
        default_endpoints(environment={"PIP_CONFIG_FILE": str(extra)}).index
        == "https://extra.example/simple"
    )


@pytest.mark.parametrize("odd", ["ftp://x.example", "example.com", "http://", "file:///x"])
def test_what_is_not_a_web_address_is_turned_away(odd: str) -> None:
    with pytest.raises(SettingsError, match=r"local\.endpoints\.osv"):
        Endpoints(osv=odd)


def test_credentials_are_taken_apart_and_never_shown() -> None:
    address = "https://me:p%40ss@host.example:8443/simple?token=x"
    assert credentials(address) == ("me", "p@ss")
    assert credentials("https://host.example") is None
    assert redact(address) == "https://host.example:8443/simple"
    assert redact("http://[::1]:80/x") == "http://[::1]:80/x"
    assert "@" not in redact("http://a:b@[broken")
    with pytest.raises(SettingsError) as caught:
        Endpoints(osv="ftp://me:secret@host.example")
    assert "secret" not in str(caught.value)


def test_a_segment_never_adds_a_level() -> None:
    assert join("https://u:p@h.example/a/", "@scope/name", "..", "x?y") == (
        "https://h.example/a/@scope%2Fname/../x%3Fy"
    )
