"""What a registry says of a part is what the part's record says."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest

from nerq.detectors import DETECTORS
from nerq.manifests import FORMATS
from nerq.reports import REPORTS

if TYPE_CHECKING:
    from nerq.registry import Registry


@pytest.mark.parametrize("registry", [FORMATS, DETECTORS], ids=["manifests", "detectors"])
def test_a_part_is_looked_up_by_the_files_of_its_record(registry: Registry[Any]) -> None:
    assert list(registry.keys) == [part.files for part in registry]


def test_a_report_is_looked_up_by_its_id() -> None:
    assert list(REPORTS.keys) == [(part.id,) for part in REPORTS]


@pytest.mark.parametrize("package", ["nerq.manifests", "nerq.detectors"])
def test_every_module_that_ends_in_a_record_is_listed(package: str) -> None:
    home = importlib.import_module(package)
    modules = [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(home.__path__, f"{package}.")
    ]
    names = ("FORMAT", "DETECTOR", "NOTEBOOK", "PYTHON_CODE")
    records = [getattr(m, name) for m in modules for name in names if hasattr(m, name)]
    listed = FORMATS if package == "nerq.manifests" else DETECTORS
    assert sorted(record.id for record in records) == sorted(part.id for part in listed)
