"""Does the verdict on npm packages and models deserve a build gate?"""

from __future__ import annotations

import pytest
from contract.labelled import judged, rows

STOPS = ("fail", "unavailable")


@pytest.mark.parametrize(("name", "number"), [("npm", 60), ("models", 40)])
def test_there_are_enough_of_all_fates(name: str, number: int) -> None:
    listed = rows(name)
    assert len(listed) >= number
    assert len({row["name"] for row in listed}) == len(listed)
    assert len({row["group"] for row in listed}) >= 8
    for expect in ("good", "bad"):
        assert sum(row["expect"] == expect for row in listed) >= number * 0.4


@pytest.mark.parametrize("name", ["npm", "models"])
def test_the_healthy_pass_and_the_bad_are_stopped(name: str) -> None:
    wrong = [
        f"{row['name']} ({row['why']}): {finding.outcome}, {finding.reasons}"
        for row, finding in judged(name)
        if (finding.outcome in STOPS) is not (row["expect"] == "bad")
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["npm", "models"])
def test_the_same_documents_give_the_same_verdicts(name: str) -> None:
    def said() -> list[tuple[str, str, list[str]]]:
        return [
            (row["name"], finding.outcome, [reason.rule for reason in finding.reasons])
            for row, finding in judged(name)
        ]

    assert said() == said()
