"""The SPDX document is valid by the standard's own tools, and says what nerq says."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sample_results import typical

from nerq.errors import UsageError
from nerq.reports.spdx import REPORT

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("spdx_tools", reason="spdx-tools is not installed")


def document() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(REPORT.render(typical()))
    return parsed


def test_the_standards_own_tools_find_no_fault(tmp_path: Path) -> None:
    from spdx_tools.spdx.parser.jsonlikedict.json_like_dict_parser import JsonLikeDictParser
    from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document

    parsed = JsonLikeDictParser().parse(document())
    assert validate_full_spdx_document(parsed) == []


def test_every_finding_is_a_package_with_its_verdict() -> None:
    result, packages = typical(), document()["packages"]
    assert [package["name"] for package in packages[1:]] == [f.target.id for f in result.findings]
    failed = next(i for i, f in enumerate(result.findings, 1) if f.outcome == "fail" and f.reasons)
    assert "failed" in packages[failed]["comment"]
    assert "trust score" in packages[failed]["comment"]
    purls = [
        package["externalRefs"][0]["referenceLocator"]
        for package in packages
        if package.get("externalRefs")
    ]
    assert purls == [f.target.purl for f in result.findings if f.target.purl]


def test_the_same_result_gives_the_same_bytes() -> None:
    assert REPORT.render(typical()) == REPORT.render(typical())


def test_a_missing_extra_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spdx_tools.spdx.jsonschema.document_converter", None)
    with pytest.raises(UsageError, match=r"pip install 'nerq\[spdx\]'"):
        REPORT.render(typical())
