"""The verdict on a project: collected, asked, judged, and held against what is accepted."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from nerq.ecosystems import is_public_address
from nerq.errors import UsageError
from nerq.pipeline.ask import Answered, Assessors, not_asked
from nerq.pipeline.assessors import assessors
from nerq.pipeline.checks import Checks, checks
from nerq.pipeline.collect import collect
from nerq.pipeline.progress import QUIET
from nerq.pipeline.result import judge_all, result_of
from nerq.plugin import Question
from nerq.policy.baseline import Before, Key, compare, parse_baseline
from nerq.policy.ignores import Ignores
from nerq.rules import describe

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.identity import Identified
    from nerq.model import Alert, Finding, Reason, ScanResult, Target
    from nerq.pipeline.collect import Collected
    from nerq.plugin import Progress
    from nerq.policy import Policy
    from nerq.settings import Settings

_UNCHANGED = "unchanged since the revision, so not judged"


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
    return assess(collect(chosen, settings, stdin=stdin), settings, progress=progress)


async def scan_async(
    paths: str | os.PathLike[str] | Sequence[str] = ".",
    settings: Settings | None = None,
    *,
    progress: Progress = QUIET,
) -> ScanResult:
    """As `scan`, without blocking the running event loop."""
    import asyncio

    return await asyncio.to_thread(scan, paths, settings, progress=progress)


def assess(collected: Collected, settings: Settings, *, progress: Progress = QUIET) -> ScanResult:
    """Asks about what was collected and judges the answers; see `scan`."""
    policy = settings.policy
    if settings.run.dry_run:
        # What was not asked about cannot fail, whatever the project says of the unknown.
        policy = replace(policy, levels={}, fail_on=(), is_strict=False)
    asked = Assessors(() if settings.run.dry_run else assessors(settings), progress)
    wanted = {entry.target: _wanted(entry, policy, settings) for entry in collected.targets}
    answered = asked.ask(wanted)
    # What --since leaves out is not judged, but that it is malicious must not be overlooked.
    left_out = {entry.target: _wanted(entry, policy, settings) for entry in collected.unchanged}
    unscored = [not_asked(target, "not-asked", _UNCHANGED) for target in left_out]
    checked = Checks(checks(settings, has_unscored=bool(unscored)), progress)
    alerts = checked.look_up(
        (one for one in (*wanted.values(), *left_out.values()) if isinstance(one, Question)),
        (*answered.values(), *unscored),
    )
    mentions = {entry.target: entry.references for entry in collected.targets}
    findings = judge_all(answered.values(), policy, mentions, alerts)
    findings += _unchanged(collected, alerts, policy)
    ignores = Ignores(settings.accepted.ignore, collected.ignores, _today())
    accepted = _accept(findings, ignores, settings)
    problems = tuple(ignores.accept_unread(problem) for problem in collected.problems)
    said = _said(ignores, collected, settings)
    notes = [*collected.notes, *asked.notes, *checked.notes, *(reason.message for reason in said)]
    return replace(
        result_of(accepted, notes, settings),
        problems=problems,
        unresolved=collected.unresolved,
        root=collected.root,
        files=collected.files,
        unsupported=collected.unsupported,
        policy_failures=tuple(one for one in said if one.level == "error"),
    )


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()


def _wanted(entry: Identified, policy: Policy, settings: Settings) -> Question | Answered:
    """What is asked about a target; what is private, or only listed, is not asked about."""
    target = entry.target
    if entry.private:
        return not_asked(target, "private", f"not asked: {entry.private}")
    if settings.run.dry_run:
        return not_asked(target, "not-asked", f"would be asked as {target.id}")
    versions = {ref.version for ref in entry.references if ref.version}
    specifiers = {ref.specifier for ref in entry.references if ref.specifier}
    threshold = policy.threshold_for(target, entry.references)
    return Question(
        target,
        tuple(sorted(versions)),
        tuple(sorted(specifiers)),
        threshold,
        policy.least_age(target),
        has_other_index=_has_other_index(entry),
    )


def _has_other_index(entry: Identified) -> bool:
    """Whether a mention names an index that is neither the public registry nor a mirror of it.

    Such a name need not be in the public registry.
    """
    return any(
        ref.origin.kind == "registry"
        and ref.origin.url is not None
        and not is_public_address(ref.ecosystem, ref.origin.url)
        for ref in entry.references
    )


def _unchanged(
    collected: Collected, alerts: Mapping[Target, tuple[Alert, ...]], policy: Policy
) -> tuple[Finding, ...]:
    """Verdicts on what ``--since`` leaves out: only where something is known that nothing lifts."""
    open_ = [
        not_asked(entry.target, "not-asked", _UNCHANGED)
        for entry in collected.unchanged
        if any(describe(alert.rule).is_absolute for alert in alerts.get(entry.target, ()))
    ]
    mentions = {entry.target: entry.references for entry in collected.unchanged}
    return judge_all(open_, policy, mentions, alerts)


def _accept(
    findings: tuple[Finding, ...], ignores: Ignores, settings: Settings
) -> tuple[Finding, ...]:
    """The findings after the baseline and the ignores; a dry run judges nothing."""
    # Read in a dry run too: that it is missing is better known before anything is asked.
    known = settings.accepted
    before = read_baseline(known.baseline) if known.baseline else {}
    if settings.run.dry_run:
        return findings
    lifted = (ignores.lift(finding, settings.policy) for finding in findings)
    return tuple(map(ignores.accept, compare(lifted, before, known.max_drop)))


def _said(ignores: Ignores, collected: Collected, settings: Settings) -> tuple[Reason, ...]:
    """What there is to say about the ignores themselves."""
    if settings.run.dry_run:
        return ()
    # What a part of the project does not need, the rest of it may.
    said = ignores.expired if collected.is_partial else (*ignores.expired, *ignores.unused)
    return tuple(replace(one, level=settings.policy.level(one.rule)) for one in said)


def read_baseline(file: str) -> dict[Key, Before]:
    """An earlier JSON report.

    Raises:
        UsageError: it cannot be read, or is something else.
    """
    try:
        text = Path(file).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: the baseline cannot be read: {error}") from error
    return parse_baseline(text, file)
