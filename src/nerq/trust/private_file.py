"""Makes files that nobody but the user can read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def ensure_private(path: Path) -> None:
    """Makes the file, with its folder, where missing; and closes it to others (0600).

    Made here and not by SQLite, so that nobody else can read it at any moment.

    Raises:
        OSError: it cannot be made or changed.
    """
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    if os.name == "posix" and path.stat().st_mode & 0o077:
        path.chmod(0o600)
