"""The pipeline, stage by stage: discover, read, identify, ask, judge."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.discovery import select
from nerq.errors import UsageError
from nerq.identity import Identified, identify
from nerq.model import Rated, ScanResult, Unrated
from nerq.pipeline.assessors import QUIET, assessors
from nerq.pipeline.plugins import is_any_added
from nerq.pipeline.reading import Findings, Reader
from nerq.plugin import Question
from nerq.policy import judge, worst_first
from nerq.policy.baseline import Before, Key, compare, parse_baseline
from nerq.policy.ignores import Ignored, InlineIgnore, apply_ignores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from nerq.model import Answer, Finding, Kind, Problem, Reference, Target, Unresolved
    from nerq.pipeline.reading_cache import KeptReadings
    from nerq.plugin import Assessor, Item, Progress
    from nerq.settings import Settings

KIND_GROUPS: dict[str, tuple[Kind, ...]] = {
    "packages": ("package", "action", "repository", "mcp-server"),
    "models": ("model", "dataset", "space", "api-model"),
}


@dataclass(frozen=True, slots=True)
class Collected:
    """What a project mentions, before anything is asked.

    Attributes:
        root: as in `ScanResult`.
        files: how many were read.
        is_partial: whether targets were left out on purpose (``only``, ``since``, ``scope``).
    """

    targets: tuple[Identified, ...]
    problems: tuple[Problem, ...]
    unresolved: tuple[Unresolved, ...]
    ignores: tuple[InlineIgnore, ...]
    root: str
    files: int
    notes: tuple[str, ...] = ()
    is_partial: bool = False


def collect(paths: Sequence[str], settings: Settings, *, stdin: bytes | None = None) -> Collected:
    """Walks and reads the paths; nothing is asked and nothing runs.

    Raises:
        UsageError: a path does not exist, or `Settings.since` cannot be compared with.
        SettingsError: an ignore comment is malformed.
    """
    selection = select(paths, settings.exclude, stdin)
    readings = _kept_readings(settings)
    reader, found = Reader(settings.search, readings), Findings()
    for source in selection.sources():
        reader.read(source, found)
    if readings is not None:
        readings.close()
    for item in _added(found.references, settings, selection.tree.root):
        found.add(item)
    naming = replace(settings.naming, own=frozenset(found.own))
    kept = _in_scope(found.references, settings)
    entries = [e for e in identify(kept, naming) if _is_dependency(e.references)]
    notes = _notes(kept)
    if settings.since:
        from nerq.pipeline.changes import changed_since

        entries, note = changed_since(settings.since, selection.tree, reader, entries)
        notes.append(note)
    return Collected(
        targets=tuple(entries),
        problems=tuple(sorted({*found.problems, *selection.tree.problems})),
        unresolved=tuple(sorted(set(found.unresolved))),
        ignores=tuple(found.ignores),
        root=selection.label,
        files=found.files,
        notes=tuple(notes),
        is_partial=bool(settings.since or settings.only or settings.scope != "all"),
    )


def _kept_readings(settings: Settings) -> KeptReadings | None:
    """Where readings are kept; not with readers of other packages, whose code is not watched."""
    if not settings.cache or is_any_added():
        return None
    from nerq.pipeline.assessors import cache_folder
    from nerq.pipeline.reading_cache import KeptReadings

    return KeptReadings(cache_folder(settings), settings.search)


def _added(references: Sequence[Reference], settings: Settings, root: str) -> list[Item]:
    if not (settings.env or settings.python or settings.resolve):
        return []
    from nerq.pipeline.additions import add

    return add(references, settings, root)


def _notes(references: Sequence[Reference]) -> list[str]:
    """What a person should know about the reach of this scan."""
    packages = [ref for ref in references if ref.kind == "package" and ref.ecosystem == "pypi"]
    if packages and all(reference.direct for reference in packages):
        return [
            (
                "no lockfile was found: only direct Python dependencies were seen "
                "(--resolve adds what they bring)"
            )
        ]
    return []


def _in_scope(references: Iterable[Reference], settings: Settings) -> list[Reference]:
    kinds = {kind for name in settings.only for kind in KIND_GROUPS.get(name, (name,))}
    return [
        reference
        for reference in references
        if (not kinds or reference.kind in kinds)
        and (settings.include_prose or reference.scope != "prose")
        and (settings.scope == "all" or _is_runtime(reference.scope))
    ]


def _is_runtime(scope: str) -> bool:
    return scope in {"runtime", "constraint", "prose"} or scope.startswith("extra:")


def _is_dependency(references: Sequence[Reference]) -> bool:
    """A name that only a constraints file mentions is installed by nothing."""
    return any(reference.scope != "constraint" for reference in references)


def scan(
    paths: str | os.PathLike[str] | Sequence[str] = ".",
    settings: Settings | None = None,
    *,
    progress: Progress = QUIET,
    stdin: bytes | None = None,
) -> ScanResult:
    """The verdict on everything that a project mentions.

    Args:
        paths: files and folders; a single folder is the root of what the result names.
        settings: defaults to the settings file nearest to the first path.
        progress: told about the questions as they are answered.
        stdin: what the path ``-`` holds, read as requirements.

    Raises:
        UsageError: a path does not exist.
        SettingsError: a settings file cannot be used.
        UnfinishedError: no question at all could be asked.
    """
    chosen = [os.fspath(paths)] if isinstance(paths, (str, os.PathLike)) else list(paths)
    if settings is None:
        from nerq.settings import load

        settings = load(chosen[0] if chosen else ".")
    collected = collect(chosen, settings, stdin=stdin)
    return assess(collected, settings, progress=progress)


async def scan_async(
    paths: str | os.PathLike[str] | Sequence[str] = ".",
    settings: Settings | None = None,
    *,
    progress: Progress = QUIET,
) -> ScanResult:
    """As `scan`, without blocking the running event loop."""
    import asyncio

    return await asyncio.to_thread(scan, paths, settings, progress=progress)


def assess(
    collected: Collected,
    settings: Settings,
    *,
    progress: Progress = QUIET,
    make: Callable[[Settings], tuple[Assessor, ...]] = assessors,
) -> ScanResult:
    """Asks for every target and judges the answers; see `scan`."""
    policy = settings.policy
    now = datetime.now(timezone.utc)
    if settings.dry_run:
        policy = replace(policy, fail_on=frozenset())
    used = () if settings.dry_run else make(settings)
    answers: dict[Target, Answer] = {}
    questions = []
    for entry in collected.targets:
        if entry.private:
            answers[entry.target] = _withheld("private", f"not asked: {entry.private}")
        elif settings.dry_run:
            answers[entry.target] = _withheld("not-asked", f"would be asked as {entry.target.id}")
        else:
            questions.append(_question(entry, policy.threshold_for(entry.target, entry.references)))
    heard, said = _ask(questions, used, progress)
    answers |= heard
    notes = [*collected.notes, *said]
    findings = tuple(
        judge(e.target, e.references, answers[e.target], policy) for e in collected.targets
    )
    accepted = _accept(findings, collected, settings)
    notes += [reason.message for reason in (*accepted.expired, *accepted.unused)]
    fails_unused = "unused-ignore" in policy.fail_on
    return ScanResult(
        findings=tuple(sorted(accepted.findings, key=worst_first)),
        problems=collected.problems,
        unresolved=collected.unresolved,
        scanned_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        root=collected.root,
        source_kind=",".join(settings.sources),
        source_url=settings.api_url if "nerq" in settings.sources else None,
        threshold=settings.threshold,
        is_strict=settings.policy.is_strict,
        notes=tuple(dict.fromkeys(notes)),
        files=collected.files,
        is_dry_run=settings.dry_run,
        policy_failures=accepted.unused if fails_unused else (),
    )


def _accept(findings: tuple[Finding, ...], collected: Collected, settings: Settings) -> Ignored:
    """The findings after the baseline and the ignores; a dry run judges nothing."""
    before = read_baseline(settings.baseline) if settings.baseline else {}
    if settings.dry_run:
        return Ignored(findings)
    findings = compare(findings, before, settings.max_drop)
    today = datetime.now(timezone.utc).date().isoformat()
    accepted = apply_ignores(findings, settings.ignore, collected.ignores, today)
    return replace(accepted, unused=()) if collected.is_partial else accepted


def read_baseline(file: str) -> dict[Key, Before]:
    """An earlier JSON report.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the baseline cannot be read: {error}") from error
    return parse_baseline(text, file)


