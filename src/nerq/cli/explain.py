"""``nerq explain``: what a rule means, how it counts here, and what to do."""

from __future__ import annotations

import sys
from textwrap import fill
from typing import TYPE_CHECKING

import typer

from nerq import rules
from nerq.cli import parameters, terminal
from nerq.errors import UsageError
from nerq.settings.values import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import Level
    from nerq.policy import Policy
    from nerq.rules import Rule

_LEVELS: dict[Level, str] = {
    "error": "it fails the build",
    "warn": "it is called out",
    "note": "it is listed",
    "off": "it is left out",
}


@parameters.with_options("explain")
def explain(
    rule: str = typer.Argument(
        metavar="RULE",
        help="Its id, or another name of it.",
        autocompletion=lambda: list(rules.names()),
    ),
    *,
    given: parameters.Given,
) -> None:
    """Say what a rule means, how it counts here, and what to do.

    Exit codes: 0 explained, 2 there is no such rule.
    """
    found = rules.named(rule)
    if not found:
        raise UsageError(f"unknown rule {rule!r}; {nearest(rule, rules.names())}")
    policy = given.settings().policy
    lines = [line for one in found for line in ("", *_explained(one, policy))]
    terminal.write("\n".join(lines[1:]) + "\n")


def _explained(rule: Rule, policy: Policy) -> Iterator[str]:
    yield f"{rule.id}: {rule.title[:1].lower()}{rule.title[1:]}"
    yield ""
    for text in (rule.meaning, f"What to do: {rule.remedy}"):
        yield fill(text, terminal.width(sys.stdout), break_long_words=False)
    yield ""
    yield f"  default  {'; '.join([_level(rule, rule.level), *_exceptions(rule)])}"
    yield f"  here     {_level(rule, policy.level(rule.id, is_fixed=True))}"
    if rule.cap is not None:
        yield f"  cap      {rule.cap:g}: the most that a local score can be where it is an error"
    yield f"  change   {_change(rule)}"
    if rule.aliases:
        yield f"  also     {', '.join(rule.aliases)}"
    yield f"  docs     {rule.url}"


def _level(rule: Rule, level: Level) -> str:
    if level == "error" and rule.outcome == "unavailable":
        return "error: the scan is unfinished (exit code 3)"
    return f"{level}: {_LEVELS[level]}"


def _exceptions(rule: Rule) -> Iterator[str]:
    """Where its level differs by itself."""
    if rule.level_unfixed:
        yield f"{rule.level_unfixed} where no fixed release is known"
    if rule.level_of_service:
        yield f"{rule.level_of_service} where the service gave the score"
    if rule.is_strict and rule.level != "error":
        yield "error under --strict"


def _change(rule: Rule) -> str:
    """How a project can decide otherwise."""
    if rule.is_absolute:
        return "only an ignore that names the advisory lifts it"
    if rule.least == "error":
        return "it cannot be lowered"
    *first, last = (f'"{level}"' for level in rule.levels)
    return f"[tool.nerq.rules] {rule.id} = {', '.join(first)} or {last}"
