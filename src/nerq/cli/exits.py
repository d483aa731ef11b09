"""The one place where an error becomes a text and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from nerq.errors import NerqError, SettingsError, UsageError

CLEAN = 0
POLICY_FAILED = 1
USAGE = 2
UNFINISHED = 3
BUG = 70
INTERRUPTED = 130


def run() -> int:
    """Runs the command line; the exit code to leave with."""
    try:
        return _run()
    except KeyboardInterrupt:
        return say("interrupted", INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the one place that turns any error into a code
        return _explain(error)


def _explain(error: Exception) -> int:
    match error:
        case UsageError() | SettingsError():
            return say(str(error), USAGE)
        case NerqError():
            return say(str(error), UNFINISHED)
        case BrokenPipeError():
            # Whoever read our output has left (`| head`); what was asked for was shown.
            _forget_output()
            return UNFINISHED
        case OSError():
            return say(_system_error(error), UNFINISHED)
        case _:
            return _bug(error)


def _run() -> int:
    if sys.argv[1:2] == ["scan"]:
        from nerq.cli.scanning import run_plain

        code = run_plain(sys.argv[1:])
        if code is not None:
            return code
    from nerq.cli.app import command_line

    # Typer's own error display would import rich for one line of text.
    command_result = command_line(*sys.argv[1:2])(standalone_mode=False)
    sys.stdout.flush()
    return command_result if isinstance(command_result, int) else CLEAN


def say(message: str, code: int) -> int:
    """Writes one message to standard error and returns the code."""
    from nerq.cli.terminal import plain

    sys.stderr.write(f"nerq: {plain(message)}\n")
    return code


def _system_error(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return f"{where}{error.strerror or error}"


def _bug(error: Exception) -> int:
    from typer import Exit

    if isinstance(error, Exit):
        return error.exit_code
    usage = _usage_message(error)
    if usage is not None:
        return say(usage, USAGE)
    import traceback

    if os.environ.get("NERQ_DEBUG"):
        traceback.print_exception(error)
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(last.filename)}:{last.lineno}"  # noqa: PTH119 - no import for a name
    return say(
        f"this is a bug in nerq ({type(error).__name__} at {place}: {error}). "
        "Run again with NERQ_DEBUG=1 for the details, and report them.",
        BUG,
    )


def _usage_message(error: Exception) -> str | None:
    """The text of an error of the command line's own parser, which typer keeps to itself."""
    formatted = getattr(error, "format_message", None)
    if not callable(formatted):
        return None
    context = getattr(error, "ctx", None)
    command = getattr(context, "command_path", "nerq")
    return f"{formatted()} (see {command} --help)"


def _forget_output() -> None:
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
