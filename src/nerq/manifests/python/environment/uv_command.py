"""Runs ``uv pip compile`` apart from everything else, and reads what it prints.

https://docs.astral.sh/uv/reference/cli/#uv-pip-compile
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import UsageError
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

# What uv needs to reach the index that the user's machine is set up for, and nothing that a
# scanned project could have set. No credentials of other tools pass on.
_KEPT = frozenset(
    {
        "PATH",
        "HOME",
        "USERPROFILE",
        "LOCALAPPDATA",
        "APPDATA",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "TMPDIR",
        "XDG_CACHE_HOME",
        "HTTP_PROXY",
        "HTTPS_PROXY",
        "ALL_PROXY",
        "NO_PROXY",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "UV_CACHE_DIR",
        "UV_DEFAULT_INDEX",
        "UV_HTTP_RETRIES",
        "UV_HTTP_TIMEOUT",
        "UV_INDEX_URL",
        "UV_OFFLINE",
        "UV_SYSTEM_CERTS",
        "UV_NATIVE_TLS",
    }
)
_PIN = regex(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)")
_VIA = regex(r"\s+#\s+(?:via\b)?\s*(.*)")
_MESSAGE = 500


@dataclass(frozen=True, slots=True)
class Platform:
    """What to resolve for.

    Attributes:
        platform: as uv's ``--python-platform`` takes it (``linux``, ``macos``, ``windows``,
            ``x86_64-manylinux_2_28``, …); None for this machine's.
        python_version: ``3.12`` or ``3.12.4``; None for the Python that runs nerq.
        seconds: after which uv is stopped.
        index_url: of the index to ask; None for uv's own default.
    """

    platform: str | None = None
    python_version: str | None = None
    seconds: float = 120.0
    index_url: str | None = None


@dataclass(frozen=True, slots=True)
class Resolved:
    """One package of the closure: exact version, and normalised names that ask for it."""

    version: str
    via: tuple[str, ...]


class UvFailedError(Exception):
    """uv gave no resolution; its text says why.

    Attributes:
        is_unsolvable: whether the requirements contradict one another.
    """

    def __init__(self, message: str, *, is_unsolvable: bool = False) -> None:
        super().__init__(message)
        self.is_unsolvable = is_unsolvable


def find() -> str:
    """The path of uv: of the installed package of that name, else the one on PATH.

    Raises:
        UsageError: there is none.
    """
    try:
        import uv

        return str(uv.find_uv_bin())
    except (ImportError, FileNotFoundError):
        found = shutil.which("uv")
    if found is None:
        raise UsageError(
            "--resolve needs uv, which is not installed; install nerq[resolve], or leave "
            "--resolve out and scan a lock file"
        )
    return found


def compile_requirements(
    uv: str, requirements: Iterable[str], constraints: Iterable[str], target: Platform
) -> dict[str, Resolved]:
    """The closure of requirements by normalised name, in uv's order.

    Raises:
        UvFailedError: uv could not be started, took too long, or found no solution.
    """
    with tempfile.TemporaryDirectory(prefix="nerq-resolve-") as folder:
        wanted = Path(folder, "requirements.in")
        bounds = Path(folder, "constraints.txt")
        wanted.write_text("\n".join([*requirements, ""]), "utf-8")
        bounds.write_text("\n".join([*constraints, ""]), "utf-8")
        try:
            done = subprocess.run(  # noqa: S603 - uv, with arguments of our own
                [uv, *_arguments(target), "--constraints", bounds.name, wanted.name],
                cwd=folder,
                env=_environment(),
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=target.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise UvFailedError(f"uv took longer than {target.seconds:g} s") from error
        except OSError as error:
            raise UvFailedError(f"uv could not be started: {error.strerror or error}") from error
    if done.returncode != 0:
        raise UvFailedError(_reason(done.stderr), is_unsolvable="No solution found" in done.stderr)
    return parse(done.stdout)


def _arguments(target: Platform) -> list[str]:
    arguments = ["pip", "compile", "--no-config", "--only-binary", ":all:", "--no-header"]
    arguments += ["--annotation-style", "split", "--color", "never", "--no-progress", "--quiet"]
    arguments += ["--no-python-downloads", "--python", sys.executable]
    if target.platform:
        arguments += ["--python-platform", target.platform]
    if target.python_version:
        arguments += ["--python-version", target.python_version]
    if target.index_url:
        arguments += ["--default-index", target.index_url]
    return arguments


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.upper() in _KEPT}


def _reason(text: str) -> str:
    """What uv said, on one line, without addresses and control characters."""
    plain = re.sub(r"https?://\S+", "<address>", text)
    plain = " ".join("".join(char if char.isprintable() else " " for char in plain).split())
    plain = re.sub(r"^(?:error:|\W) ", "", re.sub(r"[\u2500-\u25ff]+ ", "", plain))
    if not plain:
        return "uv failed without saying why"
    return plain if len(plain) <= _MESSAGE else plain[:_MESSAGE] + "…"


def parse(output: str) -> dict[str, Resolved]:
    """Reads ``name==version`` lines with the ``# via`` comments below them.

    The file of requirements itself (``-r requirements.in``) is left out of `Resolved.via`.
    """
    from packaging.utils import canonicalize_name

    versions: dict[str, str] = {}
    via: dict[str, list[str]] = {}
    name = ""
    for line in output.splitlines():
        if pin := _PIN.match(line):
            name = canonicalize_name(pin[1])
            versions[name] = pin[2]
            via[name] = []
        elif name and (comment := _VIA.fullmatch(line)) and not comment[1].startswith("-"):
            parent = comment[1].partition("(")[0].partition("[")[0].strip()
            via[name] += [canonicalize_name(parent)] if parent else []
    return {key: Resolved(version, tuple(via[key])) for key, version in versions.items()}
