"""What the commands of scripts install."""

from __future__ import annotations

import pytest

from nerq.manifests.commands import install_command
from nerq.model import Location, Origin, Problem, Reference

MODEL = Reference("package", "pypi", "", Location("script.sh"), "test", scope="dev")


def installed(text: str) -> list[str]:
    return [
        f"{item.location.line} {item.ecosystem}:{item.name}" + (f"@{item.version}" if item.version else "")
        if isinstance(item, Reference)
        else f"{item.location.line} {item.message}"
        for item in install_command.installed(text, 1, MODEL)
        if isinstance(item, (Reference, Problem))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pip install foo==1 bar", ["1 pypi:foo@1", "1 pypi:bar"]),
        ("python3.12 -m pip install -U 'foo[x]>=1'", ["1 pypi:foo"]),
        ("sudo -H pip3 install --no-cache-dir foo", ["1 pypi:foo"]),
        ("/opt/venv/bin/pip install -qr requirements.txt foo", ["1 pypi:foo"]),
        ("pip install -r a.txt -c b.txt -t dir --python-version 3.9 foo", ["1 pypi:foo"]),
        ("pip install . -e ./lib .[dev] dist/*.whl ./x.tar.gz", []),
        ("pip install git+https://github.com/o/r@v1", ["1 github:o/r@v1"]),
        (
            "pip install foo==$V $X ${Y}/z",
            ["1 pypi:foo", "1 what `$X` installs is only known at run time"],
        ),
        (
            "pip install foo==",
            [
                "1 not a requirement: `foo==`; Expected semicolon (after name with no version specifier) or end"
            ],
        ),
        ("pip download foo; pip uninstall bar; pip", []),
        ("uv pip install --system -p 3.12 foo", ["1 pypi:foo"]),
        ("uv tool install ruff@0.6.0 --with foo", ["1 pypi:foo", "1 pypi:ruff@0.6.0"]),
        ("uv add --dev foo --group lint bar==1", ["1 pypi:foo", "1 pypi:bar@1"]),
        ("uvx ruff@latest check .", ["1 pypi:ruff"]),
        ("uvx --from build==1 pyproject-build .", ["1 pypi:build@1"]),
        ("uv tool run black x", ["1 pypi:black"]),
        ("uv sync && uv run pytest", []),
        ("pipx install black==24.1", ["1 pypi:black@24.1"]),
        ("pipx run cowsay hello", ["1 pypi:cowsay"]),
        ("pipx inject tox foo", ["1 pypi:foo"]),
        ("pipx list", []),
        ("npm install -g yarn@1.17.2 --prefix x", ["1 npm:yarn@1.17.2"]),
        ("npm ci; npm run add; npm install", []),
        ("pnpm add @scope/a@^2 && yarn global add b", ["1 npm:@scope/a", "1 npm:b"]),
        (
            "npm i https://example.com/x.tgz",
            ["1 not a package of npm: `https://example.com/x.tgz`"],
        ),
        (
            "conda install -y -n env -c conda-forge numpy=1.2 'scipy>=1'",
            ["1 conda:numpy", "1 conda:scipy"],
        ),
        ("mamba create -n x python=3.12 __cuda", ["1 conda:python"]),
        ("conda env create -f environment.yml", []),
        ("env A=b pip install foo", ["1 pypi:foo"]),
        ("echo start\nif x; then\n  pip install \\\n    foo\nfi", ["4 pypi:foo"]),
        ("bash -c 'pip install foo'", ["1 pypi:foo"]),
        ("apt-get install -y curl && brew install x", []),
        ("x" * 600_000 + " pip install", ["1 not read: a script of more than 500,000 characters"]),
    ],
)
def test_what_a_script_installs(text: str, expected: list[str]) -> None:
    assert installed(text) == expected


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("pip install foo", Origin()),
        ("pip install -i https://u:p@h.example/s foo", Origin("registry", "https://h.example/s")),
        (
            "PIP_EXTRA_INDEX_URL=https://h.example/s pip install foo",
            Origin("registry", "https://h.example/s"),
        ),
        ("pip install --index-url $INDEX foo", Origin("path")),
        ("npm i --registry https://h.example foo", Origin("registry", "https://h.example")),
        (
            "conda install -c https://h.example/t/tok/c foo",
            Origin("registry", "https://h.example/c"),
        ),
        ("conda install -c bioconda foo", Origin()),
    ],
)
def test_where_packages_of_a_command_come_from(text: str, origin: Origin) -> None:
    (item,) = install_command.installed(text, 1, MODEL)
    assert isinstance(item, Reference)
    assert item.origin == origin
    assert item.scope == "dev"


def test_indexes_of_the_environment_count_for_every_command() -> None:
    (item,) = install_command.installed("pip install foo", 1, MODEL, ["https://h.example/s"])
    assert isinstance(item, Reference)
    assert item.origin == Origin("registry", "https://h.example/s")
