"""What a project has decided: thresholds, lists, and how each rule counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from nerq.rules import describe, named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nerq.model import Level, Reference, Target
    from nerq.rules import Rule

DEFAULT_THRESHOLD = 70.0


@dataclass(frozen=True, slots=True)
class Policy:
    """What passes and what fails.

    Attributes:
        threshold: 0-100; a score below it fails.
        thresholds: exceptions by kind (``model``), scope (``dev``) or target glob
            (``acme/*``). The target's wins over the scope's, the scope's over the kind's;
            among globs the longest that matches wins.
        warn_below: scores from the threshold up to this are called out, and pass.
        deny: target globs that fail whatever their score.
        allow: target globs that pass whatever is known of them, malware aside.
        levels: by rule id, where the project decided; others count as the table says.
        fail_on: rules that are errors too, by id or alias; it adds errors and takes none away.
        is_strict: whether what is unknown fails too.
        min_release_age: days that a release must be old, by ecosystem; ``default`` is for those
            not named.
        min_release_age_exempt: target globs that may be of any age.
        denied_licenses: SPDX ids, compared without case.
        denied_eu_classes: minimal, limited, high, unacceptable; compared without case.
    """

    threshold: float = DEFAULT_THRESHOLD
    thresholds: Mapping[str, float] = field(default_factory=dict)
    warn_below: float | None = None
    deny: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    fail_on: tuple[str, ...] = ()
    is_strict: bool = False
    min_release_age: Mapping[str, float] = field(default_factory=dict)
    min_release_age_exempt: tuple[str, ...] = ()
    denied_licenses: tuple[str, ...] = ()
    denied_eu_classes: tuple[str, ...] = ()

    def level(self, rule_id: str, *, is_fixed: bool = False, source: str | None = None) -> Level:
        """How a rule counts here; see `nerq.rules.Rule.default_level` for the arguments."""
        rule = describe(rule_id)
        if (self.is_strict and rule.is_strict) or self._is_added(rule):
            return "error"
        if rule_id in self.levels:
            return self.levels[rule_id]
        if rule.switch and getattr(self, rule.switch):
            return "error"
        return rule.default_level(is_fixed=is_fixed, source=source)

    def least_age(self, target: Target) -> float | None:
        """Days that a release of this target must be old; None = any age."""
        if _matches(target.id, self.min_release_age_exempt):
            return None
        otherwise = self.min_release_age.get("default")
        return self.min_release_age.get(target.ecosystem, otherwise)

    def _is_added(self, rule: Rule) -> bool:
        return any(rule in named(name) for name in self.fail_on)

    def threshold_for(self, target: Target, references: Sequence[Reference]) -> float:
        """The threshold that applies to a target with these mentions.

        Where mentions stand in several scopes, the strictest of their thresholds applies.
        """
        globs = [key for key in self.thresholds if fnmatchcase(target.id, key)]
        if globs:
            return self.thresholds[max(globs, key=len)]
        by_kind = self.thresholds.get(target.kind, self.threshold)
        scopes = {reference.scope for reference in references}
        return max((self._scope_threshold(scope, by_kind) for scope in scopes), default=by_kind)

    def _scope_threshold(self, scope: str, otherwise: float) -> float:
        exact = self.thresholds.get(scope)
        if exact is not None:
            return exact
        return self.thresholds.get(scope.partition(":")[2], otherwise)

    def denies_license(self, spdx_id: str) -> bool:
        """Whether the project denies it."""
        return spdx_id.lower() in {name.lower() for name in self.denied_licenses}

    def denies_eu_class(self, name: str) -> bool:
        """Whether the project denies this class of the EU AI Act."""
        return name.lower() in {denied.lower() for denied in self.denied_eu_classes}

    def denies(self, target: Target) -> bool:
        """Whether the deny list names it."""
        return _matches(target.id, self.deny)

    def allows(self, target: Target) -> bool:
        """Whether the allow list names it, and the deny list does not."""
        return _matches(target.id, self.allow) and not self.denies(target)


def _matches(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)
