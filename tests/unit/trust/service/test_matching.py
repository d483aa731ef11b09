"""What was scored is compared with what was meant."""

from __future__ import annotations

import pytest
from contract.source_index import dash_slug, details_slug, page_slug

from nerq.model import Identity, IdentityBasis, Kind, Target
from nerq.trust.service.matching import Match, identity, slug, slugs

SAFE = "https://nerq.ai/safe/"

PYPI = Target("requests", "package", "pypi")
DOTTED = Target("zope-interface", "package", "pypi")
SCOPED = Target("@scope/name", "package", "npm")
MODEL = Target("microsoft/phi-2", "model", "huggingface")
LEGACY = Target("bert-base-uncased", "model", "huggingface")
REPOSITORY = Target("psf/black", "repository", "github")
ACTION = Target("actions/checkout", "action", "githubactions")
MODULE = Target("github.com/org/tool", "package", "golang")
SERVER = Target("mcp-server-git", "mcp-server", "pypi")
ORG_NPM = Target("npm/cli", "repository", "github")
API_MODEL = Target("gpt-4o", "api-model", "openai")

CASES: list[tuple[Target, str | None, str | None, Identity | None]] = [
    (PYPI, None, None, None),
    (PYPI, None, "https://nerq.ai/", None),
    (PYPI, "pypi", None, "exact"),
    (PYPI, "pypi_full", SAFE + "requests", "exact"),
    (PYPI, "PyPI", SAFE + "Requests", "exact"),
    (PYPI, None, SAFE + "requests", "exact"),
    (PYPI, None, "/safe/requests", "exact"),
    (PYPI, None, "https://host.invalid/nerq/safe/requests", "exact"),
    (PYPI, None, SAFE + "pypi/requests", "exact"),
    (PYPI, "pypi", SAFE + "pypi/requests", "exact"),
    (PYPI, None, SAFE + "npm/requests", "other"),
    (PYPI, "pypi", SAFE + "requests-toolbelt", "other"),
    (PYPI, "npm", SAFE + "requests", "other"),
    (PYPI, "npm", None, "other"),
    (PYPI, "android", SAFE + "requests", "other"),
    (PYPI, "github", SAFE + "psf/requests", "project"),
    (PYPI, "github", SAFE + "requests", "project"),
    (PYPI, "github", SAFE + "psf/other", "other"),
    (PYPI, None, SAFE + "psf/requests", "project"),
    (PYPI, None, SAFE + "psf/other", "other"),
    (PYPI, "github", None, "other"),
    (DOTTED, "pypi", SAFE + "zope-interface", "exact"),
    (DOTTED, "pypi", SAFE + "zope.interface", "exact"),
    (DOTTED, "github", SAFE + "zopefoundation/zope.interface", "project"),
    (SCOPED, "npm", SAFE + "@scope-name", "exact"),
    (SCOPED, "npm", SAFE + "scope-name", "exact"),
    (SCOPED, "npm", SAFE + "%40scope/name", "exact"),
    (SCOPED, None, SAFE + "@scope/name", "exact"),
    (SCOPED, "npm", SAFE + "@scopename", "exact"),
    (SCOPED, "npm", SAFE + "scopename", "exact"),
    (SCOPED, "pypi", SAFE + "@scopename", "other"),
    (SCOPED, "npm", SAFE + "name", "other"),
    (SCOPED, "github", SAFE + "scope/name", "project"),
    (MODEL, "huggingface_model", SAFE + "microsoft-phi-2", "exact"),
    (MODEL, "huggingface", SAFE + "microsoft/phi-2", "exact"),
    (MODEL, "huggingface_model", SAFE + "microsoftphi-2", "exact"),
    (MODEL, None, SAFE + "microsoftphi-2", "exact"),
    (MODEL, "huggingface_model", SAFE + "someonephi-2", "other"),
    (MODEL, "huggingface_model", SAFE + "micro/softphi-2", "other"),
    (MODEL, "huggingface_model", SAFE + "someone-phi-2", "other"),
    (MODEL, None, SAFE + "microsoft-phi-2", "exact"),
    (MODEL, "github", SAFE + "microsoft/phi-2", "project"),
    (MODEL, None, SAFE + "microsoft/phi-2", "project"),
    (MODEL, "github", SAFE + "someone/phi-2", "other"),
    (LEGACY, "huggingface_model", SAFE + "bert-base-uncased", "exact"),
    (REPOSITORY, "github", SAFE + "psf/black", "exact"),
    (REPOSITORY, "github", SAFE + "PSF/Black", "exact"),
    (REPOSITORY, None, SAFE + "psf/black", "exact"),
    (REPOSITORY, None, SAFE + "psf-black", "exact"),
    (REPOSITORY, "github", SAFE + "other/black", "other"),
    (REPOSITORY, "pypi", SAFE + "black", "other"),
    (REPOSITORY, "huggingface_model", SAFE + "psf-black", "other"),
    (ACTION, "github", SAFE + "actions/checkout", "exact"),
    (MODULE, "github", SAFE + "org/tool", "project"),
    (MODULE, "go", SAFE + "github-com-org-tool", "exact"),
    (MODULE, "go", SAFE + "github.comorgtool", "exact"),
    (MODULE, "go", SAFE + "github-comorgtool", "exact"),
    (MODULE, "github", SAFE + "fork/tool", "other"),
    (SERVER, "mcp_registry", SAFE + "mcp-server-git", "exact"),
    (PYPI, "mcp_registry", SAFE + "requests", "other"),
    (ORG_NPM, "github", SAFE + "npm/cli", "exact"),
    (ORG_NPM, None, SAFE + "npm/cli", "exact"),
    (API_MODEL, "openai", SAFE + "gpt-4o", "exact"),
    (API_MODEL, "huggingface_model", SAFE + "someone-gpt-4o", "other"),
]


