"""Whatever the scanner of uv.lock accepts, a TOML parser reads to the same lock."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from nerq.documents import toml_nodes
from nerq.manifests.python.locks.uv_lock_document import read_document
from nerq.manifests.python.locks.uv_lock_scan import scan

NAMES = st.sampled_from(["a", "b-c", "c1", "d"])
TEXTS = st.sampled_from(
    ["1.0", "", "python_version < '3.8'", ".", "https://x.example/#1", "é", "\\"]
)
KINDS = st.sampled_from(["registry", "git", "url", "path", "directory", "editable", "virtual"])
SOURCES = st.builds('{{ {} = "{}" }}'.format, KINDS, TEXTS)
LINKS = st.builds(
    '{{ name = "{}"{}{}{}{} }}'.format,
    NAMES,
    st.sampled_from(["", ', version = "1.0"', ', version = "2"']),
    st.sampled_from(["", ', source = { registry = "https://x.example" }']),
    st.sampled_from(["", ', extra = ["x"]', ', extras = ["x", "y"]', ", extra = []"]),
    st.sampled_from(["", ", marker = \"os_name == 'nt'\"", ', specifier = ">=1"', ", size = 1"]),
)
ARRAYS = st.lists(LINKS, max_size=3).flatmap(
    lambda links: st.sampled_from(
        [
            "[\n" + "".join(f"    {link},\n" for link in links) + "]",
            "[" + ", ".join(links) + "]",
        ]
    )
)
TABLES = st.builds(
    "\n[package.{}]\n{}".format,
    st.sampled_from(
        ["optional-dependencies", "dev-dependencies", "metadata", "metadata.requires-dev"]
    ),
    st.lists(
        st.builds("{} = {}\n".format, st.sampled_from(["x", "y", "requires-dist"]), ARRAYS),
        max_size=2,
    ).map("".join),
)
FILE = '{ url = "https://x.example/a.whl", hash = "00", size = 1 }'
PACKAGES = st.builds(
    '[[package]]\nname = "{}"\n{}source = {}\n{}{}{}'.format,
    NAMES,
    st.builds('version = "{}"\n'.format, TEXTS) | st.just(""),
    SOURCES,
    st.builds("dependencies = {}\n".format, ARRAYS) | st.just(""),
    st.sampled_from(["", f"sdist = {FILE}\n", f"wheels = [\n    {FILE},\n]\n", "wheels = []\n"]),
    st.lists(TABLES, max_size=2).map("".join),
)
LOCKS = st.builds(
    "version = 1\n{}\n{}".format,
    st.sampled_from(
        ["", '\n[manifest]\nmembers = ["a"]\n', '\n[manifest]\nrequirements = [{ name = "d" }]\n']
    ),
    st.lists(PACKAGES, min_size=1, max_size=4).map("\n".join),
)


@settings(max_examples=500, deadline=None)
@given(LOCKS)
def test_scanned_is_parsed(text: str) -> None:
    lock = scan(text)
    if lock is not None:
        assert lock == read_document(toml_nodes.parse(text))


@settings(max_examples=300, deadline=None)
@given(LOCKS, st.data())
def test_a_changed_character_changes_both_alike(text: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(text) - 1))
    char = data.draw(st.sampled_from(['"', "\\", "\n", "[", "}", "x", "=", " ", "\0", ""]))
    lock = scan(text[:place] + char + text[place + 1 :])
    if lock is not None:
        assert lock == read_document(toml_nodes.parse(text[:place] + char + text[place + 1 :]))
