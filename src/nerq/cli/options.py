"""Every option of the command line, defined once; commands pick what they need."""

from __future__ import annotations

from typing import Annotated

import typer

from nerq.errors import UsageError
from nerq.pipeline.plugins import report_ids
from nerq.reports.cards import CARDS, COMPARISONS, SNIPPETS, STYLES
from nerq.settings import SCOPES, SOURCES

FORMATS = report_ids()
CARD_FORMATS = tuple(card.id for card in CARDS)
KINDS = (
    *("packages", "models", "package", "model", "dataset", "space"),
    *("repository", "action", "mcp-server", "api-model"),
)


def _percent(value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 100:
        raise typer.BadParameter(f"{value:g} is not between 0 and 100")
    return value


def _format(value: str) -> str:
    if value not in FORMATS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(FORMATS)}")
    return value


def _card_format(value: str) -> str:
    if value not in CARD_FORMATS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(CARD_FORMATS)}")
    return value


def _comparison(value: str) -> str:
    if value not in COMPARISONS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(COMPARISONS)}")
    return value


def _style(value: str) -> str:
    if value not in STYLES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(STYLES)}")
    return value


def _snippet(value: str | None) -> str | None:
    if value is not None and value not in SNIPPETS:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(SNIPPETS)}")
    return value


def _source(value: str | None) -> str | None:
    if value is not None and value not in SOURCES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(SOURCES)}")
    return value


def _scope(value: str | None) -> str | None:
    if value is not None and value not in SCOPES:
        raise typer.BadParameter(f"{value!r} is not one of {', '.join(SCOPES)}")
    return value


def _only(value: str | None) -> str | None:
    for kind in (value or "").split(","):
        if kind and kind not in KINDS:
            raise typer.BadParameter(f"{kind!r} is not one of {', '.join(KINDS)}")
    return value


def outputs(values: list[str] | None, formats: tuple[str, ...] = FORMATS) -> list[tuple[str, str]]:
    """``FORMAT=FILE`` options as pairs.

    Raises:
        UsageError: a format is unknown or no file is named.
    """
    pairs = []
    for value in values or ():
        name, equals, file = value.partition("=")
        if name not in formats or not equals or not file:
            raise UsageError(
                f"--output {value}: write it as FORMAT=FILE, FORMAT being one of "
                + ", ".join(formats)
            )
        pairs.append((name, file))
    return pairs


Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files and folders; - reads requirements from stdin.",
        show_default=".",
    ),
]
Format = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(FORMATS),
        callback=_format,
        help="Report on stdout.",
        show_default=True,
    ),
]
Targets = Annotated[
    list[str],
    typer.Argument(
        metavar="TARGET...",
        help="Names, OWNER/NAME, PREFIX:NAME, package URLs, addresses of pages; "
        "- reads them from stdin, one a line.",
        show_default=False,
    ),
]
CardFormat = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(CARD_FORMATS),
        callback=_card_format,
        help="Report on stdout.",
        show_default=True,
    ),
]
Style = Annotated[
    str,
    typer.Option(
        "--style", metavar="|".join(STYLES), callback=_style, help="How the badge is drawn."
    ),
]
Snippet = Annotated[
    str | None,
    typer.Option(
        "--snippet",
        metavar="|".join(SNIPPETS),
        callback=_snippet,
        help="Print the line that shows the badge in a page.",
    ),
]
Comparison = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="|".join(COMPARISONS),
        callback=_comparison,
        help="Report on stdout.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="FORMAT=FILE", help="Write a further report; repeatable."
    ),
]
Threshold = Annotated[
    float | None,
    typer.Option(
        "--threshold",
        metavar="N",
        callback=_percent,
        help="Scores below N fail.",
        show_default="70",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="What is unknown fails too.")]
Source = Annotated[
    str | None,
    typer.Option(
        "--source",
        metavar="|".join(SOURCES),
        callback=_source,
        help="Who is asked for scores.",
        show_default="nerq",
    ),
]
ApiUrl = Annotated[
    str | None, typer.Option("--api-url", metavar="URL", help="Address of the Preflight service.")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Answer from the cache and the snapshot only.")
]
Refresh = Annotated[bool, typer.Option("--refresh", help="Ask again, whatever the cache holds.")]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep answers.")]
Snapshot = Annotated[
    str | None, typer.Option("--snapshot", metavar="FILE", help="Answers exported earlier.")
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline", metavar="FILE", help="An earlier JSON report: only what is new fails."
    ),
]
Since = Annotated[
    str | None,
    typer.Option(
        "--since", metavar="GIT-REF", help="Judge only what changed since the merge base."
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="KIND,...",
        callback=_only,
        help="Kinds to report; packages and models name groups.",
    ),
]
Exclude = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Leave paths out; repeatable.")
]
Scope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="|".join(SCOPES),
        callback=_scope,
        help="runtime leaves out dev, build and test.",
        show_default="all",
    ),
]
Env = Annotated[
    bool, typer.Option("--env", help="Add what is installed in the project's .venv, or --python.")
]
Python = Annotated[
    str | None,
    typer.Option("--python", metavar="FILE", help="With --env: the interpreter to look at."),
]
Resolve = Annotated[
    bool, typer.Option("--resolve", help="Add transitive dependencies, resolved by uv.")
]
PythonVersion = Annotated[
    str | None,
    typer.Option("--python-version", metavar="X.Y", help="With --resolve: for which Python."),
]
PythonPlatform = Annotated[
    str | None,
    typer.Option(
        "--python-platform",
        metavar="NAME",
        help="With --resolve: for which platform, as uv names it.",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="List what would be asked; ask nothing.")]
IncludeProse = Annotated[
    bool, typer.Option("--include-prose", help="Report mentions in comments and prose too.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No report on stdout when everything passed.")
]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, help="Show more: what passed, every mention.")
]
NoProgress = Annotated[bool, typer.Option("--no-progress", help="No progress on the terminal.")]
Concurrency = Annotated[
    int | None,
    typer.Option("--concurrency", metavar="N", min=1, max=100, help="Questions under way at once."),
]
Timeout = Annotated[
    float | None,
    typer.Option("--timeout", metavar="S", min=0.1, help="Seconds for all questions together."),
]
Config = Annotated[
    str | None, typer.Option("--config", metavar="FILE", help="Settings file to use.")
]
