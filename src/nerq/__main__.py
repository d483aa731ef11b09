"""``python -m nerq`` and the ``nerq`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and exits with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before the command line is loaded: scripts and editors ask this often.
        from nerq.version import installed_version

        sys.stdout.write(f"nerq {installed_version()}\n")
        return
    from nerq.cli.exits import run

    sys.exit(run())


def _forget_working_folder() -> None:
    """Keeps modules that lie in the scanned project from being imported.

    ``python -m`` puts the working folder, which mostly is what is scanned, before everything else.
    """
    import os

    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - as Python wrote it there
        del sys.path[0]


if __name__ == "__main__":
    _forget_working_folder()
    main()
