"""Reads ``# nerq: ignore[rule] reason`` comments beside references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.errors import SettingsError
from nerq.model import Location
from nerq.patterns import regex
from nerq.policy import RULES
from nerq.policy.ignores import InlineIgnore

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.plugin import Source

HINT = b"nerq: ignore"
_COMMENT = regex(
    r"(?P<mark>\#|//|<!--|;|--)\s*nerq: ignore(?:\[(?P<rules>[^\]]*)\])?(?P<reason>.*)"
)


def read_ignores(source: Source) -> Iterator[InlineIgnore]:
    """The comments of one file, by line.

    A comment speaks of its own line; alone on a line, of the next one.

    Raises:
        SettingsError: a comment names no rule, an unknown rule, or no reason.
    """
    lines = source.text.splitlines()
    for number, line in enumerate(lines, start=1):
        found = _COMMENT.search(line) if "nerq: ignore" in line else None
        if found:
            is_alone = not line[: found.start()].strip()
            where = f"{source.path}:{number}"
            location = Location(source.path, number + 1 if is_alone else number)
            reason = found["reason"].replace("-->", "").strip(" :-")
            if not reason:
                raise SettingsError(f"{where}: an ignore needs a reason after the brackets")
            yield InlineIgnore(location, _rules(found["rules"], where), reason)


def _rules(text: str | None, where: str) -> tuple[str, ...]:
    rules = tuple(rule.strip() for rule in (text or "").split(",") if rule.strip())
    if not rules:
        raise SettingsError(f"{where}: an ignore names its rules: # nerq: ignore[rule] reason")
    for rule in rules:
        if rule not in RULES:
            from nerq.settings.values import unknown

            raise SettingsError(unknown(where, rule, tuple(RULES), f"rule {rule!r}"))
    return rules
