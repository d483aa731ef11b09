"""Whether a project has ended, who says so, and what follows it.

Said by the index (PEP 792), the registry, the repository, the author's own words, the shipped
list, or plain facts: the standard library holds it, it runs on Python 2 only, every release
was withdrawn. Silence is not such a statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nerq.trust.local.notices import says_ended
from nerq.trust.local.shipped import read_lines
from nerq.trust.local.versions import newest

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nerq.trust.local.evidence import Evidence

_FILES = {"pypi": "ended_pypi.txt", "npm": "ended_npm.txt"}
_INACTIVE = "Development Status :: 7 - Inactive"
_PYTHON = "Programming Language :: Python :: "


@dataclass(frozen=True, slots=True)
class Ended:
    """That a project has ended.

    Attributes:
        word: archived, deprecated, inactive, superseded or withdrawn.
        reason: who says so, for a person.
        url: where it is said.
        seen: the day of the evidence, or None.
        successor: what to use in its place, or None.
    """

    word: str
    reason: str
    url: str
    seen: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the shipped list: what follows the project, and where its end is said."""

    successor: str | None
    source: str


def how_it_ended(evidence: Evidence) -> Ended | None:
    """The strongest statement that the project has ended, or None."""
    for find in _FINDERS:
        found = find(evidence)
        if found is not None:
            return found
    return None


@lru_cache(maxsize=4)
def ended_names(ecosystem: str) -> Mapping[str, Entry]:
    """The shipped list: ``NAME SUCCESSOR SOURCE`` a line, ``-`` for no successor."""
    entries = {}
    for line in read_lines(_FILES[ecosystem]).lines:
        name, successor, source = line.split()
        entries[name] = Entry(None if successor == "-" else successor, source)
    return entries


def _by_index(evidence: Evidence) -> Ended | None:
    releases = evidence.releases
    if releases is None or releases.status not in {"archived", "deprecated"}:
        return None
    reason = f"the index says it is {releases.status}"
    return Ended(releases.status, reason, releases.url, releases.seen)


def _by_registry(evidence: Evidence) -> Ended | None:
    """On npm, the author can deprecate single versions; that of the judged one counts."""
    releases, release = evidence.releases, evidence.release
    if releases is None:
        return None
    release = release or newest(evidence.subject, releases.entries)
    if release is None or not release.deprecated:
        return None
    return Ended("deprecated", release.deprecated, releases.url, releases.seen)


def _by_repository(evidence: Evidence) -> Ended | None:
    repository = evidence.repository
    if repository is None or not repository.is_archived:
        return None
    return Ended("archived", "its repository is archived", repository.url, repository.seen)


def _by_classifier(evidence: Evidence) -> Ended | None:
    metadata = evidence.metadata
    if metadata is None or _INACTIVE not in metadata.classifiers:
        return None
    return Ended("inactive", "its author calls it inactive", metadata.url, metadata.seen)


def _by_list(evidence: Evidence) -> Ended | None:
    if evidence.subject not in _FILES:
        return None
    entry = ended_names(evidence.subject).get(evidence.target.id)
    if entry is None:
        return None
    drawn_up = read_lines(_FILES[evidence.subject]).drawn_up
    reason = "it is on the list of ended projects that ships with nerq"
    return Ended("ended", reason, entry.source, drawn_up, entry.successor)


def _by_words(evidence: Evidence) -> Ended | None:
    metadata = evidence.metadata
    if metadata is None:
        return None
    words = says_ended(evidence.target.id, metadata.summary, metadata.opening)
    if words is None:
        return None
    return Ended("deprecated", f"its author says: {words}", metadata.url, metadata.seen)


def _by_standard_library(evidence: Evidence) -> Ended | None:
    name = evidence.target.id.replace("-", "_")
    if evidence.subject != "pypi" or name not in set(read_lines("stdlib_names.txt").lines):
        return None
    url = f"https://docs.python.org/3/library/{name}.html"
    reason = "it bears the name of a module of Python's standard library, which is imported instead"
    return Ended("superseded", reason, url, successor="the standard library")


def _by_python_two(evidence: Evidence) -> Ended | None:
    metadata, release = evidence.metadata, evidence.release
    if metadata is None or evidence.subject != "pypi":
        return None
    requires = release.requires_python if release is not None else None
    if not _is_python_two_only(metadata.classifiers, requires):
        return None
    reason = "it runs on Python 2 only, which ended on 2020-01-01"
    return Ended("superseded", reason, metadata.url, metadata.seen)


def _is_python_two_only(classifiers: tuple[str, ...], requires: str | None) -> bool:
    versions = {c.removeprefix(_PYTHON) for c in classifiers if c.startswith(_PYTHON)}
    numbered = {version for version in versions if version[:1] in "23"}
    if numbered and all(version[:1] == "2" for version in numbered):
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return requires is not None and not any(
            SpecifierSet(requires).contains(f"3.{minor}") for minor in range(40)
        )
    except InvalidSpecifier:
        return False


def _by_withdrawal(evidence: Evidence) -> Ended | None:
    releases = evidence.releases
    if releases is None or not releases.entries:
        return None
    if any(release.yanked is None for release in releases.entries):
        return None
    reason = "every release of it was withdrawn"
    return Ended("withdrawn", reason, releases.url, releases.seen)


_FINDERS = (
    _by_index,
    _by_registry,
    _by_repository,
    _by_classifier,
    _by_list,
    _by_words,
    _by_standard_library,
    _by_python_two,
    _by_withdrawal,
)
