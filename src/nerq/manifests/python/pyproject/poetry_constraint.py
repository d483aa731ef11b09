"""Poetry's version constraints (https://python-poetry.org/docs/dependency-specification/)."""

from __future__ import annotations

from nerq.patterns import regex

_EXACT = regex(r"={0,3}\s*(v?[0-9]+(?:![0-9]+)?(?:[.+_-]?[0-9A-Za-z]+)*)")


def pinned(constraint: str) -> str | None:
    """The one version a constraint allows: ``1.2.3``, ``=1.2.3`` and ``==1.2.3``; else None."""
    found = _EXACT.fullmatch(constraint.strip())
    return found[1] if found else None


def specifier_of(constraint: str) -> str | None:
    """The constraint as written; None where it allows everything."""
    constraint = constraint.strip()
    return None if constraint in {"", "*"} else constraint
