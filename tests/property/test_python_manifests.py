"""Any values under the keys of Python's manifests: a reader ends well and tells no secret.

What every reader promises is tried for all of them in `test_parts`.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from nerq.errors import ManifestError
from nerq.manifests import FORMATS
from nerq.model import Problem, Reference

IDS = {
    "pdm-lock": "pdm.lock",
    "pep723": "tool.py",
    "pipfile": "Pipfile",
    "pipfile-lock": "Pipfile.lock",
    "poetry-lock": "poetry.lock",
    "pylock": "pylock.toml",
    "pyproject": "pyproject.toml",
    "setup-cfg": "setup.cfg",
    "setup-py": "setup.py",
    "uv-lock": "uv.lock",
}
READERS = {form.id: form.parse for form in FORMATS}
KEYS = st.sampled_from(
    [
        "project",
        "name",
        "dependencies",
        "optional-dependencies",
        "dependency-groups",
        "include-group",
        "build-system",
        "requires",
        "tool",
        "poetry",
        "group",
        "dev",
        "extras",
        "dev-dependencies",
        "uv",
        "sources",
        "index",
        "pdm",
        "source",
        "url",
        "git",
        "path",
        "workspace",
        "hatch",
        "envs",
        "flit",
        "metadata",
        "requires-extra",
        "setuptools",
        "dynamic",
        "file",
        "package",
        "packages",
        "version",
        "dev-packages",
        "default",
        "develop",
        "_meta",
        "markers",
        "extra",
        "marker",
        "groups",
        "lock-version",
        "lock_version",
        "optional",
        "type",
        "vcs",
        "archive",
        "directory",
        "members",
        "manifest",
        "requirements",
        "registry",
        "python",
        "foo",
        "bar-baz",
        "e1839a8",
        "constraint-dependencies",
        "category",
        "editable",
    ]
)
SECRET = "hunter2"
TEXTS = st.sampled_from(
    [
        "foo",
        "foo==1.0",
        "foo>=1 ; os_name == 'nt'",
        "bar-baz[x,y]~=1.0",
        f"foo @ https://user:{SECRET}@files.example/a.zip?x={SECRET}#{SECRET}",
        f"git+https://{SECRET}@git.example/o/r.git@v1",
        f"https://user:{SECRET}@index.example/simple",
        f"https://user:a/b{SECRET}@index.example/simple",
        f"not a requirement https://u:{SECRET}@h.example",
        "dev",
        "1.0",
        "^2",
        "*",
        ".",
        "../x",
        "python",
        "",
        "\x00\x1b[31m",
        "a" * 300,
    ]
)
VALUES = st.recursive(
    TEXTS | st.integers(-5, 5) | st.booleans() | st.just(1.5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=20,
)
TABLES = st.dictionaries(KEYS, VALUES, max_size=6)


def as_toml(value: object) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {as_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return json.dumps(value).replace("\\u007f", "\x7f")


def check(form: str, data: bytes) -> None:
    """The promises that every reader makes."""
    lines = data.count(b"\n") + data.count(b"\r") + 1
    try:
        for item in READERS[form](source(IDS[form], data)):
            assert isinstance(item, (Reference, Problem))
            assert item.location.line is None or 1 <= item.location.line <= lines
            told = repr(item) if isinstance(item, Reference) else item.message
            assert SECRET not in told
            if isinstance(item, Problem):
                assert item.message.isprintable()
            else:
                assert item.name
    except ManifestError as error:
        assert error.line is None or 1 <= error.line <= lines  # noqa: PT017 - both ends are fine
        assert SECRET not in str(error)  # noqa: PT017 - as above


@pytest.mark.parametrize(
    "form", sorted(set(IDS) - {"pep723", "pipfile-lock", "setup-cfg", "setup-py"})
)
@settings(max_examples=150, deadline=None)
@given(table=TABLES)
def test_any_toml_of_the_right_keys_is_read(form: str, table: dict[str, object]) -> None:
    check(form, "\n".join(f"{key} = {as_toml(value)}" for key, value in table.items()).encode())


@settings(max_examples=150, deadline=None)
@given(table=st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=4) | VALUES, max_size=5))
def test_any_json_of_the_right_keys_is_read(table: dict[str, object]) -> None:
    check("pipfile-lock", json.dumps(table, indent=1).encode())


@settings(max_examples=100, deadline=None)
@given(table=TABLES)
def test_any_script_block_is_read(table: dict[str, object]) -> None:
    lines = [f"# {key} = {as_toml(value)}" for key, value in table.items()]
    check("pep723", "\n".join(["# /// script", *lines, "# ///"]).encode())


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(
        st.sampled_from(
            ["[options]", "[options.extras_require]", "[metadata]", "install_requires ="]
        )
        | st.tuples(st.sampled_from(["  ", "x = ", "tests_require = ", ""]), TEXTS).map("".join),
        max_size=12,
    )
)
def test_any_setup_cfg_is_read(rows: list[str]) -> None:
    check("setup-cfg", "\n".join(rows).encode())


EXPRESSIONS = st.recursive(
    TEXTS.map(repr) | st.sampled_from(["a", "b", "c", "None", "1", "open('x').read()", "f'{a}'"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]")
        | st.tuples(inner, inner).map(lambda pair: f"({pair[0]} + {pair[1]})")
        | st.tuples(inner, inner).map(lambda pair: f"{{{pair[0]}: {pair[1]}, **a}}")
        | inner.map(lambda part: f"dict(x={part}, **b)")
        | inner.map(lambda part: f"sorted({part}).split()")
        | inner.map(lambda part: f"a[{part}]")
        | st.tuples(inner, inner).map(lambda pair: f"({pair[0]} if c else {pair[1]})")
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(
    names=st.lists(
        st.tuples(
            st.sampled_from(["a = ", "b += ", "c['x'] = ", "a.append", "b.extend"]), EXPRESSIONS
        ),
        max_size=5,
    ),
    keywords=st.lists(
        st.tuples(
            st.sampled_from(["install_requires=", "extras_require=", "**", "name="]), EXPRESSIONS
        ),
        max_size=3,
    ),
)
def test_any_setup_py_is_read(
    names: list[tuple[str, str]], keywords: list[tuple[str, str]]
) -> None:
    lines = [f"{before}({value})" for before, value in names]
    lines += [f"setup({before}{value})" for before, value in keywords]
    check("setup-py", "\n".join(lines).encode())