@pytest.mark.parametrize(("target", "source", "url", "expected"), CASES)
def test_the_level_says_how_far_they_agree(
    target: Target, source: str | None, url: str | None, expected: Identity | None
) -> None:
    assert identity(target, source, url).identity == expected


@pytest.mark.parametrize(
    ("target", "source", "url", "expected"),
    [
        (PYPI, None, None, None),
        (PYPI, "pypi", SAFE + "Requests", "name"),
        (DOTTED, "pypi", SAFE + "zope.interface", "name"),
        (MODEL, "huggingface_model", SAFE + "microsoftphi-2", "slug"),
        (MODEL, "huggingface", SAFE + "Microsoft/Phi-2", "name"),
        (SCOPED, "npm", SAFE + "@scope/name", "name"),
        (SCOPED, "npm", SAFE + "@scopename", "slug"),
        (PYPI, "pypi", None, "registry"),
        (PYPI, "npm", SAFE + "requests", "registry"),
        (PYPI, "pypi", SAFE + "requests-toolbelt", "name"),
        (PYPI, "github", SAFE + "psf/requests", "name"),
    ],
)
def test_the_basis_says_by_what_they_were_compared(
    target: Target, source: str | None, url: str | None, expected: IdentityBasis | None
) -> None:
    assert identity(target, source, url).basis == expected


def test_letters_of_another_case_are_another_npm_package_with_the_same_slug() -> None:
    target = Target("JSONStream", "package", "npm")
    assert identity(target, "npm", SAFE + "jsonstream") == Match("exact", "slug")
    assert identity(target, "npm", SAFE + "JSONStream") == Match("exact", "name")


@pytest.mark.parametrize(
    "name", ["microsoft/phi-2", "@babel/core", "github.com/spf13/cobra", "Foo_Bar.baz", "a (b)"]
)
def test_every_way_to_write_a_slug_is_known(name: str) -> None:
    written = {details_slug(name, "npm"), page_slug(name), dash_slug(name)}
    assert written <= slugs(name)


@pytest.mark.parametrize(
    ("pin", "source", "url", "expected"),
    [
        ("org/foo", "github", SAFE + "org/foo", "exact"),
        ("org/foo", None, SAFE + "org-foo", "exact"),
        ("org/foo", "github", None, "exact"),
        ("org/foo", "npm", None, "other"),
        ("org/foo", "github", SAFE + "fork/foo", "other"),
        ("foo2", "pypi", None, "exact"),
        ("foo2", "npm", None, "other"),
        ("foo2", "pypi", SAFE + "foo2", "exact"),
    ],
)
def test_a_pin_is_exact_where_it_is_what_was_scored(
    pin: str, source: str | None, url: str | None, expected: Identity
) -> None:
    target = Target("foo", "package", "pypi")
    assert identity(target, source, url, pin).identity == expected


@pytest.mark.parametrize("kind", ["package", "model", "repository"])
def test_no_address_breaks_the_comparison(kind: Kind) -> None:
    target = Target("a/b", kind, "github")
    for url in ("https://nerq.ai/safe//", "/", "https://nerq.ai/safe/%ff%00", "/safe/" + "x/" * 99):
        assert identity(target, None, url).identity in {"exact", "project", "other", None}


def test_a_slug_is_written_as_the_pages_do() -> None:
    assert slug("microsoft/Phi-4_multimodal.instruct") == "microsoft-phi-4-multimodal-instruct"
