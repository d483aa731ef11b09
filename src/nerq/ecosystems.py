"""What nerq knows of each ecosystem: one row a place that things are published in.

Everything else derives from the rows: purls and spellings (`nerq.identity`), whether an address
is of the public (here), what a word of the service's means (`nerq.trust.service.matching`), and
what a name on the command line stands for (`nerq.pipeline.target_text`).

Hosts of registries are taken from the package-URL library's own functions, whose table of
registries is kept by the standard's authors; the library is loaded when a host is first asked
for, never at a start.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from nerq.model import Kind

_USUAL_PORTS = {"http": 80, "https": 443}
_AMBIGUOUS = regex(r"[\x00-\x20\x7f\\]")


def _as_written(name: str) -> str:
    return name


def _python_name(name: str) -> str:
    """PEP 503; a name of separators only stays, so that it is not lost."""
    return re.sub(r"[-_.]+", "-", name).strip("-").lower() or name


@dataclass(frozen=True, slots=True)
class Ecosystem:
    """One place that things are published in, under names of its own.

    Attributes:
        id: in references, targets and reports; also its type of package URL, see `has_purl`.
        title: of one thing in it, for people.
        registry: how messages call the place where it was looked up, and who can see it all.
        kind: of its things, where nothing says otherwise.
        has_purl: whether the package URL specification has a type of this name.
        ignores_case: whether names that differ in case only are the same thing.
        has_lower_purl: whether its package URLs are in lower case, however names are written.
        normal: a name in the ecosystem's one spelling; idempotent.
        pin: stands between name and version where a person writes both.
        has_owners: whether a name begins with its owner's, without which it is incomplete.
        has_hosts: whether a name begins with the host that serves it, so that a name can be of
            a private one without saying so otherwise.
        home: the ecosystem whose pages show it; empty where it has its own.
        prefixes: of names on the command line besides the id, and the kind each means.
        folders: first parts of an address or name that say of which kind the rest is.
        next: the ecosystem to look in for a bare name that this one does not have.
        words: what the service calls it besides the id, as the first word of a source's name or
            the first part of a page's address.
        category: what the service calls its registry where a row has nothing better to say as its
            category; empty where it has no such rows.
        osv: its name in the OSV schema, where advisories for it are read.
        samples: package URLs whose addresses the library knows; their hosts are of the public.
        hosts: further hosts of the public, whole names. ``{site}`` stands for the host of the
            registry's pages without ``www.``, ``{name}`` and ``{top}`` for its parts, and the
            keys of ``terms`` for their values.
        terms: see ``hosts``.
        mirrors: hosts of others that serve all of the registry and nothing else, each with the
            page that says so.
        open_hosts: hosts of others whose names anybody can read, but which need not be the
            registry's, each with the page that says so.
        repository: of the registry's list of packages, as ``owner/name`` on GitHub, written
            like ``hosts``; empty where it has none.
    """

    id: str
    title: str
    registry: str = "its registry"
    kind: Kind = "package"
    has_purl: bool = True
    ignores_case: bool = False
    has_lower_purl: bool = False
    normal: Callable[[str], str] = _as_written
    pin: str = "@"
    has_owners: bool = False
    has_hosts: bool = False
    home: str = ""
    prefixes: Mapping[str, Kind] = field(default_factory=dict)
    folders: Mapping[str, Kind] = field(default_factory=dict)
    next: str = ""
    words: tuple[str, ...] = ()
    category: str = ""
    osv: str = ""
    samples: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    terms: Mapping[str, str] = field(default_factory=dict)
    mirrors: Mapping[str, str] = field(default_factory=dict)
    open_hosts: Mapping[str, str] = field(default_factory=dict)
    repository: str = ""


_PYTHON_MIRRORS = {
    "mirrors.tuna.tsinghua.edu.cn": "https://mirrors.tuna.tsinghua.edu.cn/help/pypi/",
    "pypi.tuna.tsinghua.edu.cn": "https://mirrors.tuna.tsinghua.edu.cn/help/pypi/",
    "mirrors.ustc.edu.cn": "https://mirrors.ustc.edu.cn/help/pypi.html",
    "pypi.mirrors.ustc.edu.cn": "https://mirrors.ustc.edu.cn/help/pypi.html",
    "mirrors.bfsu.edu.cn": "https://mirrors.bfsu.edu.cn/help/pypi/",
    "mirror.sjtu.edu.cn": "https://mirror.sjtu.edu.cn/docs/pypi",
    "mirror.nju.edu.cn": "https://doc.nju.edu.cn/books/e1654",
    "mirrors.aliyun.com": "https://developer.aliyun.com/mirror/pypi",
    "mirrors.cloud.tencent.com": "https://mirrors.cloud.tencent.com/help/pypi.html",
    "repo.huaweicloud.com": "https://mirrors.huaweicloud.com/mirrorDetail/pypi",
}
_WHEEL_HOSTS = {
    "download.pytorch.org": "https://pytorch.org/get-started/locally/",
    "data.pyg.org": "https://pytorch-geometric.readthedocs.io/en/latest/install/installation.html",
    "pypi.nvidia.com": "https://docs.rapids.ai/install/",
    "pypi.ngc.nvidia.com": "https://docs.nvidia.com/deeplearning/tensorrt/",
}
_NPM_MIRRORS = {
    "registry.npmmirror.com": "https://npmmirror.com/",
    "mirrors.cloud.tencent.com": "https://mirrors.cloud.tencent.com/help/npm.html",
    "repo.huaweicloud.com": "https://mirrors.huaweicloud.com/mirrorDetail/npm",
}

ECOSYSTEMS: tuple[Ecosystem, ...] = (
    Ecosystem(
        "pypi",
        "Python package",
        "the package index",
        normal=_python_name,
        pin="==",
        next="npm",
        words=("python",),
        category="pypi",
        osv="PyPI",
        samples=("pkg:pypi/x@1",),
        # The library has no function that tells where the index keeps its files. These names
        # are built from the index's own, and each is one whole host.
        hosts=(
            "www.{site}",
            "test.{site}",
            "{name}.{language}.{top}",
            "files.{language}hosted.{top}",
        ),
        terms={"language": "python"},
        mirrors=_PYTHON_MIRRORS,
        open_hosts=_WHEEL_HOSTS,
    ),
    Ecosystem(
        "npm",
        "npm package",
        "the npm registry",
        words=("node",),
        category="npm",
        osv="npm",
        samples=("pkg:npm/x@1",),
        hosts=("{site}", "registry.{site}", "registry.{mirror}pkg.{top}"),
        terms={"mirror": "yarn"},
        mirrors=_NPM_MIRRORS,
    ),
    Ecosystem(
        "huggingface",
        "model",
        "the model hub (for those without an account)",
        kind="model",
        ignores_case=True,
        has_owners=True,
        prefixes={"hf": "model", "model": "model", "dataset": "dataset", "space": "space"},
        folders={"datasets": "dataset", "spaces": "space"},
        next="github",
        words=("hf",),
        hosts=("huggingface.co", "www.huggingface.co", "hf.co"),
    ),
    Ecosystem(
        "github",
        "repository",
        "GitHub (for those without an account)",
        kind="repository",
        ignores_case=True,
        has_lower_purl=True,
        has_owners=True,
        hosts=("github.com", "www.github.com"),
    ),
    Ecosystem(
        "cargo",
        "Rust crate",
        words=("crates", "crate"),
        category="crates",
        samples=("pkg:cargo/x@1",),
        hosts=("index.{site}", "static.{site}"),
        # What the registry's index was before it was served as single files; old locks name it.
        repository="rust-lang/{site}-index",
    ),
    Ecosystem(
        "golang",
        "Go module",
        has_owners=True,
        has_hosts=True,
        words=("go", "gomod"),
        category="go",
        samples=("pkg:golang/x@1",),
    ),
    Ecosystem(
        "conda",
        "conda package",
        normal=str.lower,
        words=("anaconda",),
        samples=(
            "pkg:conda/x@1?channel=conda-forge&subdir=noarch&build=0&type=conda",
            "pkg:conda/x@1?channel=main&subdir=noarch&build=0&type=conda",
        ),
    ),
    Ecosystem("mcp", "MCP server", kind="mcp-server", has_purl=False, words=("mcp-server",)),
    Ecosystem("ollama", "model", kind="model", has_purl=False),
    Ecosystem(
        "githubactions",
        "action",
        "GitHub (for those without an account)",
        kind="action",
        ignores_case=True,
        has_lower_purl=True,
        has_owners=True,
        home="github",
    ),
)
"""In the order in which a bare name's meaning is looked for."""

