"""Where the packages of a Python environment lie."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_CONFIGURATION = "pyvenv.cfg"
_ASK = (
    "import json, site, sysconfig; "
    "paths = sysconfig.get_paths(); "
    "print(json.dumps([paths['purelib'], paths['platlib'], *site.getsitepackages()]))"
)
_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Environment:
    """One environment.

    Attributes:
        name: how reports call it: the last part of its path.
        root: absolute; what `label` is relative to.
        folders: absolute folders of installed packages, in the order they are searched.
    """

    name: str
    root: Path
    folders: tuple[Path, ...]

    def label(self, entry: Path) -> str:
        """The place of an entry, without any path of this machine."""
        inside = entry.is_relative_to(self.root)
        relative = entry.relative_to(self.root).as_posix() if inside else entry.name
        return f"{self.name}/{relative}"


def find(python: str | None, project_root: str) -> Environment:
    """The environment of an interpreter, a virtual environment, or the project.

    Raises:
        UsageError: there is none, or the project's leads out of the project.
    """
    if python is None:
        return _of_project(project_root)
    path = Path(python).expanduser()
    if path.is_dir():
        return _virtual(path, python)
    program = shutil.which(path)
    if program is None:
        raise UsageError(
            f"--python {python}: no such interpreter; give the path of one, or of a virtual "
            f"environment"
        )
    # Not resolved: the interpreter of a virtual environment is a link out of it.
    prefix = Path(program).absolute().parent.parent
    if (prefix / _CONFIGURATION).is_file():
        return _virtual(prefix, python)
    return _of_interpreter(Path(program).absolute(), python)


def _of_project(project_root: str) -> Environment:
    prefix = Path(os.path.realpath(project_root), ".venv")
    if not prefix.is_dir():
        raise UsageError(
            f"{project_root} has no .venv; name the interpreter whose packages are meant with "
            f"--python"
        )
    if prefix.is_symlink():
        raise UsageError(
            f"{Path(project_root, '.venv')} is a link; name the environment itself with --python"
        )
    found = _virtual(prefix, str(Path(project_root, ".venv")))
    inside = [
        folder for folder in found.folders if Path(os.path.realpath(folder)).is_relative_to(prefix)
    ]
    if not inside:
        raise UsageError(
            f"the packages of {Path(project_root, '.venv')} lie outside the project; name the "
            f"environment itself with --python"
        )
    return Environment(found.name, found.root, tuple(inside))


def _virtual(prefix: Path, shown: str) -> Environment:
    prefix = prefix.absolute()
    folders = tuple(_site_packages(prefix))
    if not folders:
        raise UsageError(f"{shown} holds no packages of Python: no site-packages folder is there")
    return Environment(prefix.name, prefix, folders)


def _site_packages(prefix: Path) -> Iterator[Path]:
    windows = prefix / "Lib" / "site-packages"
    if windows.is_dir():
        yield windows
        return
    # lib64 is a link to lib on most systems, and a folder of its own on some.
    seen = set()
    for library in ("lib", "lib64"):
        for found in sorted(prefix.glob(f"{library}/*/site-packages")):
            real = os.path.realpath(found)
            if re.match(r"(?:python|pypy)\d", found.parent.name) and real not in seen:
                seen.add(real)
                yield found


def _of_interpreter(program: Path, shown: str) -> Environment:
    """Asks the interpreter that the user named; it starts without the project's own code."""
    try:
        answer = subprocess.run(  # noqa: S603 - the interpreter named on the command line
            [program, "-I", "-S", "-c", _ASK],
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            stdin=subprocess.DEVNULL,
            cwd=program.parent,
        ).stdout
        folders = [Path(folder) for folder in json.loads(answer)]
    except (OSError, subprocess.SubprocessError, ValueError, TypeError) as error:
        raise UsageError(
            f"--python {shown}: it did not say where its packages lie; is it a Python "
            f"interpreter? ({type(error).__name__})"
        ) from error
    existing = tuple(dict.fromkeys(folder for folder in folders if folder.is_dir()))
    return Environment(program.name, program.parent.parent, existing)
