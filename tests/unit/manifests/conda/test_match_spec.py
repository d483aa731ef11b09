"""Conda's package specifications."""

from __future__ import annotations

import pytest

from nerq.ecosystems import public_hosts
from nerq.errors import ManifestError
from nerq.manifests.conda.match_spec import Spec, channel_origin, parse_file, parse_spec
from nerq.model import PUBLIC_REGISTRY, Origin


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        ("numpy", Spec("numpy")),
        ("numpy=1.2", Spec("numpy", None, "=1.2")),
        ("numpy==1.2", Spec("numpy", "1.2", "==1.2")),
        ("numpy=1.2=py3_0", Spec("numpy", "1.2", "=1.2")),
        ("numpy==1.2=py3_0", Spec("numpy", "1.2", "==1.2")),
        ("numpy 1.2", Spec("numpy", "1.2", "1.2")),
        ("numpy 1.2 py3_0", Spec("numpy", "1.2", "1.2")),
        ("numpy=1.2.*", Spec("numpy", None, "=1.2.*")),
        ("numpy==1.2.*", Spec("numpy", None, "==1.2.*")),
        ("numpy >=1.2,<2", Spec("numpy", None, ">=1.2,<2")),
        ("numpy>=1.2|=1.0", Spec("numpy", None, ">=1.2|=1.0")),
        ("x264=1!164.3095=h1_2", Spec("x264", "1!164.3095", "=1!164.3095")),
        ("conda-forge::numpy", Spec("numpy", None, None, "conda-forge")),
        ("numpy[version='>=1',channel=c]", Spec("numpy", None, ">=1", "c")),
        ("numpy[build=py3_0]", Spec("numpy")),
        ("__glibc>=2", Spec("__glibc", None, ">=2")),
        ("_libgcc_mutex=0.1=main", Spec("_libgcc_mutex", "0.1", "=0.1")),
        ("numpy  # note", Spec("numpy")),
        ("https://h/c/noarch/a-b-1.0-0.conda", Spec("a-b", "1.0", "==1.0", "https://h/c")),
    ],
)
def test_what_a_specification_asks_for(text: str, spec: Spec) -> None:
    assert parse_spec(text) == spec


@pytest.mark.parametrize("text", ["", "3.5", "1", "numpy[extra]!=1", "a b c!", "<<<", "x" * 5000])
def test_what_is_not_a_specification(text: str) -> None:
    if text == "a b c!":  # a version and a build, odd but allowed
        assert parse_spec(text).name == "a"
        return
    with pytest.raises(ManifestError, match="not a package specification"):
        parse_spec(text)


@pytest.mark.parametrize("url", ["https://h/c/a.conda", "https://h/a-1-0.zip", "a-1.tar.bz2"])
def test_other_files_are_not_packages(url: str) -> None:
    assert parse_file(url) is None


def test_only_channels_with_an_address_can_be_private() -> None:
    assert channel_origin(["conda-forge", "defaults"]) == PUBLIC_REGISTRY
    private = channel_origin(["conda-forge", "https://u:p@conda.example/t/secret/team"])
    assert private == Origin("registry", "https://conda.example/team")
    assert channel_origin(["./channel"]) == Origin("path")


def test_channel_of_the_public_host_that_takes_a_token_is_private() -> None:
    host = min(public_hosts("conda"))
    assert channel_origin([f"https://{host}/team/"]).url == f"https://{host}/team"
    private = channel_origin(["conda-forge", f"https://{host}/t/s3cret/team/"])
    assert private == Origin("registry", "token-protected-channel/team")
