"""Names on the command line mean what a person means by them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nerq.ecosystems import public_hosts
from nerq.errors import UsageError
from nerq.pipeline.target_text import parse_target


@pytest.mark.parametrize(
    ("text", "kind", "ecosystem", "name", "version", "is_explicit"),
    [
        ("Flask", "package", "pypi", "flask", None, False),
        ("flask==2.0", "package", "pypi", "flask", "2.0", False),
        ("flask@2.0", "package", "pypi", "flask", "2.0", False),
        ("microsoft/phi-2", "model", "huggingface", "microsoft/phi-2", None, False),
        ("@scope/name", "package", "npm", "@scope/name", None, True),
        ("@scope/name@1.2", "package", "npm", "@scope/name", "1.2", True),
        ("npm:left-pad", "package", "npm", "left-pad", None, True),
        ("hf:gpt2", "model", "huggingface", "gpt2", None, True),
        ("dataset:org/data", "dataset", "huggingface", "org/data", None, True),
        ("github:pallets/flask", "repository", "github", "pallets/flask", None, True),
        ("pkg:npm/left-pad", "package", "npm", "left-pad", None, True),
        ("pkg:npm/%40scope/name@1.0", "package", "npm", "@scope/name", "1.0", True),
        ("pkg:pypi/Foo_Bar@1", "package", "pypi", "foo-bar", "1", True),
        ("pkg:huggingface/microsoft/phi-2", "model", "huggingface", "microsoft/phi-2", None, True),
        ("https://huggingface.co/microsoft/phi-2/tree/main", "model", "huggingface", "microsoft/phi-2", None, True),
        ("https://huggingface.co/gpt2", "model", "huggingface", "gpt2", None, True),
        ("https://huggingface.co/datasets/org/data", "dataset", "huggingface", "org/data", None, True),
        ("https://huggingface.co/spaces/org/app", "space", "huggingface", "org/app", None, True),
        ("https://github.com/pallets/flask/issues", "repository", "github", "pallets/flask", None, True),
        ("https://nerq.ai/safe/microsoft-phi-2", "package", "pypi", "microsoft-phi-2", None, False),
        ("https://nerq.ai/safe/Acme/next.js", "repository", "github", "Acme/next.js", None, False),
    ],
)  # fmt: skip
def test_names(
    text: str, kind: str, ecosystem: str, name: str, version: str | None, is_explicit: bool
) -> None:
    named = parse_target(text)
    assert (named.target.kind, named.target.ecosystem, named.target.id) == (kind, ecosystem, name)
    assert (named.version, named.is_explicit) == (version, is_explicit)


def test_registry_pages() -> None:
    pypi = min(public_hosts("pypi"), key=len)
    assert parse_target(f"https://{pypi}/project/Flask/2.0/").target.purl == "pkg:pypi/flask@2.0"
    site = next(host for host in public_hosts("npm") if host.startswith("www."))
    assert parse_target(f"https://{site}/package/@a/b").target.id == "@a/b"


@pytest.mark.parametrize(
    "text", ["", " ", "a b", "a\x1b[31m", "x" * 501, "pkg:", "pkg:deb/x", "https://example.com/x", "https://huggingface.co/datasets", "https://[bad"]
)  # fmt: skip
def test_what_is_not_a_name(text: str) -> None:
    with pytest.raises(UsageError):
        parse_target(text)


@given(st.text(max_size=80))
def test_any_text_is_a_name_or_a_usage_error(text: str) -> None:
    with suppress(UsageError):
        assert parse_target(text).target.id
