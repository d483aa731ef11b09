from __future__ import annotations

import re
from dataclasses import replace

import pytest
import sample_results
from rich.cells import cell_len
from sample_results import finding, reference

from nerq.model import Rated, Reason, ScanResult, Unavailable, Unrated
from nerq.reports import table
from nerq.reports.table_page import fold


def plain(result: ScanResult, width: int = 80, verbose: int = 0) -> str:
    return table.write(result, width, color=False, unicode=True, verbose=verbose)


def test_at_80_columns_a_failure_is_a_block() -> None:
    text = plain(sample_results.typical())
    assert (
        "  61.2  C   CAUTION  microsoft/phi-2 (model, scored by nerq)\n"
        "       why      61.2 is below 70\n"
        "       where    app.py:12, and 3 more\n"
        "       instead  awesome-scalability (71.8), superpowers (71.8), cs-video-courses\n"
    ) in text
    assert text.index("old-http") < text.index("microsoft/phi-2") < text.index("in-house-1")
    assert text.endswith("nerq explain advisory-high (exit code 1).\n")


def test_at_160_columns_a_failure_is_a_row() -> None:
    lines = plain(sample_results.typical(), 160).splitlines()
    assert re.split(r" {2,}", lines[1].strip()) == [
        "Score", "Grade", "Advice", "Target", "Where", "Why", "Instead",
    ]  # fmt: skip
    row = next(line for line in lines if "microsoft/phi-2" in line)
    assert re.split(r" {2,}", row.strip())[:6] == [
        "61.2", "C", "CAUTION", "microsoft/phi-2", "app.py:12, and 3 more", "61.2 is below 70",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [40, 60, 80, 119, 120, 160, 200])
@pytest.mark.parametrize("verbose", [0, 1])
def test_no_line_is_wider_than_the_terminal(width: int, verbose: int) -> None:
    for line in plain(sample_results.typical(), width, verbose).splitlines():
        assert cell_len(line) <= width, line


@pytest.mark.parametrize("width", [60, 80, 160])
def test_no_id_that_fits_is_broken(width: int) -> None:
    text = plain(sample_results.typical(), width)
    for name in ("microsoft/phi-2", "awesome-scalability", "rare-package-20", "uv.lock:1204"):
        assert name in text


def test_a_long_id_is_folded_at_its_joints() -> None:
    text = plain(sample_results.typical(), 60)
    assert "an-organisation-with-a-name/and-a-\n" in text


def test_unknown_targets_are_gathered_by_reason() -> None:
    text = plain(sample_results.typical())
    assert "Unknown: 29 targets\n  private: never asked\n" in text
    assert "and 5\n    more (-v lists them)" in text
    assert "  the npm package left-pad was scored instead\n    left-pad  requirements.txt:1" in text
    assert "rare-package-25" not in text
    assert "rare-package-25  requirements.txt:1" in plain(sample_results.typical(), verbose=1)


def test_many_different_reasons_are_cut_with_a_count() -> None:
    findings = tuple(
        finding(f"p{n}", Unavailable(f"HTTP {500 + n}"), "unavailable") for n in range(15)
    )
    text = plain(ScanResult(findings=findings))
    assert "and 5 more for other reasons (-v lists them)" in text
    assert "p14" in plain(ScanResult(findings=findings), verbose=1)


def test_under_strict_what_fails_for_want_of_a_score_comes_after_the_scored() -> None:
    unknown = tuple(
        finding(
            f"p{n}",
            Unrated("not-in-index", "unused"),
            "fail",
            reasons=(Reason("not-in-index", f"the service does not know p{n}"),),
        )
        for n in range(9)
    )
    bad = finding("bad", Rated(1.0), "fail", reasons=(Reason("score-below-threshold", "low"),))
    text = plain(ScanResult(findings=(*unknown, bad), is_strict=True))
    assert "Failed: 1 target\n   1.0" in text
    assert "Failed without a score: 9 targets\n  the service does not know …\n    p0, p1" in text


