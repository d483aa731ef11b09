"""The signals: one table, in the order in which they are shown."""

from __future__ import annotations

from nerq.trust.local.signals import (
    community,
    compliance,
    documentation,
    hub_record,
    hub_security,
    maintenance,
    releases,
    security,
    vulnerabilities,
)
from nerq.trust.local.signals.definition import Definition, Measure

SIGNALS: tuple[Definition, ...] = (
    *vulnerabilities.SIGNALS,
    *security.SIGNALS,
    *hub_security.SIGNALS,
    *releases.SIGNALS,
    *maintenance.SIGNALS,
    *documentation.SIGNALS,
    *hub_record.SIGNALS,
    *compliance.SIGNALS,
    *community.SIGNALS,
)

__all__ = ["SIGNALS", "Definition", "Measure"]
