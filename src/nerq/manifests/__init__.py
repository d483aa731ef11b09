"""Readers of manifests and lockfiles: one module a format, all listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.manifests import requirements

if TYPE_CHECKING:
    from nerq.plugin import ManifestFormat

FORMATS: tuple[ManifestFormat, ...] = (requirements.FORMAT,)
