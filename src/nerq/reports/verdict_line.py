"""What a scan comes to, in one sentence: what decided, why, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.reports import wording
from nerq.reports.escaping import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nerq.model import Finding, ScanResult

_RULES = 3  # how many of the rules that decided are named
_NAMES = 3  # how many targets or places each names


def verdict(result: ScanResult) -> str:
    """One sentence that says what the exit code means."""
    match result.exit_code:
        case 1:
            return f"Failed: {_failure(result)} (exit code 1)."
        case 3:
            return f"Unfinished: {_gap(result)} (exit code 3)."
        case _ if result.is_dry_run:
            return "Dry run: nothing was asked, so nothing was judged (exit code 0)."
        case _ if not result.findings:
            files = wording.count(result.files, "file")
            return f"Nothing to judge: no dependency or model was found in {files} (exit code 0)."
        case _:
            return f"{_pass(result)} (exit code 0)."


def _pass(result: ScanResult) -> str:
    summary = result.summary
    if summary.unknown:
        them = "it" if summary.unknown == 1 else "them"
        return (
            f"Passed, but {summary.unknown} of {wording.count(summary.targets, 'target')} could "
            f"not be judged; --strict would fail {them}"
        )
    warned = [f for f in result.findings if f.outcome == "pass" and wording.warnings(f)]
    if warned:
        return f"Passed with a warning for {wording.count(len(warned), 'target')}"
    return "Passed: nothing is below its threshold"


def _failure(result: ScanResult) -> str:
    failed = [finding for finding in result.findings if finding.outcome == "fail"]
    parts = [one_line(reason.message) for reason in result.policy_failures]
    rules = list(dict.fromkeys(rule for f in failed for rule in wording.rules(f)[:1]))
    if result.is_strict and result.unread:
        parts.insert(0, _unread(result))
        rules.append("not-read")
    if failed:
        number = wording.count(len(failed), "target")
        parts.insert(0, f"{number} did not meet the policy ({_deciders(failed)})")
    rules += [reason.rule for reason in result.policy_failures]
    return f"{'; '.join(parts)}; {_explain(rules)}"


def _gap(result: ScanResult) -> str:
    unavailable = [finding for finding in result.findings if finding.outcome == "unavailable"]
    old = [finding for finding in unavailable if "not-looked-up" in wording.rules(finding)[:1]]
    missing = len(unavailable) - len(old)
    parts = []
    if missing:
        parts.append(f"no answer for {wording.count(missing, 'target')}")
    if old:
        names = wording.some([wording.title(finding) for finding in old], _NAMES)
        parts.append(f"nobody could say whether an old pin is vulnerable ({names})")
    if result.unread:
        parts.append(_unread(result))
    rules = [rule for finding in unavailable for rule in wording.rules(finding)[:1]]
    rules += ["not-read"] if result.unread else []
    way_out = _way_out(result) if missing else ""
    return f"{' and '.join(parts)}, so nothing is proven{way_out}; {_explain(rules)}"


def _way_out(result: ScanResult) -> str:
    """How to get scores although the service is out of reach."""
    if result.source_kind != "nerq":
        return ""
    return (
        "; to score on this machine: nerq scan --source local, or "
        'sources = ["nerq", "local"] in the settings'
    )


def _unread(result: ScanResult) -> str:
    places = [wording.place(problem.location) for problem in result.unread]
    number = wording.count(len(places), "place")
    return f"{number} could not be read ({wording.some(places, _NAMES)})"


def _deciders(findings: Sequence[Finding]) -> str:
    """The rules that decided, each with its targets and their evidence."""
    by_rule: dict[str, list[str]] = {}
    for finding in findings:
        for rule in wording.rules(finding)[:1]:
            by_rule.setdefault(rule, []).append(_named(finding, rule))
    texts = [f"{rule}: {wording.some(names, _NAMES)}" for rule, names in by_rule.items()]
    return "; ".join(texts[:_RULES] + (["and further rules"] if len(texts) > _RULES else []))


def _named(finding: Finding, rule: str) -> str:
    evidence = [
        one_line(alert.evidence)
        for alert in finding.alerts
        if alert.rule == rule and alert.level == "error" and alert.evidence
    ]
    name = wording.title(finding)
    # An address or the name again tells nothing in one sentence; an advisory's id does.
    ids = [text for text in evidence if "/" not in text and text not in (name, finding.target.id)]
    return f"{name} ({wording.some(ids, 1)})" if ids else name


def _explain(rules: Iterable[str]) -> str:
    first = next(iter(rules), "score-below-threshold")
    return f"what to do: nerq explain {one_line(first)}"
