"""Collects evidence about many targets: registries first, then OSV once for all, then the rest."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nerq.trust.local.exchange import SourceError
from nerq.trust.local.fetch import Fetcher
from nerq.trust.local.http_cache import HttpCache
from nerq.trust.local.osv_screening import FIRST_ANSWER, OsvScreening
from nerq.trust.local.sources.osv import SOURCE as OSV
from nerq.trust.local.sources.osv import package_of
from nerq.trust.local.sources.source import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Future

    from nerq.plugin import Progress, Question
    from nerq.trust.local.endpoints import Endpoints
    from nerq.trust.local.evidence import Dossier
    from nerq.trust.local.sources.source import EvidenceSource

_AT_A_TIME = 16  # targets; what bounds the requests is the limit per host


@dataclass(frozen=True, slots=True)
class EvidenceReach:
    """How the sources are asked.

    Attributes:
        endpoints: where.
        cache_dir: folder for what the sources answered; None keeps nothing.
        advisories: path of the database that `import_advisories` fills; None = none.
        github_token: raises GitHub's rate limit; sent to the GitHub API only.
        concurrency: questions at a time per host.
        timeout: seconds for one question to a source.
        offline: ask nothing; use what is kept, whatever its age.
        refresh: do not use what is kept.
    """

    endpoints: Endpoints
    cache_dir: str | None = None
    advisories: str | None = None
    github_token: str | None = None
    concurrency: int = 4
    timeout: float = 20.0
    offline: bool = False
    refresh: bool = False


@dataclass(slots=True)
class Case:
    """One target under way.

    Attributes:
        faults: by source, why it gave nothing.
    """

    question: Question
    dossier: Dossier
    faults: dict[str, str] = field(default_factory=dict)


def collect(
    cases: Sequence[Case],
    sources: Sequence[EvidenceSource],
    reach: EvidenceReach,
    progress: Progress,
) -> tuple[str, ...]:
    """Fill the dossiers of all cases.

    Args:
        cases: each is told what failed for it.
        sources: asked in this order, as far as they fit.
        reach: how they are asked.
        progress: told about steps and waits.

    Returns:
        Lines for the person about the cache and OSV.
    """
    lock = threading.Lock()

    def wait(seconds: float, reason: str) -> None:
        with lock:
            progress.wait(seconds, reason)

    cache = HttpCache(reach.cache_dir) if reach.cache_dir else None
    fetcher = _fetcher(reach, cache, wait)
    osv = _fetcher(replace(reach, timeout=min(reach.timeout, FIRST_ANSWER)), cache, wait)
    screening = OsvScreening(
        osv, reach.endpoints.osv, cache, offline=reach.offline, refresh=reach.refresh
    )
    access = Access(fetcher, reach.endpoints, reach.github_token, reach.advisories, screening)
    registries = [source for source in sources if source.tells_versions]
    others = [source for source in sources if not source.tells_versions]
    pool = ThreadPoolExecutor(max_workers=_AT_A_TIME, thread_name_prefix="nerq-evidence")
    steps = _Steps(progress, len(cases), lock)
    try:
        steps.through(pool.submit(_ask, access, case, registries) for case in cases)
        if OSV in others:
            packages = (package_of(case.dossier) for case in cases)
            screening.run(package for package in packages if package is not None)
        steps.through(pool.submit(_ask, access, case, others) for case in cases)
    finally:
        # After an interrupt, what has not begun is not begun any more.
        fetcher.stop()
        osv.stop()
        pool.shutdown(wait=True, cancel_futures=True)
        fetcher.close()
        osv.close()
        if cache is not None:
            cache.prune()
            cache.close()
    return (*(cache.notes if cache is not None else ()), *_undescribed(screening))


class _Steps:
    """Progress over two stages, told as targets."""

    def __init__(self, progress: Progress, total: int, lock: threading.Lock) -> None:
        self._progress = progress
        self._total = total
        self._lock = lock
        self._done = 0

    def through(self, futures: Iterator[Future[None]]) -> None:
        for future in as_completed(list(futures)):
            future.result()
            self._done += 1
            with self._lock:
                self._progress.advance(self._done // 2, self._total)


def _fetcher(
    reach: EvidenceReach, cache: HttpCache | None, wait: Callable[[float, str], None]
) -> Fetcher:
    return Fetcher(
        cache=cache,
        concurrency=reach.concurrency,
        timeout=reach.timeout,
        offline=reach.offline,
        refresh=reach.refresh,
        wait=wait,
    )


def _ask(access: Access, case: Case, sources: Iterable[EvidenceSource]) -> None:
    for source in sources:
        is_open = source.asks_missing or not case.dossier.is_missing
        if case.dossier.subject not in source.subjects or not is_open:
            continue
        try:
            source.collect(access, case.question, case.dossier)
        except SourceError as error:
            case.faults[source.id] = str(error)


def _undescribed(screening: OsvScreening) -> tuple[str, ...]:
    if not screening.undescribed:
        return ()
    line = (
        f"OSV: {screening.undescribed} advisories could not be read whole; where they affect a "
        "version, they count as unrated"
    )
    return (line,)


def share_of(cases: Sequence[Case], source: EvidenceSource) -> tuple[str, int] | None:
    """Why the source gave nothing, in the shortest words, and for how many; None without fault."""
    reasons = [case.faults[source.id] for case in cases if source.id in case.faults]
    if not reasons:
        return None
    return min(reasons, key=lambda reason: (len(reason), reason)), len(reasons)
