"""Named things: what a bare name turns out to mean, in which parts they are asked, and privacy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from nerq.model import Answer, Facts, Rated, Target, Unavailable, Unrated
from nerq.pipeline.check import check_in_parts, joined, parse_all
from nerq.pipeline.registries import understand
from nerq.pipeline.target_text import parse_target
from nerq.settings import Settings
from nerq.trust.service.matching import identity

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from nerq.plugin import Progress, Question

PAGE = "https://nerq.example/safe/"


def scored(text: str, source: str | None, page: str | None) -> tuple[Target, str | None]:
    """What ``text`` means where this was scored, and how it relates to it."""
    named = parse_target(text)
    url = f"{PAGE}{page}" if page else None
    facts = Facts(matched_source=source, matched_url=url)
    answer = Rated(50.0, facts, identity=identity(named.target, source, url).identity)
    target, understood = understand(named, answer)
    assert isinstance(understood, Rated)
    return target, understood.identity


@pytest.mark.parametrize(
    ("text", "source", "page", "meant", "relation"),
    [
        ("flask", "pypi", "flask", ("package", "pypi", "pkg:pypi/flask"), "exact"),
        ("flask", "npm", "flask", ("package", "npm", "pkg:npm/flask"), "exact"),
        ("flask@1.0", "npm", "flask", ("package", "npm", "pkg:npm/flask@1.0"), "exact"),
        ("flask", "npm", None, ("package", "npm", "pkg:npm/flask"), "exact"),
        ("flask", "npm", "flask-two", ("package", "pypi", "pkg:pypi/flask"), "other"),
        ("pypi:flask", "npm", "flask", ("package", "pypi", "pkg:pypi/flask"), "other"),
        ("flask", "github", "flask", ("repository", "github", None), "exact"),
        ("flask", "github", "pallets/flask", ("package", "pypi", "pkg:pypi/flask"), "project"),
        ("a/b", None, "a/b", ("repository", "github", "pkg:github/a/b"), "exact"),
        ("a/b", "huggingface_model", "a-b", ("model", "huggingface", "pkg:huggingface/a/b"), "exact"),
        ("a-b", "huggingface_model", "a-b", ("model", "huggingface", None), "exact"),
        ("signal", "android", "signal", ("package", "android", None), "exact"),
        ("files", "mcp_registry", "files", ("mcp-server", "mcp", None), "exact"),
        ("flask", None, None, ("package", "pypi", "pkg:pypi/flask"), None),
    ],
)  # fmt: skip
def test_a_bare_name_means_what_was_found_under_exactly_that_name(
    text: str,
    source: str | None,
    page: str | None,
    meant: tuple[str, str, str | None],
    relation: str | None,
) -> None:
    target, found = scored(text, source, page)
    assert (target.kind, target.ecosystem, target.purl) == meant
    assert found == relation


@dataclass
class Stub:
    """An assessor that answers by a function and keeps what it was asked."""

    answer: Callable[[Target], Answer]
    kind: str = "nerq"
    url: str | None = None
    notes: Sequence[str] = ("a note",)
    asked: list[list[str]] = field(default_factory=list)

    def ask(self, questions: Sequence[Question], progress: Progress) -> Mapping[Target, Answer]:
        self.asked.append([f"{q.target.ecosystem}:{q.target.id}" for q in questions])
        progress.advance(len(questions), len(questions))
        return {question.target: self.answer(question.target) for question in questions}


class Watching:
    def __init__(self) -> None:
        self.seen: list[tuple[int, int]] = []

    def advance(self, done: int, total: int) -> None:
        self.seen.append((done, total))

    def wait(self, seconds: float, reason: str) -> None:
        raise AssertionError


def run(texts: Sequence[str], *stubs: Stub, settings: Settings | None = None) -> dict[str, str]:
    settings = settings or Settings()
    parts = check_in_parts(
        parse_all(texts),
        settings,
        make=lambda *_, **__: stubs,  # type: ignore[arg-type]
    )
    result = joined(list(parts), settings)
    return {f"{f.target.ecosystem}:{f.target.id}": f.outcome for f in result.findings}


def test_what_one_source_lacks_the_next_is_asked() -> None:
    first = Stub(lambda _: Unrated("not-in-index", "no"))
    second = Stub(lambda _: Rated(90.0, identity="exact"), kind="local")
    assert run(["flask"], first, second) == {"pypi:flask": "pass"}
    third = Stub(lambda _: Rated(90.0, identity="exact"))
    run(["flask"], third, second)
    assert len(second.asked) == 1


def test_local_evidence_is_looked_for_in_the_next_registry() -> None:
    def answer(target: Target) -> Answer:
        if target.ecosystem in ("npm", "github"):
            return Rated(90.0, source="local")
        return Unrated("not-in-index", "no", source="local")

    local = Stub(answer, kind="local")
    settings = Settings().replace(sources=("local",))
    texts = ["left-pad", "a/b", "pypi:other"]
    assert run(texts, local, settings=settings) == {
        "npm:left-pad": "pass",
        "github:a/b": "pass",
        "pypi:other": "unknown",
    }
    assert local.asked[1] == ["npm:left-pad", "github:a/b"]


def test_many_are_asked_in_parts_and_progress_is_of_the_whole() -> None:
    stub, watching = Stub(lambda _: Rated(90.0)), Watching()
    named = parse_all([f"package-{number}" for number in range(1100)])
    parts = check_in_parts(
        named, Settings(), progress=watching, make=lambda *_, **__: (stub,)  # type: ignore[arg-type]
    )  # fmt: skip
    assert [len(part.findings) for part in parts] == [500, 500, 100]
    assert watching.seen == [(500, 1100), (1000, 1100), (1100, 1100)]


def test_after_a_part_without_any_answer_nothing_more_is_asked() -> None:
    stub = Stub(lambda _: Unavailable("down"))
    found = run([f"package-{number}" for number in range(1100)], stub)
    assert len(stub.asked) == 1
    assert len(found) == 1100
    assert set(found.values()) == {"unavailable"}


def test_two_names_of_one_thing_are_one_finding() -> None:
    stub = Stub(lambda _: Rated(90.0, identity="exact"))
    assert run(["flask", "pypi:Flask", "flask"], stub) == {"pypi:flask": "pass"}
    assert stub.asked == [["pypi:flask"]]


def test_what_is_private_is_not_asked() -> None:
    stub = Stub(lambda _: Rated(90.0))
    settings = Settings().replace(private=("acme-*", "acme/*"))
    found = run(["acme-one", "acme/two", "flask"], stub, settings=settings)
    assert stub.asked == [["pypi:flask"]]
    assert found["pypi:acme-one"] == "unknown"


def test_a_pinned_target_keeps_its_meaning() -> None:
    facts = Facts(matched_source="npm")
    stub = Stub(lambda _: Rated(90.0, facts, identity="other"))
    settings = Settings().replace(targets={"pypi:flask": "pallets/flask"})
    assert run(["flask"], stub, settings=settings) == {"pypi:flask": "unknown"}


def test_notes_are_said_once() -> None:
    stub = Stub(lambda _: Rated(90.0))
    settings = Settings().replace(checks=())
    named = parse_all([f"package-{number}" for number in range(600)])
    parts = check_in_parts(named, settings, make=lambda *_, **__: (stub,))  # type: ignore[arg-type]
    assert joined(parts, settings).notes == ("a note",)
