"""Scores some well-known packages from the live package index, for docs/scoring.md.

    python benchmarks/local_ranking.py [--advisories DATABASE]

A handful of look-ups; rewrites the table between the page's «recorded» marks.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

from nerq.model import Rated, Signal, Target
from nerq.plugin import Question
from nerq.trust.local.assessor import LocalAssessor
from nerq.trust.local.endpoints import default_endpoints

PAGE = Path(__file__).parents[1] / "docs" / "scoring.md"
RANKING = ("<!-- recorded: ranking -->", "<!-- end of recorded ranking -->")
PROJECTS = ("<!-- recorded: projects -->", "<!-- end of recorded projects -->")
PATHS = ("pyproject.toml", "examples/chat-service")
PACKAGES = (
    "urllib3", "pydantic", "numpy", "requests", "httpx", "flask", "python-jose", "six", "mock",
    "nose", "pycrypto", "simplejson", "toml", "jinja2==2.10", "requests==2.19.1",
    "requests==2.32.0", "flask==0.12.2", "distribute",
)  # fmt: skip


class Quiet:
    def advance(self, done: int, total: int) -> None:
        del done, total

    def wait(self, seconds: float, reason: str) -> None:
        del seconds, reason


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--advisories", help="database made by `nerq advisories import`")
    database = parser.parse_args().advisories
    rows = []
    for written in PACKAGES:
        # The advisories are for pinned, old versions; the index itself tells of the newest.
        name, _, pin = written.partition("==")
        assessor = LocalAssessor(default_endpoints(), advisories=database if pin else None)
        question = Question(Target(name, "package", "pypi"), versions=(pin,) if pin else ())
        answer = assessor.ask([question], Quiet())[question.target]
        rows.append(
            (answer.score if isinstance(answer, Rated) else -1.0, written, row(name, answer))
        )
    rows.sort(key=lambda entry: (-entry[0], entry[1]))
    day = datetime.now(tz=timezone.utc).date().isoformat()
    columns = "package | judged version | score | grade | confidence"
    columns += " | sec | mai | doc | com | cmy | main evidence"
    head = [f"Recorded {day}:", "", f"| {columns} |", "|" + " --- |" * 11]
    write(RANKING, [*head, *(entry[2] for entry in rows)])
    write(PROJECTS, [line for path in PATHS for line in project(path, day)])


def write(marks: tuple[str, str], lines: list[str]) -> None:
    start, end = marks
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(start)
    after = rest.partition(end)[2]
    text = "\n".join(lines).rstrip()
    PAGE.write_text(f"{before}{start}\n{text}\n{end}{after}", encoding="utf-8")
    print(text)


def project(path: str, day: str) -> list[str]:
    """What `nerq scan --source local` says of a project, as a table."""
    command = [sys.executable, "-m", "nerq", "scan", path, "--source", "local", "-f", "json"]
    ran = subprocess.run(command, capture_output=True, check=False, cwd=PAGE.parents[1])
    lines = [f"`nerq scan --source local {path}`, recorded {day}, exit code {ran.returncode}:", ""]
    lines += ["| target | outcome | score | grade | confidence |", "|" + " --- |" * 5]
    for finding in json.loads(ran.stdout)["findings"]:
        confidence = finding["confidence"]
        share = "" if confidence is None else f"{confidence:.0%}"
        cells = (finding["target"], finding["outcome"], finding["score"], finding["grade"], share)
        shown = " | ".join("" if cell is None else str(cell) for cell in cells)
        lines.append(f"| {shown} |")
    return [*lines, ""]


def row(name: str, answer: object) -> str:
    if not isinstance(answer, Rated) or answer.facts.dimensions is None:
        return f"| {name} | | unrated | | | | | | | | {getattr(answer, 'message', '')} |"
    found = {signal.id: signal for signal in answer.facts.signals}
    version = found["superseded"].value.split()[0] if "superseded" in found else ""
    dimensions = " | ".join(f"{points or 0:.0f}" for points in answer.facts.dimensions.values())
    confidence = f"{answer.facts.confidence or 0:.0%}"
    cells = (name, version, f"{answer.score:.1f}", answer.facts.grade, confidence, dimensions)
    return f"| {' | '.join(str(cell) for cell in cells)} | {'; '.join(evidence(found))} |"


def evidence(found: dict[str, Signal]) -> list[str]:
    """The last release, and what cost most."""
    costs = sorted(found.values(), key=lambda s: (-(100 - s.points) * s.weight, s.id))
    named = ["known-vulnerabilities", "release-withdrawn", "superseded"]
    listed = [found[n] for n in named if n in found and found[n].points < 100]
    listed += [s for s in costs if s.points < 50 and s not in listed][:2]
    last = found.get("last-release")
    texts = [f"last release {last.observed}"] if last else []
    if "known-vulnerabilities" not in found:
        texts.append("vulnerabilities not known")
    return texts + [f"{s.id}: {s.value}".replace("|", "/")[:90] for s in listed]


if __name__ == "__main__":
    main()
