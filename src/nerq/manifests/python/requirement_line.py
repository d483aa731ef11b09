"""One dependency specifier, to its parts.

The grammar is PyPA's (https://packaging.python.org/en/latest/specifications/dependency-specifiers/,
once PEP 508). Plain ones are read by one regular expression, all others by `packaging`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.errors import ManifestError
from nerq.patterns import regex
from nerq.redaction import shown

if TYPE_CHECKING:
    from packaging.requirements import Requirement as PackagingRequirement

MAX_LENGTH = 20_000
"""Characters of the longest specifier that is read."""

_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_RELEASE = r"[0-9]+(?:\.[0-9]+)*"
_SUFFIX = r"(?:(?:a|b|rc)[0-9]+)?(?:\.post[0-9]+)?(?:\.dev[0-9]+)?"
_CLAUSE = (
    rf"(?:[=!]=[ ]?{_RELEASE}(?:\.\*|{_SUFFIX})|(?:>=|<=|>|<)[ ]?{_RELEASE}{_SUFFIX}"
    rf"|~=[ ]?[0-9]+(?:\.[0-9]+)+{_SUFFIX})"
)
_COMPARISON = (
    r"(?:python_version|python_full_version|sys_platform|platform_system|platform_machine"
    r"|platform_python_implementation|implementation_name|os_name|extra)"
    r"[ ]?(?:==|!=|<=|>=|<|>)[ ]?(?:'[^'\"\\\r\n]*'|\"[^'\"\\\r\n]*\")"
)
_PLAIN = regex(
    rf"[ \t]{{0,4}}({_NAME})[ \t]{{0,4}}(?:\[[ ]?({_NAME}(?:[ ]?,[ ]?{_NAME})*)[ ]?\][ ]?)?"
    rf"({_CLAUSE}(?:[ ]?,[ ]?{_CLAUSE})*)?[ \t]{{0,4}}"
    rf"(?:;[ \t]{{0,4}}({_COMPARISON}(?:[ ](?:and|or)[ ]{_COMPARISON}){{0,20}})[ \t]{{0,4}})?"
)
_HEAD = regex(rf"\s*{_NAME}\s*(?:\[[^\]]*\])?\s*")
_PIN = regex(r"(==(?!=)|===)\s*([^\s,;)]+)")


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one dependency specifier says; everything as written."""

    name: str
    extras: tuple[str, ...] = ()
    specifier: str | None = None
    marker: str | None = None
    url: str | None = None
    version: str | None = None
    """The one version that can match."""


def parse_requirement(text: str) -> Requirement:
    """The parts of a dependency specifier.

    Raises:
        ManifestError: it is none; without a line.
    """
    if len(text) > MAX_LENGTH:
        raise ManifestError(f"not a requirement: longer than {MAX_LENGTH:,} characters")
    plain = parse_plain(text)
    if plain is not None:
        return plain
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as PackagingRequirement

    try:
        parsed = PackagingRequirement(text)
    except InvalidRequirement as error:
        reason = str(error).partition("\n")[0]
        raise ManifestError(f"not a requirement: {shown(text)}; {shown(reason)[1:-1]}") from error
    except (RecursionError, MemoryError, ValueError) as error:
        raise ManifestError(f"not a requirement: {shown(text)} is nested too deeply") from error
    return _as_written(text, parsed)


def parse_plain(text: str) -> Requirement | None:
    """The parts where the text has a plain shape, else None (which says nothing about it)."""
    found = _PLAIN.fullmatch(text)
    if found is None:
        return None
    name, extras, specifier, marker = found.groups()
    names = tuple(extra.strip() for extra in extras.split(",")) if extras else ()
    return Requirement(name, names, specifier, marker, None, exact_version(specifier))


def exact_version(specifier: str | None) -> str | None:
    """The version that all ``==`` and ``===`` clauses name, else None (as for wildcards)."""
    if not specifier or "==" not in specifier:
        return None
    pins = {
        found[2]
        for clause in specifier.strip("() ").split(",")
        if (found := _PIN.fullmatch(clause.strip()))
    }
    pin = pins.pop() if len(pins) == 1 else ""
    return None if not pin or pin.endswith(".*") else pin


def _as_written(text: str, parsed: PackagingRequirement) -> Requirement:
    head = _HEAD.match(text)
    rest = text[head.end() :] if head else text
    extras = tuple(re.findall(_NAME, head[0].partition("[")[2])) if head else ()
    if parsed.url:
        marker = re.split(r"\s;", rest, maxsplit=1)[1:]
        return Requirement(
            parsed.name, extras, None, marker[0].strip() if marker else None, parsed.url
        )
    specifier, _, written = rest.partition(";")
    specifier = specifier.strip().removeprefix("(").removesuffix(")").strip()
    pin = exact_version(specifier)
    return Requirement(parsed.name, extras, specifier or None, written.strip() or None, None, pin)
