"""docs/scoring.md says what the tables say."""

from __future__ import annotations

import os
import re
from pathlib import Path

from nerq.trust.local.scoring_page import END, START, replace_reference
from nerq.trust.local.signals import SIGNALS
from nerq.trust.local.sources import SOURCES, source

PAGE = Path(__file__).parents[2] / "docs" / "scoring.md"
SOURCE_FOLDER = Path(source.__file__).parent


def test_the_page_is_made_from_the_tables() -> None:
    """To bring it up to date: NERQ_UPDATE_DOCS=1 pytest tests/docs/test_scoring_page.py."""
    page = PAGE.read_text(encoding="utf-8")
    made = replace_reference(page)
    if os.environ.get("NERQ_UPDATE_DOCS"):
        PAGE.write_text(made, encoding="utf-8")
    assert page == made


def test_the_page_has_one_generated_part() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.count(START) == page.count(END) == 1


def test_signals_have_ids_of_their_own() -> None:
    ids = [definition.id for definition in SIGNALS]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name) for name in ids)


def test_there_are_enough_signals() -> None:
    counts = {kind: sum(kind in d.subjects for d in SIGNALS) for kind in ("pypi", "npm", "model")}
    assert counts["pypi"] >= 20
    assert counts["npm"] >= 20
    assert counts["model"] >= 15


def test_every_source_module_is_listed() -> None:
    modules = {path.stem for path in SOURCE_FOLDER.glob("*.py")} - {"__init__", "source"}
    listed = {known.collect.__module__.rpartition(".")[2] for known in SOURCES}
    assert listed == modules
    assert len({known.id for known in SOURCES}) == len(SOURCES)


def test_the_recorded_ranking_is_one_and_is_sane() -> None:
    page = PAGE.read_text(encoding="utf-8")
    part = page.partition("<!-- recorded: ranking -->")[2].partition("<!-- end of")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines()]
    scores = {f"{row[0]} {row[1]}": float(row[2]) for row in rows if len(row) > 2 and "." in row[2]}
    assert len(scores) >= 15
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    by_name = {name: score for name, score in scores.items() if name.startswith("requests ")}
    assert max(by_name.values()) - min(by_name.values()) > 20  # old releases fall behind
    abandoned = max(scores[name] for name in ("nose 1.3.7", "pycrypto 2.6.1", "distribute 0.7.3"))
    assert abandoned < 70 < scores["six 1.17.0"]
