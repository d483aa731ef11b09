"""Known vulnerabilities and malware: the imported advisories, and OSV where it can be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.checks.check import Lookup
from nerq.trust.local.sources import osv

if TYPE_CHECKING:
    from nerq.model import Answer


def _never(answer: Answer) -> bool:
    del answer
    return False


LOOKUP = Lookup(
    id="advisories",
    title="OSV",
    subjects=("pypi", "npm"),
    sources=(osv.SOURCE,),
    brief=(),
    rules=("malicious", "advisory-"),
    is_wanted=_never,
    consequence="not every target's known vulnerabilities could be looked up",
)
