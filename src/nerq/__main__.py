"""``python -m nerq`` and the ``nerq`` command."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line and exits with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before the command line is loaded: scripts and editors ask this often.
        from nerq import __version__

        sys.stdout.write(f"nerq {__version__}\n")
        return
    from nerq.cli.exits import run

    sys.exit(run())


if __name__ == "__main__":
    main()
