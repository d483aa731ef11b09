"""Limits of the house that are not crossed again; ``python -m benchmarks.structure`` measures."""

from __future__ import annotations

import pytest

from benchmarks.structure import ROOT, Checkout, circles, ninetieth

HOUSE = Checkout.at(ROOT)

# Module pairs from one folder of a room into another. Lower one when fewer are reached.
CROSSING = {"manifests": 23, "detectors": 100, "trust": 80}


@pytest.mark.parametrize("room", ["manifests", "detectors"])
def test_a_room_is_folders_and_not_a_sack(room: str) -> None:
    assert len(HOUSE.directly_in(room)) <= 4, HOUSE.directly_in(room)


@pytest.mark.parametrize("room", CROSSING)
def test_no_more_arrows_cross_the_folders_of_a_room(room: str) -> None:
    crossing = HOUSE.crossing(room)
    assert len(crossing) <= CROSSING[room], sorted(crossing)


def test_no_modules_import_each_other_in_a_circle() -> None:
    assert HOUSE.cycles(late=True) == []


def test_functions_are_short() -> None:
    assert ninetieth(HOUSE.function_lines) <= 20


def test_functions_are_simple() -> None:
    if not HOUSE.complexities:
        pytest.skip("ruff is not here; the lint holds a limit of its own")
    assert HOUSE.complexities[-1] <= 10


def test_circles_are_found_however_they_are_entered() -> None:
    arrows = {("a", "b"), ("b", "c"), ("c", "b"), ("d", "e"), ("e", "f"), ("f", "d"), ("f", "g")}
    assert circles(arrows) == [["b", "c"], ["d", "e", "f"]]
