"""Known vulnerabilities of the judged version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Alert
from nerq.trust.local.alerts.definition import Fact, named
from nerq.trust.local.signals.definition import PACKAGES
from nerq.trust.local.signals.vulnerabilities import rated_severity, worst_by_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.trust.local.evidence import Evidence
    from nerq.trust.local.osv_document import KnownVulnerability

_UNRATED = "high"  # not rated is not harmless


def find_known(evidence: Evidence) -> Iterator[Alert]:
    """One alert a vulnerability, however many databases describe it."""
    for name, known in worst_by_name(evidence).items():
        severity = rated_severity(known)
        message = f"{name} ({_rating(known)}) affects {named(evidence)}: {_remedy(known)}"
        rule = f"advisory-{severity or _UNRATED}"
        yield Alert(rule, message, name, severity, known.fixed_in)


def _rating(known: KnownVulnerability) -> str:
    parts = [rated_severity(known) or "unrated, which counts as high"]
    if known.is_exploited:
        parts.append("known to be exploited")
    if known.exploit_chance is not None:
        parts.append(f"EPSS {known.exploit_chance:.1%}")
    return ", ".join(parts)


def _remedy(known: KnownVulnerability) -> str:
    if known.fixed_in:
        return f"fixed in {known.fixed_in}"
    return "no release fixes it; replace the package, or ignore the advisory with a reason"


FACTS = (
    Fact(
        "advisory",
        PACKAGES,
        find_known,
        "a known vulnerability affects the version; its severity is looked up through aliases "
        "(GHSA, PYSEC, CVE), and unrated counts as high",
    ),
)
