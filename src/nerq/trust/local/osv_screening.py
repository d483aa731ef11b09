"""What OSV knows of many packages at once.

https://google.github.io/osv.dev/post-v1-querybatch/ (v1): up to 1,000 questions a request, ::

    {"queries": [{"package": {"ecosystem": "PyPI", "name": "requests"}, "version": "2.19.1"}]}
    {"results": [{"vulns": [{"id": "GHSA-…", "modified": "2024-…"}], "next_page_token": "…"}]}

Documents are asked for where there are hits only: ``GET /v1/vulns/ID``, and all of a package at
once (``POST /v1/query``) where no version narrows them. What was screened is kept for an hour, a
document as long as it was not modified.
"""

from __future__ import annotations

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js
from nerq.trust.local.endpoints import is_askable, join
from nerq.trust.local.exchange import NotThereError, Request, SourceError
from nerq.trust.local.http_cache import CachedReply
from nerq.trust.local.osv_document import OSV_NAMES, Advisory, parse_advisory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from nerq.trust.local.fetch import Fetcher
    from nerq.trust.local.http_cache import HttpCache

MOST_AT_ONCE = 1000  # questions of one request, as the API documents it
FIRST_ANSWER = 10.0  # seconds for the first request; without an answer, OSV is out of reach
_KEPT_SECONDS = 3600.0  # malware is found within hours
_AT_A_TIME = 8  # documents
_MOST_PAGES = 20
_MALWARE = "MAL-"


@dataclass(frozen=True, slots=True, order=True)
class Package:
    """A package to ask about, its name as its ecosystem compares it.

    Attributes:
        versions: those in use; empty where none is known, and all advisories are wanted.
    """

    ecosystem: str
    name: str
    versions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class _Question:
    ecosystem: str
    name: str
    version: str | None

    @property
    def body(self) -> dict[str, object]:
        package = {"ecosystem": OSV_NAMES[self.ecosystem], "name": self.name}
        return {"package": package, **({"version": self.version} if self.version else {})}


Hits = dict[str, str]  # when it was modified, by id


