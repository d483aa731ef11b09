"""The sources of evidence, in the order in which they are asked."""

from __future__ import annotations

from nerq.trust.local.sources import (
    deps_dev,
    github,
    hub,
    npm_downloads,
    npm_registry,
    osv,
    package_index,
    scorecard,
)
from nerq.trust.local.sources.source import Access, EvidenceSource

# A source may use what an earlier one found: the registry names the repository, say.
SOURCES: tuple[EvidenceSource, ...] = (
    package_index.SOURCE,
    npm_registry.SOURCE,
    npm_downloads.SOURCE,
    hub.SOURCE,
    osv.SOURCE,
    github.SOURCE,
    deps_dev.SOURCE,
    scorecard.SOURCE,
)

__all__ = ["SOURCES", "Access", "EvidenceSource"]
