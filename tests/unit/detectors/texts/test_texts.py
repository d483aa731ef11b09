"""Texts for people and programs: which of their lines say what is used."""

from __future__ import annotations

import pytest
from sources import detected, source

from nerq.detectors.texts import agent_skill, model_card, modelfile, prose
from nerq.model import Reference, Unresolved
from nerq.plugin import DEFAULT_SEARCH, Detector, Search


def names(detector: Detector, text: str, search: Search = DEFAULT_SEARCH) -> list[str]:
    items = detected(detector, source("x.md", text), search)
    return [f"{one.kind} {one.name}" for one in items if isinstance(one, Reference)]


def test_bare_names_are_the_hub_s_where_the_front_matter_is() -> None:
    """``datasets: [squad]`` of a blog post names a file of its own."""
    assert names(model_card.DETECTOR, "---\nlicense: mit\ndatasets: [squad]\n---\n") == [
        "dataset squad"
    ]
    assert names(model_card.DETECTOR, "---\nauthor: me\ndatasets: [squad]\n---\n") == []


def test_front_matter_ends_where_it_ends() -> None:
    """A line of dashes further down is a rule, and what is broken is not a card."""
    card = "---\nbase_model: zeta-ai/one\n---\n\nbase_model: zeta-ai/two\n---\n"
    assert names(model_card.DETECTOR, card) == ["model zeta-ai/one"]
    assert names(model_card.DETECTOR, "---\nbase_model: [zeta-ai/one\n---\n") == []


@pytest.mark.parametrize("name", ["sonnet", "Opus"])
def test_names_that_only_an_assistant_can_tell_are_open(name: str) -> None:
    (item,) = detected(agent_skill.DETECTOR, source("SKILL.md", f"---\nmodel: {name}\n---\n"))
    assert isinstance(item, Unresolved)
    assert item.expression == name


def test_prompts_in_a_modelfile_are_no_instructions() -> None:
    """Ollama's names in FROM, the hub's in ADAPTER, and nothing in triple quotes."""
    text = 'FROM llama3.2\nSYSTEM """\nFROM mistral\n"""\nADAPTER zeta-ai/tuned\nADAPTER ./x.gguf\n'
    items = detected(modelfile.DETECTOR, source("Modelfile", text))
    assert [(one.name, one.location.line) for one in items if isinstance(one, Reference)] == [
        ("llama3.2", 1),
        ("zeta-ai/tuned", 5),
    ]


def test_prose_is_read_only_when_asked() -> None:
    """Alternatives with a slash are words; a shell's block is read as commands."""
    text = "Uses zeta-ai/llama-7b and/or Linux/macOS2.\n\n```sh\n$ vllm serve zeta-ai/thing\n```\n"
    assert names(prose.DETECTOR, text) == []
    assert names(prose.DETECTOR, text, Search(with_prose=True)) == [
        "model zeta-ai/llama-7b",
        "model zeta-ai/thing",
    ]
