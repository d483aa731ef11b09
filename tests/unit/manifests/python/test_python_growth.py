"""Files made to be slow are read in the time that their size allows."""

from __future__ import annotations

import time
from collections import deque

import pytest
from sources import source

from nerq.errors import ManifestError
from nerq.manifests import FORMATS

READERS = {form.id: form.parse for form in FORMATS}
SECONDS = 15
COUNT = 20_000
MEGABYTES = 2_000_000


def rows(pattern: str, count: int = COUNT) -> str:
    return "".join(pattern.format(i, i + 1) for i in range(count))


HEAD = 'version = 1\n\n[[package]]\nname = "a"\nversion = "1"\nsource = { registry = "x" }\n'
FILES = {
    "one-name-in-uv-lock": (
        "uv-lock",
        "uv.lock",
        rows('[[package]]\nname = "p"\nversion = "{0}"\ndependencies = [{{ name = "p" }}]\n'),
    ),
    "one-name-in-pdm-lock": (
        "pdm-lock",
        "pdm.lock",
        rows('[[package]]\nname = "p"\nversion = "{0}"\ndependencies = ["p"]\n'),
    ),
    "a-chain-in-poetry-lock": (
        "poetry-lock",
        "poetry.lock",
        rows('[[package]]\nname = "p{0}"\n[package.dependencies]\np{1} = "*"\n'),
    ),
    "no-graph-in-pylock": (
        "pylock",
        "pylock.toml",
        'lock-version = "1.0"\n' + rows('[[packages]]\nname = "p{0}"\n'),
    ),
    "files-of-one-package": (
        "uv-lock",
        "uv.lock",
        HEAD + "wheels = [\n" + '    { url = "x", hash = "y" },\n' * COUNT + "]\n",
    ),
    "groups-in-a-chain": (
        "pyproject",
        "pyproject.toml",
        "[dependency-groups]\n" + rows('g{0} = [{{ include-group = "g{1}" }}]\n'),
    ),
    "globs-of-a-source": (
        "pyproject",
        "pyproject.toml",
        "project.dependencies = ["
        + rows('"p{0}",')
        + ']\n[[tool.pdm.source]]\nname = "x"\ninclude_packages = ['
        + rows('"q{0}*",')
        + "]\n",
    ),
    "one-long-name": (
        "pyproject",
        "pyproject.toml",
        f'project.dependencies = ["{"a-" * MEGABYTES}"]',
    ),
    "spaces-before-a-comment": (
        "setup-cfg",
        "setup.cfg",
        "[options]\ninstall_requires =\n  a" + " " * MEGABYTES + "b#",
    ),
    "words-without-a-key": ("setup-cfg", "setup.cfg", "[options]\n" + "a " * MEGABYTES),
    "blocks-that-never-close": ("pep723", "a.py", "# /// script\n" * (MEGABYTES // 10)),
    "names-that-double": (
        "setup-py",
        "setup.py",
        rows("a{0} = a{1} + a{1}\n", 8000) + "setup(install_requires=a0)\n",
    ),
    "one-long-text": (
        "setup-py",
        "setup.py",
        'setup(install_requires="""' + "a\n" * 100_000 + '""")',
    ),
    "deep-json": ("pipfile-lock", "Pipfile.lock", '{"default":' + '{"a":' * 100_000),
}


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_read_in_linear_time(name: str) -> None:
    form, path, text = FILES[name]
    started = time.process_time()
    try:
        deque(READERS[form](source(path, text)), maxlen=0)
    except ManifestError as error:
        assert len(str(error)) < 1000  # noqa: PT017 - reading it or refusing it are both fine
    assert time.process_time() - started < SECONDS
