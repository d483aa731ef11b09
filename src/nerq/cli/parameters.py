"""The parameters of the commands: those of `nerq.cli.options`, and those that few commands have."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from nerq.cli import options as table
from nerq.errors import UsageError
from nerq.pipeline.plugins import report_ids
from nerq.reports.cards import CARDS, COMPARISONS, SNIPPETS, STYLES
from nerq.settings import Settings
from nerq.settings.groups import GROUP_OF

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.cli.options import Option

Given = table.Given

FORMATS = report_ids()
CARD_FORMATS = tuple(card.id for card in CARDS)


def with_options(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options that the table lists for it, as its argument ``given``.

    Typer reads a command's parameters from its signature, so that the options are added there.
    """
    options = {option.name[2:].replace("-", "_"): option for option in table.options_of(name)}

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(command)
        def run(**values: object) -> None:
            shared = {
                option: cast("table.Typed", values.pop(key)) for key, option in options.items()
            }
            command(**values, given=table.given(shared))

        signature = inspect.signature(command, eval_str=True)
        own = [item for item in signature.parameters.values() if item.name != "given"]
        added = [_parameter(key, option) for key, option in options.items()]
        run.__signature__ = signature.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
        run.__annotations__ = {item.name: item.annotation for item in (*own, *added)}
        return run

    return decorate


def _parameter(name: str, option: Option) -> inspect.Parameter:
    """The option as a parameter of a command; every value comes as the text that was typed."""
    kind: Any = (list[str] if option.is_repeated else str) if option.metavar else bool
    shown = typer.Option(
        None if option.metavar else False,
        option.name,
        metavar=option.metavar or None,
        help=option.help,
        show_default=_default(option),
    )
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=shown, annotation=kind)


def _default(option: Option) -> str | bool:
    """What holds where nothing is given, as the help shows it; nothing for switches and lists."""
    if not option.metavar or option.field not in GROUP_OF:
        return False
    value = getattr(getattr(Settings(), GROUP_OF[option.field]), option.field)
    if isinstance(value, tuple):
        return ",".join(value) or False
    return False if value is None else f"{value:g}" if isinstance(value, float) else str(value)


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


def _one_of(choices: tuple[str, ...], *names: str, text: str) -> object:
    """An option that takes one of a few texts, and completes them."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in choices:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(choices)}")
        return value

    def complete(incomplete: str) -> list[str]:
        return [choice for choice in choices if choice.startswith(incomplete)]

    return typer.Option(
        *names, metavar="|".join(choices), callback=check, autocompletion=complete, help=text
    )


_REPORT = "Report on stdout."

Paths = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[PATH]...",
        help="Files and folders; - reads requirements from stdin.",
        show_default=".",
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
Format = Annotated[str, _one_of(FORMATS, "--format", "-f", text=_REPORT)]
CardFormat = Annotated[str, _one_of(CARD_FORMATS, "--format", "-f", text=_REPORT)]
Comparison = Annotated[str, _one_of(COMPARISONS, "--format", "-f", text=_REPORT)]
Style = Annotated[str, _one_of(STYLES, "--style", text="How the badge is drawn.")]
Snippet = Annotated[
    str | None,
    _one_of(SNIPPETS, "--snippet", text="Print the line that shows the badge in a page."),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Output = Annotated[
    list[str] | None,
    typer.Option(
        "--output", "-o", metavar="FORMAT=FILE", help="Write a further report; repeatable."
    ),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No report on stdout when everything passed.")
]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, help="Show more: what passed, every mention.")
]
