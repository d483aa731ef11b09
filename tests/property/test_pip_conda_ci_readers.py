"""Readers of pip, conda and CI files: any bytes give items or a manifest error, in linear time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sources import source

from nerq.errors import ManifestError
from nerq.manifests.commands import devcontainer, dockerfile, github_workflow, pre_commit
from nerq.manifests.conda import conda_environment, conda_lock, pixi_lock
from nerq.manifests.python.requirements import requirements_txt as requirements
from nerq.model import Problem, Reference

if TYPE_CHECKING:
    from nerq.plugin import Item, ManifestFormat

SAMPLES: dict[ManifestFormat, tuple[str, str]] = {
    conda_environment.FORMAT: (
        "environment.yml",
        (
            "channels: [conda-forge, 'https://h/t/tok/c']\ndependencies:\n- python=3.1.*\n"
            "- c::numpy[version='>=1']\n- pip:\n  - foo==1.0 --hash=sha256:aa\n  - -r x.txt\n"
        ),
    ),
    conda_lock.FORMAT: (
        "conda-lock.yml",
        (
            "version: 1\npackage:\n- name: a\n  version: '1'\n  manager: conda\n  category: dev\n"
            "  dependencies: {b: '>1'}\n  url: https://h/c/noarch/a-1-0.conda\n"
        ),
    ),
    devcontainer.FORMAT: (
        "devcontainer.json",
        '{"postCreateCommand": "pip install a==1", // c\n "onCreateCommand": {"x": ["npm", "i", "b"]}}',
    ),
    dockerfile.FORMAT: (
        "Dockerfile",
        (
            "# escape=\\\nFROM x\nENV PIP_INDEX_URL=https://u:p@h/s\nRUN --mount=a=b pip install \\\n"
            '  # c\n  "foo==1" $X\nRUN ["uv", "pip", "install", "x"]\nRUN <<E\npipx run y\nE\n'
        ),
    ),
    github_workflow.FORMAT: (
        ".github/workflows/ci.yml",
        (
            "env: {UV_INDEX_URL: https://h/s}\njobs:\n  a:\n    uses: o/r/.github/workflows/x.yml@v1\n"
            "  b:\n    steps:\n    - uses: a/b@c\n    - run: |\n        uv tool install x@1 && npm i -g y@2\n"
        ),
    ),
    pixi_lock.FORMAT: (
        "pixi.lock",
        (
            "version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n"
            "      - conda: https://h/c/noarch/a-1-0.conda\npackages:\n"
            "- conda: https://h/c/noarch/a-1-0.conda\n  depends: [b >=1]\n"
        ),
    ),
    pre_commit.FORMAT: (
        ".pre-commit-config.yaml",
        (
            "repos:\n- repo: https://github.com/a/b\n  rev: v1\n  hooks:\n  - id: x\n    language: node\n"
            "    additional_dependencies: ['c@1.0.0', d]\n"
        ),
    ),
    requirements.FORMAT: (
        "requirements.txt",
        (
            "# coding: utf-8\n-r base.txt\n--extra-index-url https://u:p@h/s\nfoo[x]==1.0 ; os_name=='nt' \\\n"
            "  --hash=sha256:aa\n    # via bar\n-e git+https://t@github.com/o/r@v#egg=r\n./x.whl\n"
        ),
    ),
}
FORMATS = pytest.mark.parametrize("form", SAMPLES, ids=lambda form: form.id)


def read(form: ManifestFormat, data: bytes) -> list[Item] | ManifestError:
    try:
        return list(form.parse(source(SAMPLES[form][0], data)))
    except ManifestError as error:
        return error


def check(form: ManifestFormat, data: bytes) -> None:
    found = read(form, data)
    if isinstance(found, ManifestError):
        assert str(found)
        return
    for item in found:
        assert isinstance(item, (Reference, Problem))
        assert item.location.line is None or item.location.line >= 1
        if isinstance(item, Reference):
            assert item.name
            assert item.found_by in (form.id, requirements.FORMAT.id)
        else:
            assert item.message.isprintable()


@FORMATS
def test_the_sample_names_something(form: ManifestFormat) -> None:
    """The samples below are only worth changing if they are read."""
    found = read(form, SAMPLES[form][1].encode())
    assert not isinstance(found, ManifestError)
    assert any(isinstance(item, Reference) for item in found)


@FORMATS
@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(form: ManifestFormat, data: bytes) -> None:
    check(form, data)


@FORMATS
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_a_damaged_file_is_read_or_refused(form: ManifestFormat, data: st.DataObject) -> None:
    text = SAMPLES[form][1]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    junk = data.draw(
        st.one_of(
            st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            st.sampled_from(
                ["\0", "\x1b[31m", "&a [*a]", "- ", ": ", "\n", "${{", "'", '"', "\\\n"]
            ),
            st.sampled_from(["9" * 5000, "[" * 600, "{a: " * 300, "(" * 5000]),
        )
    )
    check(form, (text[:start] + junk + text[end:]).encode())


@FORMATS
def test_no_credential_of_the_sample_comes_out(form: ManifestFormat) -> None:
    found = read(form, SAMPLES[form][1].encode())
    for secret in ("u:p@", "t@github", "/t/tok"):
        assert secret not in repr(found)


GROWING: dict[ManifestFormat, tuple[str, str, str]] = {
    conda_environment.FORMAT: ("dependencies:\n", "- numpy=1.2\n", ""),
    conda_lock.FORMAT: ("package:\n", "- {name: a, version: '1', manager: conda}\n", ""),
    devcontainer.FORMAT: ('{"postCreateCommand": "', "pip install a; ", '"}'),
    dockerfile.FORMAT: ("FROM x\n", "RUN pip install a \\\n", " b\n"),
    github_workflow.FORMAT: ("jobs:\n a:\n  steps:\n", "  - run: pip install a\n", ""),
    pixi_lock.FORMAT: ("packages:\n", "- conda: https://h/c/a-1-0.conda\n", ""),
    pre_commit.FORMAT: ("repos:\n", "- {repo: 'https://github.com/a/b', rev: c}\n", ""),
    requirements.FORMAT: ("", "foo==1.0 \\\n --hash=sha256:aa # via x\n", "    # via foo\n"),
}


@FORMATS
def test_time_grows_with_the_size(form: ManifestFormat) -> None:
    """Eight times the entries take less than thirty times as long: linear, not quadratic."""
    head, unit, tail = GROWING[form]

    def seconds(count: int) -> float:
        data = (head + unit * count + tail).encode()
        started = time.process_time()
        read(form, data)
        return time.process_time() - started

    few, many = (min(seconds(count) for _ in range(3)) for count in (500, 4000))
    assert many < 30 * max(few, 0.005)


@FORMATS
@pytest.mark.parametrize(
    "unit", ["a", " ", "(", "[", "- ", "=", "#", "\\", "@", "'", "pip install "]
)
def test_one_line_of_a_megabyte_ends_soon(form: ManifestFormat, unit: str) -> None:
    head, _, tail = GROWING[form]
    started = time.process_time()
    check(form, (head + "foo" + unit * (1_000_000 // len(unit)) + tail).encode())
    assert time.process_time() - started < 20
