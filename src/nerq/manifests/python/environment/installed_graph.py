"""Which installed package needs which, by the requirements in their metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nerq.model import Location, Origin

_NAME = regex(r"\s*([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?")
_EXTRA = regex(r"""\bextra\s*==\s*['"]([^'"]*)['"]""")


@dataclass(frozen=True, slots=True, eq=False)
class Installed:
    """One installed package.

    Attributes:
        name: as its metadata writes it.
        version: exact, or None where the metadata has none.
        origin: by ``direct_url.json``.
        location: the folder of its metadata.
        wants: its requirements, PEP 508.
        is_requested: whether an installer recorded that it was asked for by name.
        folder: where it was installed from, absolute, if from this machine.
    """

    name: str
    version: str | None
    origin: Origin
    location: Location
    wants: tuple[str, ...] = ()
    is_requested: bool = False
    folder: str | None = None


def edges(packages: Iterable[Installed]) -> dict[Installed, list[Installed]]:
    """What each package needs of the others, in the order of its requirements.

    What a marker excludes is not installed, so markers need no evaluation; requirements of an
    extra count where some other package asks for that extra.
    """
    every = list(packages)
    known: dict[str, Installed] = {}
    for package in every:
        known.setdefault(_normal(package.name), package)
    asked: dict[str, set[str]] = {}
    wants: dict[Installed, list[tuple[str, set[str]]]] = {package: [] for package in every}
    for package in every:
        for text in package.wants:
            requirement, _, marker = text.partition(";")
            match = _NAME.match(requirement)
            if match is None:
                continue
            name = _normal(match[1])
            extras = {_normal(extra) for extra in (match[2] or "").split(",") if extra.strip()}
            asked.setdefault(name, set()).update(extras)
            wants[package].append((name, {_normal(extra) for extra in _EXTRA.findall(marker)}))
    return {
        package: [
            known[name]
            for name, extras in needed
            if name in known
            and known[name] is not package
            and (not extras or extras & asked.get(_normal(package.name), set()))
        ]
        for package, needed in wants.items()
    }


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).strip().lower()
