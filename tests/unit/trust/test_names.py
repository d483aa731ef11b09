"""One word for one thing: no public type of these rooms bears a name that stands elsewhere."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import nerq

ROOT = Path(nerq.__file__).parent
ROOMS = ("trust", "pipeline", "store.py", "model.py", "plugin.py")
ELSEWHERE = {
    "Evidence",  # of a report's card, and of a target: both are what a score rests on
}


def _types() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for module in sorted(ROOT.rglob("*.py")):
        for statement in ast.parse(module.read_bytes()).body:
            if isinstance(statement, ast.ClassDef) and not statement.name.startswith("_"):
                found[statement.name].append(module.relative_to(ROOT).as_posix())
    return found


def test_no_type_name_has_two_senses() -> None:
    twice = {name: places for name, places in _types().items() if len(places) > 1}
    ours = {n: p for n, p in twice.items() if any(place.startswith(ROOMS) for place in p)}
    assert {name: places for name, places in ours.items() if name not in ELSEWHERE} == {}
