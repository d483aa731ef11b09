"""Makes the sources of trust scores that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nerq.plugin import Assessor
    from nerq.settings import Settings


class Quiet:
    """Progress that nobody watches."""

    def advance(self, done: int, total: int) -> None:
        """Nothing is shown."""

    def wait(self, seconds: float, reason: str) -> None:
        """Nothing is shown."""


QUIET = Quiet()


def assessors(settings: Settings) -> tuple[Assessor, ...]:
    """One a source, in the order of the settings."""
    return tuple(_MAKERS[name](settings) for name in settings.sources)


def _preflight(settings: Settings) -> Assessor:
    from nerq.trust.preflight import Preflight

    return Preflight(
        settings.api_url,
        api_key=settings.api_key,
        concurrency=settings.concurrency,
        timeout=settings.timeout,
        pins=settings.targets,
    )


def _local(settings: Settings) -> Assessor:
    raise NotImplementedError


_MAKERS = {"nerq": _preflight, "local": _local}
