"""The shape of a source of evidence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from nerq.plugin import Question
    from nerq.trust.local.endpoints import Endpoints
    from nerq.trust.local.evidence import Dossier, Subject
    from nerq.trust.local.fetch import Fetcher
    from nerq.trust.local.osv_screening import OsvScreening


@dataclass(frozen=True, slots=True)
class Access:
    """What a source needs to be asked.

    Attributes:
        github_token: sent to the GitHub API only.
        advisories: path of the local database of advisories, or None.
        screening: what OSV knows of all packages of this run, or None.
    """

    fetcher: Fetcher
    endpoints: Endpoints
    github_token: str | None = None
    advisories: str | None = None
    screening: OsvScreening | None = None


class Collect(Protocol):
    """Adds to the dossier what the source knows."""

    def __call__(self, access: Access, question: Question, dossier: Dossier) -> None:
        """Ask about this target only.

        Raises:
            SourceError: the source gave no usable answer; what it would have told is absent.
        """
        ...


@dataclass(frozen=True, slots=True)
class EvidenceSource:
    """A public source of evidence.

    Attributes:
        id: kebab-case.
        title: how people call it.
        subjects: what it is asked about.
        collect: asks it.
        reads: one line: what is taken from it.
        setting: the field of `Endpoints` with its address, or None.
        is_live_proven: whether it was ever asked live while the method was tuned; the others
            are proved by replayed answers only.
        tells_versions: whether it is the registry, which must have been asked before it is known
            which versions are judged.
        asks_missing: whether it is asked about names, too, that the registry does not have.
    """

    id: str
    title: str
    subjects: tuple[Subject, ...]
    collect: Collect
    reads: str
    setting: str | None = None
    is_live_proven: bool = False
    tells_versions: bool = False
    asks_missing: bool = False