def ask_all(
    targets: Iterable[Target], settings: Settings, progress: Progress = QUIET
) -> dict[Target, Answer]:
    """An answer for every target, from the sources of the settings."""
    questions = [Question(target, threshold=settings.threshold) for target in targets]
    return _ask(questions, assessors(settings), progress)[0]


def _ask(
    questions: Sequence[Question], used: Sequence[Assessor], progress: Progress
) -> tuple[dict[Target, Answer], list[str]]:
    """Answers, and what the sources have to say; each source gets what those before left open."""
    answers: dict[Target, Answer] = {}
    notes: list[str] = []
    for assessor in used:
        still_open = [q for q in questions if _is_open(answers.get(q.target))]
        if still_open:
            answers |= assessor.ask(still_open, progress)
            notes += assessor.notes
    return answers, notes


def _withheld(rule: str, message: str) -> Unrated:
    return Unrated(rule, message, source=None, provenance=None)


def _question(entry: Identified, threshold: float) -> Question:
    versions = {ref.version for ref in entry.references if ref.version}
    specifiers = {ref.specifier for ref in entry.references if ref.specifier}
    return Question(entry.target, tuple(sorted(versions)), tuple(sorted(specifiers)), threshold)


def _is_open(answer: Answer | None) -> bool:
    """Whether the next source may answer: nobody did, or the wrong thing was scored."""
    match answer:
        case None:
            return True
        case Rated(identity=identity):
            return identity == "other"
        case Unrated(rule=rule):
            return rule == "not-in-index"
        case _:
            return False
