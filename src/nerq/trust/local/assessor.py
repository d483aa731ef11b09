"""Answers questions with scores computed here, from public evidence."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from datetime import date, datetime, timezone
from typing import TYPE_CHECKING

from nerq.ecosystems import ecosystem_of
from nerq.errors import SettingsError, UnfinishedError
from nerq.model import DIMENSIONS, Answer, Target, Unavailable, Unrated
from nerq.trust.local.advisories import STALE_DAYS, advisories_status
from nerq.trust.local.alerts import find_alerts
from nerq.trust.local.answer import build_answer, evidence_on
from nerq.trust.local.endpoints import is_askable
from nerq.trust.local.evidence import Dossier, Subject
from nerq.trust.local.exchange import SourceError
from nerq.trust.local.fetch import Fetcher
from nerq.trust.local.http_cache import HttpCache
from nerq.trust.local.score import LEAST_CONFIDENCE, WEIGHTS, Assessment, assess
from nerq.trust.local.sources import SOURCES, Access
from nerq.trust.local.versions import order_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.plugin import Progress, Question
    from nerq.trust.local.endpoints import Endpoints
    from nerq.trust.local.evidence import Evidence

_AT_A_TIME = 16  # targets; what bounds the requests is the limit per host
_SUBJECTS: dict[tuple[str, str], Subject] = {
    ("package", "pypi"): "pypi",
    ("package", "npm"): "npm",
    ("mcp-server", "pypi"): "pypi",
    ("mcp-server", "npm"): "npm",
    ("model", "huggingface"): "model",
    ("dataset", "huggingface"): "dataset",
    ("space", "huggingface"): "space",
    ("repository", "github"): "repository",
    ("action", "githubactions"): "repository",
}


class LocalAssessor:
    """Scores targets itself; see docs/scoring.md for the method.

    Args:
        endpoints: where the sources are asked.
        cache_dir: folder for what the sources answered; None keeps nothing.
        advisories: path of the database that `import_advisories` fills; None = none.
        weights: of the dimensions, on top of the usual ones.
        github_token: raises GitHub's rate limit; sent to the GitHub API only.
        concurrency: questions at a time per host.
        timeout: seconds for one question to a source.
        offline: ask nothing; use what is kept, whatever its age.
        refresh: do not use what is kept.
        today: the day of judgement; None = today, UTC.

    Raises:
        SettingsError: a weight names no dimension, is negative, or none is above zero.
    """

    def __init__(  # noqa: PLR0913 - one argument per setting
        self,
        endpoints: Endpoints,
        *,
        cache_dir: str | None = None,
        advisories: str | None = None,
        weights: Mapping[str, float] | None = None,
        github_token: str | None = None,
        concurrency: int = 4,
        timeout: float = 20.0,
        offline: bool = False,
        refresh: bool = False,
        today: date | None = None,
    ) -> None:
        self._endpoints = endpoints
        self._cache_dir = cache_dir
        self._advisories = advisories
        self._weights = _checked(weights or {})
        self._github_token = github_token
        self._concurrency = concurrency
        self._timeout = timeout
        self._offline = offline
        self._refresh = refresh
        self._today = today
        self._notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """``local``."""
        return "local"

    @property
    def url(self) -> str | None:
        """None: there is no service behind it."""
        return None

    @property
    def notes(self) -> Sequence[str]:
        """Which sources gave nothing at the last `ask`, and why; in the order of sources."""
        return self._notes

    def ask(self, questions: Sequence[Question], progress: Progress) -> dict[Target, Answer]:
        """An answer for every target, in the order of the questions."""
        lock = threading.Lock()
        cache = HttpCache(self._cache_dir) if self._cache_dir else None
        faults = _Faults()

        def wait(seconds: float, reason: str) -> None:
            with lock:
                progress.wait(seconds, reason)

        fetcher = Fetcher(
            cache=cache,
            concurrency=self._concurrency,
            timeout=self._timeout,
            offline=self._offline,
            refresh=self._refresh,
            wait=wait,
        )
        access = Access(fetcher, self._endpoints, self._github_token, self._advisories)
        judged = _Judging(access, self._weights, self._today or _utc_today(), faults)
        pool = ThreadPoolExecutor(max_workers=_AT_A_TIME, thread_name_prefix="nerq-evidence")
        try:
            futures = {pool.submit(judged.answer, question): question for question in questions}
            found: dict[Target, Answer] = {}
            for done, future in enumerate(as_completed(futures), start=1):
                found[futures[future].target] = future.result()
                with lock:
                    progress.advance(done, len(questions))
        finally:
            # After an interrupt, what has not begun is not begun any more.
            fetcher.stop()
            pool.shutdown(wait=True, cancel_futures=True)
            fetcher.close()
            if cache is not None:
                cache.prune()
                cache.close()
        own = (*_cache_notes(cache), *_advisory_notes(self._advisories, judged.today))
        self._notes = (*faults.notes(len(questions)), *own)
        return {question.target: found[question.target] for question in questions}


class _Faults:
    """Which source gave nothing for which target, and why."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reasons: dict[str, dict[Target, str]] = {}
        self._unmatched: set[Target] = set()

    def add(self, source: str, target: Target, reason: str) -> None:
        with self._lock:
            self._reasons.setdefault(source, {})[target] = reason

    def add_unmatched(self, target: Target) -> None:
        with self._lock:
            self._unmatched.add(target)

    def notes(self, total: int) -> tuple[str, ...]:
        lines = []
        for source in SOURCES:
            reasons = self._reasons.get(source.id)
            if reasons:
                why = min(reasons.values(), key=lambda reason: (len(reason), reason))
                share = f"{len(reasons)} of {total}"
                lines.append(f"{source.title}: {why}; {share} targets judged without it")
        if self._unmatched:
            share = f"{len(self._unmatched)} of {total}"
            lines.append(
                f"known vulnerabilities of the judged version could not be looked up for {share} "
                "targets: reach OSV, or fill the local database with `nerq advisories import`"
            )
        return tuple(lines)


