"""The rules that decide a finding, described for reports and for the documentation's reference.

A rule that is not listed (a newer policy, a plugin's) is shown under its own id.
"""

from __future__ import annotations

from dataclasses import dataclass

DOCUMENTATION = "https://nerq.ai/docs/rules"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words.

    Attributes:
        id: kebab-case, as in `Reason.rule`; also its anchor in the documentation.
        title: what is the matter, in one short sentence.
        help: what it means and what to do about it, two or three sentences.
        severity: 0-10, how urgent it is where it fails a build.
    """

    id: str
    title: str
    help: str
    severity: float = 3.0

    @property
    def url(self) -> str:
        """Where the documentation explains it."""
        from urllib.parse import quote

        return f"{DOCUMENTATION}#{quote(self.id, safe='', errors='replace')}"


NOT_READ = "not-read"

RULES: tuple[Rule, ...] = (
    Rule(
        "score-below-threshold",
        "The trust score is below the threshold.",
        "The score (0-100) sums up security, maintenance, documentation, compliance and community. "
        "Look at the report for what pulls it down, consider one of the alternatives, or ignore "
        "the target with a reason and an expiry date.",
        6.0,
    ),
    Rule(
        "score-warning",
        "The trust score passes, but lies within the warning band.",
        "The score is above the threshold and below warn-below. Nothing fails yet; keep an eye on "
        "this target.",
        3.0,
    ),
    Rule(
        "score-dropped",
        "The trust score fell by more than the policy allows.",
        "Compared with the baseline, the score dropped further than max-drop. Look for what "
        "changed upstream before the next release.",
        6.0,
    ),
    Rule(
        "active-advisory",
        "A security advisory is open for what is used.",
        "An advisory affects this target. Update to a fixed release where there is one, or replace "
        "the target.",
        8.5,
    ),
    Rule(
        "denied",
        "The policy denies this target.",
        "The project's settings list this target under deny. Remove it, or change the settings.",
        8.0,
    ),
    Rule(
        "allowed",
        "The policy allows this target, whatever its score.",
        "The project's settings list this target under allow.",
        0.0,
    ),
    Rule(
        "license-denied",
        "The licence is one that the policy denies.",
        "The project's settings do not accept this licence. Replace the target or change the list.",
        5.0,
    ),
    Rule(
        "eu-ai-act-denied",
        "The EU AI Act risk class is one that the policy denies.",
        "The project's settings do not accept models of this risk class.",
        5.0,
    ),
    Rule(
        "identity-mismatch",
        "The service scored a different thing of the same name.",
        "A score for another registry's namesake says nothing about what the project uses, so the "
        "target counts as unknown. Check the name, and the page that was matched.",
        5.0,
    ),
    Rule(
        "not-in-index",
        "The service does not know this target.",
        "Nothing is known for or against it. Check the name for a typing error; with --strict, "
        "unknown targets fail the build.",
    ),
    Rule(
        "private",
        "The target is private and was never asked about.",
        "Local paths, workspace members, private registries and names matched by the private "
        "setting stay on this machine.",
        1.0,
    ),
    Rule(
        "not-asked",
        "Nothing was asked about this target.",
        "The scan ran dry or offline. Run it again with the service in reach.",
        1.0,
    ),
    Rule(
        "low-confidence",
        "Too little could be measured for a score.",
        "The evidence covers too small a share of the dimensions. Judge this target by hand.",
    ),
    Rule(
        "unconfirmed",
        "The score stands on a screening answer that could not be confirmed.",
        "Only the answer to a single question may fail a build, and it could not be had. Run the "
        "scan again.",
        4.0,
    ),
    Rule(
        "ignored",
        "The project ignores this target, with a reason.",
        "An entry in the settings or a comment beside the reference says so, until it expires.",
        0.0,
    ),
    Rule(
        "ignore-expired",
        "An ignore of this target has expired.",
        "It no longer counts. Solve the matter, or renew the ignore with a new reason and date.",
    ),
    Rule(
        "unused-ignore",
        "An ignore matches nothing.",
        "What it excused is gone, or its pattern is mistyped. Remove it.",
        1.0,
    ),
    Rule(
        "known-before",
        "The baseline already had this.",
        "It counts as an old debt and does not fail the build.",
        0.0,
    ),
    Rule(
        "unavailable",
        "No usable answer was obtained.",
        "The verdict is open, so the scan is unfinished. Try again, or look at the network "
        "settings.",
        4.0,
    ),
    Rule(
        NOT_READ,
        "A file could not be read.",
        "What the file names was not judged. Mend the file, or exclude it.",
        2.0,
    ),
)

_BY_ID = {rule.id: rule for rule in RULES}


def describe(rule_id: str) -> Rule:
    """The rule of this id; one that is not listed gets its id as its title."""
    known = _BY_ID.get(rule_id)
    if known is not None:
        return known
    title = f"{rule_id.replace('-', ' ').capitalize()}."
    return Rule(rule_id, title, "See the documentation of the policy that names this rule.")
