"""Detectors of models and tools: one module a kind of place, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.plugin import Detector

DETECTORS: tuple[Detector, ...] = ()