_UNREAD_REGISTRIES = (
    "nuget", "gems", "packagist", "homebrew", "vscode", "wordpress", "steam", "firefox",
    "android", "ios",
)  # fmt: skip
"""Categories that are names of registries which nerq reads nothing of.

``vpn`` is not among them: it is a list of the service's own, and a word that a package's real
category can be, too.
"""

_CATEGORIES = frozenset((*(row.category for row in ECOSYSTEMS), *_UNREAD_REGISTRIES)) - {""}
_ROWS = {row.id: row for row in ECOSYSTEMS}
_WORDS = {word: row for row in ECOSYSTEMS for word in (row.id, *row.words)}


def ecosystem_of(id_: str) -> Ecosystem:
    """The row of this id; a plain one for what has none, such as providers of API models."""
    return _ROWS.get(id_) or Ecosystem(id_, id_, has_purl=False)


def ecosystem_of_word(word: str) -> str:
    """The id of what the service calls by this word, in lower case; an unknown word itself.

    What is shown on another ecosystem's pages counts as that one.
    """
    row = _WORDS.get(word)
    return word if row is None else row.home or row.id


def is_registry(category: str) -> bool:
    """Whether a category, as the service gives it, is the name of a registry."""
    return category.strip().lower() in _CATEGORIES


def host_of(url: str) -> str | None:
    r"""The host of an address: lower case, without user, port and a dot at its end.

    None where there is none, and for addresses that two programs could read in two ways
    (``https://one.example\@two.example``). A host with letters beyond ASCII is given as it is
    written: what it is looked up as depends on who does it.
    """
    if _AMBIGUOUS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if not host:
        return None
    if not parts.netloc.isascii():
        # Lower case can turn other letters into ASCII: the Kelvin sign is one.
        return parts.netloc.rpartition("@")[2]
    return host.removesuffix(".")


