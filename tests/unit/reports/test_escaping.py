from __future__ import annotations

import json

import pytest

from nerq.reports import escaping


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\nb\tc", "a b c"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x07\x85\x9b", "\\x07\\x85\\x9b"),
        ("\u202eevil", "\\u202eevil"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("no\u00a0break", "no break"),
        ("模型", "模型"),
        ("##[set]", "#\\x23[set]"),
    ],
)
def test_what_a_reader_cannot_see_is_spelled_out(text: str, shown: str) -> None:
    assert escaping.one_line(text) == shown


def test_ascii_output_spells_out_the_rest() -> None:
    assert escaping.ascii_only("a → b … · é") == "a -> b ... | \\xe9"


def test_json_keeps_its_meaning_in_printable_ascii() -> None:
    value = {"é##\x7f": "\U0001f600 \u2028", "lone": "\ud800x"}
    text = escaping.json_ascii(json.dumps(value, ensure_ascii=False))
    assert text.isascii()
    assert text.isprintable()
    assert "##" not in text
    assert json.loads(text) == {"é##\x7f": "\U0001f600 \u2028", "lone": "\ufffdx"}


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\uff1d1"]
)
def test_a_formula_becomes_text(text: str) -> None:
    assert escaping.spreadsheet_cell(text).startswith("'")


def test_other_cells_stay_as_they_are() -> None:
    assert escaping.spreadsheet_cell("a=1") == "a=1"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("61.2 is below 70", "61.2 is below 70"),
        ("see app.py: broken", "see `app.py:` broken"),
        ("@octocat", "`@octocat`"),
        ("a|b", "`a\\|b`"),
        ("`x", "`` `x ``"),
        ("<img src=x>", "`<img` `src=x>`"),
        ("GH-12 #3", "`GH-12` `#3`"),
        ("https://evil.example", "`https://evil.example`"),
        ("*bold*", "`*bold*`"),
        ("deadbeef1", "`deadbeef1`"),
    ],
)
def test_words_that_could_be_markup_are_code(text: str, written: str) -> None:
    assert escaping.markdown(text) == written


def test_a_long_text_is_cut_visibly() -> None:
    assert escaping.shortened("x" * 500) == "x" * 399 + "…"


@pytest.mark.parametrize(
    "url",
    [
        None, "", "javascript:alert(1)", "data:text/html,x", "https://a b", 'https://a/"onclick=',
        "//evil", "https://a/<b>", "ftp://a", "https://user:pw@host/", "https://a/%zz", "https://a/#b#c",
    ],
)  # fmt: skip
def test_a_link_that_could_do_harm_is_none(url: str | None) -> None:
    assert escaping.link(url) is None


def test_an_ordinary_link_is_kept() -> None:
    assert (
        escaping.link("https://nerq.example/safe/a-b?x=1#c")
        == "https://nerq.example/safe/a-b?x=1#c"
    )


def test_nothing_that_xml_forbids_is_left() -> None:
    forbidden = "\x00\x08\x0c\x1f\ud800\udfff\ufffe\uffff"
    assert escaping.one_line(forbidden).isprintable()


def test_nothing_as_code_is_nothing() -> None:
    assert escaping.markdown_code(" \n") == ""
