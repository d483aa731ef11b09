"""A mention means one target; mentions that mean the same are merged; private ones are marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl import PackageURL

from nerq.ecosystems import public_hosts
from nerq.identity import Naming, github_repository, identify, normalise, purl
from nerq.model import Kind, Location, Origin, Reference

PLAIN = Naming()


def mention(
    name: str, kind: Kind = "package", ecosystem: str = "pypi", **more: object
) -> Reference:
    line = more.pop("line", 1)
    return Reference(kind, ecosystem, name, Location("a.txt", line), "test", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reference", "target", "url"),
    [
        (mention("Foo_Bar.baz"), "foo-bar-baz", "pkg:pypi/foo-bar-baz"),
        (mention("foo", version="1.2"), "foo", "pkg:pypi/foo@1.2"),
        (mention("foo", version="1+local"), "foo", "pkg:pypi/foo@1%2Blocal"),
        (mention("@scope/name", ecosystem="npm", version="1.0"), "@scope/name", "pkg:npm/%40scope/name@1.0"),
        (mention("NumPy", ecosystem="conda"), "numpy", "pkg:conda/numpy"),
        (mention("serde", ecosystem="cargo"), "serde", "pkg:cargo/serde"),
        (mention("gopkg.in/x/y", ecosystem="golang"), "gopkg.in/x/y", "pkg:golang/gopkg.in/x/y"),
        (mention("microsoft/phi-2", "model", "huggingface", version="main"), "microsoft/phi-2", "pkg:huggingface/microsoft/phi-2@main"),
        (mention("gpt2", "model", "huggingface"), "gpt2", "pkg:huggingface/gpt2"),
        (mention("gpt-4o", "api-model", "openai"), "gpt-4o", None),
        (mention("llama3.1", "model", "ollama"), "llama3.1", None),
        (mention("actions/checkout", "action", "githubactions", version="v4"), "actions/checkout", "pkg:githubactions/actions/checkout@v4"),
        (mention("Owner/repo/sub/path", "action", "githubactions"), "Owner/repo", "pkg:githubactions/owner/repo"),
        (mention("server-time", "mcp-server", "npm"), "server-time", "pkg:npm/server-time"),
    ],
)  # fmt: skip
def test_target_ids_and_purls(reference: Reference, target: str, url: str | None) -> None:
    (entry,) = identify([reference], PLAIN)
    assert (entry.target.id, entry.target.purl, entry.private) == (target, url, None)
    if url:
        PackageURL.from_string(url)


def test_git_dependency_means_its_repository() -> None:
    reference = mention("foo", version="v1", origin=Origin("git", "https://github.com/Org/Foo.git"))
    (entry,) = identify([reference], PLAIN)
    assert (entry.target.kind, entry.target.ecosystem, entry.target.id) == (
        "repository",
        "github",
        "Org/Foo",
    )
    assert entry.target.purl == "pkg:github/org/foo@v1"


@pytest.mark.parametrize(
    ("url", "repository"),
    [
        ("https://github.com/o/n", "o/n"),
        ("git+https://github.com/o/n.git@v1#egg=x", "o/n"),
        ("ssh://git@github.com/o/n.git", "o/n"),
        ("git@github.com:o/n.git", "o/n"),
        ("github.com/o/n", "o/n"),
        ("https://www.github.com/o/n/archive/x.zip", "o/n"),
        ("https://github.com/o", None),
        ("https://github.com.evil.example/o/n", None),
        ("https://git.example.com/o/n", None),
        ("git@git.example.com:o/n.git", None),
        ("https://[bad", None),
        ("https://evil.example\\@github.com/o/n", None),
        ("", None),
        (None, None),
    ],
)
def test_github_repository(url: str | None, repository: str | None) -> None:
    assert github_repository(url) == repository


def test_mentions_of_one_thing_are_merged_in_order_of_place() -> None:
    references = [
        mention("Foo", line=3, version="1"),
        mention("foo", line=2, version="1"),
        mention("foo", line=2, version="1"),
    ]
    (entry,) = identify(references, PLAIN)
    assert [reference.location.line for reference in entry.references] == [2, 3]
    assert entry.target.purl == "pkg:pypi/foo@1"


def test_several_versions_leave_the_purl_without_one() -> None:
    (entry,) = identify([mention("foo", version="1"), mention("foo", version="2")], PLAIN)
    assert entry.target.purl == "pkg:pypi/foo"


def test_constraint_pins_do_not_decide_the_purl() -> None:
    (entry,) = identify(
        [mention("foo", version="1"), mention("foo", version="2", scope="constraint")], PLAIN
    )
    assert entry.target.purl == "pkg:pypi/foo@1"


def test_hub_ids_differ_by_kind_but_not_by_case() -> None:
    references = [
        mention("Qwen/Qwen2", "model", "huggingface"),
        mention("qwen/qwen2", "model", "huggingface", line=2),
        mention("Qwen/Qwen2", "dataset", "huggingface"),
    ]
    entries = identify(references, PLAIN)
    assert [(e.target.kind, e.target.id, len(e.references)) for e in entries] == [
        ("dataset", "Qwen/Qwen2", 1),
        ("model", "Qwen/Qwen2", 2),
    ]


def test_same_name_in_two_ecosystems_stays_two_targets() -> None:
    entries = identify([mention("requests"), mention("requests", ecosystem="npm")], PLAIN)
    assert [entry.target.ecosystem for entry in entries] == ["npm", "pypi"]


def test_alias_stands_for_its_model() -> None:
    naming = Naming(aliases={"our-llm": "microsoft/phi-2"})
    (entry,) = identify([mention("our-llm", "api-model", "openai")], naming)
    assert (entry.target.id, entry.target.ecosystem) == ("microsoft/phi-2", "huggingface")
    assert entry.references[0].name == "our-llm"


INDEX = "https://pypi.corp.example/simple"


@pytest.mark.parametrize(
    ("reference", "why"),
    [
        (mention("foo", origin=Origin("path")), "local path"),
        (mention("foo", origin=Origin("registry", INDEX)), "the index pypi.corp.example"),
        (
            mention("foo", origin=Origin("git", "https://git.corp.example/o/foo")),
            "git.corp.example",
        ),
        (
            mention("foo", origin=Origin("git", "git@git.corp.example:o/foo.git")),
            "git.corp.example",
        ),
        (
            mention("foo", origin=Origin("url", "https://files.corp.example/foo.whl")),
            "files.corp.example",
        ),
        (mention("foo", origin=Origin("registry", "https://[broken")), "unreadable address"),
        (mention("acme-core"), "acme-*"),
        (mention("Acme_Core"), "acme-*"),
    ],
)
def test_private_things_say_why(reference: Reference, why: str) -> None:
    (entry,) = identify([reference], Naming(private=("acme-*",)))
    assert entry.private is not None
    assert why in entry.private


def test_one_private_mention_makes_the_target_private() -> None:
    (entry,) = identify([mention("foo"), mention("foo", origin=Origin("registry", INDEX))], PLAIN)
    assert entry.private


def test_index_named_public_is_public() -> None:
    naming = Naming(public_indexes=("pypi.corp.example",))
    (entry,) = identify([mention("foo", origin=Origin("registry", INDEX))], naming)
    assert entry.private is None


@pytest.mark.parametrize(
    ("module", "is_private"),
    [
        ("github.com/o/r/v2", False),
        ("GitHub.com/o/r", False),
        ("golang.org/x/net", False),
        ("gopkg.in/yaml.v3", False),
        ("stdlib", False),
        ("git.corp.example/x/y", True),
        ("notgithub.com/x/y", True),
        ("github.com.corp.example/x", True),
        ("corp/internal", True),
    ],
)
def test_go_module_is_asked_about_only_where_its_host_serves_the_public(
    module: str, is_private: bool
) -> None:
    (entry,) = identify([mention(module, ecosystem="golang")], PLAIN)
    assert bool(entry.private) == is_private


def test_go_host_named_public_is_public() -> None:
    naming = Naming(public_indexes=("go.corp.example",))
    (entry,) = identify([mention("go.corp.example/x", ecosystem="golang")], naming)
    assert entry.private is None


def test_cargo_index_in_git_is_public() -> None:
    site = min(public_hosts("cargo"), key=len)
    origin = Origin("registry", f"https://github.com/rust-lang/{site}-index")
    (entry,) = identify([mention("serde", ecosystem="cargo", origin=origin)], PLAIN)
    assert entry.private is None


@given(st.text(min_size=1), st.sampled_from(["pypi", "conda", "npm", "huggingface"]))
def test_normalisation_is_idempotent(name: str, ecosystem: str) -> None:
    once = normalise(ecosystem, name)
    assert normalise(ecosystem, once) == once


@given(
    st.from_regex(r"[a-z0-9]([a-z0-9._-]{0,18}[a-z0-9])?", fullmatch=True),
    st.from_regex(r"[A-Za-z0-9._+!-]{1,12}", fullmatch=True),
)
def test_purl_is_what_the_library_writes(name: str, version: str) -> None:
    name = normalise("pypi", name)
    written = purl("package", "pypi", name, version)
    assert written is not None
    parsed = PackageURL.from_string(written)
    assert (parsed.name, parsed.version) == (name, version)
