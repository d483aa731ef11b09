"""The parts in force: nerq's own, then those that other packages bring.

A package adds one through the entry point groups ``nerq.manifests``, ``nerq.detectors`` and
``nerq.reports``, each naming a record of `nerq.plugin`.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from nerq.detectors import DETECTORS
from nerq.errors import SettingsError
from nerq.manifests import FORMATS
from nerq.plugin import Detector, ManifestFormat, ReportFormat
from nerq.reports import REPORTS

PartT = TypeVar("PartT")


@lru_cache
def formats() -> tuple[ManifestFormat, ...]:
    """Every manifest format; see `with_added` for the order and the errors."""
    return with_added(FORMATS, "nerq.manifests", ManifestFormat)


@lru_cache
def detectors() -> tuple[Detector, ...]:
    """Every detector; see `with_added` for the order and the errors."""
    return with_added(DETECTORS, "nerq.detectors", Detector)


@lru_cache
def reports() -> tuple[ReportFormat, ...]:
    """Every report; see `with_added` for the order and the errors."""
    return with_added(REPORTS, "nerq.reports", ReportFormat)


def with_added(own: tuple[PartT, ...], group: str, kind: type[PartT]) -> tuple[PartT, ...]:
    """The own parts, then the added ones by the names of their entry points.

    Raises:
        SettingsError: an entry point cannot be loaded, or names something else.
    """
    if not _is_any_added():
        return own
    from importlib.metadata import entry_points

    added: list[PartT] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            part = entry.load()
        except (ImportError, AttributeError) as error:
            raise SettingsError(f"{group}: {entry.value} cannot be loaded: {error}") from error
        if not isinstance(part, kind):
            raise SettingsError(f"{group}: {entry.value} is no {kind.__name__}")
        added.append(part)
    return (*own, *added)


@lru_cache
def _is_any_added() -> bool:
    """Whether any installed package has an entry point of ours.

    Looking at the files is a tenth of the time that importlib.metadata takes to start.
    """
    return any(
        b"[nerq." in file.read_bytes()
        for folder in sys.path
        for file in Path(folder or ".").glob("*.dist-info/entry_points.txt")
    )
