"""Does the verdict deserve a build gate? Measured on labelled packages, for docs/scoring.md.

    python -m benchmarks.calibration [--advisories all.zip] [--packages FILE.jsonl] [--write]

Python packages are judged from the live package index, once with the dump of advisories and once
without; npm packages and models from the recorded documents in ``tests/cases/scoring``. What
counts is the outcome: ``fail`` and ``unavailable`` stop, ``pass`` and ``unknown`` let through.
``--write`` puts the table between the page's «recorded» marks.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import defaultdict
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, NamedTuple

from nerq.identity import purl
from nerq.model import Target
from nerq.plugin import Question
from nerq.policy import Policy, judge
from nerq.trust.local.advisories import import_advisories
from nerq.trust.local.assessor import LocalAssessor
from nerq.trust.local.endpoints import default_endpoints

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "scoring.md"
LABELLED = ROOT.parent / "shared" / "scoring" / "packages-dev.jsonl"
MARKS = ("<!-- recorded: calibration -->", "<!-- end of recorded calibration -->")
STOPS = ("fail", "unavailable")


class Judged(NamedTuple):
    group: str
    expect: str
    outcome: str
    name: str


class Quiet:
    def advance(self, done: int, total: int) -> None:
        del done, total

    def wait(self, seconds: float, reason: str) -> None:
        del seconds, reason


def live(rows: list[dict[str, Any]], ecosystem: str, database: str | None) -> list[Judged]:
    """Verdicts from the live index; pins of one name are asked about one after another."""
    assessor = LocalAssessor(default_endpoints(), advisories=database)
    found = []
    waiting = [row for row in rows if row["ecosystem"] == ecosystem]
    while waiting:
        batch = list({row["name"]: row for row in reversed(waiting)}.values())
        waiting = [row for row in waiting if row not in batch]
        questions = {question(row): row for row in batch}
        answers = assessor.ask(list(questions), Quiet())
        for asked, row in questions.items():
            verdict = judge(asked.target, (), answers[asked.target], (), Policy())
            found.append(Judged(row["group"], row["expect"], verdict.outcome, row["name"]))
    return found


def question(row: dict[str, Any]) -> Question:
    ecosystem, name, version = row["ecosystem"], row["name"], row["version"]
    target = Target(name, "package", ecosystem, purl("package", ecosystem, name, version))
    return Question(target, versions=(version,) if version else ())


def recorded(name: str) -> list[Judged]:
    sys.path.insert(0, str(ROOT / "tests"))
    from contract.labelled import judged

    return [
        Judged(row["group"], row["expect"], finding.outcome, row["name"])
        for row, finding in judged(name)
    ]


def table(sets: dict[str, list[Judged]]) -> list[str]:
    lines = ["| set | healthy stopped | bad let through |", "| --- | --- | --- |"]
    for title, found in sets.items():
        healthy = [one for one in found if one.expect == "good"]
        bad = [one for one in found if one.expect == "bad"]
        stopped = [one for one in healthy if one.outcome in STOPS]
        through = [one for one in bad if one.outcome not in STOPS]
        lines.append(f"| {title} | {share(stopped, healthy)} | {share(through, bad)} |")
    return lines


def share(some: list[Judged], whole: list[Judged]) -> str:
    named = f": {', '.join(sorted(one.name for one in some)[:4])}" if some else ""
    return f"{len(some)} of {len(whole)} ({len(some) / max(len(whole), 1):.1%}){named}"


def by_group(found: list[Judged]) -> list[str]:
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in found:
        groups[one.group].append(one)
    return [
        f"  {group:14} {len(ones):4}  stopped {sum(one.outcome in STOPS for one in ones):4}"
        for group, ones in sorted(groups.items())
    ]


def measure(packages: Path, dump: str | None) -> dict[str, list[Judged]]:
    sets: dict[str, list[Judged]] = {}
    if packages.is_file():
        lines = packages.read_text(encoding="utf-8").splitlines()
        rows = [json.loads(line) for line in lines if line.strip()]
        if dump:
            with tempfile.TemporaryDirectory() as folder:
                database = f"{folder}/advisories.db"
                import_advisories(dump, database)
                sets["Python, live index, advisories imported"] = live(rows, "pypi", database)
        sets["Python, live index alone"] = live(rows, "pypi", None)
        sets["npm, live index without dates and deprecations"] = live(rows, "npm", None)
    sets["npm, recorded documents"] = recorded("npm")
    sets["models, recorded documents"] = recorded("models")
    return sets


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=Path, default=LABELLED)
    parser.add_argument("--advisories", help="a dump in the layout of OSV's all.zip")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    sets = measure(given.packages, given.advisories)
    for title, found in sets.items():
        print(title, *by_group(found), sep="\n")
    lines = table(sets)
    print(*lines, sep="\n")
    if given.write:
        day = datetime.now(tz=timezone.utc).date().isoformat()
        page = PAGE.read_text(encoding="utf-8")
        before, rest = page.split(MARKS[0])
        after = rest.split(MARKS[1])[1]
        body = "\n".join((f"Recorded {day}:", "", *lines))
        PAGE.write_text(f"{before}{MARKS[0]}\n{body}\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
