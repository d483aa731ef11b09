"""What every reader of files promises, for every listed format and detector.

Run over the lists, never over names written here: a part without cases, or without its
``many.json``, fails. What a part promises is said in `nerq.plugin`.
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parts import PARTS, SECRET, Page, Part, many
from performance.counting import assert_linear, calls

from nerq.errors import ManifestError
from nerq.model import Problem, Reference, Unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sources import MemorySource

EVERY = pytest.mark.parametrize("part", PARTS, ids=lambda part: part.id)
CREDENTIAL = f"https://user:{SECRET}@h.example/a"
JUNK = (
    "\0", "\x1b[31m", "\u2028", "\ufeff", "\r", "&a [*a]", "- ", ": ", "\n", "\n  ", "${{", "{{ x }}",
    "'", '"', '"""', "\\\n", "\\", "#", "//", "<<", "---\n", "[[", "= ", "==", "@", "%", "git+", "npm:",
    "pkg:", "../", "~", "é", "9" * 5000, "[" * 600, "{a: " * 300, "(" * 5000, '{"a":' * 600,
    CREDENTIAL,
)  # fmt: skip
UNITS = ("a", " ", "(", "[", "- ", "=", "\\", "@", "'", '"', "#", "a/", "\n", "{{", "--model a ")
MUST_END = 20  # seconds of the processor for a few hundred kilobytes; linear readers take one


def checked(part: Part, page: Page, found: MemorySource) -> None:
    """The promises of a reader, on one file."""
    items = part.items(found)
    if isinstance(items, ManifestError):
        assert str(items), "a file is refused without a reason"
        assert str(items).isprintable()
        assert SECRET not in str(items)
        return
    for item in items:
        assert isinstance(item, (Reference, Problem, Unresolved))
        assert SECRET not in repr(item)
        assert item.location.path == page.path or item.location.path in page.files
        if item.location.path == page.path and item.location.cell is None:
            assert 1 <= (item.location.line or 1) <= _lines(found.text)
        assert (item.location.column or 1) >= 1
        if isinstance(item, Reference):
            assert item.name
        elif isinstance(item, Problem):
            assert item.message.isprintable()


def _lines(text: str) -> int:
    """As an editor counts, or as Python and pip do, to whom a form feed ends a line as well."""
    return max(
        1 + text.replace("\r\n", "\n").replace("\r", "\n").count("\n"), len(text.splitlines())
    )


def _pages(part: Part) -> list[Page]:
    pages = part.pages()
    assert pages, f"no case in {part.home} that the reader is given"
    return pages


@EVERY
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_damaged_case_is_read_or_refused(part: Part, data: st.DataObject) -> None:
    """Any piece of a case's text replaced by anything."""
    page = data.draw(st.sampled_from(_pages(part)), "page")
    text = page.source().text
    start = data.draw(st.integers(0, len(text)), "start")
    end = start + data.draw(st.sampled_from([0, 0, 1, 5, 40, len(text)]), "removed")
    letters = st.characters(exclude_categories=["Cs"])
    junk = data.draw(st.sampled_from(JUNK) | st.text(letters, max_size=8), "junk")
    checked(part, page, page.source((text[:start] + junk + text[end:]).encode()))


@EVERY
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_bytes_are_read_or_refused(part: Part, data: st.DataObject) -> None:
    """Alone, and in the middle of a case."""
    page = _pages(part)[0]
    junk = data.draw(st.binary(max_size=200))
    middle = len(page.data) // 2
    checked(part, page, page.source(junk))
    checked(part, page, page.source(page.data[:middle] + junk + page.data[middle:]))


@EVERY
def test_no_encoding_and_no_line_end_breaks_a_reader(part: Part) -> None:
    for page in _pages(part):
        text = page.source().text
        for data in (
            b"", b"\xef\xbb\xbf" + text.encode(), text.encode("utf-16"), text.encode("utf-16-be"),
            text.replace("\n", "\r\n").encode(), text.replace("\n", "\r").encode(),
            text.encode("latin-1", "replace") + b"\xff\xfe\x00", b"\x00" * 1000, text.encode() * 2,
        ):  # fmt: skip
            checked(part, page, page.source(data))


def with_credentials(text: str) -> Iterator[str]:
    """The text with a password in each address, and in the place of each of its words in turn."""
    yield re.sub(r"(?<=://)(?=[\w.-])", f"user:{SECRET}@", text)
    words = list(re.finditer(r"[\w@][\w./@:+=^~<>*-]*", text))
    for word in words[:: 1 + len(words) // 120]:
        yield text[: word.start()] + CREDENTIAL + text[word.end() :]


@EVERY
def test_no_credential_leaves_a_reader_wherever_it_stands(part: Part) -> None:
    for page in _pages(part):
        for text in with_credentials(page.source().text):
            checked(part, page, page.source(text.encode()))


@EVERY
def test_twice_the_entries_are_twice_the_work(part: Part) -> None:
    """By the functions that are called, which no other load on the machine changes."""
    form = many(part.home)
    costs = []
    for count in (50, 100, 200):
        found = form.source(count)
        assert part.takes(found.data)
        items = part.items(found)
        assert not isinstance(items, ManifestError)
        assert sum(isinstance(item, Reference) for item in items) >= count
        costs.append(calls(lambda found=found: part.items(found)))  # type: ignore[misc]
    assert_linear(costs)


@EVERY
def test_time_grows_with_the_size(part: Part) -> None:
    """Eight times the entries take less than thirty times as long; a quadratic reader, sixty."""
    form = many(part.home)

    def seconds(count: int) -> float:
        found = form.source(count)
        started = time.process_time()
        part.items(found)
        return time.process_time() - started

    few, more = (min(seconds(count) for _ in range(2)) for count in (250, 2000))
    assert more < 30 * max(few, 0.005)


@EVERY
@pytest.mark.parametrize("unit", UNITS)
def test_one_long_line_ends_soon(part: Part, unit: str) -> None:
    """A word of a case followed by hundreds of kilobytes of the same."""
    page = _pages(part)[0]
    text = page.source().text
    middle = re.search(r"\w\b", text[len(text) // 2 :])
    at = len(text) // 2 + (middle.end() if middle else 0)
    # Ended by the sign that addresses have, for which messages look in all of it.
    line = unit * (200_000 // len(unit)) + "@"
    started = time.process_time()
    checked(part, page, page.source((text[:at] + line + text[at:]).encode()))
    assert time.process_time() - started < MUST_END
