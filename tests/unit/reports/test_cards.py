"""Report cards: what they say, at any width, and that foreign text stays text in every format."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
import sample_results
import validators
from sample_cards import EVIL, FULL, hostile, judged, result

from nerq.model import (
    Alert,
    Alternative,
    Facts,
    Finding,
    Rated,
    Signal,
    Target,
    Unavailable,
    Unrated,
)
from nerq.policy import Policy, judge
from nerq.reports.cards import CARDS, measures, terminal, verdicts
from nerq.reports.cards.badge import target_badge
from nerq.reports.cards.content import card


def text(finding: Finding, width: int = 100, verbose: int = 0) -> str:
    return terminal.write(result(finding), width, color=False, unicode=True, verbose=verbose)


RATED = judged(Rated(74.25, FULL, identity="exact"))


@pytest.mark.parametrize(
    ("score", "word"),
    [(100.0, "trusted"), (70.0, "trusted"), (69.97, "caution"), (40.0, "caution"), (39.9, "unsafe"), (0.0, "unsafe")],
)  # fmt: skip
def test_the_verdict_goes_by_the_score(score: float, word: str) -> None:
    finding = judged(Rated(score), policy=Policy(threshold=10.0))
    assert verdicts.verdict(finding) == word
    # What fails is never called trusted.
    strict = judged(Rated(score), policy=Policy(threshold=99.0))
    assert verdicts.verdict(strict) == ("caution" if 70 <= score < 99 else word)


@pytest.mark.parametrize(
    ("alert", "word"),
    [
        (Alert("malicious", "it steals keys", "MAL-1"), "unsafe"),
        (Alert("not-in-registry", "no such name"), "unsafe"),
        (Alert("yanked", "broken wheel"), "caution"),
        (Alert("advisory-low", "a crack", "GHSA-1"), "trusted"),
    ],
)
@pytest.mark.parametrize(
    "answer", [Rated(95.0, FULL), Rated(95.0, FULL, source="local")], ids=["nerq", "local"]
)
def test_nothing_that_an_error_rule_knows_is_trusted(
    answer: Rated, alert: Alert, word: str
) -> None:
    target = Target("flask", "package", "pypi")
    found = judge(target, (), answer, (alert,), Policy())
    assert verdicts.verdict(found) == word
    shown = text(found)
    assert ("PROCEED" in shown) == (word == "trusted")
    assert (" trusted" in shown.lower()) == (word == "trusted")
    drawn = target_badge(found)
    assert ("trusted" in drawn.text) == (drawn.color == "#1a7f37") == (word == "trusted")
    if word != "trusted":
        assert alert.rule in shown
        assert alert.message in shown


def test_no_score_is_not_a_verdict() -> None:
    assert verdicts.verdict(judged(Unrated("not-in-index", "unknown"))) == "unknown"
    assert verdicts.verdict(judged(Unavailable("no network"))) == "no answer"
    other = judged(Rated(99.0, Facts(matched_source="npm"), identity="other"))
    assert verdicts.verdict(other) == "unknown"
    assert "99" not in text(other)


def test_everything_known_is_said() -> None:
    shown = text(RATED)
    for line in (
        "74.2 of 100 · grade B · trusted",
        "4.25 above the threshold of 70.",
        "  maintenance            71.5  ███████░░░",
        "  documentation  not measured",
        "likely not measured: 52,000 stars, 1 weekly download",
        "  Vulnerabilities   1 known, worst high",
        "  Licence           MIT (permissive)",
        "  EU AI Act         limited risk",
        "  Compliance        90.0 of 100, assessed over 52 jurisdictions",
        "  Last update       2026-03-19, last commit 3 days ago",
        "  What was scored   pypi (exactly what was named) https://nerq.example/safe/flask",
        "  GHSA-1  high, CVSS 8.1, fixed in 2.0 https://a.example/1",
        "  TARGET_NOT_VERIFIED  its score is below 70, so it is not Nerq Verified",
        "  SOMETHING_NEW        the protocol does not explain this flag",
        "  better  90.0, 15.75 higher",
        "  other   score not given",
        "  70.1 on 2026-01-01 to 74.2 on 2026-03-01: up 4.15; lowest 68.0, highest 74.2",
        "  ▃▁█",
        "  - Update: GHSA-1 is fixed in 2.0",
        "Full report\n  https://nerq.example/safe/flask",
    ):
        assert line in shown
    assert "worse" not in shown


@pytest.mark.parametrize(
    ("name", "facts", "note"),
    [
        ("security", Facts(), measures.ZERO),
        ("security", Facts(known_cves=2), "a true zero: vulnerabilities are known"),
        ("community", Facts(stars=5), "likely not measured: 5 stars"),
        ("community", Facts(stars=0), measures.ZERO),
        ("maintenance", Facts(last_commit_days_ago=1), "likely not measured: last commit 1 day ago"),
        ("maintenance", Facts(last_commit_days_ago=900), measures.ZERO),
    ],
)  # fmt: skip
def test_a_zero_of_the_service_is_told_from_what_is_not_measured(
    name: str, facts: Facts, note: str
) -> None:
    facts = replace(facts, dimensions={name: 0.0})
    found = {item.name: item for item in measures.dimensions(judged(Rated(50.0, facts)))}
    assert found[name].note == note
    local = judged(Rated(50.0, facts, source="local"))
    assert all(not item.note for item in measures.dimensions(local))
    others = [item for item in found.values() if item.name != name]
    assert {item.text for item in others} == {"not measured"}


def test_local_evidence_is_listed_signal_by_signal() -> None:
    signals = (
        Signal("last-release", "maintenance", "2019-01-01", 10.0, 2.0, "old", "the index", "2026-01-02"),
        Signal("readme", "documentation", "3 kB", 100.0, 1.0, "long", "https://index.example/x"),
    )  # fmt: skip
    facts = Facts(dimensions={"security": 0.0}, confidence=0.5, signals=signals)
    finding = judged(Rated(50.0, facts, source="local", provenance="local", identity="exact"))
    assert "2 signals (-v lists them)" in text(finding)
    shown = text(finding, 300, verbose=1)
    lines = (
        "Evidence for maintenance",
        "  10.0 of 100, weight 2: last-release",
        "      2019-01-01: old",
        "      seen in the index, 2026-01-02",
    )
    assert "\n".join(lines) in shown
    assert "Measured         50% of the evidence" in shown
    assert "nerq on this machine" in shown


def test_several_are_a_list_and_with_v_their_cards() -> None:
    several = result(RATED, judged(Unrated("not-in-index", "not known"), "nowt"))
    brief = terminal.write(several, 80, color=False, unicode=True, verbose=0)
    assert "74.2   B      trusted    flask" in brief
    assert "-      -      unknown    nowt" in brief
    assert "Dimensions" not in brief
    full = terminal.write(several, 80, color=False, unicode=True, verbose=1)
    assert full.count("What to do next") == 2


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, unicode: bool) -> None:
    long = "an-organisation-with-a-name/and-a-model-whose-name-does-not-end-soon-7b-instruct-GGUF"
    findings = (*sample_results.typical().findings, RATED, judged(Rated(50.0, FULL), long))
    shown = terminal.write(result(*findings), width, color=False, unicode=unicode, verbose=2)
    assert max(len(line) for line in shown.splitlines()) <= width
    assert unicode or shown.isascii()


def test_colour_adds_nothing_but_colour() -> None:
    findings = sample_results.typical().findings
    plain = terminal.write(result(*findings), 80, color=False, unicode=True, verbose=1)
    colored = terminal.write(result(*findings), 80, color=True, unicode=True, verbose=1)
    stripped = re.sub(r"\x1b\[[0-9;]*m", "", colored)
    assert [line.rstrip() for line in stripped.splitlines()] == plain.splitlines()


def test_hostile_text_stays_text_on_a_terminal() -> None:
    shown = terminal.write(hostile(), 80, color=False, unicode=True, verbose=2)
    assert "\x1b" not in shown
    assert "\u202e" not in shown


def test_hostile_text_stays_text_in_html() -> None:
    (page,) = (card.render(hostile()) for card in CARDS if card.id == "html")
    assert "<script" not in page
    assert "<img" not in page
    assert "javascript:" not in re.sub(r">[^<]*<", "><", page)
    assert page.count("</title>") == 1
    page.encode("utf-8")


def test_hostile_text_stays_text_in_markdown() -> None:
    (shown,) = (card.render(hostile()) for card in CARDS if card.id == "markdown")
    html = validators.render_markdown(shown)
    for tag in ("<script", "<img", "<strong>x", 'href="javascript', 'href="data'):
        assert tag not in html
    rows = [line for line in shown.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} <= {3, 5, 6}


def test_hostile_text_stays_text_in_json() -> None:
    (shown,) = (card.render(hostile()) for card in CARDS if card.id == "json")
    assert shown.isascii()
    assert json.loads(shown)["findings"][0]["grade"] == EVIL


@pytest.mark.parametrize("points", [[50.0], [50.0, 50.0], [0.0, 100.0]])
def test_a_sparkline_has_a_block_a_point(points: list[float]) -> None:
    assert len(measures.sparkline(points)) == len(points)


def test_a_long_history_is_thinned_and_keeps_its_ends() -> None:
    facts = Facts(history=tuple((f"2026-{n:04}", n / 10) for n in range(900)))
    found = measures.history(judged(Rated(50.0, facts)))
    assert found is not None
    assert len(found.points) == 40
    assert (found.points[0], found.points[-1]) == (0.0, 89.9)
    assert "lowest 0.0, highest 89.9" in found.words


def test_no_answer_shows_no_empty_facts() -> None:
    shown = card(judged(Unavailable("no network; try again")))
    assert shown.facts == ()
    assert "not reported" not in text(judged(Unavailable("no network")))


def test_a_command_to_copy_keeps_foreign_names_one_word() -> None:
    facts = Facts(alternatives=(Alternative("x; rm -rf ~", 90.0),))
    shown = card(judged(Rated(50.0, facts)))
    assert shown.steps[0].endswith("nerq compare flask 'x; rm -rf ~'")


def test_what_to_do_follows_from_the_verdict() -> None:
    other = judged(Rated(99.0, Facts(matched_source="npm"), identity="other"))
    assert "Say which registry is meant: pypi:NAME" in text(other, 200)
    assert "Measure it here: nerq check flask --source local" in text(other, 200)
    weak = judged(Rated(90.0, Facts(known_cves=2, max_severity="high")))
    assert "Look into the known 2 vulnerabilities before adding it" in text(weak)
    open_advisory = judged(Rated(90.0, Facts(known_cves=1, has_active_advisory=True)))
    assert "1 known, an advisory is open" in text(open_advisory)


def test_a_score_at_the_threshold_is_at_it() -> None:
    assert "Exactly at the threshold of 70." in text(judged(Rated(70.0)))


def test_a_high_score_is_shown_as_it_says_and_the_mark_beside_it_to_those_who_want_more() -> None:
    found = judged(Rated(85.0, Facts(verified=False)))
    both = "by its score of 85.0; the mark itself says no"
    shown, more = text(found), text(found, verbose=1)
    assert "Trusted: 70 or more, Nerq Verified." in shown
    assert both not in shown
    assert both in more
    assert both not in text(judged(Rated(85.0, Facts(verified=True))), verbose=1)
    assert both not in text(judged(Rated(55.0, Facts(verified=False))), verbose=1)


def test_no_vulnerabilities_of_a_package_are_not_looked_up_by_the_service() -> None:
    assert "not looked up by the service" in text(judged(Rated(85.0)))
    assert "not looked up" not in text(judged(Rated(85.0, source="local")))


def test_a_history_of_one_is_called_so() -> None:
    found = measures.history(judged(Rated(50.0, Facts(history=(("2026-01-01", 50.0),)))))
    assert found is not None
    assert found.words == "50.0 on 2026-01-01, the only one known"


def test_every_format_of_a_card_is_the_same_text_for_an_equal_result() -> None:
    for report in CARDS:
        assert report.render(result(RATED)) == report.render(result(RATED))
        assert report.render(result(RATED)).endswith("\n")
