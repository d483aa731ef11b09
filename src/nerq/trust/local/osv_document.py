"""OSV advisories: what they say, and whether a version is affected.

https://ossf.github.io/osv-schema/ (1.6): ::

    {"id": "PYSEC-2018-28", "aliases": ["CVE-2018-18074"], "published": "2018-10-09T17:29:00Z",
     "affected": [{"package": {"ecosystem": "PyPI", "name": "requests"},
       "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.20.0"}]}],
       "versions": ["2.19.1"]}]}

GIT ranges are not evaluated: nothing says which release a commit is in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nerq.ecosystems import ECOSYSTEMS
from nerq.trust.local.json_fields import clean, day, items, line, look, number, table, text, texts
from nerq.trust.local.versions import canonical, order_of

if TYPE_CHECKING:
    from datetime import date

OSV_NAMES = {row.id: row.osv for row in ECOSYSTEMS if row.osv}
_WORDS = {"low": 3.0, "moderate": 5.5, "medium": 5.5, "high": 8.0, "critical": 9.5}
_LONGEST = 100_000
_EXPLOITED = ("kev", "cisa_kev", "known_exploited", "cisa_exploit_add")
_MALWARE = "MAL-"  # https://github.com/ossf/malicious-packages


@dataclass(frozen=True, slots=True)
class Range:
    """One ECOSYSTEM or SEMVER range: its events in the order given."""

    events: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Advisory:
    """An advisory as far as it concerns one package.

    Attributes:
        score: CVSS base score 0-10, or None where none is given.
        severity: low, medium, high or critical, or None.
        versions: that it lists one by one.
        is_exploited: whether it is on CISA's list of exploited vulnerabilities, as far as the
            database says so.
        exploit_chance: the EPSS probability 0-1, where the database carries it.
    """

    id: str
    aliases: tuple[str, ...] = ()
    published: date | None = None
    is_withdrawn: bool = False
    score: float | None = None
    severity: str | None = None
    ranges: tuple[Range, ...] = ()
    versions: frozenset[str] = field(default_factory=frozenset)
    url: str | None = None
    is_exploited: bool = False
    exploit_chance: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """As in `KnownVulnerability`."""
        return _names_of(self.id, self.aliases)


@dataclass(frozen=True, slots=True)
class KnownVulnerability:
    """A vulnerability that affects the judged version.

    Attributes:
        score: CVSS base score 0-10, or None.
        fixed_in: the lowest fixed release above the judged one, or None.
        is_exploited: as in `Advisory`.
        exploit_chance: as in `Advisory`.
    """

    id: str
    aliases: tuple[str, ...] = ()
    score: float | None = None
    severity: str | None = None
    fixed_in: str | None = None
    published: date | None = None
    url: str | None = None
    is_exploited: bool = False
    exploit_chance: float | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Its CVE numbers; without one its GHSA ids; without any its own id. Sorted.

        Advisories of several databases on one vulnerability share these.
        """
        return _names_of(self.id, self.aliases)

    @property
    def malware_id(self) -> str | None:
        """Its id in the database of malicious packages; None for a vulnerability."""
        return next((name for name in (self.id, *self.aliases) if name.startswith(_MALWARE)), None)


def _names_of(identity: str, aliases: tuple[str, ...]) -> tuple[str, ...]:
    every = {identity, *aliases}
    for prefix in ("CVE-", "GHSA-"):
        found = sorted(name for name in every if name.startswith(prefix))
        if found:
            return tuple(found)
    return (identity,)


def parse_advisory(document: object, ecosystem: str, name: str) -> Advisory | None:
    """What the advisory says on this package; None where it is none or names it not.

    Args:
        document: an OSV document.
        ecosystem: ``pypi`` or ``npm``.
        name: the package, normalised as the ecosystem does.
    """
    identity = line(document, "id")
    affected = [a for a in items(document, "affected") if _names(a, ecosystem, name)]
    if identity is None or not affected:
        return None
    score, severity = _severity(document, affected)
    return Advisory(
        id=identity,
        aliases=tuple(clean(alias) for alias in texts(document, "aliases")),
        published=day(document, "published"),
        is_withdrawn=text(document, "withdrawn") is not None,
        score=score,
        severity=severity,
        ranges=tuple(r for entry in affected for r in _ranges(entry)),
        versions=frozenset(v for entry in affected for v in texts(entry, "versions")),
        url=f"https://osv.dev/vulnerability/{identity}",
        is_exploited=any(_is_exploited(place) for place in (document, *affected)),
        exploit_chance=next((c for p in (document, *affected) if (c := _chance(p))), None),
    )


def _is_exploited(place: object) -> bool:
    """Databases that carry CISA's list say so in fields of their own."""
    own = table(place, "database_specific")
    return any(own.get(name) not in (None, False, "", [], {}) for name in _EXPLOITED)


def _chance(place: object) -> float | None:
    for path in (("epss",), ("epss", "percentage"), ("epss", "probability"), ("epss_score",)):
        found = number(place, "database_specific", *path)
        if found is not None and 0 <= found <= 1:
            return found
    return None