class OsvScreening:
    """One screening of all packages of a run; what it found is told package by package.

    Args:
        fetcher: asks; see `nerq.trust.local.fetch`.
        base: address of the API, or empty where it is switched off.
        cache: keeps what was told, or None.
        offline: what is kept serves, whatever its age, and nothing is asked.
        refresh: what is kept does not serve.

    Attributes:
        fault: why nothing more was asked, or None.
        undescribed: how many advisories are known by their ids only.
    """

    def __init__(
        self,
        fetcher: Fetcher,
        base: str,
        cache: HttpCache | None = None,
        *,
        offline: bool = False,
        refresh: bool = False,
    ) -> None:
        self._fetcher = fetcher
        self._base = base
        self._cache = cache
        self._offline = offline
        self._refresh = refresh
        self._hits: dict[_Question, Hits] = {}
        self._documents: dict[str, object] = {}
        self._listed: dict[tuple[str, str], tuple[object, ...]] = {}
        self.fault: str | None = None if base else "its address is switched off"
        self.undescribed = 0

    def run(self, packages: Iterable[Package]) -> None:
        """Ask about the packages; whatever fails is told by `found`."""
        unique = {one for package in packages for one in _questions(package)}
        questions = sorted(unique, key=lambda one: (one.ecosystem, one.name, one.version or ""))
        if self.fault is not None or not questions:
            return
        try:
            self._screen(questions)
        except SourceError as error:
            self.fault = str(error)
        # What was screened before a fault is known all the same.
        self._fetch_documents()

    def found(self, package: Package) -> tuple[Advisory, ...]:
        """The advisories on the package that OSV knows.

        Raises:
            SourceError: it could not be asked about this package.
        """
        questions = _questions(package)
        if any(question not in self._hits for question in questions):
            raise SourceError(self.fault or "it was not asked")
        found: dict[str, Advisory] = {}
        for question in questions:
            for advisory in self._advisories(question):
                found[advisory.id] = _merged(found.get(advisory.id), advisory)
        return tuple(found[name] for name in sorted(found))

    def _advisories(self, question: _Question) -> Iterator[Advisory]:
        ecosystem, name = question.ecosystem, question.name
        for document in self._listed.get((ecosystem, name), ()):
            listed = parse_advisory(document, ecosystem, name)
            if listed is not None:
                yield listed
        for hit in self._hits[question]:
            if question.version or hit.startswith(_MALWARE):
                # That it affects the version is known, whatever else could not be had.
                described = parse_advisory(self._documents.get(hit), ecosystem, name)
                yield _affecting(described or Advisory(hit), question.version)

    def _screen(self, questions: Sequence[_Question]) -> None:
        wanted = []
        for question in questions:
            kept = self._kept(f"osv-hits {self._base} {question}", _KEPT_SECONDS)
            if isinstance(kept, dict):
                self._hits[question] = {str(name): str(when) for name, when in kept.items()}
            else:
                wanted.append(question)
        if self._offline and wanted:
            raise SourceError("offline, and nothing is kept")
        try:
            for start in range(0, len(wanted), MOST_AT_ONCE):
                self._screen_some(wanted[start : start + MOST_AT_ONCE], is_first=start == 0)
        except NotThereError:
            self._list_all(wanted)

    def _list_all(self, questions: Sequence[_Question]) -> None:
        """What a mirror that knows no batches is asked: all advisories of each package."""
        for question in questions:
            try:
                listed = self._list(replace(question, version=None))
            except NotThereError as error:
                raise SourceError("it has no such endpoint") from error
            self._listed[question.ecosystem, question.name] = listed
            self._hits[question] = {}

    def _screen_some(self, questions: Sequence[_Question], *, is_first: bool) -> None:
        hits: dict[_Question, Hits] = {question: {} for question in questions}
        pages: dict[_Question, str | None] = dict.fromkeys(questions)
        for number in range(_MOST_PAGES):
            answer = self._batch(pages, is_first=is_first and number == 0)
            following: dict[_Question, str | None] = {}
            for question, result in zip(pages, answer, strict=True):
                hits[question] |= _ids(result)
                token = js.text(result, "next_page_token")
                if token is not None:
                    following[question] = token
            pages = following
            if not pages:
                break
        else:
            raise SourceError("it lists more advisories than can be read")
        for question, found in hits.items():
            self._hits[question] = found
            self._keep(f"osv-hits {self._base} {question}", found)

    def _batch(self, pages: Mapping[_Question, str | None], *, is_first: bool) -> list[object]:
        queries = [
            {**question.body, **({"page_token": token} if token else {})}
            for question, token in pages.items()
        ]
        request = Request(join(self._base, "v1", "querybatch"), body={"queries": queries})
        # One failed connection ends it for the run: a wait that is asked for is not kept, either.
        timer = threading.Timer(FIRST_ANSWER, self._fetcher.stop) if is_first else None
        if timer is not None:
            timer.start()
        try:
            data = self._fetcher.fetch(request).data
        finally:
            if timer is not None:
                timer.cancel()
        results = js.look(data, "results")
        if not isinstance(results, list) or len(results) != len(queries):
            raise SourceError("its answer does not fit what was asked")
        return results

    def _fetch_documents(self) -> None:
        singles, whole = self._wanted()
        with ThreadPoolExecutor(_AT_A_TIME, thread_name_prefix="nerq-osv") as pool:
            documents = pool.map(lambda pair: self._document(*pair), singles)
            self._documents = dict(zip((name for name, _ in singles), documents, strict=True))
            for question, listed in zip(whole, pool.map(self._try_list, whole), strict=True):
                self._listed[question.ecosystem, question.name] = listed or ()
                self.undescribed += len(self._hits[question]) if listed is None else 0
        self.undescribed += sum(document is None for document in self._documents.values())

    def _wanted(self) -> tuple[list[tuple[str, str]], list[_Question]]:
        """Documents to fetch one by one, and packages to list as a whole."""
        singles: Hits = {}
        whole = []
        for question, hits in self._hits.items():
            is_narrow = question.version is not None
            singles |= {n: at for n, at in hits.items() if is_narrow or n.startswith(_MALWARE)}
            is_listed = (question.ecosystem, question.name) in self._listed
            if not (is_narrow or is_listed) and any(not n.startswith(_MALWARE) for n in hits):
                whole.append(question)
        return sorted(singles.items()), sorted(whole)

    def _document(self, name: str, modified: str) -> object:
        """The advisory; None where it could not be had."""
        key = f"osv-document {self._base} {name} {modified}"
        kept = self._kept(key, None)
        if kept is not None or self._offline or not is_askable(name):
            return kept
        try:
            document = self._fetcher.fetch(Request(join(self._base, "v1", "vulns", name))).data
        except (SourceError, NotThereError):
            return None
        if js.look(document, "id") != name:
            return None
        self._keep(key, document)
        return document

    def _try_list(self, question: _Question) -> tuple[object, ...] | None:
        try:
            return self._list(question)
        except (SourceError, NotThereError):
            return None

    def _list(self, question: _Question) -> tuple[object, ...]:
        """All advisories on a package.

        Raises:
            NotThereError: the API has no such endpoint.
            SourceError: they could not be had.
        """
        key = f"osv-package {self._base} {question}"
        kept = self._kept(key, _KEPT_SECONDS)
        if isinstance(kept, list):
            return tuple(kept)
        found: list[object] = []
        page: str | None = None
        for _ in range(_MOST_PAGES):
            body = {**question.body, **({"page_token": page} if page else {})}
            data = self._fetcher.fetch(Request(join(self._base, "v1", "query"), body=body)).data
            if not isinstance(data, dict):
                raise SourceError("its answer is not a list of advisories")
            found.extend(js.items(data, "vulns"))
            page = js.text(data, "next_page_token")
            if page is None:
                self._keep(key, found)
                return tuple(found)
        raise SourceError("it lists more advisories than can be read")

    def _kept(self, key: str, seconds: float | None) -> object:
        kept = self._cache.get(key) if self._cache is not None and not self._refresh else None
        is_fresh = kept is not None and (seconds is None or time.time() < kept.stored + seconds)
        if kept is None or not (is_fresh or self._offline):
            return None
        try:
            return json.loads(kept.body)
        except (ValueError, RecursionError):
            return None

    def _keep(self, key: str, value: object) -> None:
        if self._cache is not None:
            body = json.dumps(value).encode()
            self._cache.put(
                key, CachedReply(200, {}, body, time.time(), time.time() + _KEPT_SECONDS)
            )


def _questions(package: Package) -> tuple[_Question, ...]:
    versions: tuple[str | None, ...] = package.versions or (None,)
    return tuple(_Question(package.ecosystem, package.name, version) for version in versions)


def _ids(result: object) -> Hits:
    return {
        name: js.text(hit, "modified") or ""
        for hit in js.items(result, "vulns")
        if (name := js.line(hit, "id")) is not None
    }


def _affecting(advisory: Advisory, version: str | None) -> Advisory:
    """The advisory, which affects this version: OSV itself said so."""
    if version is None:
        return advisory
    return replace(advisory, versions=advisory.versions | {version})


def _merged(one: Advisory | None, other: Advisory) -> Advisory:
    return other if one is None else replace(other, versions=one.versions | other.versions)
