"""Which nerq this is, read where installers write it, without the machinery that they share.

importlib.metadata brings the e-mail parser and much else: three times what Python takes to start.
"""

from __future__ import annotations

import os
import sys

_HEAD = 4096  # bytes of METADATA that hold its first fields (core metadata, PyPA)


def installed_version() -> str:
    """The version in the installed metadata of nerq.

    Raises:
        importlib.metadata.PackageNotFoundError: nerq is not installed, only importable.
    """
    for folder in sys.path:
        for name in _names(folder or os.curdir):
            if name.startswith("nerq-") and name.endswith(".dist-info"):
                version = _version_in(f"{folder}/{name}/METADATA")
                if version:
                    return version
    from importlib.metadata import version as slow

    return slow("nerq")


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - importing pathlib takes longer than all of this
    except OSError:
        return []


def _version_in(file: str) -> str | None:
    try:
        with open(file, "rb") as metadata:  # noqa: PTH123 - as above
            lines = metadata.read(_HEAD).splitlines()
    except OSError:
        return None
    fields = (line for line in lines if line.startswith(b"Version:"))
    return next(fields, b"").partition(b":")[2].strip().decode() or None
