"""Configuration that is parsed, that cannot be, and that is none."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.config import json_config, yaml_config
from nerq.model import Reference
from nerq.plugin import DEFAULT_SEARCH, Search


def names(path: str, text: str, search: Search = DEFAULT_SEARCH) -> list[str]:
    detector = {"yaml": yaml_config, "json": json_config}[path.rpartition(".")[2]].DETECTOR
    items = detected(detector, source(path, text), search)
    return [item.name for item in items if isinstance(item, Reference)]


@pytest.mark.parametrize(
    "text",
    [
        "model: acme-labs/x1\n  broken: [",
        "{% if x %}\nmodel: acme-labs/x1\n{% endif %}\n",
        "model: acme-labs/x1\nmodel: acme-labs/x1",
        "\tmodel: acme-labs/x1",
    ],
)
def test_what_cannot_be_parsed_is_read_pair_by_pair(text: str) -> None:
    """Templates and broken files."""
    assert set(names("x.yaml", text)) == {"acme-labs/x1"}


def test_a_template_s_own_names_are_not_guessed() -> None:
    """Neither whole nor in part."""
    assert names("x.yaml", "{% x %}\nmodel: {{ y }}/z-7b\nmodel: acme/{{ y }}\nmodel: a{{b}}") == []


def test_large_data_is_read_without_a_parser() -> None:
    """Five megabytes of records, with the place of the last one."""
    text = "[" + ",\n".join(['{"x": "' + "y" * 80 + '"}'] * 55_000) + ',\n{"model": "a1/b1"}]'
    (item,) = detected(json_config.DETECTOR, source("x.json", text), DEFAULT_SEARCH)
    assert (item.location.line, item.location.column) == (55_001, 12)


@pytest.mark.parametrize("path", ["package-lock.json", "a/x-lock.json", "b/conda-lock.yaml"])
def test_lock_files_are_not_configuration(path: str) -> None:
    """Whatever they hold."""
    assert names(path, '{"model": "acme-labs/x1"}') == []


def test_a_project_s_own_keys() -> None:
    """Bare legacy names included."""
    search = Search(keys=("brain",))
    assert names("x.yaml", "brain: gpt2\nbrains: gpt2", search) == ["gpt2"]
    assert names("x.yaml", "brain: gpt2") == []