def packages_of(document: object) -> set[tuple[str, str]]:
    """(ecosystem, normalised name) of every package the advisory names that we can judge."""
    found = set()
    for entry in items(document, "affected"):
        written, name = text(entry, "package", "ecosystem"), text(entry, "package", "name")
        for ecosystem, spelling in OSV_NAMES.items():
            if written == spelling and name is not None:
                found.add((ecosystem, normal_name(ecosystem, name)))
    return found


def normal_name(ecosystem: str, name: str) -> str:
    """The name as the ecosystem compares it."""
    if ecosystem != "pypi":
        return name
    from packaging.utils import canonicalize_name

    return canonicalize_name(name)


def match(advisory: Advisory, ecosystem: str, version: str | None) -> KnownVulnerability | None:
    """The vulnerability, where it affects this version; withdrawn ones never do.

    Where no version can be told (None), what affects every version counts.
    """
    if advisory.is_withdrawn:
        return None
    affects = _affects_all(advisory) if version is None else _affects(advisory, ecosystem, version)
    return describe(advisory, ecosystem, version) if affects else None


def describe(advisory: Advisory, ecosystem: str, version: str | None) -> KnownVulnerability:
    """The vulnerability as it concerns this version, whether or not it affects it."""
    return KnownVulnerability(
        id=advisory.id,
        aliases=advisory.aliases,
        score=advisory.score,
        severity=advisory.severity,
        fixed_in=None if version is None else _fix(advisory, ecosystem, version),
        published=advisory.published,
        url=advisory.url,
        is_exploited=advisory.is_exploited,
        exploit_chance=advisory.exploit_chance,
    )


def severity_of(score: float) -> str:
    """The word for a CVSS base score (CVSS v3.1, section 5)."""
    limits = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"))
    return next((word for limit, word in limits if score >= limit), "low")


def _names(entry: object, ecosystem: str, name: str) -> bool:
    return (ecosystem, name) in packages_of({"affected": [entry]})


def _ranges(entry: object) -> list[Range]:
    ranges = []
    for written in items(entry, "ranges"):
        if look(written, "type") not in {"ECOSYSTEM", "SEMVER"}:
            continue
        events = []
        for event in items(written, "events")[:_LONGEST]:
            for kind in ("introduced", "fixed", "last_affected"):
                value = text(event, kind)
                if value is not None:
                    events.append((kind, value))
        ranges.append(Range(tuple(events)))
    return ranges


def _affects_all(advisory: Advisory) -> bool:
    return any(
        bool(entry.events) and all(event == ("introduced", "0") for event in entry.events)
        for entry in advisory.ranges
    )


def _affects(advisory: Advisory, ecosystem: str, version: str) -> bool:
    wanted = canonical(ecosystem, version)
    if version in advisory.versions:
        return True
    if any(canonical(ecosystem, listed) == wanted for listed in advisory.versions):
        return True
    return any(_in_range(entry, ecosystem, version) for entry in advisory.ranges)


def _in_range(entry: Range, ecosystem: str, version: str) -> bool:
    """The schema's own algorithm: replay the events below the version in version order."""
    judged = order_of(ecosystem, version)
    if judged is None:
        return False
    is_affected = False
    placed = []
    for kind, value in entry.events:
        place = order_of(ecosystem, value)
        if kind == "introduced" and value == "0":
            is_affected = True
        elif place is not None:
            placed.append((place, kind))
    for place, kind in sorted(placed):
        if kind == "introduced" and judged >= place:
            is_affected = True
        elif (kind == "fixed" and judged >= place) or (kind == "last_affected" and judged > place):
            is_affected = False
    return is_affected


def _fix(advisory: Advisory, ecosystem: str, version: str) -> str | None:
    judged = order_of(ecosystem, version)
    fixes = []
    for entry in advisory.ranges:
        for kind, value in entry.events:
            place = order_of(ecosystem, value)
            if kind == "fixed" and place is not None and judged is not None and place > judged:
                fixes.append((place, value))
    return clean(min(fixes)[1]) if fixes else None


def _severity(document: object, affected: list[object]) -> tuple[float | None, str | None]:
    """The highest base score of any CVSS vector, else the database's own word."""
    scores = [
        _base_score(text(entry, "score"))
        for place in (document, *affected)
        for entry in items(place, "severity")
    ]
    known = [score for score in scores if score is not None]
    if known:
        return max(known), severity_of(max(known))
    for place in (document, *affected):
        for part in ("database_specific", "ecosystem_specific"):
            word = (text(place, part, "severity") or "").lower()
            if word in _WORDS:
                return None, "medium" if word == "moderate" else word
    return None, None


def _base_score(vector: str | None) -> float | None:
    if vector is None or len(vector) > 500:
        return None
    from cvss import CVSS2, CVSS3, CVSS4
    from cvss.exceptions import CVSSError

    kind = CVSS4 if vector.startswith("CVSS:4") else CVSS3 if vector.startswith("CVSS:3") else CVSS2
    try:
        score = float(kind(vector).scores()[0])
    except (CVSSError, ValueError, TypeError, KeyError, IndexError, ArithmeticError):
        return None
    return score if 0 <= score <= 10 else None
