"""Keys, providers, places: the small readers that all configuration is read with."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.config import json_config, yaml_config
from nerq.detectors.javascript.javascript_code import DETECTOR as JAVASCRIPT
from nerq.detectors.javascript.tokens import tokens
from nerq.detectors.mentions import unresolved
from nerq.detectors.vocabulary import keys as config_keys
from nerq.detectors.vocabulary.provider_context import read_context
from nerq.model import Location, Reference
from nerq.plugin import DEFAULT_SEARCH, Search


@pytest.mark.parametrize(
    ("key", "role"),
    [
        ("model", "model"),
        ("modelId", "model"),
        ("MODEL_NAME", "model"),
        ("--model-name-or-path", "model"),
        ("HF_MODEL_ID", "model"),
        ("base_model_name_or_path", "model"),
        ("_name_or_path", "model"),
        ("storageUri", "model"),
        ("embeddingModel", "model"),
        ("draft-model-id", "model"),
        ("repo_id", "repository"),
        ("dataset_path", "dataset"),
        ("trainDataset", "dataset"),
        ("space_id", "space"),
        ("output_dir", "output"),
        ("hub_model_id", "output"),
        ("served_model_name", "output"),
        ("model_type", "output"),
        ("viewModel", "output"),
        ("name", None),
        ("path", None),
        ("image", None),
        ("x" * 5000, None),
    ],
)
def test_roles(key: str, role: str | None) -> None:
    """Case, dashes and camel case make no difference."""
    assert config_keys.role(key) == role


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("openai", "openai"),
        ("Together", "together"),
        ("ollama", "ollama"),
        ("http://localhost:11434/v1", "ollama"),
        ("https://openrouter.ai/api/v1", "openrouter"),
        ("https://x.openai.azure.com", "azure"),
        ("http://localhost:8000/v1", None),
        ("langchain_openai.ChatOpenAI", "openai"),
        ("transformers.AutoModel.from_pretrained", "huggingface"),
        ("production", None),
        ("", None),
    ],
)
def test_contexts(text: str, context: str | None) -> None:
    """By name, by class and by host."""
    assert read_context(text) == context


def test_expressions_are_shown_on_one_short_line() -> None:
    """Without control characters."""
    shown = unresolved("$A\n\x1b[31m" + "x" * 500, Location("x", 1), "s").expression
    assert len(shown) == 80
    assert shown.isprintable()


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


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a = 'b' // 'c'", ["name", "operator", "string"]),
        ("a = /'x/; b", ["name", "operator", "operator", "name"]),
        ("a / b / 'c'", ["name", "operator", "name", "operator", "string"]),
        ("`a`", ["string"]),
        ("`a${b}c`", ["template", "name", "rest"]),
        ("`${`${a}`}`", ["template", "template", "name", "rest", "rest"]),
        ("/* 'a'", []),
        ("'a\n'b'", ["string", "string"]),
    ],
)
def test_tokens(text: str, kinds: list[str]) -> None:
    """Comments, strings, templates and regular expressions."""
    assert [token.kind for token in tokens(text)] == kinds


@pytest.mark.parametrize("text", ["x;" * 600_000, "a" * 30_000])
def test_what_a_bundler_wrote_is_not_read(text: str) -> None:
    """Large files and very long lines."""
    page = source("x.js", f"const model = 'gpt-4o';\n{text}")
    assert detected(JAVASCRIPT, page, DEFAULT_SEARCH) == []


@pytest.mark.parametrize(
    ("call", "callables"),
    [
        ("loadLlm('acme-labs/thing')", ("loadLlm",)),
        ("x.loadLlm('acme-labs/thing')", ("loadLlm",)),
        ("x.load(1, 'acme-labs/thing')", ("x.load:1",)),
    ],
)
def test_a_project_s_own_functions(call: str, callables: tuple[str, ...]) -> None:
    """By name, with the receiver, with the position."""
    page = source("x.js", call)
    assert detected(JAVASCRIPT, page, DEFAULT_SEARCH) == []
    (item,) = detected(JAVASCRIPT, page, Search(callables=callables))
    assert isinstance(item, Reference)
    assert item.name == "acme-labs/thing"
