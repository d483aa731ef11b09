"""What a card says about one target, in order; formats only lay it out and escape it.

Every text is one line without control characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.model import Rated, Unavailable
from nerq.reports import wording
from nerq.reports.cards import measures, verdicts
from nerq.reports.escaping import link, one_line, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nerq.model import Facts, Finding, Signal, Vulnerability

_FLAGS = {
    "TARGET_LOW_TRUST": "its score is low",
    "TARGET_NOT_VERIFIED": "its score is below 70, so it is not Nerq Verified",
    "CALLER_LOW_TRUST": "the score of whoever asked is low",
    "CALLER_NOT_VERIFIED": "whoever asked is not Nerq Verified",
}
_IDENTITIES = {
    "exact": "exactly what was named",
    "project": "the repository of this name, not the thing itself",
    "other": "something else than was named, so its score does not count",
}
_BASES = {
    "slug": "going by the slug of the page, which two names can share",
    "registry": "going by the registry only",
}
NOT_REPORTED = "not reported"


@dataclass(frozen=True, slots=True)
class Item:
    """A line with what it is about, and an address that is safe to follow."""

    label: str
    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One measured fact behind a local score.

    Attributes:
        id: of the signal.
        points: with one decimal, of 100.
        weight: within its dimension.
        finding: what was measured, and what that means.
        source: where it was seen, and when.
    """

    dimension: str
    id: str
    points: str
    weight: str
    finding: str
    source: str

    @property
    def item(self) -> Item:
        """The same as a line."""
        text = f"{self.points} of 100 points, weight {self.weight}: {self.finding}"
        return Item(f"{self.dimension}, {self.id}", f"{text} (evidence: {self.source})")


@dataclass(frozen=True, slots=True)
class Card:
    """All that is known about one target.

    Attributes:
        title: its id.
        kind: package, model, …, with the ecosystem.
        score: with one decimal, or ``-``.
        verdict: one word.
        summary: sentences below the title.
        dimensions: five or none.
        remark: what holds for several dimensions; else empty.
        facts: empty where the answer says nothing at all.
        more: items for those who want to see everything.
        flags, alternatives, vulnerabilities, signals: items in order.
        history: None where none is known.
        steps: what to do next.
        report: address of the full report, or None.
    """

    title: str
    kind: str
    score: str
    grade: str
    verdict: verdicts.Verdict
    summary: tuple[str, ...]
    dimensions: tuple[measures.Dimension, ...]
    remark: str
    facts: tuple[Item, ...]
    more: tuple[Item, ...]
    flags: tuple[Item, ...]
    vulnerabilities: tuple[Item, ...]
    alternatives: tuple[Item, ...]
    signals: tuple[Evidence, ...]
    history: measures.History | None
    steps: tuple[str, ...]
    report: str | None


def card(finding: Finding) -> Card:
    """The card of one finding."""
    facts = wording.facts(finding)
    target = finding.target
    dimensions = measures.dimensions(finding)
    is_doubtful = any(item.note == measures.ZERO for item in dimensions)
    return Card(
        title=wording.title(finding),
        kind=one_line(f"{target.kind}, {target.ecosystem}"),
        score=wording.score_text(wording.score(finding)),
        grade=wording.grade(finding),
        verdict=verdicts.verdict(finding),
        summary=tuple(_summary(finding, facts)),
        dimensions=tuple(dimensions),
        remark=measures.ZERO_REMARK if is_doubtful else "",
        facts=tuple(_facts(finding, facts)),
        more=tuple(_disagreements(finding, facts)),
        flags=tuple(Item(one_line(flag), _flag(flag)) for flag in facts.flags),
        vulnerabilities=tuple(_vulnerability(item) for item in facts.vulnerabilities),
        alternatives=tuple(_alternatives(finding)),
        signals=tuple(_signal(item) for item in facts.signals),
        history=measures.history(finding),
        steps=tuple(verdicts.next_steps(finding)),
        report=link(facts.matched_url) if finding.answer.source == "nerq" else None,
    )


def _summary(finding: Finding, facts: Facts) -> list[str]:
    lines = [verdicts.meaning(finding)]
    distance = verdicts.distance(finding)
    if distance:
        lines.append(f"{distance}.")
    lines.append(f"Policy: {verdicts.outcome(finding)}.")
    is_overruled = facts.recommendation == "PROCEED" and wording.has_error(finding)
    if facts.recommendation and facts.recommendation != "UNKNOWN" and not is_overruled:
        lines.append(f"Advice of the source: {one_line(facts.recommendation)}.")
    return lines


def _facts(finding: Finding, facts: Facts) -> list[Item]:
    """Empty where the answer says nothing at all."""
    if not isinstance(finding.answer, Rated) and _is_empty(facts):
        return []
    items = [
        Item("Vulnerabilities", _vulnerabilities(finding, facts)),
        Item("Licence", _licence(facts)),
        Item("EU AI Act", f"{facts.eu_ai_act} risk" if facts.eu_ai_act else "not assessed"),
        Item("Compliance", _compliance(facts)),
        Item("Popularity", measures.popularity(facts) or NOT_REPORTED),
        Item("Last update", _updated(finding, facts)),
        Item("Category", facts.category or NOT_REPORTED),
        Item("What was scored", _scored(finding, facts), link(facts.matched_url)),
        Item("Package URL", finding.target.purl or "none fits"),
        Item("Answer by", _origin(finding)),
    ]
    if isinstance(finding.answer, Rated) and finding.answer.mean is not None:
        mean = wording.score_text(finding.answer.mean)
        items.insert(0, Item("Capped by the rule", f"{mean} without it"))
    if facts.confidence is not None:
        items.insert(0, Item("Measured", f"{facts.confidence:.0%} of the evidence"))
    if facts.interaction_risk:
        items.insert(-3, Item("Interaction risk", facts.interaction_risk.lower()))
    return [Item(one_line(i.label), shortened(one_line(i.text)), i.url) for i in items]


