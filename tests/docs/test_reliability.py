"""The page on reliability is what was observed."""

from __future__ import annotations

import shutil

import pytest
from contract.reliability_page import PAGE, page


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes a certificate")
def test_the_page_is_what_was_observed() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == page(), "run: python tests/contract/reliability_page.py"
