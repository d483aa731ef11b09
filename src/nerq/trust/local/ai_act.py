"""The EU AI Act risk class of a model, from its task and its card.

Regulation (EU) 2024/1689. A class depends on the use a system is put to, which nobody can
read off a model: this is the class of the *typical* use of such a model, a hint for review
and no legal advice. Rules, first match decides:

1. a declared purpose named in Annex III (or a medical one, Article 6(1)) → high;
2. a task that generates or manipulates content or talks to people (Article 50) → limited;
3. any other known task → minimal;
4. no task → not assessed.

Prohibited practices (Article 5) are never claimed from metadata.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nerq.trust.local import json_fields as js

if TYPE_CHECKING:
    from nerq.trust.local.evidence import HubRecord

_HIGH = {
    "annex-iii-1-biometrics": (
        "biometric|biometrics|face-recognition|facial-recognition|emotion-recognition"
        "|speaker-identification|re-?identification"
    ),
    "annex-iii-2-critical-infrastructure": "critical-infrastructure|power-grid",
    "annex-iii-3-education": "exam-scoring|essay-scoring|student-assessment|proctoring",
    "annex-iii-4-employment": "recruitment|resume-screening|cv-screening|hiring",
    "annex-iii-5-essential-services": (
        "credit-scoring|credit-score|creditworthiness|insurance-pricing|loan-approval"
    ),
    "annex-iii-6-law-enforcement": "law-enforcement|crime-prediction|predictive-policing",
    "annex-iii-7-migration": "border-control|asylum",
    "annex-iii-8-justice": "judicial|sentencing-prediction|election-influence",
    "article-6-1-medical": (
        "medical-diagnosis|medical-imaging|medical-image|diagnosis|radiology|histopathology"
        "|clinical-decision"
    ),
}
_LIMITED = frozenset({
    "any-to-any", "audio-to-audio", "conversational", "document-question-answering",
    "image-text-to-text", "image-text-to-video", "image-text-to-image", "image-to-image",
    "image-to-text", "image-to-3d", "image-to-video", "question-answering", "summarization",
    "table-question-answering", "text-generation", "text-to-3d", "text-to-audio",
    "text-to-image", "text-to-speech", "text-to-video", "text2text-generation", "translation",
    "unconditional-image-generation", "video-text-to-text", "video-to-video",
    "visual-question-answering", "audio-text-to-text",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class RiskClass:
    """A class (minimal, limited, high), the rule that decided, and what it was decided on."""

    name: str
    rule: str
    because: str


def classify(record: HubRecord) -> RiskClass | None:
    """The class of the typical use, or None where the record names no task."""
    purposes = [*_purposes(record)]
    for rule, pattern in _HIGH.items():
        for purpose in purposes:
            found = re.search(rf"\b(?:{pattern})\b", purpose)
            if found is not None:
                return RiskClass("high", rule, f"declared purpose «{found.group(0)}»")
    if record.task is None:
        return None
    if record.task in _LIMITED:
        return RiskClass("limited", "article-50-transparency", f"task «{record.task}»")
    return RiskClass("minimal", "no-listed-use", f"task «{record.task}»")


def _purposes(record: HubRecord) -> list[str]:
    """Tags only: a card's running text also names the uses that are out of scope."""
    own = [tag for tag in record.tags if not tag.startswith(("dataset:", "arxiv:", "base_model:"))]
    tagged = [*own, *js.texts(record.card, "tags")]
    return [re.sub(r"[_ ]", "-", written.lower()) for written in tagged]
