"""What ``nerq scan`` does, and the short way to it."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from nerq.cli.options import Option, Typed, given, options_of
from nerq.cli.show import show, write_files
from nerq.pipeline.plugins import report_ids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from nerq.cli.options import Given

_FORMAT = ("--format", "-f")
_JSON = "--json"
_QUIET = ("--quiet", "-q")


def run_scan(
    paths: Sequence[str] | None,
    given: Given,
    *,
    report: str = "table",
    files: Sequence[tuple[str, str]] = (),
    quiet: bool = False,
    verbose: int = 0,
) -> int:
    """Scans, writes the files, shows the report; the exit code.

    Args:
        paths: None for the current folder.
        given: what the shared options say.
        report: the id of the report on standard output.
        files: further reports, as id and file.
        quiet: shows nothing where everything passed.
        verbose: how much more the table shows.
    """
    from nerq.pipeline.scan import scan

    chosen = list(paths or ["."])
    settings = given.settings(chosen[0])
    stdin = sys.stdin.buffer.read() if "-" in chosen else None
    with given.progress(hidden=quiet) as progress:
        result = scan(chosen, settings, progress=progress, stdin=stdin)
    write_files(result, files)
    show(result, report, verbose=verbose, quiet=quiet)
    return result.exit_code


def run_plain(arguments: Sequence[str]) -> int | None:
    """Runs ``scan`` with paths and plain options only; None where there is more to parse.

    Loading what parses every option takes four times as long as Python's own start; hooks and
    jobs mostly need none of it.
    """
    line = plain(arguments)
    if line is None or any(name.startswith("_NERQ_") for name in os.environ):
        return None
    return run_scan(line.paths, given(line.options), report=line.report, quiet=line.quiet)


class PlainScan:
    """A command line of ``scan`` as far as it is read.

    Attributes:
        options: what was typed for each of the shared options.
        is_plain: whether all of it could be read.
    """

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.options: dict[Option, Typed] = {}
        self.formats: list[str] = []
        self.is_json = False
        self.quiet = False
        self.is_plain = True

    @property
    def report(self) -> str:
        """The id of the report; ``--json`` wins over ``--format``, the last of which counts."""
        return "json" if self.is_json else self.formats[-1] if self.formats else "table"

    def add(self, word: str, rest: Iterator[str]) -> None:
        """Reads one word, and the one after it where that is its value."""
        if word in _SHARED:
            self._add_option(_SHARED[word], rest)
        elif word in _FORMAT:
            self.formats.append(next(rest, ""))
        elif word == _JSON:
            self.is_json = True
        elif word in _QUIET:
            self.quiet = True
        elif not word or (word.startswith("-") and word != "-"):
            self.is_plain = False
        else:
            self.paths.append(word)

    def _add_option(self, option: Option, rest: Iterator[str]) -> None:
        if not option.metavar:
            self.options[option] = True
            return
        value = next(rest, "")
        # Whether this is a value or an option that lacks one, the parser knows.
        self.is_plain &= bool(value) and not value.startswith("-")
        if option.is_repeated:
            before = self.options.get(option)
            self.options[option] = [*(before if isinstance(before, list) else ()), value]
        else:
            self.options[option] = value


def plain(arguments: Sequence[str]) -> PlainScan | None:
    """A command line of ``scan`` with no other than these forms; None for any other."""
    if not arguments or arguments[0] != "scan":
        return None
    line, words = PlainScan(), iter(arguments[1:])
    for word in words:
        line.add(word, words)
    is_known = all(name in report_ids() for name in line.formats)
    return line if line.is_plain and is_known else None


_SHARED = {option.name: option for option in options_of("scan")}
