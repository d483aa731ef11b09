"""Labelled npm packages and models: documents in their published shapes, replayed on loopback.

One JSON object a line in ``tests/cases/scoring``: ``name``, ``version`` (null = newest), ``group``,
``expect`` (good or bad), ``why``, and what the registry or the hub answers. Facts are invented or
reduced; a number in the place of a text is its length.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract.evidence_service import EvidenceService, Reply

from nerq.identity import purl
from nerq.model import Target
from nerq.plugin import Question
from nerq.policy import Policy, judge
from nerq.trust.local.assessor import LocalAssessor

if TYPE_CHECKING:
    from nerq.model import Finding

CASES = Path(__file__).parents[1] / "cases" / "scoring"
DRAWN_UP = date(2026, 11, 21)
_SECTIONS = ("description", "uses", "limitations", "training", "evaluation")
_WORDS = "It does one thing, and says how. "

Row = dict[str, Any]


class _Nobody:
    def advance(self, done: int, total: int) -> None:
        """Nobody watches."""

    def wait(self, seconds: float, reason: str) -> None:
        """Nobody watches."""


def rows(name: str) -> list[Row]:
    """The rows of ``npm`` or ``models``."""
    lines = (CASES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def judged(name: str) -> list[tuple[Row, Finding]]:
    """Each row with the verdict on it, local scores and the usual policy."""
    listed = rows(name)
    with EvidenceService() as service:
        questions = [_publish(service, row, name) for row in listed]
        assessor = LocalAssessor(service.endpoints, today=DRAWN_UP)
        answers = assessor.ask(questions, _Nobody())
    return [
        (row, judge(q.target, (), answers[q.target], (), Policy()))
        for row, q in zip(listed, questions, strict=True)
    ]


def _publish(service: EvidenceService, row: Row, name: str) -> Question:
    if row["document"] is not None:
        (_publish_package if name == "npm" else _publish_model)(service, row)
    service.advisories += row.get("advisories", [])
    kind, ecosystem = ("package", "npm") if name == "npm" else ("model", "huggingface")
    version = row.get("version")
    target = Target(row["name"], kind, ecosystem, purl(kind, ecosystem, row["name"], version))  # type: ignore[arg-type] # from the table above
    return Question(target, versions=(version,) if version else ())


def _publish_package(service: EvidenceService, row: Row) -> None:
    document = dict(row["document"])
    if "readme" in document:
        document["readme"] = _text(document["readme"])
    service.answer(f"/npm/{row['name']}", 200, document)


def _publish_model(service: EvidenceService, row: Row) -> None:
    address = f"/hub/api/models/{row['name']}"
    service.answer(address, 200, row["document"])
    service.replies[f"{address}/commits/main"] = Reply(
        200, [{}], {"X-Total-Count": str(row["commits"])}
    )
    headings = "".join(f"## {name}\n" for name in _SECTIONS[: row["sections"]])
    if row["card"]:
        card = (headings + _text(row["card"])).encode()
        service.answer(f"/hub/{row['name']}/raw/main/README.md", 200, card)


def _text(length: int) -> str:
    return (_WORDS * (length // len(_WORDS) + 1))[:length]
