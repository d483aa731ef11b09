"""The EU AI Act class of a model's typical use, and the rule that decided."""

from __future__ import annotations

import pytest

from nerq.trust.local.ai_act import classify
from nerq.trust.local.evidence import HubRecord


@pytest.mark.parametrize(
    ("task", "tags", "card", "name", "rule"),
    [
        ("text-generation", (), None, "limited", "article-50-transparency"),
        ("text-to-image", (), None, "limited", "article-50-transparency"),
        ("fill-mask", (), None, "minimal", "no-listed-use"),
        ("image-classification", ("face_recognition",), None, "high", "annex-iii-1-biometrics"),
        ("tabular-classification", ("credit scoring",), None, "high", "annex-iii-5-essential-services"),
        ("text-classification", (), {"tags": ["resume-screening"]}, "high", "annex-iii-4-employment"),
        (None, ("radiology",), None, "high", "article-6-1-medical"),
    ],
)  # fmt: skip
def test_a_class_and_its_rule(
    task: str | None, tags: tuple[str, ...], card: dict[str, object] | None, name: str, rule: str
) -> None:
    found = classify(HubRecord("u", task=task, tags=tags, card=card))
    assert found is not None
    assert (found.name, found.rule) == (name, rule)
    assert found.because


def test_without_a_task_nothing_is_assessed() -> None:
    assert classify(HubRecord("u", tags=("pytorch",))) is None


def test_names_of_datasets_decide_nothing() -> None:
    found = classify(HubRecord("u", task="fill-mask", tags=("dataset:x/face-recognition",)))
    assert found is not None
    assert found.name == "minimal"
