"""Judges answers: pure, without clock, files or network."""

from __future__ import annotations

from nerq.policy.levels import DEFAULT_THRESHOLD, Policy
from nerq.policy.verdict import judge, worst_first

__all__ = ["DEFAULT_THRESHOLD", "Policy", "judge", "worst_first"]
