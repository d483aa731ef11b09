"""Makes the sources of trust scores that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nerq.model import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from nerq.model import Answer, Target
    from nerq.plugin import Assessor, Progress, Question
    from nerq.settings import Settings
    from nerq.trust.service.cache import Cache
    from nerq.trust.service.snapshot import Snapshot


def assessors(settings: Settings, *, with_history: bool = False) -> tuple[Assessor, ...]:
    """One a source, in the order of the settings.

    Args:
        settings: what to ask, and how.
        with_history: ask the service singly, with the history of each score.
    """
    return tuple(_MAKERS[name](settings, with_history) for name in settings.run.sources)


class FirstOf:
    """Two assessors of one kind: the second is asked for what the first does not know."""

    def __init__(self, first: Assessor, second: Assessor) -> None:
        self._first = first
        self._second = second
        self._is_second_asked = False

    @property
    def kind(self) -> str:
        """Of both: they differ in how they ask, not in whom."""
        return self._first.kind

    @property
    def url(self) -> str | None:
        """Of both: they differ in how they ask, not in whom."""
        return self._first.url

    @property
    def notes(self) -> Sequence[str]:
        """Of the last one asked."""
        return (self._second if self._is_second_asked else self._first).notes

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """The first one's answers; the second one's where the first had none."""
        answers = self._first.ask(questions, progress)
        missing = [q for q in questions if isinstance(answers[q.target], Unavailable)]
        self._is_second_asked = bool(missing)
        return answers | self._second.ask(missing, progress) if missing else answers


def _nerq(settings: Settings, with_history: bool) -> Assessor:  # noqa: FBT001 - as `_local`
    if with_history and settings.run.offline:
        # What an earlier scan was told is kept without history.
        return FirstOf(_preflight(settings, True), _preflight(settings, False))
    return _preflight(settings, with_history)


def _preflight(settings: Settings, with_history: bool) -> Assessor:  # noqa: FBT001 - as `_local`
    from nerq.trust.service.preflight import Preflight

    return Preflight(
        settings.service.api_url,
        api_key=settings.service.api_key,
        find_key=_key_in_keyring,
        cache=cache_of(settings) if settings.storage.cache else None,
        snapshot=_snapshot(settings),
        offline=settings.run.offline,
        refresh=settings.run.refresh,
        concurrency=settings.run.concurrency,
        timeout=settings.run.timeout,
        pins=settings.service.targets,
        with_history=with_history,
        is_shared=_is_shared,
    )


def _is_shared(target: Target) -> bool:
    from nerq.trust.local.popular import is_shared

    return target.kind == "package" and is_shared(target.id)


def _key_in_keyring(url: str) -> str | None:
    from nerq.trust.transport.api_key import key_in_keyring

    return key_in_keyring(url)


def cache_folder(settings: Settings) -> Path:
    """Where answers, evidence and readings are kept; see `default_folder`."""
    from pathlib import Path

    return Path(settings.storage.cache_dir) if settings.storage.cache_dir else default_folder()


def default_folder(environment: Mapping[str, str] | None = None) -> Path:
    """The folder where the settings name none: ``NERQ_CACHE_DIR``, else the user's cache folder.

    A scan that asks nothing needs it for its readings, and not what reads the cache of answers:
    hence it is told here.
    """
    import os
    from pathlib import Path

    # Settings that a program made itself read no environment; the folder is the machine's own.
    named = (os.environ if environment is None else environment).get("NERQ_CACHE_DIR")
    if named:
        return Path(named)
    from platformdirs import user_cache_path

    return user_cache_path("nerq", appauthor=False)


def cache_of(settings: Settings) -> Cache:
    """The answers that are kept."""
    from nerq.trust.service.cache import Cache

    return Cache(cache_folder(settings))


def advisories_of(settings: Settings) -> str:
    """The database of imported advisories, whether or not it exists."""
    return settings.local.advisories or str(cache_folder(settings) / "advisories.db")


def _snapshot(settings: Settings) -> Snapshot | None:
    if settings.storage.snapshot is None:
        return None
    from pathlib import Path

    from nerq.trust.service.snapshot import read_snapshot

    oldest = None if settings.storage.max_age is None else settings.storage.max_age * _DAY
    return read_snapshot(Path(settings.storage.snapshot), oldest)


def _local(settings: Settings, _: bool) -> Assessor:  # noqa: FBT001 - as `_nerq`
    from nerq.trust.local.assessor import LocalAssessor

    return LocalAssessor(**reach_of(settings), weights=settings.local.weights)


def reach_of(settings: Settings) -> dict[str, Any]:
    """How sources are asked, for local scores and checks: the fields of `EvidenceReach`."""
    import os

    from nerq.trust.local.endpoints import default_endpoints

    advisories = advisories_of(settings)
    return {
        "endpoints": default_endpoints(**_endpoints(settings)),  # type: ignore[arg-type]
        "cache_dir": str(cache_folder(settings)) if settings.storage.cache else None,
        "advisories": advisories if os.path.lexists(advisories) else None,
        "github_token": os.environ.get("GITHUB_TOKEN"),
        "timeout": min(settings.run.timeout, _ONE_QUESTION),
        "offline": settings.run.offline,
        "refresh": settings.run.refresh,
    }


def _endpoints(settings: Settings) -> dict[str, str]:
    from dataclasses import fields

    from nerq.errors import SettingsError
    from nerq.settings.values import unknown
    from nerq.trust.local.endpoints import Endpoints

    names = tuple(field.name for field in fields(Endpoints))
    for name in settings.local.endpoints:
        if name not in names:
            raise SettingsError(unknown(f"local.endpoints.{name}", name, names, "source"))
    return dict(settings.local.endpoints)


_DAY = 86_400.0
_ONE_QUESTION = 20.0  # seconds for one question to a source of evidence
_MAKERS = {"nerq": _nerq, "local": _local}
