"""Each fault leads to what the table promises: bounded, said, and never a wrong number."""

from __future__ import annotations

import re
import shutil
import unicodedata

import pytest
from contract.faults import FAULTS
from contract.observing import GOOD, Fault, observed

from nerq.model import Rated, Unavailable


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
def test_a_fault_is_said_and_bounded(fault: Fault) -> None:
    if fault.is_tls and shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    seen = observed(fault)
    assert seen.seconds < fault.seconds
    assert len(seen.requests) <= fault.requests
    assert seen.answered == fault.expected, seen
    assert seen.kept == fault.expected
    if fault.says is None:
        assert seen.message is None
    else:
        assert seen.message is not None
        assert re.search(fault.says, seen.message), seen.message
        assert "\n" not in seen.message
        assert "Traceback" not in seen.message
    for target, answer in seen.answers.items():
        if isinstance(answer, Rated):
            assert answer.score == {GOOD.id: 81.5}.get(target.id, 71.8)


def test_no_control_character_passes_the_border() -> None:
    fault = next(fault for fault in FAULTS if fault.id == "markup")
    answer = observed(fault).answers[GOOD]
    assert not isinstance(answer, Unavailable)
    unsafe = [mark for mark in _texts(answer.facts) if unicodedata.category(mark)[0] == "C"]
    assert unsafe == []
    assert "<script>" in str(answer.facts.category)
    assert answer.facts.matched_url is None


def _texts(facts: object) -> str:
    values = [getattr(facts, name) for name in type(facts).__slots__]  # type: ignore[attr-defined]
    texts = [value for value in values if isinstance(value, str)]
    for value in values:
        if isinstance(value, tuple):
            texts += [t if isinstance(t, str) else _texts(t) for t in value]
    return "".join(texts)
