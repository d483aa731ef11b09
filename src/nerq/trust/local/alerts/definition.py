"""What a fact is: evidence that a rule of the policy knows about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nerq.model import Alert
    from nerq.trust.local.evidence import Evidence, Subject


@dataclass(frozen=True, slots=True)
class Fact:
    """How one rule's fact shows in evidence.

    Attributes:
        rule: the rule, or the family (``advisory``) whose rules differ by severity.
        subjects: what it is looked for on.
        find: the alerts that the evidence gives cause for, none where it gives none.
        describes: one line for the documentation: what shows it.
    """

    rule: str
    subjects: tuple[Subject, ...]
    find: Callable[[Evidence], Iterable[Alert]]
    describes: str


def named(evidence: Evidence) -> str:
    """``requests 2.19.1``, or the name alone where no version is judged."""
    name, version = evidence.target.id, evidence.version
    is_package = evidence.subject in {"pypi", "npm"}
    return f"{name} {version}" if version and is_package else name