def test_passed_targets_are_summed_up_and_listed_on_request() -> None:
    short, long = plain(sample_results.typical()), plain(sample_results.typical(), verbose=1)
    assert "Passed: 3 targets\n  lowest flask at 74.2 (-v lists all)\n" in short
    assert "requests" not in short.partition("Passed")[2]
    assert "  81.0  A   PROCEED  click (scored by nerq)  requirements.txt:1\n  92.5" in long


def test_a_score_in_the_warning_band_is_called_out() -> None:
    reason = Reason("score-warning", "71 is below 75, a warning", "warn")
    text = plain(ScanResult(findings=(finding("a", Rated(71.0), "pass", reasons=(reason,)),)))
    assert "Passed with a warning: 1 target\n  a  requirements.txt:1  71 is below 75" in text


def test_many_warnings_and_problems_are_counted() -> None:
    reason = Reason("score-warning", "w", "warn")
    many = tuple(finding(f"p{n}", Rated(71.0), "pass", reasons=(reason,)) for n in range(25))
    assert "and 5 more (-v lists them)" in plain(ScanResult(findings=many))


def test_problems_unresolved_places_and_notes_are_shown() -> None:
    text = plain(sample_results.typical())
    assert "Not read: 2 places\n  old.lock:3: not TOML: a value is missing after =\n" in text
    assert "Known at run time only: 1 model name\n  not judged (-v lists the places)\n" in text
    assert "app.py:30: from_pretrained(args.model)" in plain(sample_results.typical(), verbose=1)
    assert "Notes\n  Only direct dependencies were seen" in text


def test_verbose_names_every_mention() -> None:
    text = plain(sample_results.typical(), verbose=1)
    assert "where    app.py:12\n                nb/explore.ipynb:cell 2:3\n" in text


def test_colour_only_repeats_the_words() -> None:
    colored = table.write(sample_results.typical(), 80, color=True, unicode=True, verbose=0)
    without = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert "\x1b[33m" in colored
    assert [line.rstrip() for line in without.splitlines()] == plain(
        sample_results.typical()
    ).splitlines()


def test_only_ascii_is_written_where_no_more_can_be_shown() -> None:
    found = finding(
        "模型", Rated(1.0), "fail", reference("模型", direct=False, via=("flask", "click"))
    )
    text = table.write(ScanResult(findings=(found,)), 160, color=False, unicode=False, verbose=0)
    assert text.isascii()
    assert "flask -> click" in text
    assert "\\u6a21\\u578b" in text


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("width", [60, 160])
def test_no_terminal_code_markup_or_order_gets_through(width: int, *, unicode: bool) -> None:
    name = "::set-output name=x::\x1b]0;title\x07[red]x[/red] :smile: ##vso[task]\u202e"
    found = finding(name, Rated(1.0), "fail", reasons=(Reason("r", name),))
    other = finding(name, Unrated("x", name), "unknown")
    text = table.write(
        ScanResult(findings=(found, other), notes=(name,)),
        width,
        color=False,
        unicode=unicode,
        verbose=1,
    )
    assert text.replace("\n", "").isprintable()
    assert "[red]" in text
    assert ":smile:" in text
    assert "##" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_render_is_the_table_for_100_columns() -> None:
    assert table.render(sample_results.typical()) == plain(sample_results.typical(), 100)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("a-bc-def", 5, ["a-bc-", "def"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("see owner/name-of-it", 11, ["see", "owner/name-", "of-it"]),
        ("模型模型", 4, ["模型", "模型"]),
    ],
)
def test_folding(text: str, width: int, lines: list[str]) -> None:
    assert fold(text, width) == lines


def test_an_empty_result_says_that_nothing_was_found() -> None:
    assert "no dependency or model was found in 3 files" in plain(replace(sample_results.empty()))


def test_a_denied_target_without_a_score_is_shown_like_a_scored_one() -> None:
    found = finding("a", Unrated("x", "y"), "fail", reasons=(Reason("denied", "a is denied"),))
    assert "Failed: 1 target\n     -  -   -        a\n" in plain(ScanResult(findings=(found,)))


def test_an_ignored_target_without_a_reason_is_listed() -> None:
    text = plain(ScanResult(findings=(finding("a", Rated(1.0), "ignored"),)))
    assert "Ignored: 1 target\n    a  requirements.txt:1\n" in text
