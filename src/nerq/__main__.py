"""``python -m nerq`` and the ``nerq`` command."""

from __future__ import annotations

import sys

_WIDTH = 80  # columns; wider terminals get the same page


def main() -> None:
    """Runs the command line and exits with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        # Answered before the command line is loaded: scripts and editors ask this often.
        from nerq.version import installed_version

        sys.stdout.write(f"nerq {installed_version()}\n")
        return
    if sys.argv[1:] == ["--help"] and (page := _help_page()):
        sys.stdout.write(page)
        return
    import gc

    from nerq.cli.exits import run

    # A scan makes many objects and hardly a cycle: looking for those often is time lost.
    gc.set_threshold(50_000, 50, 50)

    sys.exit(run())


def _forget_working_folder() -> None:
    """Keeps modules that lie in the scanned project from being imported.

    ``python -m`` puts the working folder, which mostly is what is scanned, before everything else.
    """
    import os

    if sys.path and sys.path[0] in ("", os.getcwd()):  # noqa: PTH109 - as Python wrote it there
        del sys.path[0]


def _help_page() -> str | None:
    """The first page of help as it is written for 80 columns; None for other widths.

    Laying it out anew means loading every command: ten times what Python takes to start.
    """
    import os

    is_usual = os.path.basename(sys.argv[0]) == "nerq" and "COLUMNS" not in os.environ  # noqa: PTH119 - pathlib is slow to import
    try:
        if not is_usual or (sys.stdout.isatty() and os.get_terminal_size().columns < _WIDTH):
            return None
        with open(f"{os.path.dirname(__file__)}/cli/help.txt", encoding="utf-8") as page:  # noqa: PTH120, PTH123 - as above
            return page.read()
    except (OSError, ValueError):
        return None


if __name__ == "__main__":
    _forget_working_folder()
    main()
