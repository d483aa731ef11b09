"""A reading is used again only while everything that it was made of is the same."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nerq.model import Location, Origin, Problem, Reference, Unresolved
from nerq.pipeline import reading_cache as kept_readings
from nerq.pipeline.collect import collect
from nerq.pipeline.reading import Reader
from nerq.pipeline.reading_codec import Rebuilder, to_text
from nerq.settings import Settings

if TYPE_CHECKING:
    from nerq.pipeline.collect import Collected
    from nerq.plugin import Item

READ = Reader._read


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that were really read, in order."""
    paths: list[str] = []

    def counting(self, source, *rest):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN002, ANN202
        paths.append(source.path)
        return READ(self, source, *rest)

    monkeypatch.setattr(Reader, "_read", counting)
    return paths


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.txt").write_text("-r more/base.txt\nflask==3.0.0\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "base.txt").write_text("jinja2==3.1.4\n")
    (tmp_path / "app.py").write_text('AutoModel.from_pretrained("microsoft/phi-2")\n')
    return tmp_path


def scan(project: Path, settings: Settings | None = None) -> Collected:
    return collect([str(project)], settings or Settings())


def names(collected: Collected) -> list[str]:
    return [entry.target.id for entry in collected.targets]


def test_nothing_is_read_twice(project: Path, read: list[str]) -> None:
    first = scan(project)
    assert "requirements.txt" in read
    read.clear()
    assert scan(project) == first
    assert read == []


def test_a_changed_file_is_read_again(project: Path, read: list[str]) -> None:
    scan(project)
    read.clear()
    (project / "app.py").write_text('AutoModel.from_pretrained("openai/whisper-large-v3")\n')
    assert "openai/whisper-large-v3" in names(scan(project))
    assert read == ["app.py"]


def test_a_change_in_a_file_that_a_reader_followed_counts(project: Path, read: list[str]) -> None:
    scan(project)
    read.clear()
    (project / "more" / "base.txt").write_text("rich==13.0.0\n")
    assert {"flask", "rich"} == set(names(scan(project))) - {"microsoft/phi-2"}
    assert "requirements.txt" in read


def test_a_file_that_was_missing_counts_when_it_appears(project: Path) -> None:
    (project / "more" / "base.txt").unlink()
    assert scan(project).problems
    (project / "more" / "base.txt").write_text("rich==13.0.0\n")
    again = scan(project)
    assert not again.problems
    assert "rich" in names(again)


def test_the_same_content_elsewhere_is_found_elsewhere(project: Path) -> None:
    scan(project)
    (project / "app.py").rename(project / "other.py")
    places = {ref.location.path for entry in scan(project).targets for ref in entry.references}
    assert "other.py" in places
    assert "app.py" not in places


def test_other_words_to_look_for_read_anew(project: Path) -> None:
    (project / "own.py").write_text('fetch_weights("northwind-labs/tiny-net")\n')
    assert "northwind-labs/tiny-net" not in names(scan(project))
    assert "northwind-labs/tiny-net" in names(
        scan(project, Settings().replace(callables=("fetch_weights",)))
    )


def test_an_edited_nerq_reads_anew(
    project: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scan(project)
    read.clear()
    monkeypatch.setattr(kept_readings, "_code", lambda: "another nerq")
    scan(project)
    assert "app.py" in read


def test_without_a_cache_nothing_is_kept(project: Path, read: list[str]) -> None:
    scan(project, Settings().replace(cache=False))
    assert not kept_file().exists()
    read.clear()
    scan(project, Settings().replace(cache=False))
    assert "app.py" in read


def kept_file() -> Path:
    return Path(os.environ["NERQ_CACHE_DIR"]) / kept_readings.FILE_NAME


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_what_is_kept_is_private_to_the_user(project: Path) -> None:
    scan(project)
    assert kept_file().stat().st_mode & 0o077 == 0


def test_damage_costs_nothing_but_time(project: Path, read: list[str]) -> None:
    first = scan(project)
    damaged = bytearray(kept_file().read_bytes())
    damaged[100:] = b"\xff" * (len(damaged) - 100)
    kept_file().write_bytes(damaged)
    again = scan(project)
    assert again._replace(notes=first.notes) == first
    assert "started anew" in str(again.notes)
    read.clear()
    assert scan(project) == first
    assert read == []


@pytest.mark.parametrize("damage", ["x'00'", "zeroblob(3)", "NULL", "'text'"])
def test_a_row_that_is_not_ours_is_read_anew(project: Path, damage: str) -> None:
    first = scan(project)
    with sqlite3.connect(kept_file()) as connection:
        connection.execute(f"UPDATE readings SET items = {damage}")
    connection.close()
    assert scan(project) == first


def test_items_survive_their_text() -> None:
    place = Location("a/b.ipynb", 3, None, 7)
    items: list[Item] = [
        Reference("model", "huggingface", "a/b", place, "x", certainty="likely"),
        Reference(
            "package", "pypi", "x", Location("r\udcff.txt"), "requirements", "1.0", "==1.0",
            "extra:a", direct=False, via=("y", "z"), origin=Origin("git", "https://h/x"),
            extras=("s",), marker='python_version < "3"',
        ),
        Problem(place, "what \u2028 is wrong", is_named=True, is_unsupported=True),
        Unresolved(place, "os.environ[…]", "y"),
    ]  # fmt: skip
    assert Rebuilder().from_text(to_text(items)) == items


@pytest.mark.parametrize(
    "text", ["", "{}x", "[[9,1,2,3,4]]", "[[0]]", "[3]", "7", '[[0,"p",1,1,1]]']
)
def test_text_that_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"unpack|iterable|neither|Expecting|Extra"):
        Rebuilder().from_text(text)
