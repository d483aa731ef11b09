"""Brings the local advisories up to date: fetches the published archives and imports them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from nerq.errors import UnfinishedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nerq.plugin import Progress
    from nerq.settings import Settings
    from nerq.trust.local.advisories import AdvisoriesStatus


def update_advisories(
    named: Sequence[str], settings: Settings, progress: Progress
) -> tuple[AdvisoriesStatus, list[str]]:
    """What the database then holds, and a line for each ecosystem.

    Args:
        named: ids of ecosystems; none means those imported before and those of the project in
            the current folder.
        settings: where archives are fetched from, and where the database lies.
        progress: told about the bytes, in megabytes.

    Raises:
        UsageError: an ecosystem is not known, or none is in use.
        UnfinishedError: an archive could not be fetched or imported; those before it were.
    """
    from nerq.pipeline.assessors import advisories_of, reach_of
    from nerq.trust.local.advisories import advisories_status, import_advisories
    from nerq.trust.local.dumps import fetch_dump, forget_import, note_import

    database = advisories_of(settings)
    base, folder = reach_of(settings)["endpoints"].dumps, Path(database).parent / "dumps"
    imported = {row.ecosystem for row in advisories_status(database).ecosystems}
    lines = []
    for ecosystem in _chosen(named, imported, settings):
        if ecosystem not in imported:
            forget_import(folder, ecosystem)

        def tell(done: int, total: int) -> None:
            progress.advance(done // _MEGABYTE, max(total // _MEGABYTE, 1))

        archive = fetch_dump(base, ecosystem, folder, tell)
        if archive is None:
            lines.append(f"{ecosystem}: what was imported is the newest")
            continue
        try:
            import_advisories(str(archive), database)
        except UsageError as error:  # what was fetched is damaged: that is nobody's usage
            archive.unlink(missing_ok=True)
            raise UnfinishedError(str(error)) from error
        note_import(archive)
        lines.append(f"{ecosystem}: imported")
    return advisories_status(database), lines


def _chosen(named: Sequence[str], imported: set[str], settings: Settings) -> list[str]:
    from nerq.trust.local.dumps import ecosystems

    known = ecosystems()
    for name in named:
        if name not in known:
            raise UsageError(
                f"{name!r} has no archive that can be read; there are {', '.join(known)}"
            )
    chosen = sorted(set(named) or imported | _of_project(settings) & set(known))
    if not chosen:
        raise UsageError(f"no ecosystem is in use here; name one: {', '.join(known)}")
    return chosen


def _of_project(settings: Settings) -> set[str]:
    """The ecosystems of the packages that the current folder mentions."""
    from nerq.pipeline.collect import collect

    return {entry.target.ecosystem for entry in collect(["."], settings).targets}


_MEGABYTE = 1_000_000
