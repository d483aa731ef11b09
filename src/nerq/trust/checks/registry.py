"""What the public registry says: of every name that the service does not know, or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.model import Unrated
from nerq.trust.checks.check import Lookup
from nerq.trust.local.sources import hub, npm_registry, package_index

if TYPE_CHECKING:
    from nerq.model import Answer


def is_unknown(answer: Answer) -> bool:
    """Whether the service knows nothing of the name: it may be mistyped, invented or removed."""
    return isinstance(answer, Unrated) and answer.rule == "not-in-index"


LOOKUP = Lookup(
    id="registry",
    title="registry",
    subjects=("pypi", "npm", "model", "dataset", "space"),
    sources=(package_index.SOURCE, npm_registry.SOURCE, hub.SOURCE),
    brief=(package_index.LISTING, npm_registry.SOURCE),
    # Whether a pin's vulnerabilities could be looked up is for those who look them up to say.
    rules=(
        "malicious",
        "not-in-registry",
        "yanked",
        "ended",
        "lookalike",
        "placeholder",
        "no-record",
        "too-new",
        "unsafe-format",
        "custom-code",
    ),
    is_wanted=is_unknown,
    consequence="whether every name is there could not be looked up",
)
