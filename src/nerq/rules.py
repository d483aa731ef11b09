"""The rules: what each one means, how it counts, and what to do. One row a rule.

Policy, settings, reports, ``nerq explain`` and the documentation all derive from this table, so it
stands below them. The order is that of reasons: what weighs most comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from nerq.model import Level, Outcome

LEVELS: tuple[Level, ...] = ("error", "warn", "note", "off")
"""Strongest first."""
DOCUMENTATION = "https://nerq.ai/docs/rules"
NOT_READ = "not-read"


class Rule(NamedTuple):
    """One rule.

    Attributes:
        id: kebab-case, never reused; as in `Alert.rule` and `Reason.rule`, and its anchor in the
            documentation.
        level: how it counts where the settings say nothing: ``error`` decides the outcome,
            ``warn`` is called out, ``note`` is listed, ``off`` is left out.
        title: what is the matter, in one short sentence.
        meaning: what it means that this holds, one or two sentences.
        remedy: what to do about it, one or two sentences.
        remedy_unfixed: the same where no fixed release is known, if it differs.
        severity: 0-10, how urgent it is where it fails a build.
        cap: the most that a local score can be where the rule is an error, 0-100; None = any.
        outcome: what an error of this rule makes of a finding.
        least: the lowest level that settings may give it.
        level_unfixed: the level where no fixed release is known, if it differs.
        level_of_service: the level where the service gave the score, if it differs.
        is_strict: whether ``--strict`` makes it an error.
        switch: the setting that makes it an error as soon as it is set, by the field of the policy.
        is_absolute: whether nothing lifts it but an ignore that names its evidence: no ``allow``,
            no baseline, no ``--since``.
        aliases: further names under which settings know it.
    """

    id: str
    level: Level
    title: str
    meaning: str
    remedy: str
    severity: float = 3.0
    cap: float | None = None
    outcome: Outcome = "fail"
    least: Level = "off"
    level_unfixed: Level | None = None
    remedy_unfixed: str = ""
    level_of_service: Level | None = None
    is_strict: bool = False
    is_absolute: bool = False
    switch: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """What it means and what to do about it."""
        return f"{self.meaning} {self.remedy}"

    @property
    def url(self) -> str:
        """Where the documentation explains it."""
        from urllib.parse import quote

        return f"{DOCUMENTATION}#{quote(self.id, safe='', errors='replace')}"

    @property
    def levels(self) -> tuple[Level, ...]:
        """Those that settings may give it."""
        return LEVELS[: LEVELS.index(self.least) + 1]

    def default_level(self, *, is_fixed: bool, source: str | None) -> Level:
        """The level where the settings say nothing.

        Args:
            is_fixed: whether a release without the fault is known.
            source: ``nerq`` or ``local``: who scored the target.
        """
        if self.level_unfixed is not None and not is_fixed:
            return self.level_unfixed
        if self.level_of_service is not None and source == "nerq":
            return self.level_of_service
        return self.level


_NO_FIX = (
    "Replace the target, or ignore the advisory by its id, with a reason and an expiry date. No "
    "release fixes it yet."
)

RULES: tuple[Rule, ...] = (
    Rule(
        "malicious",
        "error",
        "This is known to be malicious.",
        "An advisory database calls the version malware, its registry has quarantined it, or the "
        "model hub flags one of its files as unsafe.",
        "Remove it, and treat every machine that installed it, and its secrets, as taken. Only "
        "an ignore that names the advisory lifts this.",
        10.0,
        cap=0,
        least="error",
        is_absolute=True,
    ),
    Rule(
        "denied",
        "error",
        "The policy denies this target.",
        "The project's settings list this target under deny.",
        "Remove it, or change the settings.",
        8.0,
        least="error",
    ),
    Rule(
        "origin-mismatch",
        "error",
        "A file is fetched that is not the one named beside it.",
        "A lockfile or requirement names a package and fetches a file of another host or another "
        "package: that file is what would be installed.",
        "Lock again from the registry, or name the package that is meant.",
        9.0,
    ),
    Rule(
        "not-in-registry",
        "error",
        "The public registry has no such name, or not that version.",
        "It is a typing error, an invented name, or was removed; whoever registers the name next "
        "decides what is installed.",
        "Correct the name or the version; if it comes from an index of your own, list it under "
        "private.",
        8.0,
    ),
    Rule(
        "advisory-critical",
        "error",
        "A known vulnerability of critical severity affects the version.",
        "Whoever can reach the fault can do what the advisory says.",
        "Update to a release that fixes it, or replace the target. Where the fault cannot be "
        "reached in your use, ignore the advisory by its id, with a reason and an expiry date.",
        9.5,
        cap=49,
        remedy_unfixed=_NO_FIX,
        aliases=("active-advisory",),
    ),
    Rule(
        "advisory-high",
        "error",
        "A known vulnerability of high severity affects the version.",
        "Whoever can reach the fault can do what the advisory says. A vulnerability without a "
        "rating counts as high.",
        "Update to a release that fixes it, or replace the target. Where the fault cannot be "
        "reached in your use, ignore the advisory by its id, with a reason and an expiry date.",
        8.0,
        cap=49,
        remedy_unfixed=_NO_FIX,
        aliases=("active-advisory",),
    ),
    Rule(
        "advisory-medium",
        "error",
        "A known vulnerability of medium severity affects the version.",
        "Where a fixed release exists, this fails; where there is none yet, it is called out only.",
        "Update to the fixed release; without one, look whether the fault can be reached in your "
        "use.",
        5.5,
        cap=60,
        level_unfixed="warn",
        aliases=("active-advisory",),
    ),
    Rule(
        "advisory-low",
        "warn",
        "A known vulnerability of low severity affects the version.",
        "It is called out, and nothing fails.",
        "Update when it is convenient.",
        3.0,
        aliases=("active-advisory",),
    ),
    Rule(
        "active-advisory",
        "warn",
        "The service reports an active security advisory.",
        "The service says neither which advisory nor for which versions. Under fail-on this name "
        "stands for every rule about known vulnerabilities.",
        "Look at the service's page, and at the project's own advisories.",
        8.5,
    ),
    Rule(
        "denied-by-source",
        "error",
        "The service advises against this target.",
        "The service's recommendation is DENY.",
        "Look at its page for the reasons, and replace the target; or lower this rule if you "
        "judge otherwise.",
        7.0,
    ),
    Rule(
        "license-denied",
        "error",
        "The licence is one that the policy denies.",
        "The project's settings do not accept this licence.",
        "Replace the target, or change deny-licenses.",
        5.0,
    ),
    Rule(
        "eu-ai-act-denied",
        "error",
        "The EU AI Act risk class is one that the policy denies.",
        "The project's settings do not accept models of this risk class.",
        "Replace the model, or change deny-eu-ai-act.",
        5.0,
    ),
    Rule(
        "lookalike",
        "error",
        "A new name is one slip away from a famous one.",
        "Names like this are registered to catch typing errors.",
        "Check that this is the name you mean; if it is, ignore it with a reason.",
        8.0,
        cap=55,
    ),
    Rule(
        "placeholder",
        "error",
        "The name is reserved, or the release is empty.",
        "There is nothing in it to use, and its owner may fill it with anything later.",
        "Remove it, or name what you mean.",
        6.0,
        cap=50,
    ),
    Rule(
        "yanked",
        "error",
        "The pinned release was withdrawn by its publisher.",
        "Installers still take a withdrawn release where it is pinned.",
        "Pin another release.",
        5.0,
        cap=55,
    ),
    Rule(
        "ended",
        "error",
        "The project has ended.",
        "It is archived, deprecated, inactive or renamed, so faults found from now on stay.",
        "Move to its successor, or ignore it with a reason.",
        5.0,
        cap=60,
    ),
    Rule(
        "no-record",
        "error",
        "Nobody has a record of this yet.",
        "It is rarely used, under 90 days old, and has at most two releases, as most malware is "
        "when it is found.",
        "Read it before you use it, or wait.",
        5.0,
        cap=65,
    ),
    Rule(
        "too-new",
        "off",
        "The release is younger than the policy allows.",
        "Most malicious releases are found within days.",
        "Wait until it is older than min-release-age, take an older release, or exempt the name.",
        4.0,
        switch="min_release_age",
    ),
    Rule(
        "unsafe-format",
        "error",
        "The model's files can run code when they are loaded.",
        "Its weights are pickles only, and no scan calls them clean.",
        "Use a copy in safetensors, or load with weights_only=True and ignore this with a reason.",
        7.0,
        cap=65,
    ),
    Rule(
        "custom-code",
        "error",
        "Loading this runs code of a revision that is not pinned.",
        "Whoever can write to the repository decides what runs on your machine.",
        "Read the code and pin its revision, or use an architecture that the library ships.",
        7.0,
        cap=65,
    ),
    Rule(
        "score-below-threshold",
        "error",
        "The trust score is below the threshold.",
        "The score (0-100) sums up security, maintenance, documentation, compliance and community.",
        "Look at the report for what pulls it down, consider one of the alternatives, or ignore "
        "the target with a reason and an expiry date.",
        6.0,
        least="warn",
        aliases=("score",),
    ),
    Rule(
        "score-dropped",
        "error",
        "The trust score fell by more than the policy allows.",
        "Compared with the baseline, the score dropped further than max-drop.",
        "Look for what changed upstream before you take the next release.",
        6.0,
    ),
    Rule(
        "not-looked-up",
        "error",
        "Nobody could say whether an old pin has known vulnerabilities.",
        "The pinned release is old, and no source of advisories was in reach, so a local score "
        "proves nothing: the scan is unfinished.",
        "Reach OSV, fetch its published archives with `nerq advisories update`, import a file of "
        "them with `nerq advisories import FILE`, or pin a newer release.",
        4.0,
        outcome="unavailable",
        level_of_service="warn",
    ),
    Rule(
        "unconfirmed",
        "error",
        "The score stands on a screening answer that could not be confirmed.",
        "Only the answer to a single question may fail a build, and it could not be had.",
        "Run the scan again.",
        4.0,
        outcome="unavailable",
        least="error",
    ),
    Rule(
        "unavailable",
        "error",
        "No usable answer was obtained.",
        "The verdict is open, so the scan is unfinished.",
        "Try again, look at the network settings, or score on this machine: --source local, or "
        'sources = ["nerq", "local"] in the settings.',
        4.0,
        outcome="unavailable",
        least="error",
    ),
    Rule(
        NOT_READ,
        "error",
        "A file could not be read.",
        "What the file names was not judged, so the scan is unfinished; under --strict it fails.",
        "Mend the file, exclude it, or ignore its path with a reason.",
        2.0,
        outcome="unavailable",
        least="error",
        is_strict=True,
    ),
    Rule(
        "score-warning",
        "warn",
        "The trust score passes, but lies within the warning band.",
        "The score is above the threshold and below warn-below. Nothing fails yet.",
        "Keep an eye on this target.",
        3.0,
    ),
    Rule(
        "identity-mismatch",
        "warn",
        "The service scored a different thing of the same name.",
        "A score for another registry's namesake says nothing about what the project uses, so "
        "the target counts as unknown.",
        "Check the name, and the page that was matched.",
        5.0,
        least="note",
        is_strict=True,
        aliases=("unknown",),
    ),
    Rule(
        "not-in-index",
        "note",
        "The service does not know this target.",
        "Nothing is known for or against it; with --strict, unknown targets fail the build.",
        "Check the name for a typing error, or measure it on this machine: --source local.",
        least="note",
        is_strict=True,
        aliases=("unknown",),
    ),
    Rule(
        "low-confidence",
        "note",
        "Too little could be measured for a score.",
        "The evidence covers too small a share of the dimensions.",
        "Judge this target by hand.",
        least="note",
        is_strict=True,
        aliases=("unknown",),
    ),
    Rule(
        "private",
        "note",
        "The target is private and was never asked about.",
        "Local paths, workspace members, private registries and names matched by the private "
        "setting stay on this machine.",
        "Nothing has to be done.",
        1.0,
        least="note",
        is_strict=True,
        aliases=("unknown",),
    ),
    Rule(
        "not-asked",
        "note",
        "Nothing was asked about this target.",
        "The scan ran dry or offline, or looked at changes only.",
        "Run it again with the service in reach.",
        1.0,
        least="note",
    ),
    Rule(
        "ignore-expired",
        "warn",
        "An ignore of this target has expired.",
        "It no longer counts.",
        "Solve the matter, or renew the ignore with a new reason and date.",
    ),
    Rule(
        "unused-ignore",
        "warn",
        "An ignore matches nothing.",
        "What it excused is gone, or its pattern is mistyped.",
        "Remove it.",
        1.0,
    ),
    Rule(
        "allowed",
        "note",
        "The policy allows this target, whatever its score.",
        "The project's settings list this target under allow. What is known to be malicious "
        "fails all the same.",
        "Nothing has to be done.",
        0.0,
        least="note",
    ),
    Rule(
        "ignored",
        "note",
        "The project ignores this target, with a reason.",
        "An entry in the settings or a comment beside the reference says so, until it expires.",
        "Nothing has to be done.",
        0.0,
        least="note",
    ),
    Rule(
        "known-before",
        "note",
        "The baseline already had this.",
        "It counts as an old debt and does not fail the build.",
        "Pay it back when you can, and write the baseline anew.",
        0.0,
        least="note",
    ),
)

BY_ID = {rule.id: rule for rule in RULES}
_SEE = "See the documentation of what names it."
RANK = {rule.id: place for place, rule in enumerate(RULES)}


def named(name: str) -> tuple[Rule, ...]:
    """The rules that a setting means by this name: an id, an alias, or both; else empty."""
    return tuple(rule for rule in RULES if name == rule.id or name in rule.aliases)


def names() -> tuple[str, ...]:
    """Every name that `named` knows: the ids in the order of the table, then the aliases."""
    aliases = (alias for rule in RULES for alias in rule.aliases)
    return tuple(dict.fromkeys((*BY_ID, *aliases)))


def describe(rule_id: str) -> Rule:
    """The rule of this id; one that is not listed (a plugin's) warns, with its id as its title."""
    known = BY_ID.get(rule_id)
    if known is not None:
        return known
    title = f"{rule_id.replace('-', ' ').capitalize()}."
    return Rule(rule_id, "warn", title, "Something else than nerq names this rule.", _SEE)
