"""Only the hosts of a registry itself are public, however an address is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packageurl.contrib.url2purl import get_purl
from sources import source

from nerq.ecosystems import (
    ECOSYSTEMS,
    Ecosystem,
    ecosystem_of,
    ecosystem_of_word,
    host_of,
    is_open_address,
    is_public_address,
    public_hosts,
)
from nerq.identity import Naming, identify
from nerq.manifests import FORMATS
from nerq.model import Location, Origin, Reference

HOSTS = [(row.id, host) for row in ECOSYSTEMS for host in sorted(public_hosts(row.id))]
PACKAGES = [row.id for row in ECOSYSTEMS if row.samples]
SITE, TOP = (
    min(public_hosts("pypi"), key=len),
    min(public_hosts("pypi"), key=len).rpartition(".")[2],
)
READERS = {form.id: form for form in FORMATS}


def purl_of(url: str) -> str:
    return str(get_purl(url))  # type: ignore[no-untyped-call]  # untyped library


def is_private(ecosystem_id: str, url: str) -> bool:
    origin = Origin("registry", url)
    mention = Reference("package", ecosystem_id, "x", Location("a"), "test", origin=origin)
    (entry,) = identify([mention], Naming())
    return entry.private is not None


@pytest.mark.parametrize(("ecosystem_id", "host"), HOSTS)
@pytest.mark.parametrize(
    "url",
    [
        "https://{host}/simple",
        "http://{host}",
        "https://{host}.",
        "https://{host}:443/x",
        "HTTPS://{upper}/x",
        "https://me:secret@{host}/x",
    ],
)
def test_a_host_of_the_registry_is_public(ecosystem_id: str, host: str, url: str) -> None:
    address = url.format(host=host, upper=host.upper())
    assert not is_private(ecosystem_id, address)
    assert host_of(address) == host


@pytest.mark.parametrize(("ecosystem_id", "host"), HOSTS)
@pytest.mark.parametrize(
    "url",
    [
        "https://{host}.evil.example/x",
        "https://{host}x/x",
        "https://evil{host}/x",
        "https://evil-{host}/x",
        "https://unlisted.{host}/x",
        "https://{host}../x",
        "https://.{host}/x",
        "https://{dashed}/x",
        "https://{host}:8443/x",
        "https://{host}:65536/x",
        "https://{host}@evil.example/x",
        "https://evil.example\\@{host}/x",
        "https://evil.example/@{host}/x",
        "https://evil.example#@{host}/x",
        "https://evil.example?@{host}/x",
        "https://{split}/x",
        "https://{wide}/x",
        "https://{escaped}/x",
        "https://xn--{host}/x",
        "ftp://{host}/x",
        "{host}/x",
        "{host}",
    ],
)
def test_a_host_that_only_looks_like_it_is_private(ecosystem_id: str, host: str, url: str) -> None:
    address = url.format(
        host=host,
        dashed=host.replace(".", "-", 1),
        split=host[:2] + "\t" + host[2:],
        wide=chr(ord(host[0]) + 0xFEE0) + host[1:],
        escaped=host.replace(".", "%2e", 1),
    )
    assert is_private(ecosystem_id, address), address


def test_a_letter_that_lower_case_makes_ascii_is_not_the_host() -> None:
    host = next(host for _, host in HOSTS if "k" in host)
    assert host_of(f"https://{host.replace('k', chr(0x212A), 1)}/") != host


@pytest.mark.parametrize("word", ["acme", "vaults", "x", "hosted.evil", "hostedd", "-hosted"])
@pytest.mark.parametrize("start", ["files.python", "xfiles.python", "pythonx"])
def test_names_in_the_manner_of_the_python_index_are_private(start: str, word: str) -> None:
    for top in (TOP, "example"):
        assert is_private("pypi", f"https://{start}{word}.{top}/simple")


def test_a_private_index_with_a_name_like_the_public_one_keeps_its_packages_private() -> None:
    text = f"--index-url https://files.pythonacme.{TOP}/simple\nour-secret==1\n"
    found = list(READERS["requirements"].parse(source("requirements.txt", text)))
    (entry,) = identify((item for item in found if isinstance(item, Reference)), Naming())
    assert entry.private
    assert "is not known to be public" in entry.private


def test_a_mirror_is_one_that_the_purl_library_reads_too() -> None:
    for host in public_hosts("npm"):
        if host.startswith("registry."):
            assert purl_of(f"https://{host}/a/-/a-1.0.0.tgz") == "pkg:npm/a@1.0.0"
    (files,) = (host for host in public_hosts("pypi") if host.startswith("files."))
    assert purl_of(f"https://{files}/packages/aa/bb/cc/a-1.0.tar.gz") == "pkg:pypi/a@1.0"


@pytest.mark.parametrize("ecosystem_id", PACKAGES)
def test_the_library_knows_the_registry_of_every_row_with_a_sample(ecosystem_id: str) -> None:
    hosts = public_hosts(ecosystem_id)
    assert hosts
    assert all("{" not in host and "." in host.strip(".") for host in hosts)


@given(st.text(max_size=60), st.sampled_from([row.id for row in ECOSYSTEMS]))
def test_any_text_has_a_host_or_none_and_no_error(text: str, ecosystem_id: str) -> None:
    for url in (text, f"https://{text}"):
        assert host_of(url) != ""
        if is_public_address(ecosystem_id, url):
            mirrors = ecosystem_of(ecosystem_id).mirrors
            assert host_of(url) in {*public_hosts(ecosystem_id), *mirrors}


OTHERS = [(row, host) for row in ECOSYSTEMS for host in (*row.mirrors, *row.open_hosts)]


@pytest.mark.parametrize(("row", "host"), OTHERS, ids=lambda part: getattr(part, "id", part))
def test_names_on_a_mirror_are_public_by_its_whole_host_only(row: Ecosystem, host: str) -> None:
    assert host == host_of(f"https://{host}/")
    assert host not in public_hosts(row.id)
    assert {**row.mirrors, **row.open_hosts}[host].startswith("https://")
    for url, is_known in [
        (f"https://{host}/simple/", True),
        (f"http://{host}/simple/", True),
        (f"https://{host}:8443/simple/", False),
        (f"https://x{host}/simple/", False),
        (f"https://{host}.example/simple/", False),
        (f"https://example/{host}", False),
    ]:
        assert is_open_address(row.id, url) == is_known
        assert is_public_address(row.id, url) == (is_known and host in row.mirrors)
    assert not is_open_address("cargo", f"https://{host}/")
    assert not is_open_address(row.id, None)


def test_a_name_that_everybody_knows_is_asked_whichever_index_serves_it() -> None:
    text = "--index-url https://packages.acme.example/simple\nrequests==2.32.3\nour-secret==1\n"
    found = list(READERS["requirements"].parse(source("requirements.txt", text)))
    naming = Naming(is_well_known=lambda *name: name == ("pypi", "requests"))
    entries = identify((item for item in found if isinstance(item, Reference)), naming)
    assert {entry.target.id: bool(entry.private) for entry in entries} == {
        "requests": False,
        "our-secret": True,
    }


@given(st.text(min_size=1), st.sampled_from(ECOSYSTEMS))
def test_every_spelling_rule_is_idempotent(name: str, row: Ecosystem) -> None:
    assert row.normal(row.normal(name)) == row.normal(name)


def test_ids_and_words_are_unique() -> None:
    words = [word for row in ECOSYSTEMS for word in (row.id, *row.words)]
    assert len(set(words)) == len(words)
    assert all(not row.home or ecosystem_of(row.home).id == row.home for row in ECOSYSTEMS)
    assert all(not row.next or ecosystem_of(row.next) in ECOSYSTEMS for row in ECOSYSTEMS)


@pytest.mark.parametrize(
    ("word", "found"),
    [("crates", "cargo"), ("go", "golang"), ("githubactions", "github"), ("rubygems", "rubygems")],
)
def test_what_the_service_calls_an_ecosystem(word: str, found: str) -> None:
    assert ecosystem_of_word(word) == found
