"""The parts in force: nerq's own, then those that other packages bring.

A package adds one through the entry point groups ``nerq.manifests``, ``nerq.detectors`` and
``nerq.reports``, each naming a record of `nerq.plugin`.
"""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from nerq.detectors import DETECTORS
from nerq.errors import SettingsError
from nerq.manifests import FORMATS
from nerq.plugin import Detector, ManifestFormat, ReportFormat
from nerq.reports import REPORTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from nerq.registry import Registry

PartT = TypeVar("PartT", ManifestFormat, Detector, ReportFormat)


@lru_cache
def formats() -> Registry[ManifestFormat]:
    """Every manifest format; see `with_added` for the order and the errors."""
    return with_added(FORMATS, "nerq.manifests", ManifestFormat, _files)


@lru_cache
def detectors() -> Registry[Detector]:
    """Every detector; see `with_added` for the order and the errors."""
    return with_added(DETECTORS, "nerq.detectors", Detector, _files)


@lru_cache
def reports() -> Registry[ReportFormat]:
    """Every report; see `with_added` for the order and the errors."""
    return with_added(REPORTS, "nerq.reports", ReportFormat, _id)


def report_ids() -> tuple[str, ...]:
    """What ``--format`` takes, in the order of the reports; imports none of them."""
    return tuple(key for key, *_ in reports().keys)


def report(id_: str) -> ReportFormat:
    """The report of an id that is one of `report_ids`."""
    return reports()[report_ids().index(id_)]


def _files(part: ManifestFormat | Detector) -> tuple[str, ...]:
    return part.files


def _id(part: ReportFormat) -> tuple[str, ...]:
    return (part.id,)


def with_added(
    own: Registry[PartT], group: str, kind: type[PartT], keys: Callable[[PartT], tuple[str, ...]]
) -> Registry[PartT]:
    """The own parts, then the added ones by the names of their entry points.

    Raises:
        SettingsError: an entry point cannot be loaded, or names something else.
    """
    if not is_any_added():
        return own
    from importlib.metadata import entry_points

    added: list[tuple[PartT, tuple[str, ...]]] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: entry.name):
        try:
            part = entry.load()
        except (ImportError, AttributeError) as error:
            raise SettingsError(f"{group}: {entry.value} cannot be loaded: {error}") from error
        if not isinstance(part, kind):
            raise SettingsError(f"{group}: {entry.value} is not a {kind.__name__}")
        added.append((part, keys(part)))
    return own.extended_by(added)


@lru_cache
def is_any_added() -> bool:
    """Whether any installed package has an entry point of ours.

    Looking at the files is a tenth of the time that importlib.metadata takes to start.
    """
    return any(
        b"[nerq." in _entry_points(f"{folder}/{name}")
        for folder in sys.path
        for name in _names(folder or ".")
        if name.endswith(".dist-info")
    )


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - pathlib would be the costliest import of all
    except OSError:
        return []


def _entry_points(folder: str) -> bytes:
    try:
        with open(f"{folder}/entry_points.txt", "rb") as file:  # noqa: PTH123 - as above
            return file.read()
    except OSError:
        return b""