@lru_cache(maxsize=1024)  # a lock names the same few addresses ten thousand times
def is_public_address(ecosystem_id: str, url: str | None) -> bool:
    """Whether an address is the ecosystem's public registry, one of its mirrors, or its files.

    Hosts are compared whole. A service on another port of the same host is another service.
    """
    if not url:
        return False
    host = host_of(url)
    is_known = host in ecosystem_of(ecosystem_id).mirrors or host in public_hosts(ecosystem_id)
    return is_known and _is_usual_port(url)


def is_open_address(ecosystem_id: str, url: str | None) -> bool:
    """Whether anybody can read the names at an address: the registry's own, or others' too."""
    if is_public_address(ecosystem_id, url):
        return True
    is_listed = bool(url) and host_of(url or "") in ecosystem_of(ecosystem_id).open_hosts
    return is_listed and _is_usual_port(url or "")


def _is_usual_port(url: str) -> bool:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return False
    return port in (None, _USUAL_PORTS.get(parts.scheme)) and parts.scheme in _USUAL_PORTS


@lru_cache
def public_hosts(ecosystem_id: str) -> frozenset[str]:
    """Hosts of the ecosystem's public registry, its mirrors and its files, in lower case."""
    row = ecosystem_of(ecosystem_id)
    known = {host_of(url) for sample in row.samples for url in registry_addresses(sample)}
    return frozenset(host for host in (*known, *(_filled(row, text) for text in row.hosts)) if host)


@lru_cache
def public_repository(ecosystem_id: str) -> str:
    """``owner/name`` of the Git repository that is the registry's index; empty without one."""
    row = ecosystem_of(ecosystem_id)
    return _filled(row, row.repository)


def registry_addresses(purl: str) -> tuple[str, str]:
    """Where the public registry shows a package and where its file lies; empty if not known."""
    from packageurl.contrib import purl2url

    page = purl2url.get_repo_url(purl)  # type: ignore[no-untyped-call]  # untyped library
    file = purl2url.get_download_url(purl)  # type: ignore[no-untyped-call]  # as above
    return page or "", file or ""


def _filled(row: Ecosystem, text: str) -> str:
    """A name that is written with the parts of the registry's own host; empty without one."""
    if "{" not in text:
        return text
    site = (host_of(registry_addresses(row.samples[0])[0]) or "").removeprefix("www.")
    if not site:
        return ""
    name, _, top = site.rpartition(".")
    return text.format(site=site, name=name, top=top, **row.terms)
