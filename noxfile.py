"""The whole check, in environments of its own: ``nox`` runs all, ``nox -s tests`` one part."""

from __future__ import annotations

from pathlib import Path

import nox

nox.options.default_venv_backend = "venv"
nox.options.reuse_existing_virtualenvs = True
nox.options.sessions = ["lint", "types", "tests", "docs", "package"]
nox.options.stop_on_first_error = True

PYPROJECT = nox.project.load_toml("pyproject.toml")


def _group(session: nox.Session, *names: str) -> None:
    wanted = [line for name in names for line in nox.project.dependency_groups(PYPROJECT, name)]
    session.install(*wanted)


@nox.session
def lint(session: nox.Session) -> None:
    """Format and lint."""
    _group(session, "lint")
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, and which way imports run."""
    session.install("-e", ".")
    _group(session, "types", "test")
    session.run("mypy")
    session.run("lint-imports")


@nox.session
def tests(session: nox.Session) -> None:
    """Tests with coverage; arguments go to pytest."""
    session.install("-e", ".")
    _group(session, "test")
    if session.posargs:
        session.run("pytest", *session.posargs)
        return
    session.run("coverage", "erase")
    session.run("coverage", "run", "-m", "pytest", "-q", "-n", "auto")
    session.run("coverage", "combine", "-q")
    session.run("coverage", "report")


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation site; a broken link fails, and the tests look at what was built."""
    session.install("-e", ".")
    _group(session, "docs", "test")
    session.run("zensical", "build", "--strict", "--clean", "--config-file", "mkdocs.yml")
    session.run("pytest", "-q", "tests/docs/test_site.py")


@nox.session
def package(session: nox.Session) -> None:
    """Build the wheel, check it, and use it without the development tools."""
    session.install("build", "twine")
    out = session.create_tmp()
    session.run("python", "-m", "build", "--outdir", f"{out}/dist", silent=True)
    session.run("twine", "check", "--strict", f"{out}/dist/*")
    session.run("python", "-m", "venv", f"{out}/clean")
    python = f"{out}/clean/bin/python"
    (wheel,) = Path(out, "dist").glob("*.whl")
    session.run(python, "-m", "pip", "install", "-q", str(wheel), external=True)
    session.run(python, "-m", "nerq", "--version", external=True)
    session.run(python, "-m", "nerq", "scan", "--dry-run", "examples/chat-service", external=True)