def _disagreements(finding: Finding, facts: Facts) -> Iterator[Item]:
    """Where the service lifts a well-known name's score and leaves its mark: both facts."""
    score = wording.score(finding)
    if facts.verified is False and score is not None and score >= verdicts.TRUSTED:
        text = f"by its score of {wording.score_text(score)}; the mark itself says no"
        yield Item("Nerq Verified", text)


def _is_empty(facts: Facts) -> bool:
    said = (facts.dimensions, facts.license, facts.signals, facts.vulnerabilities, facts.eu_ai_act)
    return not any(said) and facts.known_cves is None


def _vulnerabilities(finding: Finding, facts: Facts) -> str:
    if facts.known_cves is None:
        text = "advisory open" if facts.has_active_advisory else _unsaid(finding)
    elif not facts.known_cves:
        text = "none known"
    else:
        text = f"{facts.known_cves} known"
    if facts.max_severity and facts.known_cves != 0:
        text += f", worst {facts.max_severity}"
    if facts.has_active_advisory and facts.known_cves is not None:
        text += ", an advisory is open"
    return text


def _unsaid(finding: Finding) -> str:
    # The service has no advisories of packages, whatever number stands in its answer.
    is_unasked = finding.answer.source == "nerq" and finding.target.kind == "package"
    return "not looked up by the service" if is_unasked else NOT_REPORTED


def _licence(facts: Facts) -> str:
    if not facts.license:
        return NOT_REPORTED
    return (
        f"{facts.license} ({facts.license_category})" if facts.license_category else facts.license
    )


def _compliance(facts: Facts) -> str:
    parts = []
    if facts.compliance_score is not None:
        parts.append(f"{wording.score_text(facts.compliance_score)} of 100")
    if facts.jurisdictions is not None:
        parts.append(f"assessed over {wording.count(facts.jurisdictions, 'jurisdiction')}")
    return ", ".join(parts) or NOT_REPORTED


def _updated(finding: Finding, facts: Facts) -> str:
    parts = []
    # A local answer is as old as the run; what it says of the target is the last commit.
    if facts.assessed_at and finding.answer.source != "local":
        parts.append(facts.assessed_at.partition("T")[0])
    if facts.last_commit_days_ago is not None:
        parts.append(f"last commit {measures.days_ago(facts.last_commit_days_ago)}")
    return ", ".join(parts) or NOT_REPORTED


def _scored(finding: Finding, facts: Facts) -> str:
    answer = finding.answer
    if not isinstance(answer, Rated):
        return "nothing"
    # An address that can be followed is the item's own.
    page = facts.matched_url if link(facts.matched_url) is None else None
    found = [facts.matched_source, page]
    words = _IDENTITIES.get(answer.identity or "", "the answer does not show what it is about")
    basis = _BASES.get(answer.identity_basis or "") if answer.identity != "other" else None
    words += f", {basis}" if basis else ""
    return " ".join([part for part in found if part] + [f"({words})"])


def _origin(finding: Finding) -> str:
    answer = finding.answer
    if answer.source is None:
        return "nobody was asked"
    who = "the service" if answer.source == "nerq" else "nerq on this machine"
    if isinstance(answer, Unavailable) or answer.provenance in (None, "local"):
        return who
    return f"{who}, from the {answer.provenance.replace('-', ' ')}"


def _flag(flag: str) -> str:
    return _FLAGS.get(flag, "the protocol does not explain this flag")


def _vulnerability(item: Vulnerability) -> Item:
    details = [item.severity or "not rated"]
    if item.score is not None:
        details.append(f"CVSS {wording.score_text(item.score)}")
    details.append(f"fixed in {item.fixed_in}" if item.fixed_in else "no fixed release known")
    return Item(one_line(item.id), one_line(", ".join(details)), link(item.url))


def _alternatives(finding: Finding) -> list[Item]:
    own = wording.score(finding)
    items = []
    for name, score, url in verdicts.better_alternatives(finding):
        text = "score not given" if score is None else wording.score_text(score)
        if score is not None and own is not None:
            text += f", {verdicts.decimal(verdicts.difference(score, own))} higher"
        items.append(Item(name, text, link(url)))
    return items


def _signal(item: Signal) -> Evidence:
    observed = f", {item.observed}" if item.observed else ""
    return Evidence(
        dimension=one_line(item.dimension),
        id=one_line(item.id),
        points=wording.score_text(item.points),
        weight=f"{item.weight:g}",
        finding=one_line(f"{item.value}: {item.reason}"),
        source=one_line(f"{item.evidence}{observed}"),
    )
