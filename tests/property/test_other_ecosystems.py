"""Readers outside Python's ecosystem: any words and keys of their formats, hostile long ones too.

What every reader promises is tried for all of them in `test_parts`.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.cargo import cargo_lock, cargo_toml
from nerq.manifests.golang import go_mod
from nerq.manifests.npm import package_json, package_lock, pnpm_lock, yarn_lock
from nerq.manifests.sbom import cyclonedx, spdx
from nerq.model import Problem, Reference

if TYPE_CHECKING:
    from nerq.plugin import Item, Source

READERS = {
    "package.json": package_json.FORMAT,
    "package-lock.json": package_lock.FORMAT,
    "pnpm-lock.yaml": pnpm_lock.FORMAT,
    "yarn.lock": yarn_lock.FORMAT,
    "Cargo.toml": cargo_toml.FORMAT,
    "Cargo.lock": cargo_lock.FORMAT,
    "go.mod": go_mod.FORMAT,
    "bom.json": cyclonedx.FORMAT,
    "a.spdx.json": spdx.FORMAT,
}
KEYS = st.sampled_from(
    """packages dependencies devDependencies optionalDependencies peerDependencies workspaces name
    version resolved link requires snapshots importers specifier resolution tarball repo type
    package source workspace target path git registry bomFormat components purl bom-ref metadata
    component dependsOn ref spdxVersion externalRefs referenceType referenceLocator SPDXID
    relationships spdxElementId relationshipType relatedSpdxElement documentDescribes @graph
    @context spdxId software_packageUrl bundledDependencies patch root properties scope""".split()  # noqa: SIM905 - fifty words read better than fifty quoted ones
) | st.sampled_from(
    [
        "",
        "a",
        "node_modules/a",
        "node_modules/",
        "a@1.0.0",
        "/a/1.0.0",
        ".",
        "a@https://u:sEcReT@h.example/a",
        "\x1b[31m",
    ]
)
TEXTS = st.sampled_from(
    [
        "",
        "1.0.0",
        "^1",
        "npm:b@1.0.0",
        "npm:@",
        "patch:",
        "file:x",
        "workspace:*",
        "https://u:sEcReT@h.example/a/-/a-1.tgz",
        "git+ssh://u:sEcReT@h.example:o/r.git#x",
        "u:sEcReT@h.example:o/r",
        "https://[",
        "://",
        "pkg:pypi/a@1",
        "pkg:",
        "pkg:npm/%",
        "CycloneDX",
        "SPDX-2.3",
        "https://spdx.org/x",
        "purl",
        "DEPENDS_ON",
        "a 1.0.0",
        "registry+",
        "git+",
        "git+https://u:sEcReT@h.example/o/r?x#y",
        "\x00\x1b[31m\u2028",
    ]
)
VALUES = st.recursive(
    TEXTS | st.none() | st.booleans() | st.integers(-1, 2),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, max_size=6) | VALUES
WORDS = st.lists(
    st.sampled_from(
        """require replace module ( ) => // indirect v1.0.0 example.com/a " ` , : [ ] { } = - # a@1
        version resolved dependencies [[package]] name = 'a' packages: a: __metadata: ? \\ ^1
        https://u:sEcReT@h.example/a""".split()  # noqa: SIM905 - as above
    )
    | st.sampled_from(["\n", "\n  ", "\n    ", " ", "\r\n", "\x00", "\u2028", "\ufeff"]),
    max_size=40,
)


def read(path: str, found: Source) -> tuple[list[Item], ManifestError | None]:
    try:
        return list(READERS[path].parse(found)), None
    except ManifestError as error:
        return [], error


def check(path: str, data: str | bytes) -> None:
    found = source(path, data)
    items, refused = read(path, found)
    assert refused is None or (str(refused) and "sEcReT" not in str(refused))
    last = 1 + found.text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
    for item in items:
        assert isinstance(item, (Reference, Problem))
        assert "sEcReT" not in str(item)
        assert item.location.path == path
        assert item.location.line is None or 1 <= item.location.line <= last
        if isinstance(item, Reference):
            assert item.name
            assert item.found_by == READERS[path].id


@pytest.mark.parametrize("path", READERS)
@given(words=WORDS, is_spaced=st.booleans())
@settings(max_examples=150, deadline=None)
def test_any_words_of_the_format(path: str, words: list[str], *, is_spaced: bool) -> None:
    check(path, (" " if is_spaced else "").join(words))


@pytest.mark.parametrize("path", [path for path in READERS if path.endswith((".json", ".yaml"))])
@given(
    document=DOCUMENTS, head=st.sampled_from([{}, {"bomFormat": "CycloneDX"}, {"spdxVersion": "2"}])
)
@settings(max_examples=200, deadline=None)
def test_any_document_of_known_keys(path: str, document: object, head: dict[str, str]) -> None:
    check(path, json.dumps({**head, **document} if isinstance(document, dict) else document))


