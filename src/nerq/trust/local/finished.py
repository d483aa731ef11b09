"""What tells a finished project from an abandoned one: both have been silent for years.

A finished one is used, clean, stable and stands on its own feet. Abandoned ones are not used any
more, were never ready, lean on frameworks that have moved on, or have faults that nobody mends.
The longer the silence, the more must speak for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.trust.local.ended import how_it_ended
from nerq.trust.local.popular import rank_of
from nerq.trust.local.signals.vulnerabilities import worst_by_name
from nerq.trust.local.versions import order_of

if TYPE_CHECKING:
    from nerq.trust.local.evidence import Evidence, Metadata

SILENT = 730  # days, from which on the question arises
_LONG = 2190  # days
_ENOUGH, _ENOUGH_FOR_LONG = 6, 7
_USE = ((1500, 3), (5000, 2), (15000, 1))  # rank up to, points
_DOWNLOADS = ((250_000, 3), (25_000, 2), (2_500, 1))  # in a week from, points
_MANY_DEPENDENTS = 1000
_STATUS = "Development Status :: "
_STABLE = {"5": 2, "6": 2, "4": 1, None: 1}  # by classifier; None where none is given
_RELEASES = 5
# What breaks its extensions as it moves on; old metadata names no requirements, so that the
# usual beginning of a name counts, too.
_FRAMEWORKS = (
    "aiohttp", "airflow", "angular", "django", "eslint", "express", "fastapi", "flask", "grunt",
    "gulp", "jupyterlab", "keras", "langchain", "mkdocs", "notebook", "pylint", "pyramid", "pytest",
    "react", "rollup", "sqlalchemy", "tensorflow", "torch", "transformers", "vue", "webpack",
)  # fmt: skip


def is_finished(evidence: Evidence, silence: int) -> bool:
    """Whether the silence of so many days is that of a finished project."""
    metadata = evidence.metadata
    if metadata is None or silence < SILENT or leans_on_framework(evidence):
        return False
    if how_it_ended(evidence) is not None or worst_by_name(evidence):
        return False
    enough = _ENOUGH if silence < _LONG else _ENOUGH_FOR_LONG
    return _points(evidence, metadata) >= enough


def leans_on_framework(evidence: Evidence) -> bool:
    """Whether it extends something that moves on without it."""
    requires = evidence.metadata.requires if evidence.metadata is not None else None
    bare = evidence.target.id.rpartition("/")[2]
    is_named = any(bare.startswith(f"{name}-") for name in _FRAMEWORKS)
    return is_named or any(name in _FRAMEWORKS for name in requires or ())


def _points(evidence: Evidence, metadata: Metadata) -> int:
    """0 to 9: use up to three, stability two, a wheel, few needs, a 1.0 and releases one each."""
    entries = evidence.releases.entries if evidence.releases is not None else ()
    release = evidence.release
    return sum(
        (
            _use(evidence),
            _stability(metadata),
            release is not None and release.has_wheel is not False,
            len(metadata.requires or ()) <= 1,
            _is_past_one(evidence),
            len(entries) >= _RELEASES,
        )
    )


def _use(evidence: Evidence) -> int:
    insights = evidence.insights
    if insights is not None and (insights.dependents or 0) >= _MANY_DEPENDENTS:
        return 3
    rank = rank_of(evidence.subject, evidence.target.id)
    ranked = next((points for limit, points in _USE if rank is not None and rank <= limit), 0)
    weekly = evidence.weekly_downloads or 0
    return max(ranked, next((points for least, points in _DOWNLOADS if weekly >= least), 0))


def _stability(metadata: Metadata) -> int:
    written = [c.removeprefix(_STATUS)[:1] for c in metadata.classifiers if c.startswith(_STATUS)]
    return _STABLE.get(max(written, default=None), 0)


def _is_past_one(evidence: Evidence) -> bool:
    first = order_of(evidence.subject, "1.0.0")
    own = order_of(evidence.subject, evidence.version) if evidence.version is not None else None
    return own is not None and bool(own >= first)
