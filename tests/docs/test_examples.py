"""What the README and the pages show can be done as it stands there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from contract.preflight_service import PreflightService
from docs.pages import DOCS, PAGES, README, ROOT, Block, blocks, commands
from integrations import package_registry

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are of a POSIX shell")

# Commands that change more than the folder they run in, or do not end.
_NOT_RUN = ("nerq --install-completion", "nerq serve")
COMMANDS = [
    pytest.param(line, id=f"{page.name}: {line}")
    for page in (README, *PAGES)
    for line in dict.fromkeys(commands(page))
    if not line.startswith(_NOT_RUN)
]


@pytest.fixture(scope="module")
def service() -> Iterator[PreflightService]:
    with PreflightService(knows_all=True) as running:
        running.know("flask", 90.0, source="pypi")
        running.know("nose", 31.5, source="pypi")
        yield running


@pytest.fixture(autouse=True)
def nothing_asked_yet(service: PreflightService) -> None:
    service.forget()


def shell(
    line: str, folder: Path, service: PreflightService, **environment: str
) -> subprocess.CompletedProcess[str]:
    beside = str(Path(sys.executable).parent)
    return subprocess.run(
        ["sh", "-c", line],
        cwd=folder,
        env={
            **os.environ,
            "PATH": os.pathsep.join((beside, os.environ["PATH"])),
            "NERQ_API_URL": service.url,
            **environment,
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def furniture(tmp_path_factory: pytest.TempPathFactory, service: PreflightService) -> Path:
    """A project that has what the examples speak of."""
    project = tmp_path_factory.mktemp("furniture") / "project"
    (project / "services" / "chat").mkdir(parents=True)
    (project / "services" / "chat" / "requirements.txt").write_text("flask\n")
    (project / "requirements.txt").write_text("flask==3.0.3\nnose==1.3.7\n")
    (project / "uv.lock").write_text('version = 1\n[[package]]\nname = "flask"\nversion = "3"\n')
    git = ("git", "-c", "user.name=A Tester", "-c", "user.email=tester@example.org")
    for command in (
        ("init", "-q"),
        ("add", "."),
        ("commit", "-q", "-m", "Before"),
        ("update-ref", "refs/remotes/origin/main", "HEAD"),
    ):
        subprocess.run([*git, *command], cwd=project, check=True)
    cache = {"NERQ_CACHE_DIR": str(project.parent / "cache")}
    for line in ("nerq baseline -o nerq-baseline.json", "nerq snapshot export nerq-snapshot.json"):
        assert shell(line, project, service, **cache).returncode == 0
    return project


@pytest.fixture
def furnished(furniture: Path, tmp_path: Path) -> Path:
    """A copy that a test may change."""
    copy = tmp_path / "furnished"
    shutil.copytree(furniture, copy)
    return copy


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_do_what_they_should(
    furnished: Path, service: PreflightService, line: str
) -> None:
    if "| jq" in line and shutil.which("jq") is None:
        line = line.partition("|")[0]
    done = shell(line, furnished, service)
    assert done.returncode in (0, 1), f"{done.returncode}: {done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr


def test_some_commands_were_found() -> None:
    assert len(COMMANDS) >= 20
    assert len(commands(README)) >= 6


def test_the_tutorial_ends_as_it_says(project: Path, service: PreflightService) -> None:
    codes, asked = [], []
    for block in blocks(DOCS / "tutorial.md"):
        _write(block, project)
        if block.language == "sh" and "nerq scan" in block.text:
            done = shell(block.text, project, service)
            codes.append(done.returncode)
            asked.append(len(service.requests))
            if "--dry-run" not in block.text and len(codes) == 2:
                assert "61.2 is below 70" in done.stdout
                assert "instead" in done.stdout
    assert codes == [0, 1, 0]
    assert asked[0] == 0


def _write(block: Block, folder: Path) -> None:
    name, _, is_added = block.note.removeprefix("file: ").partition(", ")
    if block.note.startswith("file: "):
        with (folder / name).open("a" if is_added else "w", encoding="utf-8") as file:
            file.write(block.text)


LIBRARY = [block for block in blocks(DOCS / "how-to" / "library.md") if block.note == "example"]


@pytest.mark.parametrize("number", range(len(LIBRARY)))
def test_the_library_examples_run(project: Path, service: PreflightService, number: int) -> None:
    (project / "requirements.txt").write_text("flask\nnose\n")
    shell("nerq scan", project, service)  # answers for the one that is offline
    (project / "example.py").write_text(LIBRARY[number].text)
    done = shell("python -W error example.py", project, service)
    assert done.stderr == ""
    assert done.stdout
    assert done.returncode == (1 if "raise SystemExit" in LIBRARY[number].text else 0)
    if number == 0:
        assert done.stdout.splitlines()[0] == (
            "nose the service advises against it (DENY) requirements.txt:2"
        )


def test_the_library_page_has_examples() -> None:
    assert len(LIBRARY) == 4


def test_the_format_that_is_shown_works(project: Path, service: PreflightService) -> None:
    """Installed as a package is: a module, and an entry point beside it."""
    page = blocks(DOCS / "how-to" / "extending.md")
    (module,) = [block.text for block in page if block.note == "file: deps_list.py"]
    (entry,) = [block.text for block in page if "entry-points" in block.text]
    installed = project.parent / "installed"
    info = installed / "deps_list-1.0.dist-info"
    info.mkdir(parents=True)
    (installed / "deps_list.py").write_text(module)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: deps-list\nVersion: 1.0\n")
    name, value = re.findall(r'^(\S+) = "(.+)"$', entry, re.MULTILINE)[0]
    (info / "entry_points.txt").write_text(f"[nerq.manifests]\n{name} = {value}\n")
    (project / "deps.list").write_text("# ours\nflask 3.0.3\nnose\n")
    done = shell(f"PYTHONPATH={installed} nerq scan --json", project, service)
    assert '"found_by": "deps-list"' in done.stdout, done.stderr
    assert done.returncode == 1


@pytest.mark.registry
def test_the_quick_start_of_the_readme(tmp_path: Path) -> None:
    """In a clone, as it says: the command makes an environment where it runs."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is not a Git working tree, so there is nothing to clone")
    package_registry.needed()
    (line,) = [block.text.strip() for block in blocks(README) if block.note == "quick start"]
    clone = tmp_path / "nerq"
    subprocess.run(["git", "clone", "-q", ROOT, clone], check=True, timeout=60)
    influences = {key for key in package_registry.ENVIRONMENT if key.startswith("NERQ_")}
    environment = {k: v for k, v in package_registry.ENVIRONMENT.items() if k not in influences}
    done = subprocess.run(
        ["sh", "-c", line],
        cwd=clone,
        env={**environment, "NERQ_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "100"},
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for name in ("jinja2", "nose", "microsoft/phi-2"):
        assert name in done.stdout
    assert "Failed: " in done.stdout


def test_the_check_command_is_the_one_that_ci_runs() -> None:
    (block,) = [block for block in blocks(README) if block.note == "check"]
    assert block.language == "sh"
    assert "nox" in block.text
    assert "<!-- check -->" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_the_settings_for_no_network_work(project: Path, service: PreflightService) -> None:
    """Also where the snapshot is made: the settings are in the project already."""
    (table,) = [b.text for b in blocks(DOCS / "how-to" / "air-gapped.md") if b.language == "toml"]
    (project / "pyproject.toml").write_text(table)
    (project / "requirements.txt").write_text("flask\n")
    made = shell("nerq snapshot export nerq-snapshot.json", project, service)
    assert made.returncode == 0, made.stderr
    asked = len(service.requests)
    assert asked > 0
    assert shell("nerq scan --no-cache", project, service).returncode == 0
    (project / "requirements.txt").write_text("flask\nclick\n")
    assert shell("nerq scan --no-cache", project, service).returncode == 3
    assert len(service.requests) == asked


def test_the_example_of_the_settings_page_is_valid(
    project: Path, service: PreflightService
) -> None:
    tables = [b.text for b in blocks(DOCS / "settings.md") if b.language == "toml"]
    # Whatever the day: what the page shows would expire with it.
    (project / "pyproject.toml").write_text(re.sub(r"20\d\d-", "2099-", tables[0]))
    (project / "requirements.txt").write_text("flask\nnose\nacme-secret\n")
    done = shell("nerq scan --json", project, service)
    assert '"ignored": 1' in done.stdout, done.stderr
    assert not any("acme" in name for name in service.asked)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(block.text, id=f"{page.name} {number}")
        for page in PAGES
        for number, block in enumerate(blocks(page))
        if block.language == "toml" and "file:" not in block.note
    ],
)
def test_every_table_of_settings_is_accepted(
    project: Path, service: PreflightService, text: str
) -> None:
    name = "pyproject.toml" if "tool.nerq" in text or "[project" in text else "nerq.toml"
    (project / name).write_text(text)
    done = shell("nerq config", project, service)
    assert done.returncode == 0, done.stderr