SECRET = "https://u:sEcReT@h.example/a"


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("package.json", json.dumps({"dependencies": {SECRET: "1.0.0", "a": SECRET, "b": "x " + SECRET}})),
        ("package.json", json.dumps({"dependencies": {"a": "npm:" + SECRET}, "bundledDependencies": [SECRET]})),
        ("package-lock.json", json.dumps({"packages": {SECRET: {"version": SECRET}, "node_modules/" + SECRET: {}, "node_modules/a": {"name": SECRET, "version": SECRET}}})),
        ("package-lock.json", json.dumps({"dependencies": {SECRET: {"version": "1.0.0"}, "a": {"version": SECRET, "resolved": SECRET}}})),
        ("pnpm-lock.yaml", json.dumps({"packages": {SECRET: {"version": SECRET}, "/a/1.0.0": {"name": SECRET, "version": SECRET, "resolution": {"tarball": SECRET}}}})),
        ("pnpm-lock.yaml", json.dumps({"packages": {"a@1.0.0": {"resolution": {"repo": SECRET}}, "b@" + SECRET: {"version": SECRET}}})),
        ("yarn.lock", f'"{SECRET}":\n  version "{SECRET}"\n"a@{SECRET}":\n  version "1"\na@1:\n  version "{SECRET}"\n  resolved "{SECRET}"\n'),
        ("yarn.lock", f'__metadata:\n  version: 8\n"a@npm:1":\n  version: {SECRET}\n  resolution: "{SECRET}@{SECRET}"\n'),
        ("Cargo.toml", f'[dependencies]\n"{SECRET}" = "{SECRET}"\na = "{SECRET}"\nb = {{package = "{SECRET}", registry = "{SECRET}"}}\nc = {{git = "{SECRET}"}}\n'),
        ("Cargo.lock", f'package = [{{name = "{SECRET}", source = "{SECRET}"}}, {{name = "a", version = "{SECRET}", source = "git+{SECRET}"}}]\n'),
        ("go.mod", f"module {SECRET}\nrequire {SECRET} v1.0.0\nrequire a {SECRET}\nrequire b v1.0.0\nreplace b => {SECRET} {SECRET}\n{SECRET}\n"),
        ("bom.json", json.dumps({"bomFormat": "CycloneDX", "components": [{"purl": purl} for purl in (SECRET, "pkg:npm/" + SECRET, "pkg:npm/a@" + SECRET, "pkg:npm/a?vcs_url=git%2B" + SECRET, "pkg:npm/a?repository_url=" + SECRET, SECRET[:5] + "pkg:" + SECRET, "pkg:" + SECRET)]})),
        ("a.spdx.json", json.dumps({"spdxVersion": "2", "packages": [{"SPDXID": SECRET, "externalRefs": [{"referenceType": "purl", "referenceLocator": "pkg:npm/" + SECRET}]}]})),
    ],
)  # fmt: skip
def test_no_credential_leaves_a_reader_wherever_it_stands(path: str, text: str) -> None:
    check(path, text)


LONG = {
    "package.json": ['{"dependencies": {"a": "' + part * 300_000 + '"}}' for part in ("a/", "@:", "://", "1.0-", "npm:", "patch:a@", "%25", "git+", "x:y@")],
    "package-lock.json": ['{"packages": {"node_modules/' + "a/node_modules/" * 60_000 + 'b": {"dependencies": {"x": "1"}}}}', '{"dependencies": ' * 5_000],
    "pnpm-lock.yaml": ["packages:\n  '" + "a@1.0.0/" * 100_000 + "': {}", "packages:\n  '" + "@a/" * 100 + "x': {}", "[" * 10_000],
    "yarn.lock": ["a, " * 200_000, '"' + '\\"' * 300_000, "a@1:\n  " + "b " * 300_000, "a@1:\n" + " " * 900_000 + "x"],
    "Cargo.toml": ["[dependencies]\na = '" + "=" * 900_000 + "'", "a.b." * 5_000 + "c = 1"],
    "Cargo.lock": ["[[package]]\nname = 'a'\nsource = '" + "git+://" * 100_000 + "'"],
    "go.mod": ["module x\nrequire a " + "(" * 900_000, "module x\nrequire " + '"`' * 400_000, "x" * 900_000],
    "bom.json": ['{"bomFormat": "CycloneDX", "components": [{"purl": "pkg:npm/' + part * 200_000 + '"}]}' for part in ("a/", "%", "a?b=c&", "@")] + ['{"components":[' * 10_000],
    "a.spdx.json": ['{"spdxVersion": "2", "packages": [{"externalRefs": [{"referenceType": "' + "/" * 900_000 + '"}]}]}'],
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "text"),
    [(path, text) for path, texts in LONG.items() for text in texts],
    ids=lambda value: value[:24],
)
def test_a_line_of_a_megabyte_is_read_or_refused_soon(path: str, text: str) -> None:
    start = time.process_time()
    check(path, text)
    assert time.process_time() - start < 10
