"""Looks up what the rules know, whoever gives the scores: advisories, and what registries say.

The facts themselves are those of `nerq.trust.local.alerts`: a rule knows the same thing of a
package that the service scored as of one that was scored here. What was scored here is not looked
up twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.checks import advisories, registry

if TYPE_CHECKING:
    from nerq.trust.checks.check import Lookup

# In the order in which they run; a row adds a check, and its name to the setting.
CHECKS: tuple[Lookup, ...] = (advisories.LOOKUP, registry.LOOKUP)

__all__ = ["CHECKS"]
