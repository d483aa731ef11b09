"""The settings as records, one a stage; where a stage has a record of its own, it is that.

Every start makes all of these classes. Named tuples are made in a tenth of the time that frozen
dataclasses take, and are as unchangeable.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from nerq.identity import Naming
from nerq.plugin import Search
from nerq.policy import Policy

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nerq.policy.ignores import Ignore

DEFAULT_API_URL = "https://nerq.ai"
_NONE: Mapping[str, Any] = {}


class Coverage(NamedTuple):
    """Which files are read, and which mentions are reported.

    Attributes:
        exclude: paths left out, as in ``.gitignore``.
        only: kinds and groups of kinds; empty means all.
        scope: ``runtime`` or ``all``.
        since: Git revision; only what changed since its merge base is judged.
    """

    exclude: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    scope: str = "all"
    since: str | None = None


class Transitive(NamedTuple):
    """Where packages that no file names are looked for.

    Attributes:
        env: add what is installed in the project's environment.
        python: the interpreter whose environment it is, or None for ``.venv``.
        resolve: let uv resolve what direct packages bring.
        python_version: for which Python to resolve, ``X.Y``.
        python_platform: for which platform, as uv names it.
    """

    env: bool = False
    python: str | None = None
    resolve: bool = False
    python_version: str | None = None
    python_platform: str | None = None


class Run(NamedTuple):
    """How this run asks.

    Attributes:
        sources: who is asked, in order: ``nerq``, ``local``.
        checks: what is looked up besides, whoever gives the scores: ``advisories``, ``registry``.
        timeout: seconds for all questions together.
        concurrency: questions under way at once.
        offline: answer from the cache and the snapshot only.
        refresh: ask again, whatever the cache holds.
        dry_run: list what would be asked, and ask nothing.
    """

    sources: tuple[str, ...] = ("nerq",)
    checks: tuple[str, ...] = ("advisories",)
    timeout: float = 60.0
    concurrency: int = 10
    offline: bool = False
    refresh: bool = False
    dry_run: bool = False


class Service(NamedTuple):
    """The Preflight service.

    Attributes:
        api_url: its address, without a slash at the end.
        api_key: from the environment only.
        targets: ids to ask for instead, by ``ecosystem:name``.
    """

    api_url: str = DEFAULT_API_URL
    api_key: str | None = None
    targets: Mapping[str, str] = _NONE


class Local(NamedTuple):
    """The evidence behind local scores.

    Attributes:
        weights: of the dimensions; those not named keep theirs.
        endpoints: base addresses of the sources of evidence, by their names.
        advisories: database of imported advisories, or None for the one in the cache's folder.
    """

    weights: Mapping[str, float] = _NONE
    endpoints: Mapping[str, str] = _NONE
    advisories: str | None = None


class Storage(NamedTuple):
    """What is kept on disk, and read from there.

    Attributes:
        cache: whether answers, evidence and readings are kept.
        cache_dir: where, or None for the user's cache folder.
        snapshot: file of exported answers to read.
        max_age: days after which a snapshot fails the scan, or None for never.
    """

    cache: bool = True
    cache_dir: str | None = None
    snapshot: str | None = None
    max_age: float | None = None


class Accepted(NamedTuple):
    """What the project accepts although it fails.

    Attributes:
        ignore: targets, each with a reason.
        baseline: an earlier JSON report; only what is new fails.
        max_drop: with a baseline, the fall of a score that fails all the same, 0-100.
    """

    ignore: tuple[Ignore, ...] = ()
    baseline: str | None = None
    max_drop: float | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set, by stage.

    No two groups have a field of the same name, so that a field's name alone says where it is:
    in `replace`, in the table of keys, and in `origins`.

    Attributes:
        origins: where a value came from, by field; the others are defaults.
    """

    coverage: Coverage = field(default_factory=Coverage)
    search: Search = field(default_factory=Search)
    transitive: Transitive = field(default_factory=Transitive)
    naming: Naming = field(default_factory=Naming)
    run: Run = field(default_factory=Run)
    service: Service = field(default_factory=Service)
    local: Local = field(default_factory=Local)
    storage: Storage = field(default_factory=Storage)
    policy: Policy = field(default_factory=Policy)
    accepted: Accepted = field(default_factory=Accepted)
    origins: Mapping[str, str] = field(default_factory=dict)

    def replace(self, **values: object) -> Settings:
        """A copy with other values, each named by its field, whichever group that stands in.

        Raises:
            TypeError: no group has such a field.
        """
        groups: dict[str, dict[str, object]] = {}
        for name, value in values.items():
            if name not in GROUP_OF:
                raise TypeError(f"no setting is called {name!r}; see `nerq.settings.FIELDS`")
            groups.setdefault(GROUP_OF[name], {})[name] = value
        changed = {group: _copy(getattr(self, group), inner) for group, inner in groups.items()}
        return replace(self, **changed)


def _copy(record: Any, values: dict[str, object]) -> Any:  # noqa: ANN401 - one of `_GROUPS`
    if hasattr(record, "_replace"):
        return record._replace(**values)
    return replace(record, **values)


def _names(record: Any) -> tuple[str, ...]:  # noqa: ANN401 - as above
    return tuple(item.name for item in fields(record)) if is_dataclass(record) else record._fields


_GROUPS: dict[str, type] = {
    "coverage": Coverage,
    "search": Search,
    "transitive": Transitive,
    "naming": Naming,
    "run": Run,
    "service": Service,
    "local": Local,
    "storage": Storage,
    "policy": Policy,
    "accepted": Accepted,
}
GROUP_OF = {name: group for group, record in _GROUPS.items() for name in _names(record)}
