"""Reads ``# nerq: ignore[rule] reason`` comments beside references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import SettingsError
from nerq.model import Location
from nerq.patterns import regex
from nerq.policy.ignores import InlineIgnore
from nerq.rules import named
from nerq.rules import names as rule_names
from nerq.settings.values import nearest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from nerq.plugin import Source

_PROSE = (".md", ".mdx", ".rst", ".html")
HINT = b"nerq: ignore"
_ADVISORY = regex(r"[A-Z][A-Za-z]*-")  # ids of advisories begin with a database's name
_COMMENT = regex(
    r"(?P<mark>\#|//|<!--|;|--)\s*nerq: ignore(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)"
)


def read_ignores(source: Source, mentions: Collection[int | None]) -> Iterator[InlineIgnore]:
    """The comments of one file, by line.

    A comment speaks of its own line; alone on a line, of the next one. Text may explain what
    such comments look like, so one that is malformed, or stands in prose, counts only where
    something is mentioned.

    Args:
        source: the file.
        mentions: lines on which something was found.

    Raises:
        SettingsError: a comment beside a mention names no rule, an unknown rule, or no reason.
    """
    for number, line in enumerate(source.text.splitlines(), start=1):
        found = _COMMENT.search(line) if "nerq: ignore" in line else None
        if not found:
            continue
        is_alone = not line[: found.start()].strip()
        location = Location(source.path, number + 1 if is_alone else number)
        is_beside = location.line in mentions
        if not is_beside and source.path.endswith(_PROSE):
            continue
        try:
            yield _ignore(location, found["rules"], found["reason"])
        except SettingsError as error:
            if is_beside:
                raise SettingsError(f"{source.path}:{number}: {error}") from error


def _ignore(location: Location, rules: str | None, reason: str) -> InlineIgnore:
    names = tuple(rule.strip() for rule in (rules or "").split(",") if rule.strip())
    if not names:
        raise SettingsError("an ignore names its rules: # nerq: ignore[rule] reason")
    for name in names:
        if not _ADVISORY.match(name) and not named(name):
            raise SettingsError(f"unknown rule {name!r}; {nearest(name, rule_names())}")
    why = reason.replace("-->", "").strip(" :-")
    if not why:
        raise SettingsError("an ignore needs a reason after the brackets")
    meant = tuple(rule.id for name in names for rule in named(name))
    advisories = tuple(name for name in names if _ADVISORY.match(name))
    return InlineIgnore(location, (*meant, *advisories), why)
