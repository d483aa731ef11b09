"""What a start loads; counts, not times."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from contract.preflight_service import PreflightService

import nerq
from benchmarks import corpus

HEAVY = {"httpx", "rich", "pydantic", "asyncio", "pip_requirements_parser", "importlib.metadata"}
NOT_WARM = HEAVY | {"typer", "packaging", "yaml", "tomli", "email", "ssl", "jinja2"}
ROOT = Path(nerq.__file__).parent


SHOWING = """
import sys
before = set(sys.modules)
sys.argv = ["nerq", *sys.argv[1:]]
from nerq.__main__ import main
try:
    main()
finally:
    print("loaded", *sorted(set(sys.modules) - before), file=sys.stderr)
"""


def imported(*arguments: str, **environment: str) -> set[str]:
    """The modules that a run of nerq loads, besides those that Python's own start does."""
    done = subprocess.run(
        [sys.executable, "-c", SHOWING, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return set(done.stderr.splitlines()[-1].removeprefix("loaded ").split())


def test_a_warm_scan_loads_nothing_that_it_does_not_use(tmp_path: Path) -> None:
    project = corpus.monorepo(tmp_path / "one", 1)
    # No source of advisories answers here, and what was not answered is asked again.
    (project / "nerq.toml").write_text("checks = []\n")
    with PreflightService(knows_all=True) as service:
        arguments = ("scan", "--json", str(project))
        environment = {"NERQ_API_URL": service.url, "NERQ_CACHE_DIR": str(tmp_path / "cache")}
        cold = imported(*arguments, **environment)
        asked = len(service.requests)
        warm = imported(*arguments, **environment)
        assert len(service.requests) == asked
    assert "httpx" in cold
    assert not (NOT_WARM - {"tomli"}) & warm  # the settings are in TOML
    readers = ("nerq.manifests.", "nerq.detectors.", "nerq.documents.")
    # The table of kinds that are not read is small, and every walk asks it.
    assert {name for name in warm if name.startswith(readers)} <= {"nerq.manifests.unsupported"}


def test_a_dry_run_loads_only_the_readers_that_it_needs(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask==3.0.0\n")
    loaded = imported("scan", "--json", "--dry-run", "--no-cache", str(tmp_path))
    assert "nerq.manifests.python.requirements.requirements_txt" in loaded
    assert (
        not {"nerq.manifests.python.locks.uv_lock", "nerq.detectors.python.python_code", "yaml"}
        & loaded
    )
    assert not HEAVY & loaded


@pytest.mark.parametrize("arguments", [("--version",), ("scan", "--help"), ("check", "--help")])
def test_help_and_version_load_no_reader_and_no_network(arguments: tuple[str, ...]) -> None:
    loaded = imported(*arguments)
    assert not HEAVY & loaded
    assert not [n for n in loaded if n.startswith(("nerq.manifests.", "nerq.detectors."))]


def test_importing_nerq_loads_nothing() -> None:
    code = "import sys; before = set(sys.modules); import nerq; print(set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {"{'nerq'}", "{'nerq', '__future__'}", "{'__future__', 'nerq'}"}


def test_the_version_is_that_of_the_installed_metadata() -> None:
    assert nerq.__version__ == version("nerq")


def test_the_first_page_of_help_is_the_one_that_the_command_line_lays_out() -> None:
    """Where this fails: ``COLUMNS=80 nerq --help > src/nerq/cli/help.txt``."""
    code = "import sys; sys.argv = ['nerq', '--help']; from nerq.__main__ import main; main()"

    def page(**environment: str) -> str:
        kept = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
        words = [sys.executable, "-c", code]
        return subprocess.run(
            words, capture_output=True, text=True, check=True, env={**kept, **environment}
        ).stdout

    assert page() == page(COLUMNS="80") == (ROOT / "cli" / "help.txt").read_text("utf-8")