class _Judging:
    """One target at a time, from question to answer; used by several threads."""

    def __init__(
        self, access: Access, weights: Mapping[str, float], today: date, faults: _Faults
    ) -> None:
        self._access = access
        self._weights = weights
        self.today = today
        self._faults = faults

    def answer(self, question: Question) -> Answer:
        target = question.target
        subject = _SUBJECTS.get((target.kind, target.ecosystem))
        if subject is None:
            what = f"{target.ecosystem} {target.kind}"
            message = f"no public source of evidence is known for this kind of target ({what})"
            return Unrated("not-in-index", message, source="local", provenance="local")
        if not is_askable(target.id):
            message = "no registry has a thing of such a name"
            return Unrated("not-in-index", message, source="local", provenance="local")
        dossier = self._open(question, subject)
        reasons = self._collect(question, dossier)
        judged = [evidence_on(dossier, version) for version in dossier.versions or (None,)]
        alerts = find_alerts(judged)
        if dossier.is_missing:
            message = f"{ecosystem_of(target.ecosystem).registry} has no {target.id}"
            return Unrated(
                "not-in-index", message, source="local", provenance="local", alerts=alerts
            )
        if all(evidence.is_empty for evidence in judged):
            why = "; ".join(reasons) or "no source knows it"
            message = f"no evidence could be obtained ({why}); try again"
            return Unavailable(message, source="local", alerts=alerts)
        if any(e.vulnerabilities is None for e in judged) and subject in {"pypi", "npm"}:
            self._faults.add_unmatched(target)
        return replace(self._worst(judged), alerts=alerts)

    def _open(self, question: Question, subject: Subject) -> Dossier:
        versions = tuple(sorted(question.versions))
        is_pinned = bool(versions)
        return Dossier(question.target, subject, self.today, versions=versions, is_pinned=is_pinned)

    def _collect(self, question: Question, dossier: Dossier) -> list[str]:
        reasons = []
        for source in SOURCES:
            is_open = source.asks_missing or not dossier.is_missing
            if dossier.subject not in source.subjects or not is_open:
                continue
            try:
                source.collect(self._access, question, dossier)
            except SourceError as error:
                reasons.append(f"{source.title}: {error}")
                self._faults.add(source.id, question.target, str(error))
        return reasons

    def _worst(self, judged: list[Evidence]) -> Answer:
        """Of several versions in use, the one with the lowest score."""
        scored = [(assess(evidence, self._weights), evidence) for evidence in judged]
        assessment, evidence = min(scored, key=lambda pair: _badness(*pair))
        return build_answer(evidence, assessment)


def _badness(assessment: Assessment, evidence: Evidence) -> tuple[bool, float, bool, str]:
    is_unrated = assessment.score is None or assessment.confidence < LEAST_CONFIDENCE
    version = evidence.version or ""
    return (is_unrated, assessment.score or 0.0, order_of("pypi", version) is None, version)


def _checked(weights: Mapping[str, float]) -> dict[str, float]:
    unknown = sorted(set(weights) - set(DIMENSIONS))
    if unknown:
        allowed = ", ".join(DIMENSIONS)
        raise SettingsError(
            f"local.weights: {unknown[0]!r} is not a dimension; there are {allowed}"
        )
    if any(not 0 <= weight < 1e6 for weight in weights.values()):
        raise SettingsError("local.weights: a weight is a number from 0 up")
    merged = {**WEIGHTS, **weights}
    if not any(merged.values()):
        raise SettingsError("local.weights: at least one weight must be above 0")
    return merged


def _utc_today() -> date:
    return datetime.now(tz=timezone.utc).date()


def _cache_notes(cache: HttpCache | None) -> tuple[str, ...]:
    return () if cache is None else tuple(cache.notes)


def _advisory_notes(database: str | None, today: date) -> tuple[str, ...]:
    """That imported advisories are old; a broken database is told by the source itself."""
    if database is None:
        return ()
    try:
        ecosystems = advisories_status(database).ecosystems
    except UnfinishedError:
        return ()
    ages = [(e.ecosystem, age) for e in ecosystems if (age := e.age(today)) is not None]
    return tuple(
        f"the imported advisories on {ecosystem} packages are {age} days old: "
        "import a newer dump with `nerq advisories import`"
        for ecosystem, age in ages
        if age > STALE_DAYS
    )
